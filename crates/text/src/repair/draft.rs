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
pub(super) struct Change {
    pub class: Class,
    pub span: Span,
    pub is: String,
}

impl Change {
    pub fn new(class: Class, start: usize, end: usize, is: impl Into<String>) -> Self {
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
        let shifts = Shifts::of(&changes);
        for doubt in &mut self.doubts {
            doubt.span = shifts.moved(doubt.span);
        }
        let old = std::mem::take(&mut self.edits);
        let mut merger = Merger {
            text: &self.text,
            out: String::with_capacity(self.text.len()),
            edits: Vec::with_capacity(old.len() + changes.len()),
            done: 0,
            shift: 0,
        };
        let mut old = old.into_iter().peekable();
        let mut new = changes.into_iter().peekable();
        while old.peek().is_some() || new.peek().is_some() {
            let mut group = Group::default();
            loop {
                let take_old = old.peek().is_some_and(|e| group.takes(e.current));
                let take_new = new.peek().is_some_and(|c| group.takes(c.span));
                // Whichever begins first; the older one when they begin together.
                let old_first = match (old.peek(), new.peek()) {
                    (Some(e), Some(c)) => e.current.start <= c.span.start,
                    _ => true,
                };
                if take_old && (old_first || !take_new) {
                    old.next().into_iter().for_each(|edit| group.add_edit(edit));
                } else if take_new {
                    new.next().into_iter().for_each(|change| group.add_change(change));
                } else {
                    break;
                }
            }
            merger.push(group);
        }
        let (text, edits) = merger.finish(self.original);
        self.text = Cow::Owned(text);
        self.edits = edits;
    }
}

/// Changes, in order, with how far each of them moves what follows.
struct Shifts<'c> {
    changes: &'c [Change],
    /// The sum of the shifts before each change, and of all of them.
    before: Vec<isize>,
}

impl<'c> Shifts<'c> {
    fn of(changes: &'c [Change]) -> Self {
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

/// Edits and changes that overlap and so become one edit.
#[derive(Default)]
struct Group {
    edits: Vec<Edit>,
    changes: Vec<Change>,
    /// From the first beginning to the last end.
    span: Option<Span>,
}

impl Group {
    fn takes(&self, span: Span) -> bool {
        self.span.is_none_or(|own| span.start < own.end)
    }

    fn grow(&mut self, span: Span) {
        let own = self.span.unwrap_or(span);
        self.span = Some(Span::new(own.start.min(span.start), own.end.max(span.end)));
    }

    fn add_edit(&mut self, edit: Edit) {
        self.grow(edit.current);
        self.edits.push(edit);
    }

    fn add_change(&mut self, change: Change) {
        self.grow(change.span);
        self.changes.push(change);
    }
}

struct Merger<'t> {
    text: &'t str,
    out: String,
    edits: Vec<Edit>,
    /// How far the current text has been copied.
    done: usize,
    /// Place in the current text minus place in the original, after what has been copied.
    shift: isize,
}

impl Merger<'_> {
    fn push(&mut self, group: Group) {
        let Some(span) = group.span else { return };
        if span.start < self.done {
            return;
        }
        let original_start = back(span.start, self.shift);
        if let Some(last) = group.edits.last() {
            self.shift = last.current.end as isize - last.original.end as isize;
        }
        let original_end = back(span.end, self.shift);
        self.out.push_str(&self.text[self.done..span.start]);
        let start = self.out.len();
        let mut at = span.start;
        for change in &group.changes {
            if change.span.start < at {
                continue;
            }
            self.out.push_str(&self.text[at..change.span.start]);
            self.out.push_str(&change.is);
            at = change.span.end;
        }
        self.out.push_str(&self.text[at..span.end]);
        self.done = span.end;
        let class = group.edits.iter().map(|e| e.class).chain(group.changes.iter().map(|c| c.class)).min();
        if let Some(class) = class {
            self.edits.push(Edit {
                class,
                original: Span::new(original_start, original_end),
                current: Span::new(start, self.out.len()),
            });
        }
    }

    fn finish(mut self, original: &str) -> (String, Vec<Edit>) {
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
