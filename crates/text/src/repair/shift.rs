//! 错位乱码: one byte A1 was lost before a full-width sign, so everything slid by one byte up to the next ASCII byte:
//! 　（五）區 became 。ㄎ澹﹨^ .
//!
//! Where all bytes are still there the text is restored exactly. Where pairs that GBK does not define have vanished, only
//! what is certain is put back; the rest becomes 〓 and is reported.

use super::draft::{Change, Doubt, Draft};
use super::pinyin::Pollution;
use super::readings::{Sound, bracketed, read_as};
use super::straddle::garbled_anchors;
use super::{Class, gbk};
use crate::script::is_traditional;
use crate::span::{Span, is_han};

const RUN_CHARS_MAX: usize = 24;
/// Stands for what cannot be read any more.
pub(super) const LOST: char = '〓';

pub(super) fn pass(draft: &mut Draft, pollution: Pollution) {
    let text = draft.text();
    let mut found: Vec<Found> = slid_marks(text).collect();
    if pollution == Pollution::Traditional {
        for anchor in garbled_anchors(text) {
            let taken = found.iter().any(|f| f.span.start < anchor.start && anchor.start <= f.span.end);
            if !taken {
                found.extend(from_anchor(text, anchor.start, anchor.end, anchor.sound));
            }
        }
    }
    found.sort_by_key(|f| f.span);
    number_headings(text, &mut found);
    let mut changes: Vec<Change> = Vec::new();
    let mut doubts = Vec::new();
    for f in found {
        if changes.last().is_some_and(|c| f.span.start < c.span.end) {
            continue;
        }
        if f.is.contains(LOST) {
            doubts.push(Doubt {
                class: Class::ByteShift,
                span: f.span,
                why: "此处字节已经丢失，只能恢复一部分，〓 为无法确定的字".to_owned(),
                likely: f.likely.clone(),
            });
        }
        changes.push(Change::new(Class::ByteShift, f.span.start, f.span.end, f.is));
    }
    for d in doubts {
        draft.doubt(d);
    }
    draft.apply(changes);
}

struct Found {
    span: Span,
    is: String,
    likely: Option<String>,
    /// Stands at the beginning of a line.
    heads_line: bool,
}

/// A full stop followed by a sign that no text holds there: ㄎ, ò, ǘ (all of them A8 xx, the second half of a bracket).
fn slid_marks(text: &str) -> impl Iterator<Item = Found> {
    memchr::memmem::find_iter(text.as_bytes(), "。").filter_map(move |start| {
        let next = text[start + 3..].chars().next()?;
        if !matches!(next, 'ㄅ'..='ㄩ' | 'ā'..='ǜ' | 'à'..='ü') || gbk::pair(next)?[0] != 0xa8 {
            return None;
        }
        let (end, is) = slide_back(text, start)?;
        let likely = is.strip_suffix(LOST).and_then(|head| head.ends_with('做').then(|| format!("{head}好")));
        Some(Found { span: Span::new(start, end), is, likely, heads_line: heads_line(text, start) })
    })
}

fn heads_line(text: &str, start: usize) -> bool {
    start == 0 || text.as_bytes()[start - 1] == b'\n'
}

/// Puts the lost A1 back and reads again up to the ASCII byte where the text is in step.
fn slide_back(text: &str, start: usize) -> Option<(usize, String)> {
    let mut bytes = vec![0xa1];
    let mut end = start;
    for c in text[start..].chars().take(RUN_CHARS_MAX) {
        if let Some(pair) = gbk::pair(c) {
            bytes.extend(pair);
            end += c.len_utf8();
            continue;
        }
        let byte = u8::try_from(c).ok()?;
        if gbk::is_ascii_trail(byte) {
            bytes.push(byte);
            end += 1;
        }
        break;
    }
    let cut = bytes.len() % 2 == 1;
    if cut {
        bytes.pop();
    }
    let mut is: String = bytes.chunks(2).map(|p| gbk::char_of(p.try_into().ok()?)).collect::<Option<_>>()?;
    if !is.chars().all(|c| gbk::is_everyday(c) || is_traditional(c)) {
        return None;
    }
    if cut {
        is.push(LOST);
    }
    Some((end, is))
}

