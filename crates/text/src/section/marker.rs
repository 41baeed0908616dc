//! The marks before headings and list items: 一、 （一） 1. 1、 （1） ① 第一章 篇1 一是.

/// A mark at the beginning of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    pub level: u8,
    /// Bytes of the mark.
    pub len: usize,
    /// 一是, 二要: orders sentences, heads nothing.
    pub inline: bool,
}

const NUMERALS: &str = "一二三四五六七八九十百";

/// The mark at the beginning of `text`.
pub(crate) fn marker_at(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    match first {
        '第' => part_of_book(text),
        '(' | '（' => bracketed(text),
        '①'..='⑳' => Some(Marker { level: 5, len: first.len_utf8(), inline: true }),
        c if NUMERALS.contains(c) => chinese(text),
        c if c.is_ascii_digit() => arabic(text),
        _ => None,
    }
}

fn numerals_len(text: &str) -> usize {
    text.find(|c| !NUMERALS.contains(c)).unwrap_or(text.len())
}

fn digits_len(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
}

/// 第一章, 第二部分.
fn part_of_book(text: &str) -> Option<Marker> {
    let rest = &text['第'.len_utf8()..];
    let len = numerals_len(rest);
    let kind = ["章", "部分", "篇", "编"].iter().find(|k| len > 0 && rest[len..].starts_with(**k))?;
    let mut end = '第'.len_utf8() + len + kind.len();
    end += text[end..].len() - text[end..].trim_start_matches([' ', '　', '、', ':', '：']).len();
    Some(Marker { level: 1, len: end, inline: false })
}

/// （一） is level 2, （1） level 4.
fn bracketed(text: &str) -> Option<Marker> {
    let open = text.chars().next()?.len_utf8();
    let rest = &text[open..];
    let (level, len) = match numerals_len(rest) {
        0 => (4, digits_len(rest)),
        n => (2, n),
    };
    if len == 0 || len > 9 {
        return None;
    }
    let close = rest[len..].chars().next().filter(|c| matches!(c, ')' | '）'))?;
    let mut end = open + len + close.len_utf8();
    if let Some(c) = text[end..].chars().next().filter(|c| matches!(c, '、' | '.' | '．')) {
        end += c.len_utf8();
    }
    Some(Marker { level, len: end, inline: false })
}

fn chinese(text: &str) -> Option<Marker> {
    let len = numerals_len(text);
    let next = text[len..].chars().next()?;
    match next {
        '、' | '．' | '.' if len <= 9 => Some(Marker { level: 1, len: len + next.len_utf8(), inline: false }),
        '是' | '要' if len == 3 => Some(Marker { level: 5, len: len + next.len_utf8(), inline: true }),
        _ => None,
    }
}

/// 1、 or 1. or 1．, not 1.5 and not 2021.
fn arabic(text: &str) -> Option<Marker> {
    let len = digits_len(text);
    if len > 2 {
        return None;
    }
    let next = text[len..].chars().next()?;
    let after = text[len + next.len_utf8()..].chars().next();
    let heads = match next {
        '、' => true,
        '.' | '．' => after.is_some_and(|c| !c.is_ascii_digit()),
        ')' | '）' => true,
        _ => false,
    };
    heads.then_some(Marker { level: 3, len: len + next.len_utf8(), inline: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_their_levels() {
        let level = |text| marker_at(text).map(|m| (m.level, m.len));
        assert_eq!(level("一、工作情况"), Some((1, 6)));
        assert_eq!(level("（十二）其他"), Some((2, 12)));
        assert_eq!(level("(一)加大"), Some((2, 5)));
        assert_eq!(level("3.开展"), Some((3, 2)));
        assert_eq!(level("1.5亿元"), None);
        assert_eq!(level("2021年"), None);
        assert_eq!(level("一是抓"), Some((5, 6)));
        assert_eq!(level("十二家企业"), None);
        assert_eq!(level("第二部分 下步打算"), Some((1, 13)));
    }
}
