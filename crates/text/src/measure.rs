//! Measure words and units: what kind of thing they measure, and the factor to a base unit where one exists.
//!
//! The vocabulary is `data/measures.txt`. 人 and 人次, 家 and 户次 are different units and never converted.

use std::collections::HashMap;
use std::sync::OnceLock;

use rust_decimal::Decimal;

use crate::data;

static FILE: &str = include_str!("../data/measures.txt");

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Count,
    Person,
    Money,
    Area,
    Length,
    Mass,
    Volume,
    Energy,
    Time,
    Share,
    Rank,
    Degree,
}

impl Kind {
    /// Physical size: of something, rather than so many of something.
    pub const fn is_dimension(self) -> bool {
        matches!(self, Self::Area | Self::Length | Self::Mass | Self::Volume | Self::Energy | Self::Degree)
    }
}

/// One measure word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measure {
    pub word: &'static str,
    pub kind: Kind,
    /// Numerator and denominator of the factor to the base unit of its kind.
    pub factor: Option<(i64, i64)>,
}

struct Table {
    by_first: HashMap<char, Vec<Measure>>,
    /// Words that begin with a measure word and are none.
    shields: HashMap<char, Vec<&'static str>>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(build)
}

fn build() -> Table {
    const KINDS: [(&str, Kind); 12] = [
        ("count", Kind::Count),
        ("person", Kind::Person),
        ("money", Kind::Money),
        ("area", Kind::Area),
        ("length", Kind::Length),
        ("mass", Kind::Mass),
        ("volume", Kind::Volume),
        ("energy", Kind::Energy),
        ("time", Kind::Time),
        ("share", Kind::Share),
        ("rank", Kind::Rank),
        ("degree", Kind::Degree),
    ];
    let mut by_first: HashMap<char, Vec<Measure>> = HashMap::new();
    for (section, kind) in KINDS {
        for entry in data::words(FILE, section) {
            let (word, factor) = match entry.split_once('=') {
                Some((word, factor)) => (word, fraction(factor)),
                None => (entry, None),
            };
            let Some(first) = word.chars().next() else { continue };
            let list = by_first.entry(first).or_default();
            if !list.iter().any(|m| m.word == word) {
                list.push(Measure { word, kind, factor });
            }
        }
    }
    for list in by_first.values_mut() {
        list.sort_by_key(|m| std::cmp::Reverse(m.word.len()));
    }
    let mut shields: HashMap<char, Vec<&'static str>> = HashMap::new();
    for word in data::words(FILE, "not_measure") {
        if let Some(first) = word.chars().next() {
            shields.entry(first).or_default().push(word);
        }
    }
    Table { by_first, shields }
}

fn fraction(text: &str) -> Option<(i64, i64)> {
    match text.split_once('/') {
        Some((n, d)) => Some((n.parse().ok()?, d.parse().ok()?)),
        None => Some((text.parse().ok()?, 1)),
    }
}

/// The longest measure word at the beginning of `text`.
pub(crate) fn at(text: &str) -> Option<&'static Measure> {
    let first = text.chars().next()?;
    let table = table();
    let found = table.by_first.get(&first)?.iter().find(|m| text.starts_with(m.word))?;
    let shielded =
        table.shields.get(&first).is_some_and(|words| words.iter().any(|w| w.len() > found.word.len() && text.starts_with(w)));
    (!shielded).then_some(found)
}

/// The measure word that is written exactly so; 头(只) is 头.
pub(crate) fn exact(word: &str) -> Option<&'static Measure> {
    let word = word.split('(').next().unwrap_or(word);
    table().by_first.get(&word.chars().next()?)?.iter().find(|m| m.word == word)
}

/// The magnitudes that stand before a unit, longest first.
const MAGNITUDES: [(&str, i64); 7] = [
    ("万亿", 1_000_000_000_000),
    ("百万", 1_000_000),
    ("千万", 10_000_000),
    ("亿", 100_000_000),
    ("万", 10_000),
    ("千", 1_000),
    ("百", 100),
];

/// The magnitude at the beginning of `text`: its bytes and its value.
pub(crate) fn magnitude_at(text: &str) -> Option<(usize, i64)> {
    MAGNITUDES.iter().find(|(word, _)| text.starts_with(word)).map(|(word, value)| (word.len(), *value))
}

/// A unit as it is written, taken apart: 万人次 is 10000 and 人次, 亿元 is 100000000 and 元.
pub(crate) fn split(unit: &str) -> (i64, &str) {
    if exact(unit).is_some() {
        return (1, unit);
    }
    match magnitude_at(unit) {
        Some((len, value)) => (value, &unit[len..]),
        None => (1, unit),
    }
}

/// The factor from one unit to another, as a fraction, when both measure the same and can be converted.
pub(crate) fn factor(from: &str, to: &str) -> Option<(Decimal, Decimal)> {
    let (from_magnitude, from_word) = split(without_twin(from));
    let (to_magnitude, to_word) = split(without_twin(to));
    let (mut up, mut down) = (Decimal::from(from_magnitude), Decimal::from(to_magnitude));
    if normal(from_word) != normal(to_word) {
        let (a, b) = (exact(from_word)?, exact(to_word)?);
        if a.kind != b.kind {
            return None;
        }
        let ((an, ad), (bn, bd)) = (a.factor?, b.factor?);
        up = up.checked_mul(Decimal::from(an))?.checked_mul(Decimal::from(bd))?;
        down = down.checked_mul(Decimal::from(ad))?.checked_mul(Decimal::from(bn))?;
    }
    Some((up, down))
}

/// 份(册), 台(套): counted in the first, said in both.
fn without_twin(unit: &str) -> &str {
    unit.strip_suffix(')').and_then(|u| u.split_once('(')).map_or(unit, |(first, _)| first)
}

/// Units that only are written differently.
fn normal(word: &str) -> &str {
    match word {
        "％" => "%",
        "百分点" => "个百分点",
        "元人民币" => "元",
        other => other,
    }
}

/// Unit as it leaves: 人(次) is 人次, 场(次) is 场次, a wide percent sign is a narrow one.
pub(crate) fn unit_text(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("(次)") {
        return format!("{stem}次");
    }
    normal(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_measure_wins() {
        assert_eq!(at("人次").unwrap().word, "人次");
        assert_eq!(at("个百分点").unwrap().word, "个百分点");
        assert_eq!(at("头(只)大小牲畜").unwrap().word, "头");
        assert!(at("组织开展").is_none());
        assert_eq!(at("项目标").unwrap().word, "项");
    }

    #[test]
    fn units_convert_only_within_their_kind() {
        assert_eq!(factor("亿元", "元"), Some((Decimal::from(100_000_000), Decimal::ONE)));
        assert_eq!(factor("人", "人次"), None);
        let (up, down) = factor("公顷", "亩").unwrap();
        assert_eq!(up / down, Decimal::from(15));
        assert_eq!(split("千瓦时"), (1, "千瓦时"));
        assert_eq!(split("万人次"), (10_000, "人次"));
    }
}