/// A reading after something that is not read so: the damage ends there and begins at the mark before.
fn from_anchor(text: &str, anchor: usize, anchor_end: usize, sound: Sound) -> Option<Found> {
    let run_start = mark_before(text, anchor)?;
    let mark = text[run_start..].chars().next()?;
    let run = &text[run_start + mark.len_utf8()..anchor];
    let wide = match mark {
        ',' => '，',
        '?' => '？',
        ';' => '；',
        ':' => '：',
        other => other,
    };
    let last = run.chars().next_back()?;
    // The character that carries the reading: its second byte when it is still there, else the one this text pairs with the reading.
    let host = match u8::try_from(last) {
        Ok(byte) if gbk::is_ascii_trail(byte) => read_as(sound).chars().find(|&c| gbk::pair(c).is_some_and(|p| p[1] == byte))?,
        Ok(_) => return None,
        Err(_) => host_in_text(text, sound)?,
    };
    let mut bytes = vec![0xa1];
    bytes.extend(gbk::pair(wide)?);
    for c in run.chars() {
        match gbk::pair(c) {
            Some(pair) => bytes.extend(pair),
            None => bytes.push(u8::try_from(c).ok()?),
        }
    }
    let heads_line = heads_line(text, run_start);
    let candidates: Vec<Option<char>> = bytes.chunks(2).map(|p| gbk::char_of(p.try_into().ok()?)).collect();
    let exact: Option<String> = candidates.iter().copied().collect();
    if let Some(is) =
        exact.filter(|is| is.ends_with(host) && is.chars().all(|c| gbk::is_everyday(c) || is_traditional(c)) && !dubious(is))
    {
        return Some(Found { span: Span::new(run_start, anchor), is, likely: None, heads_line });
    }
    let span = Span::new(run_start, anchor_end);
    Some(Found { span, is: certain_part(&candidates, host), likely: None, heads_line })
}

/// Two or more characters in a row of which none forms a known word with the next are no proof of a good reading.
fn dubious(is: &str) -> bool {
    let chars: Vec<char> = is.chars().filter(|&c| is_han(c)).collect();
    chars.len() > 2 && !chars.windows(2).all(|w| is_word(w[0], w[1]) || w.iter().any(|&c| is_traditional(c)))
}

/// Keeps the first sign and the characters that form known words; everything between is lost.
fn certain_part(candidates: &[Option<char>], host: char) -> String {
    let mut out = String::new();
    let mut candidates: Vec<Option<char>> = candidates.to_vec();
    if let Some(last) = candidates.last_mut() {
        *last = Some(host);
    }
    let word = |a: usize, b: usize| match (candidates.get(a).copied().flatten(), candidates.get(b).copied().flatten()) {
        (Some(x), Some(y)) => is_word(x, y),
        _ => false,
    };
    for (i, c) in candidates.iter().enumerate() {
        let certain = (i == 0 && c.is_some_and(|c| matches!(c, '　' | '。')))
            || i + 1 == candidates.len()
            || word(i, i + 1)
            || (i > 0 && word(i - 1, i));
        match c {
            Some(c) if certain => out.push(*c),
            _ if out.ends_with(LOST) => {}
            _ => out.push(LOST),
        }
    }
    out
}

/// Words that appear in such places and prove a reading. Simplified or traditional, as the damaged text has them.
fn is_word(a: char, b: char) -> bool {
    const WORDS: &str = "充分 我區 我区 我縣 我县 我市 召開 召开 繼續 继续 加強 加强 做好 現在 现在 進一 一步 認真 认真 積極 积极 加快 加大 推進 推进 組織 组织 開展 开展 完善 落實 落实 建立 健全 提高 深入 利用 圍繞 围绕 強化 强化 抓好 切實 切实 努力 根據 根据 按照 通過 通过";
    let mut word = String::new();
    word.push(a);
    word.push(b);
    WORDS.split(' ').any(|w| w == word)
}

fn mark_before(text: &str, anchor: usize) -> Option<usize> {
    let mut back = text[..anchor].char_indices().rev();
    for _ in 0..RUN_CHARS_MAX {
        let (at, c) = back.next()?;
        match c {
            '。' | '，' | ',' | '?' | '？' | ';' | '；' | ':' | '：' => return Some(at),
            '\n' | ')' | '(' => return None,
            _ => {}
        }
    }
    None
}

/// The site had one reading a character: the character that carries this reading elsewhere in the text.
fn host_in_text(text: &str, sound: Sound) -> Option<char> {
    bracketed(text)
        .filter(|b| b.sound == sound)
        .find_map(|b| super::readings::before(text, b.start).filter(|&c| read_as(sound).contains(c)))
}

/// A garbled heading between （五） and （七） can only be （六）.
fn number_headings(text: &str, found: &mut [Found]) {
    const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let number_of = |line: &str| {
        let line = line.trim_start_matches([' ', '　']);
        let inner = line.strip_prefix(['（', '('])?;
        let c = inner.chars().next()?;
        inner[c.len_utf8()..].starts_with([')', '）']).then(|| NUMERALS.iter().position(|&n| n == c)).flatten()
    };
    for i in 0..found.len() {
        if !found[i].heads_line || !found[i].is.starts_with(['　', LOST]) || number_of(&found[i].is).is_some() {
            continue;
        }
        let previous = found[..i].iter().rev().find_map(|f| number_of(&f.is));
        let next = found[i + 1..].iter().find_map(|f| number_of(&f.is));
        if let (Some(p), Some(n)) = (previous, next)
            && n == p + 2
            && text[found[i].span.start..].contains('\n')
        {
            let rest = found[i].is.trim_start_matches(['　', LOST]).to_owned();
            found[i].is = format!("　（{}）{LOST}{rest}", NUMERALS[p + 1]);
        }
    }
}
