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
}

impl<'a> Draft<'a> {
    pub fn new(original: &'a str) -> Self {
        Self { original, text: Cow::Borrowed(original), edits: Vec::new(), doubts: Vec::new() }
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
        if changes.is_empty() {
            return;
        }
        if !self.doubts.is_empty() {
            let shifts = Shifts::of(&changes);
            for doubt in &mut self.doubts {
                doubt.span = shifts.moved(doubt.span);
            }
        }
        let old = std::mem::take(&mut self.edits);
        let mut merger = Merger {
            text: &self.text,
            out: String::with_capacity(self.text.len()),
            edits: Vec::with_capacity(old.len() + changes.len()),
            done: 0,
            shift: 0,
            group: None,
        };
        let (mut old, mut new) = (old.into_iter().peekable(), changes.into_iter().peekable());
        loop {
            // Whichever begins first; the older one when they begin together.
            let old_first = match (old.peek(), new.peek()) {
                (Some(edit), Some(change)) => edit.current.start <= change.span.start,
                (edit, _) => edit.is_some(),
            };
            if old_first {
                old.next().into_iter().for_each(|edit| merger.edit(&edit));
            } else if let Some(change) = new.next() {
                merger.change(&change);
            } else {
                break;
            }
        }
        let (text, edits) = merger.finish(self.original);
        self.text = Cow::Owned(text);
        self.edits = edits;
    }
}

/// Changes, in order, with how far each of them moves what follows.
struct Shifts<'c> {
    changes: &'c [Change<'c>],
    /// The sum of the shifts before each change, and of all of them.
    before: Vec<isize>,
}

impl<'c> Shifts<'c> {
    fn of(changes: &'c [Change<'c>]) -> Self {
        let mut sum = 0;
        let mut before = Vec::with_capacity(changes.len() + 1);
        before.push(0);
        for change in changes {
            sum += change.is.len() as isize - change.span.len() as isize;
            before.push(sum);
        }
        Self { changes, before }
    }

    /// Where a stretch lies after the changes. An end inside a change moves to that end of the change.
    fn moved(&self, span: Span) -> Span {
        Span::new(self.place(span.start, false), self.place(span.end, true))
    }

    fn place(&self, at: usize, is_end: bool) -> usize {
        let passed = self.changes.partition_point(|c| c.span.end <= at);
        let shift = self.before[passed];
        match self.changes.get(passed) {
            Some(c) if c.span.start < at => c.span.start.saturating_add_signed(shift) + if is_end { c.is.len() } else { 0 },
            _ => at.saturating_add_signed(shift),
        }
    }
}

/// Edits and changes that overlap and so become one edit, while they are copied.
struct Group {
    class: Class,
    /// Where the last of them ends in the current text.
    end: usize,
    original_start: usize,
    /// Where it begins in what is copied.
    out_start: usize,
    /// How far its text has been copied.
    at: usize,
}

struct Merger<'t> {
    text: &'t str,
    out: String,
    edits: Vec<Edit>,
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
            self.group = Some(Group { class, end: span.end, original_start, out_start: self.out.len(), at: span.start });
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

    fn change(&mut self, change: &Change) {
        let Some(open) = self.group(change.class, change.span) else { return };
        if change.span.start < open.at {
            return;
        }
        let before = Span::new(open.at, change.span.start);
        open.at = change.span.end;
        self.out.push_str(before.of(self.text));
        self.out.push_str(&change.is);
    }

    fn close(&mut self) {
        let Some(group) = self.group.take() else { return };
        self.out.push_str(&self.text[group.at..group.end]);
        self.done = group.end;
        self.edits.push(Edit {
            class: group.class,
            original: Span::new(group.original_start, back(group.end, self.shift)),
            current: Span::new(group.out_start, self.out.len()),
        });
    }

    fn finish(mut self, original: &str) -> (String, Vec<Edit>) {
        self.close();
        self.out.push_str(&self.text[self.done..]);
        let out = self.out;
        let mut edits = self.edits;
        edits.retain(|e| e.original.of(original) != e.current.of(&out));
        (out, edits)
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
