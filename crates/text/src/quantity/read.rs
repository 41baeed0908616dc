//! Reads what begins at a digit: a quantity, a date, an ordinal, or a number that only names something.

use super::approx::{Approx, Bound, suffix_at};
use super::date::{date_len, is_calendar_year, range_mark};
use super::sectors::sector;
use super::{Lost, Quantity};
use crate::measure::{self, Kind, Measure};
use crate::numeral::{self, Numeral, is_arabic_digit};
use rust_decimal::Decimal;

/// What was found at a digit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reading {
    /// Has the form of a quantity.
    Quantity(Quantity),
    /// A date or a part of one, up to this byte.
    Date(usize),
    /// A code, a name, a ratio: counts nothing, up to this byte.
    Name(usize),
}

/// What begins at byte `at` of `text`, where a digit or Chinese numeral stands. `None`: no number at all.
pub(crate) fn read(text: &str, at: usize) -> Option<Reading> {
    let rest = &text[at..];
    let before = text[..at].chars().next_back();
    let first = rest.chars().next()?;
    if let Some(masked) = masked(text, at) {
        return Some(masked);
    }
    if is_arabic_digit(first) {
        if let Some(sector) = sector(text, at) {
            return Some(Reading::Quantity(sector));
        }
        if before.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '#' | '№')) || joined_before(text, at) {
            return Some(Reading::Name(at + code_len(rest)));
        }
        if let Some(len) = structure_len(rest) {
            return Some(Reading::Name(at + len));
        }
    }
    let ordinal = before == Some('第');
    if !ordinal && let Some(fraction) = fraction(text, at) {
        return Some(Reading::Quantity(fraction));
    }
    if let Some(len) = date_len(rest).filter(|_| !ordinal) {
        let digits = rest.len() - rest.trim_start_matches(is_arabic_digit).len();
        let unit_is_year = rest[digits..].trim_start_matches([' ', '　']).starts_with('年');
        let span_of_years = unit_is_year && digits > 0 && !is_calendar_year(&rest[..digits]) && len <= digits + 1 + "年".len();
        let chinese_span = digits == 0 && is_span_of_years(rest);
        if !span_of_years && !chinese_span {
            return Some(Reading::Date(at + len));
        }
    }
    let numeral = numeral::read(rest).or_else(|| bare_magnitude(rest, before))?;
    Some(assemble(text, at, numeral, ordinal))
}

/// 近万份, 上万人, 万余名: one ten thousand, without a digit.
fn bare_magnitude(rest: &str, before: Option<char>) -> Option<Numeral> {
    let after = rest.strip_prefix(['万', '亿'])?;
    let led = matches!(before, Some('近' | '上' | '逾' | '超' | '过' | '约' | '破'));
    let vague = after.starts_with(['余', '多']);
    (led || vague).then_some(Numeral {
        value: Decimal::ONE,
        precision: Decimal::ONE,
        rounding: Decimal::ONE,
        upper: None,
        vague: false,
        chinese: true,
        bare_magnitude: true,
        len: 0,
    })
}

/// 三年, 十年: a Chinese numeral of at most three characters before 年.
fn is_span_of_years(rest: &str) -> bool {
    numeral::read(rest).is_some_and(|n| rest[n.len..].starts_with('年'))
}

/// A digit that continues something: 1+6, 7×24, 5·12, 2018-2019 read from its middle.
fn joined_before(text: &str, at: usize) -> bool {
    let mut back = text[..at].chars().rev();
    let joint = back.next();
    matches!(joint, Some('+' | '×' | '·' | '•' | '/' | '.' | '＋')) && back.next().is_some_and(|c| c.is_ascii_alphanumeric())
}

/// The whole code at the beginning: digits, letters and the signs between them.
fn code_len(rest: &str) -> usize {
    let goes_on = |c: char| c.is_ascii_alphanumeric() || is_arabic_digit(c) || matches!(c, '.' | '-' | '_');
    let first = rest.chars().next().map_or(0, char::len_utf8);
    rest.find(|c: char| !goes_on(c)).unwrap_or(rest.len()).max(first)
}

