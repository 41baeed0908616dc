//! What makes a number inexact: 余 多 近 约 左右 以上 不足 超过 …, and the interval each of them means.
//!
//! The intervals are a stated convention, so that 2200多万 is [2200万, 2300万) everywhere:
//! 余 and 多 reach up to the next step of the last stated digit; 近 and 不足 lie within a fifth below; 约 and 左右 within a tenth.

use rust_decimal::Decimal;

/// What kind of bound a word sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// 余 多: above, below the next step.
    Above,
    /// 近 将近 不足 不到: below.
    Below,
    /// 约 左右: around.
    Around,
    /// 以上 超过 不少于: at least.
    AtLeast,
    /// 以下 以内 不超过: at most.
    AtMost,
    /// 几 数: some of this magnitude.
    Some,
    /// 预计: the value is no fact yet; says nothing about the interval.
    Expected,
}

/// The word found and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Approx {
    pub word: &'static str,
    pub bound: Bound,
}

/// Words that stand before the number.
const PREFIXES: [(&str, Bound); 30] = [
    ("不少于", Bound::AtLeast),
    ("不低于", Bound::AtLeast),
    ("不超过", Bound::AtMost),
    ("不高于", Bound::AtMost),
    ("不大于", Bound::AtMost),
    ("不足", Bound::Below),
    ("不到", Bound::Below),
    ("将近", Bound::Below),
    ("接近", Bound::Below),
    ("约为", Bound::Around),
    ("约有", Bound::Around),
    ("大约", Bound::Around),
    ("约", Bound::Around),
    ("近", Bound::Below),
    ("超过", Bound::AtLeast),
    ("突破", Bound::AtLeast),
    ("超", Bound::AtLeast),
    ("逾", Bound::AtLeast),
    ("破", Bound::AtLeast),
    ("至少", Bound::AtLeast),
    ("至多", Bound::AtMost),
    ("最多", Bound::AtMost),
    ("达到", Bound::Expected),
    ("预计", Bound::Expected),
    ("高于", Bound::AtLeast),
    ("大于", Bound::AtLeast),
    ("小于", Bound::AtMost),
    ("低于", Bound::AtMost),
    ("少于", Bound::AtMost),
    ("上", Bound::AtLeast),
];

/// Words that stand after the unit.
const SUFFIXES: [(&str, Bound); 11] = [
    ("左右", Bound::Around),
    ("上下", Bound::Around),
    ("以上", Bound::AtLeast),
    ("及以上", Bound::AtLeast),
    ("之多", Bound::AtLeast),
    ("以下", Bound::AtMost),
    ("以内", Bound::AtMost),
    ("之内", Bound::AtMost),
    ("多", Bound::Above),
    ("余", Bound::Above),
    ("许", Bound::Around),
];

/// The word at the end of the text before a number, if it bounds the number.
pub(crate) fn prefix_bound(before: &str) -> Option<Approx> {
    let before = before.trim_end_matches([' ', '　']);
    let &(word, bound) = PREFIXES.iter().find(|(w, _)| before.ends_with(w))?;
    // 达到 bounds nothing, 上 only as 上百, 上千; 比 … 超过 is a comparison and is judged there.
    // 商超46家: supermarkets.
    let noun = ["商超", "反超", "赶超", "高超", "打破", "侦破"].iter().any(|n| before.ends_with(n));
    (!noun && !matches!(word, "达到" | "上")).then_some(Approx { word, bound })
}

/// The word at the beginning of the text after a unit, if it bounds the number: bytes and meaning.
pub(crate) fn suffix_at(after: &str) -> Option<(usize, Approx)> {
    let &(word, bound) = SUFFIXES.iter().find(|(w, _)| after.starts_with(w))?;
    if matches!(word, "多" | "余" | "许") && after[word.len()..].starts_with(|c: char| crate::is_han(c)) {
        return None; // 多次, 余热, 许多 begin another word
    }
    Some((word.len(), Approx { word, bound }))
}

/// The interval a number stands for, in the unit it is written in. `exact` is for things that are counted one by one.
pub(crate) fn interval(
    value: Decimal,
    upper: Option<Decimal>,
    precision: Decimal,
    rounding: Decimal,
    approx: Option<Approx>,
    exact: bool,
) -> (Option<Decimal>, Option<Decimal>) {
    let half = precision / Decimal::TWO;
    if let Some(upper) = upper {
        return (Some(value.min(upper)), Some(value.max(upper)));
    }
    let part = |percent: i64| (value.abs() * Decimal::new(percent, 2)).normalize();
    match approx.map(|a| a.bound) {
        None | Some(Bound::Expected) if exact => (Some(value), Some(value)),
        None | Some(Bound::Expected) => (Some(value - half), Some(value + half)),
        Some(Bound::Above) => (Some(value), Some(value + rounding)),
        Some(Bound::Below) => (Some(value - part(20)), Some(value)),
        Some(Bound::Around) => (Some(value - part(10)), Some(value + part(10))),
        Some(Bound::AtLeast) => (Some(value), None),
        Some(Bound::AtMost) => (None, Some(value)),
        Some(Bound::Some) => (Some(value), Some(value * Decimal::TEN)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: i64, scale: u32, rounding: i64, word: Option<(&'static str, Bound)>, exact: bool) -> (String, String) {
        let approx = word.map(|(word, bound)| Approx { word, bound });
        let (low, high) =
            interval(Decimal::new(value, scale), None, Decimal::new(1, scale), Decimal::from(rounding), approx, exact);
        let show = |d: Option<Decimal>| d.map_or("-".to_owned(), |d| d.normalize().to_string());
        (show(low), show(high))
    }

    #[test]
    fn every_word_means_its_interval() {
        assert_eq!(of(2200, 0, 100, Some(("多", Bound::Above)), false), ("2200".into(), "2300".into()));
        assert_eq!(of(100, 0, 100, Some(("近", Bound::Below)), true), ("80".into(), "100".into()));
        assert_eq!(of(200, 0, 100, Some(("以上", Bound::AtLeast)), true), ("200".into(), "-".into()));
        assert_eq!(of(589, 1, 1, None, false), ("58.85".into(), "58.95".into()));
        assert_eq!(of(36, 0, 1, None, true), ("36".into(), "36".into()));
    }

    #[test]
    fn words_that_begin_another_word_do_not_bound() {
        assert!(suffix_at("多次").is_none());
        assert!(suffix_at("左右,").is_some());
        assert_eq!(prefix_bound("总投资约").unwrap().word, "约");
    }
}
