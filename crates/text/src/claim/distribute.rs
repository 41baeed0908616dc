//! 分别: a list of names said once, and as many numbers after it. Each number gets its own name, with what the others share.

use super::attribute::strip_attribute;
use super::subject::is_level_only;
use super::wording::list_members;
use crate::lexicon::{self, Tags};

/// Endings that the last name of a list says for all: 专利申请、授权量.
const SHARED_ENDS: [&str; 10] = ["面积", "人数", "总量", "总额", "产量", "量", "额", "率", "数", "值"];

/// The name at a place of a list of `length` names: 专利申请、授权量 are 专利申请量 and 专利授权量.
pub(super) fn name_at(list: &str, place: usize, length: usize) -> Option<String> {
    let mut names = list_members(list);
    // 外商及港澳台商投资企业 is one name.
    if names.len() != length {
        names = list.split('、').collect();
    }
    let (first, last) = (*names.first()?, *names.last()?);
    let name = *names.get(place).filter(|_| names.len() == length)?;
    if names.iter().any(|n| n.chars().count() < 2) {
        return None;
    }
    if let Some(said_by_all) = parallel_end(first, last).filter(|_| place + 1 < length) {
        return Some(format!("{name}{said_by_all}"));
    }
    let end = SHARED_ENDS.iter().find(|end| last.ends_with(**end) && last.len() > end.len()).copied().unwrap_or("");
    let alone = names[..length - 1].iter().all(|n| strip_attribute(n) == *n && !SHARED_ENDS.iter().any(|end| n.ends_with(end)));
    let end = if alone && place + 1 < length { end } else { "" };
    let front = if place > 0 { front_of(first, name) } else { "" };
    Some(format!("{front}{name}{end}"))
}

/// 二等奖、三等奖各拿回(1个): the same number of each. Empty where 各 does not speak of a list of names.
pub(super) fn each_name(before: &str) -> Vec<String> {
    const DEED_CHARS_MAX: usize = 4;
    let before = before.trim_end();
    let Some(at) = before.rfind('各') else { return Vec::new() };
    let (list, deed) = (&before[..at], &before[at + '各'.len_utf8()..]);
    let list = list.trim_start_matches(['其', '中', ' ', ':', '：', '对', '向', '给']);
    // 各类市场, 各镇: every one of them, not of the names before.
    let every = deed.starts_with([
        '类', '级', '种', '项', '镇', '乡', '村', '县', '区', '市', '州', '部', '单', '方', '地', '界', '学', '行',
    ]);
    let deed = if matches!(deed, "占" | "为" | "有" | "是" | "达") { "" } else { deed };
    let names = list_members(list);
    let named = !every
        && !list.ends_with('、')
        && (2..=4).contains(&names.len())
        && deed.chars().count() <= DEED_CHARS_MAX
        && names.iter().all(|n| !n.starts_with('各') && n.chars().count() <= 14 && !n.contains(|c: char| c.is_ascii_digit()));
    if !named {
        return Vec::new();
    }
    if let Some(prizes) = prizes(&names) {
        return prizes.into_iter().map(|prize| format!("{prize}{deed}")).collect();
    }
    if names.iter().any(|n| n.chars().count() < 2) {
        return Vec::new();
    }
    let lead = deed_of(&names);
    let whole = |name: String| if name.starts_with(lead) { name } else { format!("{lead}{name}") };
    (0..names.len()).filter_map(|i| name_at(list, i, names.len())).map(|name| format!("{}{deed}", whole(name))).collect()
}

/// 争创工程技术研究中心、重点实验室各1个: the deed that the first name says for all.
fn deed_of<'t>(names: &[&'t str]) -> &'t str {
    let verb = |name: &'t str| lexicon::next(name, 0).filter(|f| f.start == 0 && f.tags.any(Tags::VERB));
    let Some((first, rest)) = names.split_first() else { return "" };
    match verb(first) {
        Some(found) if rest.iter().all(|name| verb(name).is_none()) => {
            let (deed, noun) = first.split_at(found.end);
            // 培训机构 and 检测中心 begin with a deed and are bodies.
            if noun.chars().count() > 4 || is_level_only(noun) { deed } else { "" }
        }
        _ => "",
    }
}

/// 省科技进步奖一、二等奖: the class is told of one and meant of all.
fn prizes(names: &[&str]) -> Option<Vec<String>> {
    let (first, last) = (names.first()?, names.last()?);
    let class = last.char_indices().nth(1).map(|(at, _)| &last[at..])?;
    let ordered = |name: &str| name.ends_with(['一', '二', '三', '特']);
    let said_once = matches!(class, "等奖" | "等功" | "类") && names[..names.len() - 1].iter().all(|n| ordered(n));
    let front = &first[..first.len() - first.chars().next_back()?.len_utf8()];
    said_once.then(|| {
        let whole = |name: &&str| format!("{name}{class}");
        let middle = names[1..names.len() - 1].iter().map(|n| format!("{front}{n}{class}"));
        std::iter::once(whole(first)).chain(middle).chain([format!("{front}{last}")]).collect()
    })
}

/// 高血压、糖尿病患者规范管理率: what follows the part of the last name that stands beside the first.
fn parallel_end<'t>(first: &str, last: &'t str) -> Option<&'t str> {
    let beside = first.chars().count();
    let end: &str = &last[last.char_indices().nth(beside)?.0..];
    let mut noun: Vec<char> = first.chars().rev().take(2).collect();
    noun.reverse();
    let repeats = last.contains(&noun.iter().collect::<String>());
    (end.chars().count() >= 4 && !repeats && strip_attribute(first) == first).then_some(end)
}

/// What the first name says for a later one: 专利 for 授权量, 规模工业 for 总产值.
fn front_of<'t>(first: &'t str, name: &str) -> &'t str {
    if lexicon::tags_of(name).any(Tags::ATTRIBUTE) {
        return strip_attribute(first);
    }
    let begins_with_deed = lexicon::next(name, 0).is_some_and(|f| f.start == 0 && f.tags.any(Tags::VERB));
    let mut at = 0;
    let mut deed = None;
    while let Some(found) = lexicon::next(first, at) {
        deed = (found.tags.any(Tags::VERB) && found.start > 0).then_some(found.start).or(deed);
        at = found.end;
    }
    deed.filter(|_| begins_with_deed).map_or("", |at| &first[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_gets_its_name() {
        let cases = [
            ("专利申请、授权量", ["专利申请量", "专利授权量"]),
            ("城镇居民人均可支配收入和农民人均纯收入", ["城镇居民人均可支配收入", "农民人均纯收入"]),
            ("规模工业增加值、总产值", ["规模工业增加值", "规模工业总产值"]),
            ("高血压、糖尿病患者规范管理率", ["高血压患者规范管理率", "糖尿病患者规范管理率"]),
            ("申报省级项目和获批省级项目", ["申报省级项目", "获批省级项目"]),
        ];
        for (list, names) in cases {
            for (place, name) in names.iter().enumerate() {
                assert_eq!(name_at(list, place, 2).as_deref(), Some(*name), "{list}");
            }
        }
        assert_eq!(each_name("获省科技进步奖一、二等奖各"), ["获省科技进步奖一等奖", "获省科技进步奖二等奖"]);
        assert_eq!(each_name("二等奖、三等奖各拿回"), ["二等奖拿回", "三等奖拿回"]);
        assert!(each_name("市、县财政各安排").is_empty());
        assert!(each_name("每个乡镇各").is_empty());
        assert_eq!(name_at("专利申请、授权量", 0, 3), None);
    }
}