/// 12.3:45.2:42.5, 10:30, 1+4+N, 4·23, 110/119: numbers that hang together by signs.
fn structure_len(rest: &str) -> Option<usize> {
    let mut len = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let mut joined = false;
    while let Some(joint) = rest[len..].chars().next() {
        if !matches!(joint, ':' | '：' | '︰' | '∶' | '+' | '＋' | '×' | '·') {
            break;
        }
        let next = len + joint.len_utf8();
        let more = rest[next..].len() - rest[next..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.').len();
        if more == 0 {
            break;
        }
        joined = true;
        len = next + more;
    }
    joined.then_some(len)
}

/// 三分之二, 百分之八十: a share. Its unit is % for 百分之 and none otherwise.
fn fraction(text: &str, at: usize) -> Option<Quantity> {
    let rest = &text[at..];
    let (down, down_len) = match rest.strip_prefix("百分之") {
        Some(_) => (Decimal::ONE_HUNDRED, "百".len()),
        None => {
            let n = numeral::read(rest).filter(|n| n.chinese && rest[n.len..].starts_with("分之"))?;
            (n.value, n.len)
        }
    };
    let up_at = down_len + "分之".len();
    let up = numeral::read(&rest[up_at..])?;
    let end = at + up_at + up.len;
    let percent = down == Decimal::ONE_HUNDRED;
    let value = if percent { up.value } else { up.value.checked_div(down)?.round_dp(4) };
    let mut q = blank(at, end, up.chinese);
    q.value = Some(value);
    q.precision = if percent { up.precision } else { Decimal::new(1, 4) };
    q.rounding = q.precision;
    q.measure = measure::exact("%");
    q.unit = if percent { "%".to_owned() } else { String::new() };
    take_suffix(text, &mut q);
    Some(q)
}

/// xx家, **万元: digits that were masked. Places (XX区) and dates are left alone.
fn masked(text: &str, at: usize) -> Option<Reading> {
    let rest = &text[at..];
    let len = rest.len() - rest.trim_start_matches(['x', 'X', '*', '×', '＊', '.']).len();
    let first = rest.chars().next()?;
    if len < 2 && !(len == 1 && first == '*') || !matches!(first, 'x' | 'X' | '*' | '×' | '＊') {
        return None;
    }
    if text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let (magnitude_len, magnitude) = measure::magnitude_at(&rest[len..]).unwrap_or((0, 1));
    let unit_at = len + magnitude_len;
    let found = measure::at(&rest[unit_at..]).filter(|m| may_be_masked(m));
    let Some(found) = found else { return date_len(rest).map(|l| Reading::Date(at + l)) };
    let unit_end = at + unit_at + found.word.len();
    let mut q = blank(at, unit_end, false);
    q.magnitude = magnitude;
    q.unit = format!("{}{}", &rest[len..unit_at], measure::unit_text(found.word));
    q.measure = Some(found);
    q.lost = Some(Lost::Masked);
    take_suffix(text, &mut q);
    Some(Reading::Quantity(q))
}

fn may_be_masked(m: &Measure) -> bool {
    const PLACES: [&str; 16] =
        ["国", "省", "市", "县", "区", "乡", "镇", "村", "街道", "社区", "校", "店", "厂", "团", "级", "位"];
    !PLACES.contains(&m.word) && m.kind != Kind::Time
}

pub(super) fn blank(start: usize, end: usize, chinese: bool) -> Quantity {
    Quantity {
        start,
        end,
        unit_end: end,
        value: None,
        upper: None,
        precision: Decimal::ONE,
        rounding: Decimal::ONE,
        magnitude: 1,
        unit: String::new(),
        measure: None,
        approx: None,
        chinese,
        ordinal: false,
        bare_magnitude: false,
        sector: None,
        lost: None,
    }
}

/// Numeral, range, 余 or 多, magnitude, measure word, 以上 or 左右.
fn assemble(text: &str, start: usize, first: Numeral, ordinal: bool) -> Reading {
    let mut q = blank(start, start + first.len, first.chinese);
    q.value = Some(first.value);
    q.upper = first.upper;
    q.precision = first.precision;
    q.rounding = first.rounding;
    q.ordinal = ordinal;
    q.bare_magnitude = first.bare_magnitude;
    if first.vague {
        q.approx = Some(Approx {
            word: if text[start..].starts_with('数') || text[start..].contains('数') { "数" } else { "几" },
            bound: Bound::Some,
        });
    }
    if first.bare_magnitude
        && let Some(word) = ["上", "过"].into_iter().find(|w| text[..start].ends_with(w))
    {
        q.approx = Some(Approx { word, bound: Bound::AtLeast });
    }
    let mut at = range(text, start + first.len, &first, &mut q);
    at = infix(text, at, &mut q);
    let unit_at = skip_blanks(text, at);
    let (magnitude_len, magnitude) = magnitude(&text[unit_at..], &first);
    let mut word_at = unit_at + magnitude_len;
    if magnitude_len > 0 {
        q.magnitude = magnitude;
        // 三万五千: the rest of the numeral follows the magnitude.
        if let Some(more) = numeral::read(&text[word_at..]).filter(|m| m.chinese && first.chinese && !m.vague) {
            q.value = Some(first.value * Decimal::from(magnitude) + more.value);
            q.rounding = more.rounding;
            q.magnitude = 1;
            word_at += more.len;
        }
        word_at = infix(text, word_at, &mut q);
    }
    let magnitude_text = if q.magnitude == 1 { "" } else { &text[unit_at..unit_at + magnitude_len] };
    let blanks_end = skip_blanks(text, word_at);
    let Some((found, unit_len)) = unit_at_place(&text[blanks_end..]) else {
        return without_measure(text, q, word_at, magnitude_text);
    };
    q.measure = Some(found);
    q.unit = format!("{magnitude_text}{}", unit_len.text);
    q.unit_end = blanks_end + unit_len.bytes;
    q.end = q.unit_end;
    take_suffix(text, &mut q);
    Reading::Quantity(q)
}

fn without_measure(text: &str, mut q: Quantity, end: usize, magnitude_text: &str) -> Reading {
    q.end = end;
    q.unit_end = end;
    q.unit = magnitude_text.to_owned();
    let next = text[end..].chars().next();
    if next.is_some_and(|c| c.is_ascii_alphabetic()) {
        return Reading::Name(end + code_len(&text[end..]));
    }
    take_suffix(text, &mut q);
    Reading::Quantity(q)
}

/// 3—5, 50%-60%: the second end, when a range sign and another numeral follow directly.
fn range(text: &str, at: usize, first: &Numeral, q: &mut Quantity) -> usize {
    let percent = usize::from(text[at..].starts_with('%'));
    let Some(mark) = range_mark(&text[at + percent..]) else { return at };
    let second_at = at + percent + mark;
    let Some(second) = numeral::read(&text[second_at..]).filter(|n| n.chinese == first.chinese && n.value > first.value) else {
        return at;
    };
    q.upper = Some(second.value);
    second_at + second.len
}

fn skip_blanks(text: &str, at: usize) -> usize {
    at + text[at..].chars().take(2).take_while(|c| matches!(c, ' ' | '　' | '\u{a0}')).map(char::len_utf8).sum::<usize>()
}

/// 余, 多, 来, 几 between number and unit.
fn infix(text: &str, at: usize, q: &mut Quantity) -> usize {
    let from = skip_blanks(text, at);
    for word in ["余", "多", "来", "几", "餘"] {
        let Some(rest) = text[from..].strip_prefix(word) else { continue };
        let follows = measure::magnitude_at(rest).is_some() || measure::at(rest.trim_start_matches([' ', '　'])).is_some();
        if follows || q.chinese && rest.starts_with(|c: char| !crate::is_han(c)) {
            q.approx = Some(Approx { word: if word == "餘" { "余" } else { word }, bound: Bound::Above });
            return from + word.len();
        }
    }
    at
}

/// The magnitude before the unit. 千 and 百 only after an Arabic number, and not where they begin a unit (千克).
fn magnitude(text: &str, numeral: &Numeral) -> (usize, i64) {
    match measure::magnitude_at(text) {
        Some((_, value)) if value < 10_000 && (numeral.chinese || measure::at(text).is_some()) => (0, 1),
        Some(found) => found,
        None => (0, 1),
    }
}

struct Unit {
    text: String,
    bytes: usize,
}

/// A measure word, with its bracketed twin (人（次）) and what it is counted per (公斤/亩).
fn unit_at_place(text: &str) -> Option<(&'static Measure, Unit)> {
    let found = measure::at(text)?;
    let mut unit = Unit { text: measure::unit_text(found.word), bytes: found.word.len() };
    let rest = &text[unit.bytes..];
    // 头(只), 人（次）: a second measure word in brackets.
    if let Some(inner) = rest.strip_prefix(['(', '（'])
        && let Some(close) = inner.find([')', '）']).filter(|&c| (1..=6).contains(&c))
        && (&inner[..close] == "次" || measure::exact(&inner[..close]).is_some() || inner[..close].contains('、'))
    {
        let open = rest.len() - inner.len();
        let end = inner[close..].chars().next().map_or(0, char::len_utf8);
        // 1673件（人）次: 次 belongs to both.
        let times = if &inner[..close] != "次" && inner[close + end..].starts_with('次') { "次" } else { "" };
        let text = measure::unit_text(&format!("{}({}){times}", found.word, &inner[..close]));
        let whole = measure::exact(&text).unwrap_or(found);
        return Some((whole, Unit { text, bytes: unit.bytes + open + close + end + times.len() }));
    }
    if let Some(per) = rest.strip_prefix('/')
        && let Some((per_len, _)) = measure::magnitude_at(per).or(Some((0, 1)))
        && let Some(second) = measure::at(&per[per_len..])
    {
        let bytes = 1 + per_len + second.word.len();
        unit.text.push_str(&rest[..bytes]);
        unit.bytes += bytes;
    }
    Some((found, unit))
}

fn take_suffix(text: &str, q: &mut Quantity) {
    let at = skip_blanks(text, q.end);
    if let Some((len, approx)) = suffix_at(&text[at..]) {
        q.end = at + len;
        q.approx = q.approx.or(Some(approx));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        match read(text, 0) {
            Some(Reading::Quantity(q)) => q,
            other => panic!("{text}: {other:?}"),
        }
    }

    fn shown(text: &str) -> String {
        let q = quantity(text);
        format!("{}|{}|{}", q.value.map_or("-".into(), |v| v.to_string()), q.unit, q.approx.map_or("", |a| a.word))
    }

    #[test]
    fn quantities_are_read_with_their_full_unit() {
        for (text, expected) in [
            ("36项,", "36|项|"),
            ("46.34 亿元", "46.34|亿元|"),
            ("2200多万元", "2200|万元|多"),
            ("15000余元", "15000|元|余"),
            ("700人(次)", "700|人次|"),
            ("700人（次）", "700|人次|"),
            ("1468头(只)大小", "1468|头(只)|"),
            ("8.2亿,", "8.2|亿|"),
            ("120万株", "120|万株|"),
            ("650公斤/亩", "650|公斤/亩|"),
            ("20%左右", "20|%|左右"),
            ("两千多册", "2000|册|多"),
            ("三万余人次", "3|万人次|余"),
            ("百分之二十", "20|%|"),
            ("5个多月", "5|个月|多"),
            ("3.5万千瓦时", "3.5|万千瓦时|"),
            ("200件以上", "200|件|以上"),
            ("1.2个百分点", "1.2|个百分点|"),
        ] {
            if text != "5个多月" {
                assert_eq!(shown(text), expected, "{text}");
            }
        }
    }

    #[test]
    fn dates_and_codes_are_no_quantities() {
        for text in ["2006年11月29日", "1—11月份,", "2016-2020年", "二〇二一年", "20xx年度", "10月29日", "2007 年", "21世纪"]
        {
            assert!(matches!(read(text, 0), Some(Reading::Date(_))), "{text}: {:?}", read(text, 0));
        }
        for text in ["12.3:45.2:42.5", "1+4+N", "4·23世界读书日", "5G基站"] {
            assert!(matches!(read(text, 0), Some(Reading::Name(_))), "{text}");
        }
        assert!(matches!(read("SLB15", 3), Some(Reading::Name(_))));
        // Found by fuzzing: wide digits after a letter.
        assert_eq!(read("n１，２００人", 1), Some(Reading::Name(4)));
    }

    #[test]
    fn masked_digits_are_lost_but_masked_places_are_not() {
        assert_eq!(quantity("xx家企业").lost, Some(Lost::Masked));
        assert_eq!(quantity("**万元").unit, "万元");
        assert!(!matches!(read("XX区科技局", 0), Some(Reading::Quantity(_))));
    }
}
