//! What the line right above a table says of it: the time, the things that are listed, and whether it tells what was done.

use crate::section::Tense;

/// Four bytes a character at most.
const CAPTION_BYTES_MAX: usize = CAPTION_CHARS_MAX * 4;

/// What a caption says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Caption {
    /// 2015, 2025年1—10月.
    pub period: Option<String>,
    /// 农业科技园区; empty where the line is no caption.
    pub things: String,
    /// 完成情况: what was done, whatever the section is about.
    pub tense: Option<Tense>,
}

/// What a line that could stand above a table says of it.
pub(super) fn caption(line: &str) -> Caption {
    if line.len() > CAPTION_BYTES_MAX {
        return Caption::default();
    }
    let things = things(line).unwrap_or_default();
    let tense = (!things.is_empty()).then(|| crate::section::tense_of(line)).flatten();
    Caption { period: period(line), things, tense }
}

/// The things a table lists: 农业科技园区 in 附表2:2015年农业科技园区情况(汇报材料).
fn things(line: &str) -> Option<String> {
    const KINDS: [&str; 12] = [
        "基本情况表",
        "完成情况表",
        "情况一览表",
        "情况统计表",
        "情况表",
        "统计表",
        "一览表",
        "汇总表",
        "分布表",
        "明细表",
        "分布情况",
        "情况",
    ];
    let line = line.trim();
    let line = line.find(['(', '（']).filter(|at| *at > 0).map_or(line, |at| &line[..at]).trim();
    if line.chars().count() > CAPTION_CHARS_MAX || line.contains(['。', '，', ',', '；', ';']) {
        return None;
    }
    let title = line.rsplit([':', '：']).next()?;
    let kind = KINDS.iter().find(|kind| title.ends_with(**kind))?;
    let named = &title[..title.len() - kind.len()];
    let named = named.rsplit('年').next().unwrap_or(named);
    (2..=16).contains(&named.chars().count()).then(|| named.to_owned())
}

/// A caption is not longer than so many characters.
const CAPTION_CHARS_MAX: usize = 60;

/// The time a line names that could stand above a table: 2015, 2025年1—10月. Two years are none.
fn period(line: &str) -> Option<String> {
    let line = line.trim();
    if line.len() > CAPTION_CHARS_MAX * 3 || line.chars().count() > CAPTION_CHARS_MAX {
        return None;
    }
    let sentence = line.contains(['。', '；', ';', '，', ',']);
    if sentence && !["如下", "下表", "见表", "附表"].iter().any(|w| line.contains(w)) {
        return None;
    }
    let mut found = None;
    for (at, mark) in line.match_indices('年') {
        let Some(year) = at.checked_sub(4).and_then(|s| line.get(s..at)).filter(|y| is_year(y)) else { continue };
        let longer = line[..at - 4].ends_with(|c: char| c.is_ascii_digit() || "-—–~～至和与、".contains(c));
        if longer || found.is_some() {
            return None;
        }
        found = Some((year, &line[at + mark.len()..]));
    }
    let (year, rest) = found?;
    Some(within_year(rest).map_or_else(|| year.to_owned(), |part| format!("{year}年{part}")))
}

/// Whether a text is a year: 2015.
pub(super) fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) && (text.starts_with("19") || text.starts_with("20"))
}

/// 1—10月, 上半年 after the year.
fn within_year(rest: &str) -> Option<&str> {
    const PARTS: [&str; 9] = ["上半年", "下半年", "前三季度", "一季度", "二季度", "三季度", "四季度", "第一季度", "第四季度"];
    if let Some(part) = PARTS.iter().find(|p| rest.starts_with(**p)) {
        return rest.get(..part.len());
    }
    let end = rest.find('月')?;
    let months = &rest[..end];
    let good = months.starts_with(|c: char| c.is_ascii_digit())
        && months.len() <= 12
        && months.chars().all(|c| c.is_ascii_digit() || "-—–~～至".contains(c));
    good.then(|| &rest[..end + '月'.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_name_a_time() {
        assert_eq!(period("附：2015年各园区主要指标完成情况表\n").as_deref(), Some("2015"));
        assert_eq!(period("附件：2025年1—10月主要指标完成情况").as_deref(), Some("2025年1—10月"));
        assert_eq!(caption("农业科技园区情况(某市,汇报材料附表)").things, "农业科技园区");
        assert_eq!(caption("农业科技园区情况（某市）").things, "农业科技园区");
        assert_eq!(caption("附：2015年各园区主要指标完成情况表").tense, Some(Tense::Report));
        assert_eq!(period("2014—2015年专利情况"), None);
        assert_eq!(period("2015年,全区成立了领导小组。"), None);
    }
}
