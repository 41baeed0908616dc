//! A text under repair: changes are made one pass after another, and always kept as replacements in the original.
//!
//! Invariant: the edits are in order, do not overlap, and applying them to the original gives the current text.
//! So any of them can be taken back without touching the others.

use std::borrow::Cow;

use super::Class;
use crate::span::Span;

/// One replacement in the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub class: Class,
    pub original: Span,
    pub current: Span,
}

/// A replacement one pass wants, in the text as that pass saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change<'c> {
    pub class: Class,
    pub span: Span,
    pub is: Cow<'c, str>,
}

impl<'c> Change<'c> {
    pub fn new(class: Class, start: usize, end: usize, is: impl Into<Cow<'c, str>>) -> Self {
        Self { class, span: Span::new(start, end), is: is.into() }
    }

    pub fn delete(class: Class, start: usize, end: usize) -> Self {
        Self::new(class, start, end, "")
    }
}

/// Something doubted, at its place in the current text; the place moves with later changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doubt {
    pub class: Class,
    pub span: Span,
    pub why: String,
    pub likely: Option<String>,
}

pub(super) struct Draft<'a> {
    original: &'a str,
    text: Cow<'a, str>,
    edits: Vec<Edit>,
    doubts: Vec<Doubt>,
    /// What the pass before last left, to be written over.
    spare: (String, Vec<Edit>),
}

impl<'a> Draft<'a> {
    pub fn new(original: &'a str) -> Self {
        Self { original, text: Cow::Borrowed(original), edits: Vec::new(), doubts: Vec::new(), spare: Default::default() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn finish(self) -> (Cow<'a, str>, Vec<Edit>, Vec<Doubt>) {
        (self.text, self.edits, self.doubts)
    }

    /// Notes a doubt about a stretch of the current text.
    pub fn doubt(&mut self, doubt: Doubt) {
        self.doubts.push(doubt);
    }

    /// Makes the changes of one pass. They must be in order and not overlap; one that does is left out.
    pub fn apply(&mut self, changes: Vec<Change>) {
        self.rewrite(|_, change| changes.into_iter().for_each(change));
    }

    /// Makes the changes that a pass finds as it goes through the text, in order.
    pub fn rewrite(&mut self, find: impl FnOnce(&str, &mut dyn FnMut(Change))) {
        let (out, edits) = std::mem::take(&mut self.spare);
        let mut merger = Merger {
            original: self.original,
            text: &self.text,
            old: &self.edits,
            out,
            edits,
            begun: false,
            done: 0,
            shift: 0,
            group: None,
        };
        let mut moves = Moves::of(&mut self.doubts);
        find(&self.text, &mut |change| {
            moves.pass(&change);
            merger.change(&change);
        });
        moves.finish();
        let begun = merger.begun;
        let (text, edits) = merger.finish();
        if !begun {
            self.spare = (text, edits);
            return;
        }
        let old_edits = std::mem::replace(&mut self.edits, edits);
        if let Cow::Owned(old_text) = std::mem::replace(&mut self.text, Cow::Owned(text)) {
            self.spare = (old_text, old_edits);
        }
    }
}

/// Moves the places of doubts as the changes before them are made.
struct Moves<'d> {
    /// The ends of the doubts that are not yet passed, the first of them last: place, which doubt, whether it is its end.
    ends: Vec<(usize, usize, bool)>,
    doubts: &'d mut [Doubt],
    /// By how much the changes so far move what follows.
    shift: isize,
}

impl<'d> Moves<'d> {
    fn of(doubts: &'d mut [Doubt]) -> Self {
        let both = |(number, doubt): (usize, &Doubt)| [(doubt.span.start, number, false), (doubt.span.end, number, true)];
        let mut ends: Vec<_> = doubts.iter().enumerate().flat_map(both).collect();
        ends.sort_unstable_by_key(|(place, ..)| std::cmp::Reverse(*place));
        Self { ends, doubts, shift: 0 }
    }

    /// What lies before the end of a change is moved by the changes before it; what lies inside it, to that end of it.
    fn pass(&mut self, change: &Change) {
        while let Some(&(place, number, is_end)) = self.ends.last().filter(|(place, ..)| *place < change.span.end) {
            self.ends.pop();
            let inside = change.span.start < place;
            let at = if inside { change.span.start } else { place }.saturating_add_signed(self.shift);
            self.set(number, is_end, at + if inside && is_end { change.is.len() } else { 0 });
        }
        self.shift += change.is.len() as isize - change.span.len() as isize;
    }

    fn finish(mut self) {
        while let Some((place, number, is_end)) = self.ends.pop() {
            self.set(number, is_end, place.saturating_add_signed(self.shift));
        }
    }

