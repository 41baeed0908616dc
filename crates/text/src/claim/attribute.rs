//! Attributes, which belong to a thing: 产值, 总投资, 覆盖率, 受益群众. Where they stand alone, the thing was named before.

use super::carry::{Carry, Item};
use super::subject::{by_level, without_level};
use super::wording::{last_noun, part_of_whole};
use crate::lexicon::{self, Tags};
use crate::measure::Kind as Unit;

/// Attributes that are people: they belong to an event, not to what was counted before.
pub(super) const PEOPLE: [&str; 12] =
    ["群众", "人员", "人数", "受众", "对象", "人口", "居民", "学员", "师生", "农户", "观众", "家长"];

/// Beginnings of branches and accounts whose attributes need no other owner: 工业投资, 税收收入. 工业产值 of 规模企业 does.
pub(super) const SELF_SAID: [&str; 7] = ["工业投", "农业", "税收", "民生", "技改", "固定资产", "技术改造"];

/// 产值, 总投资, 从业人员 alone: of what was told before.
pub(super) fn attribute(item: &Item, carry: &Carry) -> String {
    let Item { q, head, .. } = *item;
    if item.coordinated && !carry.verb.is_empty() && q.kind() == Some(Unit::Count) {
        return format!("{}{}", carry.verb, head.text());
    }
    // 森林覆盖率 says itself what it is the rate of.
    if head.verb.is_empty() && head.object.ends_with('率') && head.object.chars().count() >= 5 {
        return head.text();
    }
    // 工业投资, 税收收入 say themselves whose they are.
    if head.verb.is_empty() && SELF_SAID.iter().any(|s| head.object.starts_with(s) && head.object.len() > s.len()) {
        return head.text();
    }
    if PEOPLE.iter().any(|p| head.object.ends_with(p)) {
        return format!("{}{}", if carry.event.is_empty() { &carry.before } else { &carry.event }, head.text());
    }
    let apart = q.is_money()
        && carry.holding
        && crate::measure::exact(&carry.unit).is_some_and(|m| m.kind.is_dimension())
        && !["产值", "收入", "销售额", "利润", "价值"].iter().any(|w| head.object.ends_with(w));
    let people = q.is_money() && PEOPLE.iter().any(|p| carry.object.ends_with(p));
    let topic = if apart || people { String::new() } else { attribute_topic(carry) };
    // 工业投资 under 工业经济运行 says itself whose it is.
    let own = head.text();
    let repeats = own.chars().nth(3).is_some() && topic.starts_with(&own[..own.char_indices().nth(2).map_or(0, |(at, _)| at)]);
    let topic = if repeats && topic == carry.topic { String::new() } else { topic };
    part_of_whole(&topic, &head.text()).unwrap_or_else(|| format!("{topic}{}", head.text()))
}

/// 总投资, 产值: of what was just counted, or of the section when several things were.
fn attribute_topic(carry: &Carry) -> String {
    if carry.bases.is_empty() || carry.object.is_empty() {
        return if carry.before.is_empty() { carry.topic.clone() } else { carry.before.clone() };
    }
    let parallel = carry.bases.len() >= 2
        && carry.bases.iter().rev().take(2).map(|b| last_noun(&b.subject)).collect::<Vec<_>>().windows(2).any(|w| w[0] == w[1])
        // 24种1.8吨: one thing, counted twice.
        && !carry.bases.iter().rev().take(2).map(|b| b.subject.as_str()).collect::<Vec<_>>().windows(2).any(|w| w[0] == w[1]);
    if parallel && !carry.topic.is_empty() {
        return carry.topic.clone();
    }
    let counted = strip_attribute(&carry.object);
    let counted = if by_level(carry) { without_level(counted) } else { counted };
    let topic = if carry.before.is_empty() { counted.to_owned() } else { carry.before.clone() };
    // 不合格32批次 is no topic for a rate.
    if topic.starts_with(['不', '未', '无']) {
        carry.bases.first().map_or(String::new(), |b| b.subject.clone())
    } else {
        topic
    }
}

/// 高新产业产值 as a topic for another attribute is 高新产业.
pub(super) fn strip_attribute(object: &str) -> &str {
    let mut at = 0;
    let mut cut = None;
    while let Some(found) = lexicon::next(object, at) {
        if found.end == object.len() && found.tags.any(Tags::ATTRIBUTE) && found.start > 0 {
            cut = Some(found.start);
        }
        at = found.end;
    }
    &object[..cut.unwrap_or(object.len())]
}

/// 高新技术产业产值 ends in an attribute.
pub(super) fn ends_in_attribute(object: &str) -> bool {
    let mut at = 0;
    while let Some(found) = lexicon::next(object, at) {
        if found.end == object.len() {
            return found.tags.any(Tags::ATTRIBUTE);
        }
        at = found.end;
    }
    false
}
