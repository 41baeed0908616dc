//! What stands on the pages, read from typst's own frames: the lines with their text, and which font each character
//! really came from.

use std::collections::BTreeMap;

use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::fonts::{FontNotice, Fonts};

/// Text within this distance of a baseline belongs to the same line, in hundredths of a point.
const SAME_LINE: i64 = 150;

/// Characters that no font had, and characters taken from a font that plays no role.
pub(crate) fn character_notices(document: &PagedDocument, fonts: &Fonts) -> Vec<FontNotice> {
    let mut missing = String::new();
    let mut borrowed: BTreeMap<String, String> = BTreeMap::new();
    for page in document.pages() {
        each_text(&page.frame, Point::zero(), &mut |_, item| {
            let first_choice = fonts.is_first_choice(item.font.font());
            for glyph in &item.glyphs {
                let Some(text) = item.text.get(glyph.range()) else {
                    continue;
                };
                if glyph.id == 0 {
                    push_new(&mut missing, text);
                } else if !first_choice {
                    push_new(borrowed.entry(fonts.shown_name(item.font.font())).or_default(), text);
                }
            }
        });
    }
    let mut notices: Vec<FontNotice> =
        borrowed.into_iter().map(|(used, characters)| FontNotice::Borrowed { characters, used }).collect();
    if !missing.is_empty() {
        notices.push(FontNotice::Missing { characters: missing });
    }
    notices
}

/// The lines of every page, top to bottom, each from left to right.
pub(crate) fn page_lines(document: &PagedDocument) -> Vec<Vec<String>> {
    document.pages().iter().map(|page| frame_lines(&page.frame)).collect()
}

fn frame_lines(frame: &Frame) -> Vec<String> {
    let mut pieces: Vec<(i64, i64, String)> = Vec::new();
    each_text(frame, Point::zero(), &mut |at, item| {
        pieces.push((hundredths(at.y), hundredths(at.x), item.text.to_string()));
    });
    pieces.sort();
    let mut lines: Vec<(i64, Vec<(i64, String)>)> = Vec::new();
    for (y, x, text) in pieces {
        match lines.last_mut() {
            Some((line_y, line)) if y - *line_y <= SAME_LINE => line.push((x, text)),
            _ => lines.push((y, vec![(x, text)])),
        }
    }
    lines
        .into_iter()
        .map(|(_, mut line)| {
            line.sort();
            line.into_iter().map(|(_, text)| text).collect()
        })
        .collect()
}

/// A length as a whole number of hundredths of a point, to sort by.
fn hundredths(length: Abs) -> i64 {
    // A page is some 800 pt high: far inside the range.
    (length / Abs::pt(0.01)).round() as i64
}

fn each_text(frame: &Frame, origin: Point, visit: &mut impl FnMut(Point, &TextItem)) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        match item {
            FrameItem::Group(group) => each_text(&group.frame, at, visit),
            FrameItem::Text(text) => visit(at, text),
            _ => {}
        }
    }
}

fn push_new(characters: &mut String, text: &str) {
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !characters.contains(c) {
            characters.push(c);
        }
    }
}
