//! A sentence as tokens: known words, quantities, dates, runs of other characters, marks.
//!
//! One pass, longest known word first; a fixed phrase that holds a number hides the number.

use crate::lexicon::{self, Tags};
use crate::numeral::{is_arabic_digit, is_chinese_digit};
use crate::quantity::{self, Quantity};
use crate::span::is_han;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word of the lexicon.
    Word(Tags),
    /// Other Chinese characters.
    Han,
    /// Letters and codes.
    Latin,
    /// A quantity, by its number in the list.
    Quantity(usize),
    /// A date or a part of one.
    Date,
    /// A number that counts nothing.
    Name,
    /// Punctuation.
    Mark(char),
    Blank,
}

/// A piece of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

impl Token {
    pub fn text<'t>(&self, sentence: &'t str) -> &'t str {
        &sentence[self.start..self.end]
    }

    pub const fn tags(&self) -> Tags {
        match self.kind {
            Kind::Word(tags) => tags,
            _ => Tags::NONE,
        }
    }

    pub const fn has(&self, tags: Tags) -> bool {
        self.tags().any(tags)
    }

    pub const fn is_mark(&self, mark: char) -> bool {
        matches!(self.kind, Kind::Mark(c) if c as u32 == mark as u32)
    }
}

/// A sentence taken apart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    pub list: Vec<Token>,
    pub quantities: Vec<Quantity>,
}

/// So long a token is, about.
const BYTES_A_TOKEN: usize = 6;

/// Takes a sentence apart.
pub(crate) fn tokens(sentence: &str) -> Tokens {
    let mut out = Tokens { list: Vec::with_capacity(sentence.len() / BYTES_A_TOKEN), quantities: Vec::new() };
    let mut at = 0;
    while let Some(c) = sentence[at..].chars().next() {
        let word_here = lexicon::word_at(sentence, at);
        let number = is_arabic_digit(c)
            || (matches!(c, '万' | '亿') && word_here.is_none_or(|w| closes(w, sentence)) && bare_magnitude(sentence, at))
            || matches!(c, 'x' | 'X' | '*' | '×' | '＊')
            || (is_chinese_digit(c) && word_here.is_none_or(|w| !hides_number(w, sentence)));
        if number && let Some(end) = take_number(sentence, at, &mut out) {
            at = end;
            continue;
        }
        if let Some(w) = word_here
            && stands_alone(sentence, w, &out.list)
        {
            out.list.push(Token { start: at, end: w.end, kind: Kind::Word(w.tags) });
            at = w.end;
            continue;
        }
        // 18项及…资金项目5项: the joint after a quantity is a word of its own.
        if matches!(c, '及' | '和' | '与' | '或' | '暨')
            && out.list.last().is_some_and(|l| matches!(l.kind, Kind::Quantity(_)) && l.end == at)
        {
            out.list.push(Token { start: at, end: at + c.len_utf8(), kind: Kind::Word(Tags::CONNECTIVE) });
            at += c.len_utf8();
            continue;
        }
        at = take_run(sentence, at, c, &mut out.list);
    }
    share_units(sentence, &mut out);
    add_lost(sentence, &mut out);
    out
}

/// 提高0.6和0.3个百分点: the unit stands once, after the second number.
fn share_units(sentence: &str, out: &mut Tokens) {
    for i in 2..out.list.len() {
        let (Kind::Quantity(first), Kind::Quantity(second)) = (out.list[i - 2].kind, out.list[i].kind) else { continue };
        let joint = matches!(out.list[i - 1].text(sentence), "和" | "与" | "及");
        let (a, b) = (&out.quantities[first], &out.quantities[second]);
        if joint
            && a.measure.is_none()
            && a.magnitude == 1
            && a.unit.is_empty()
            && !a.ordinal
            && !a.chinese
            && !b.chinese
            && b.measure.is_some()
        {
            let (unit, measure, magnitude) = (b.unit.clone(), b.measure, b.magnitude);
            let a = &mut out.quantities[first];
            a.unit = unit;
            a.measure = measure;
            a.magnitude = magnitude;
        }
    }
}

/// 近万份, 万余名: the magnitude begins a number.
fn bare_magnitude(sentence: &str, at: usize) -> bool {
    sentence[..at].ends_with(['近', '上', '逾', '超', '过', '约', '破'])
        || sentence[at..].chars().nth(1).is_some_and(|c| matches!(c, '余' | '多'))
}

/// 税收超亿元 ends with the sum; in 超亿元企业 it only says which ones.
fn closes(word: lexicon::Found, sentence: &str) -> bool {
    !sentence[word.end..].starts_with(crate::is_han)
}

/// 统一, 一批, 三农 hide the number in them; a word that only begins with a digit by chance (一 as adverb) does not.
fn hides_number(word: lexicon::Found, sentence: &str) -> bool {
    word.tags.any(Tags::IDIOM.or(Tags::LISTMARK).or(Tags::TIME).or(Tags::ADVERB).or(Tags::CONNECTIVE))
        && sentence[word.start..word.end].chars().count() > 1
}

