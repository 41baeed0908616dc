//! The subject where the counted noun stands after the number: 推荐47名信息员, 6家企业参加论坛.

use super::carry::{Carry, Item};
use super::head::Head;
use super::parts::strip_area;
use super::subject::without_result;
use super::wording::{last_member, members, without_examples};
use crate::lexicon::{self, Tags};
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;

/// 6家企业参加论坛: 参加论坛的企业, with the verb that made them do it.
pub(super) fn with_predicate(item: &Item, carry: &Carry) -> String {
    let Item { head, tail, .. } = item;
    let names = members(after_place(&head.object)) >= 2 || head.object.ends_with('等');
    let lead = match (head.verb.as_str(), head.lead.as_str()) {
        ("", _) if names => String::new(),
        ("", _) => area_of(&head.object),
        (verb, _) if lexicon::tags_of(verb).any(Tags::CAUSE) => verb.to_owned(),
        (verb, _) => format!("{verb}{}", if names { before_place(&head.object) } else { &head.object }),
    };
    // 其中8所完成封顶: of the things counted before.
    if tail.noun.is_empty()
        && let Some(whole) = item.whole.filter(|w| w.unit == item.q.word())
    {
        return format!("{}的{}", tail.predicate, without_result(strip_area(&whole.object)));
    }
    // 重点新产品9项,4项得到资助: of what was just counted in the same unit.
    if tail.noun.is_empty() && head.is_empty() && carry.unit == item.q.word() && !carry.object.is_empty() {
        return format!("{}的{}", tail.predicate, without_result(strip_area(&without_examples(&carry.object))));
    }
    if tail.noun.is_empty() { format!("{lead}{}", tail.predicate) } else { format!("{lead}{}的{}", tail.predicate, tail.noun) }
}

/// Names of places stand after 在: what is before them is no name.
fn after_place(object: &str) -> &str {
    object.rfind('在').map_or(object, |at| &object[at + '在'.len_utf8()..])
}

fn before_place(object: &str) -> &str {
    object.rfind('在').map_or("", |at| &object[..at])
}

/// Only a place stays in front of a predicate: 全市12家企业…
fn area_of(text: &str) -> String {
    let at_end = text.trim_end_matches(['的', '有']);
    let short = at_end.chars().count() <= 8;
    if short { at_end.to_owned() } else { String::new() }
}

/// 推荐47名信息员, 一支120人的队伍, 70米的深井.
pub(super) fn with_noun(item: &Item, carry: &Carry) -> String {
    let Item { q, head, tail, .. } = *item;
    if head.is_empty() && !item.purpose.is_empty() && q.kind() != Some(Unit::Time) && !q.is_money() {
        return format!("{}的{}", item.purpose, tail.noun);
    }
    // 超额完成200家的目标: of what was told before.
    if aims(q, &tail.noun) {
        return format!("{}{}", carry.subject, tail.noun);
    }
    // 海拔2600米的区域: the size is named before the number.
    if tail.of
        && ["海拔", "扬程", "深度", "高度", "宽度", "长度", "直径", "面积", "容量"].iter().any(|s| head.object.ends_with(s))
    {
        return format!("{}{}", head.text(), if head.text().chars().count() > 8 { "" } else { &tail.noun });
    }
    let size = match q.kind() {
        Some(Unit::Length) if tail.noun.starts_with("扬程") => {
            return tail.noun.splitn(2, '的').collect::<Vec<_>>().into_iter().rev().collect();
        }
        Some(Unit::Length) if tail.of && tail.noun.ends_with('井') => "深度",
        Some(Unit::Length) if tail.of => "长度",
        Some(Unit::Area) if !head.reach && head.verb.is_empty() => "面积",
        Some(Unit::Person) if tail.of => "人数",
        _ => "",
    };
    if tail.of && q.kind() == Some(Unit::Person) && !head.verb.is_empty() && !is_crew(&tail.noun) {
        return format!("{}{}的人数", head.verb, tail.noun);
    }
    if tail.of && !size.is_empty() {
        let beneficiary = head.lead.strip_prefix('为').map_or("", |b| b);
        return format!("{beneficiary}{}{size}", tail.noun);
    }
    // 成为唯一拥有四个…的城市: the verb right before the number tells.
    if let Some(verb) = trailing_verb(&head.object) {
        return format!("{verb}{}", tail.noun);
    }
    // 系统和820处避难场所: what stands before the joint has no number.
    let joined = ["和", "及", "与", "以及", "、"].iter().any(|j| head.object.ends_with(j));
    let object = if joined { String::new() } else { lead_in(head.object.trim_end_matches(['这', '该']), q) };
    let front = if head.verb.is_empty() && head.lead.is_empty() && members(&head.object) >= 2 {
        carry_verb(carry, head)
    } else {
        format!("{}{}", head.lead, head.verb)
    };
    let noun = without_examples(&tail.noun);
    format!("{front}{object}{noun}{size}")
}

/// 目标, 任务: the number is what was aimed at.
pub(super) fn is_aim(noun: &str) -> bool {
    matches!(noun, "目标" | "任务" | "计划" | "规划目标" | "目标任务" | "年度目标" | "年度任务" | "指标")
}

/// 200家的目标: the number is the aim; 15项指标 are counted themselves.
pub(super) fn aims(q: &Quantity, noun: &str) -> bool {
    is_aim(noun) && !matches!(q.word(), "项" | "个" | "条")
}

/// 队伍, 工作组: people who are there, not people something was done for.
pub(super) fn is_crew(noun: &str) -> bool {
    ["队伍", "队", "团", "组", "班", "团队", "专班"].iter().any(|w| noun.ends_with(w))
}

/// A verb at the end of an object that is longer than the verb.
fn trailing_verb(object: &str) -> Option<&str> {
    let object = object.trim_end_matches(['这', '该', '了']);
    let mut at = 0;
    while let Some(found) = lexicon::next(object, at) {
        if found.end == object.len() {
            return (found.start > 0 && found.tags.any(Tags::VERB) && found.end - found.start > 3)
                .then(|| &object[found.start..]);
        }
        at = found.end;
    }
    None
}

fn carry_verb(carry: &Carry, head: &Head) -> String {
    if head.reach { String::new() } else { carry.verb.clone() }
}

/// What stays of the object when the counted noun follows the number: names before their count go, a modifier stays.
fn lead_in(object: &str, q: &Quantity) -> String {
    let listed = members(object);
    if object.ends_with('等')
        || (listed >= 2 && q.value.is_some_and(|v| v == rust_decimal::Decimal::from(listed as u64)))
        || listed >= 3
    {
        return if listed >= 2
            && !object.ends_with('等')
            && listed as u64 != q.value.and_then(|v| u64::try_from(v).ok()).unwrap_or(0)
        {
            last_member(object).to_owned()
        } else {
            String::new()
        };
    }
    if listed == 2 { last_member(object).to_owned() } else { object.to_owned() }
}