    fn set(&mut self, number: usize, is_end: bool, at: usize) {
        let span = &mut self.doubts[number].span;
        *(if is_end { &mut span.end } else { &mut span.start }) = at;
    }
}

/// Edits and changes that overlap and so become one edit, while they are copied.
struct Group {
    class: Class,
    /// There is a change among them; else it is one older edit.
    changed: bool,
    /// Where the last of them ends in the current text.
    end: usize,
    original_start: usize,
    /// Where it begins in what is copied.
    out_start: usize,
    /// How far its text has been copied.
    at: usize,
}

/// In a badly damaged text there is a change every so many bytes.
const BYTES_A_CHANGE: usize = 16;

struct Merger<'t> {
    original: &'t str,
    text: &'t str,
    out: String,
    edits: Vec<Edit>,
    /// The edits of the passes before that are still to come.
    old: &'t [Edit],
    /// There is a change.
    begun: bool,
    /// How far the current text has been copied.
    done: usize,
    /// Place in the current text minus place in the original, after the last edit taken.
    shift: isize,
    group: Option<Group>,
}

impl Merger<'_> {
    /// The group a stretch belongs to: the open one where they overlap, else a new one. Nothing where the stretch was passed.
    fn group(&mut self, class: Class, span: Span) -> Option<&mut Group> {
        if self.group.as_ref().is_some_and(|open| span.start >= open.end) {
            self.close();
        }
        if self.group.is_none() {
            if span.start < self.done {
                return None;
            }
            self.out.push_str(&self.text[self.done..span.start]);
            let original_start = back(span.start, self.shift);
            self.group =
                Some(Group { class, changed: false, end: span.end, original_start, out_start: self.out.len(), at: span.start });
        }
        let open = self.group.as_mut()?;
        open.class = open.class.min(class);
        open.end = open.end.max(span.end);
        Some(open)
    }

    fn edit(&mut self, edit: &Edit) {
        if self.group(edit.class, edit.current).is_some() {
            self.shift = edit.current.end as isize - edit.original.end as isize;
        }
    }

    /// Takes the older edits that begin before a change or with it, then the change.
    fn change(&mut self, change: &Change) {
        if !self.begun {
            self.begun = true;
            self.out.clear();
            self.out.reserve(self.text.len());
            self.edits.clear();
            self.edits.reserve(self.old.len() + self.text.len() / BYTES_A_CHANGE);
        }
        self.older(change.span.start);
        let Some(open) = self.group(change.class, change.span) else { return };
        if change.span.start < open.at {
            return;
        }
        let before = Span::new(open.at, change.span.start);
        open.at = change.span.end;
        open.changed = true;
        self.out.push_str(before.of(self.text));
        self.out.push_str(&change.is);
    }

    fn close(&mut self) {
        let Some(group) = self.group.take() else { return };
        self.out.push_str(&self.text[group.at..group.end]);
        self.done = group.end;
        let original = Span::new(group.original_start, back(group.end, self.shift));
        let current = Span::new(group.out_start, self.out.len());
        // What a change puts back as it was is no edit any more.
        if !group.changed || original.of(self.original) != current.of(&self.out) {
            self.edits.push(Edit { class: group.class, original, current });
        }
    }

    /// Takes the older edits that begin up to a place.
    fn older(&mut self, until: usize) {
        while let Some((edit, rest)) = self.old.split_first().filter(|(edit, _)| edit.current.start <= until) {
            self.old = rest;
            self.edit(edit);
        }
    }

    /// The new text and all edits; only where there was a change.
    fn finish(mut self) -> (String, Vec<Edit>) {
        if self.begun {
            self.older(self.text.len());
            self.close();
            self.out.push_str(&self.text[self.done..]);
        }
        (self.out, self.edits)
    }
}

const fn back(place: usize, shift: isize) -> usize {
    place.saturating_add_signed(-shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undo(original: &str, draft: Draft) -> String {
        let (text, edits, _) = draft.finish();
        let mut out = String::new();
        let mut at = 0;
        for e in edits {
            out.push_str(&text[at..e.current.start]);
            out.push_str(e.original.of(original));
            at = e.current.end;
        }
        out + &text[at..]
    }

    #[test]
    fn passes_compose_and_undo_gives_the_original() {
        let original = "abcdefghij";
        let mut draft = Draft::new(original);
        draft.apply(vec![Change::new(Class::Pinyin, 2, 4, "XYZ"), Change::delete(Class::Blank, 6, 7)]);
        assert_eq!(draft.text(), "abXYZefhij");
        draft.apply(vec![Change::new(Class::Traditional, 1, 3, "q"), Change::new(Class::Traditional, 4, 6, "")]);
        assert_eq!(draft.text(), "aqYfhij");
        assert_eq!(undo(original, draft), original);
    }

    #[test]
    fn a_change_around_an_earlier_deletion_takes_it_in() {
        let original = "0123456789";
        let mut draft = Draft::new(original);
        draft.apply(vec![Change::delete(Class::Blank, 4, 5)]);
        draft.apply(vec![Change::new(Class::Pinyin, 3, 6, "x")]);
        assert_eq!(draft.text(), "012x789");
        assert_eq!(undo(original, draft), original);
    }
}