/// A word of one character inside a run of characters we do not know (合 and 同 in 技术合同) is part of that run.
fn stands_alone(sentence: &str, word: lexicon::Found, list: &[Token]) -> bool {
    const BOUND_BEFORE: [char; 16] =
        ['公', '平', '人', '户', '亩', '年', '日', '存', '内', '潜', '所', '实', '外', '健', '旨', '重'];
    let text = &sentence[word.start..word.end];
    if text.len() > '共'.len_utf8() {
        return true;
    }
    let mut chars = text.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return true };
    let joined = list.last().is_some_and(|l| l.end == word.start && l.kind == Kind::Han);
    let before = sentence[..word.start].chars().next_back();
    let free = matches!(c, '共' | '已' | '被' | '均' | '在');
    if !joined || (free && !before.is_some_and(|b| BOUND_BEFORE.contains(&b))) {
        return true;
    }
    let links = Tags::REACH.or(Tags::TOTAL).or(Tags::BE).or(Tags::GROW).or(Tags::FALL).or(Tags::SHARE).or(Tags::VERB);
    let rest = sentence[word.end..].trim_start_matches([' ', '　', '了']);
    word.tags.any(links) && rest.starts_with(|n: char| is_arabic_digit(n) || is_chinese_digit(n))
}

fn take_number(sentence: &str, at: usize, out: &mut Tokens) -> Option<usize> {
    let (end, kind) = match quantity::read(sentence, at)? {
        quantity::Reading::Quantity(mut q) => {
            let end = q.end;
            if let Some(sign) = minus_before(sentence, at, &q, &out.list) {
                out.list.pop();
                q.start = sign;
                q.value = q.value.map(|v| -v);
                out.quantities.push(q);
                out.list.push(Token { start: sign, end, kind: Kind::Quantity(out.quantities.len() - 1) });
                return Some(end);
            }
            out.quantities.push(q);
            (end, Kind::Quantity(out.quantities.len() - 1))
        }
        quantity::Reading::Date(end) => (end, Kind::Date),
        quantity::Reading::Name(end) => (end, Kind::Name),
    };
    out.list.push(Token { start: at, end, kind });
    Some(end)
}

/// 分别增长11.2%、9.6%、-4.2%: where the minus stands, if it is one and no dash.
fn minus_before(sentence: &str, at: usize, q: &Quantity, list: &[Token]) -> Option<usize> {
    let sign = list.last().filter(|t| t.end == at && matches!(t.kind, Kind::Mark('-' | '－' | '−')))?;
    let before = sentence[..sign.start].chars().next_back();
    let stands_alone =
        before.is_none_or(|c| matches!(c, '、' | '，' | ',' | '(' | '（' | ' ' | '和' | '为' | '达' | '长' | '：' | ':'));
    let share = matches!(q.unit.as_str(), "%" | "个百分点" | "百分点");
    (stands_alone && share && q.upper.is_none() && !q.chinese).then_some(sign.start)
}

/// One character, or the letters and digits of a code; joined to the run before where both are of one class.
fn take_run(sentence: &str, at: usize, first: char, list: &mut Vec<Token>) -> usize {
    let class = class_of(first);
    let mut end = at + first.len_utf8();
    if class == Kind::Latin {
        end += sentence[end..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    }
    match list.last_mut() {
        Some(last) if last.kind == class && last.end == at && matches!(class, Kind::Han | Kind::Latin | Kind::Blank) => {
            last.end = end
        }
        _ => list.push(Token { start: at, end, kind: class }),
    }
    end
}

fn class_of(c: char) -> Kind {
    if is_han(c) {
        Kind::Han
    } else if c.is_ascii_alphanumeric() {
        Kind::Latin
    } else if c.is_whitespace() {
        Kind::Blank
    } else {
        Kind::Mark(c)
    }
}

/// Puts the quantities whose digits are lost in their places, cutting the tokens they stand in.
fn add_lost(sentence: &str, out: &mut Tokens) {
    let taken = |at: usize| out.quantities.iter().any(|q| q.start <= at && at < q.end);
    let lost = quantity::find_lost(sentence, taken);
    if lost.is_empty() {
        return;
    }
    for q in lost {
        let (start, end) = (q.start, q.end);
        out.quantities.push(q);
        let new = Token { start, end, kind: Kind::Quantity(out.quantities.len() - 1) };
        let mut list = Vec::with_capacity(out.list.len() + 2);
        let mut placed = false;
        for token in out.list.drain(..) {
            if token.end <= start || token.start >= end {
                if token.start >= end && !placed {
                    list.push(new);
                    placed = true;
                }
                list.push(token);
                continue;
            }
            if token.start < start {
                list.push(Token { end: start, kind: cut(token.kind), ..token });
            }
            if !placed {
                list.push(new);
                placed = true;
            }
            if token.end > end {
                list.push(Token { start: end, kind: cut(token.kind), ..token });
            }
        }
        if !placed {
            list.push(new);
        }
        out.list = list;
    }
}

/// A part of a known word is no known word.
const fn cut(kind: Kind) -> Kind {
    match kind {
        Kind::Word(_) => Kind::Han,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(sentence: &str) -> String {
        let t = tokens(sentence);
        t.list
            .iter()
            .map(|t| match t.kind {
                Kind::Quantity(_) => format!("<{}>", t.text(sentence)),
                Kind::Date => format!("[{}]", t.text(sentence)),
                _ => t.text(sentence).to_owned(),
            })
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn words_quantities_and_dates() {
        assert_eq!(shown("2021年申报省级项目12项,"), "[2021年]|申报|省级|项目|<12项>|,");
        assert_eq!(shown("进一步统一思想,一是三农"), "进一步|统一|思想|,|一是|三农");
        assert_eq!(shown("二十三项经费"), "<二十三项>|经费");
    }
}
