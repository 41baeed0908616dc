//! 标签残留: a byte-blind conversion ate the last byte of a character together with the `<` of the tag after it:
//! 一视同仁</p> became 一视同?/p>.
//!
//! The character is gone, so 〓 stands for it and the place is reported; what is left of the tag goes.

use super::Class;
use super::draft::{Change, Doubt, Draft};
use super::shift::LOST;
use crate::span::{Span, is_han};

const CELLS: [&str; 2] = ["td", "th"];
const INLINE: [&str; 8] = ["span", "strong", "font", "a", "b", "em", "i", "u"];
const BLOCKS: [&str; 16] =
    ["p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "ul", "ol", "dd", "dt", "table", "center"];
/// The longest of them with what stands around it: `/strong />`.
const TAG_BYTES_MAX: usize = 12;

/// Tells whether there were such places.
pub(super) fn pass(draft: &mut Draft) -> bool {
    let text = draft.text();
    let mut changes = Vec::new();
    for at in memchr::memchr_iter(b'?', text.as_bytes()) {
        let Some((name, len)) = tag_at(&text.as_bytes()[at + 1..]) else { continue };
        if !text[..at].ends_with(|c: char| is_han(c) || c.is_ascii_digit() || "，。、；：）”》〓".contains(c)) {
            continue;
        }
        let end = at + 1 + len;
        let rest = &text[end..];
        let ends_line = rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n') || rest.trim().is_empty();
        let is = match name {
            _ if ends_line || INLINE.contains(&name) => LOST.to_string(),
            _ if CELLS.contains(&name) => format!("{LOST}\t"),
            _ => format!("{LOST}\n"),
        };
        changes.push(Change::new(Class::CutTag, at, end, is));
    }
    let doubts: Vec<Doubt> = changes.iter().map(|c| doubt(text, c.span)).collect();
    for d in doubts {
        draft.doubt(d);
    }
    let any = !changes.is_empty();
    draft.apply(changes);
    any
}

fn doubt(text: &str, span: Span) -> Doubt {
    Doubt {
        class: Class::CutTag,
        span,
        why: format!("“{}”是残缺的网页标签，其前一个字的字节已经丢失，〓 为无法确定的字", span.of(text)),
        likely: None,
    }
}

/// The name and the length of `/p>`, `br />`; a tag without a stroke is only br.
fn tag_at(bytes: &[u8]) -> Option<(&'static str, usize)> {
    let bytes = &bytes[..bytes.len().min(TAG_BYTES_MAX)];
    let stroke = usize::from(bytes.first() == Some(&b'/'));
    let name = bytes[stroke..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let found = CELLS
        .into_iter()
        .chain(INLINE)
        .chain(BLOCKS)
        .find(|known| known.as_bytes().eq_ignore_ascii_case(&bytes[stroke..stroke + name]))
        .filter(|found| stroke == 1 || *found == "br")?;
    let close = bytes[stroke + name..].iter().take_while(|b| matches!(b, b' ' | b'/')).count();
    let end = stroke + name + close;
    (bytes.get(end) == Some(&b'>')).then_some((found, end + 1))
}
