//! What a number counts, as a reader would say it without the rest of the sentence.
//!
//! Heads, verbs and topics that a sentence says once are carried over to the items that leave them out.

use super::compare::{Comparing, Found};
use super::head::Head;
use super::tail::Tail;
use super::wording::{last_member, last_noun, members, part_of_whole, without_examples};
use crate::lexicon::{self, Tags};
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;

/// What a sentence has said so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Carry {
    pub lead: String,
    pub verb: String,
    pub object: String,
    /// The subject of the last claim that was no comparison.
    pub subject: String,
    /// The unit word of that claim.
    pub unit: String,
    /// Subjects of all claims so far in this sentence that were no comparisons.
    pub bases: Vec<Base>,
    /// Claims whose parts may follow, the latest last.
    pub wholes: Vec<Whole>,
    /// What is going on while things are counted: 科技进社区活动.
    pub event: String,
    /// What the clause right before acts on.
    pub before: String,
    /// Who or what the clause before spoke of: 高企总数 in 高企总数实现翻番.
    pub hint: String,
    /// 现有, 共有 was said and holds on: what is listed is there.
    pub holding: bool,
    /// A contest named in the sentence: 科技创新大赛.
    pub contest: String,
    /// The topic of the section: 招商引资.
    pub topic: String,
}

/// A claim that a comparison can refer to.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub claim: usize,
    pub subject: String,
    /// Stands in brackets: what follows outside does not speak of it.
    pub aside: bool,
}

/// A claim whose parts may follow.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    pub claim: usize,
    pub lead: String,
    pub verb: String,
    pub object: String,
    pub unit: String,
    pub value: Option<rust_decimal::Decimal>,
    /// 其中 was said: what follows are parts until something new begins.
    pub open: bool,
}

/// Everything known about one item.
pub(super) struct Item<'a> {
    pub q: &'a Quantity,
    pub head: &'a Head,
    pub tail: &'a Tail,
    /// The whole this is a part of.
    pub whole: Option<&'a Whole>,
    /// What the next clause does: a sum was spent, or time was taken, for that.
    pub purpose: &'a str,
    /// Follows the item before after 、 or 和.
    pub coordinated: bool,
}

/// The subject of a claim that is no comparison.
pub(super) fn base(item: &Item, carry: &Carry) -> String {
    let Item { q, head, tail, .. } = *item;
    if !tail.predicate.is_empty() {
        return with_predicate(item);
    }
    if q.kind() == Some(Unit::Time) && head.object.ends_with("连续") {
        return format!("连续{}{}的{}数", tail.predicate, tail.noun, q.word().trim_start_matches('个'));
    }
    let spent = head.object.ends_with('用') || head.verb.ends_with('用') || head.text().is_empty() || tail.noun.starts_with("时间");
    if !item.purpose.is_empty() && q.kind() == Some(Unit::Time) && spent {
        return format!("{}所用时间", item.purpose);
    }
    if !tail.noun.is_empty() {
        let subject = with_noun(item, carry);
        return with_surroundings(subject, head, carry, q);
    }
    if let Some(whole) = item.whole {
        return part(head, whole, q);
    }
    if !item.purpose.is_empty() && spends(head, q) {
        return format!("{}{}", head.text(), item.purpose);
    }
    if head.is_empty() {
        let said = [&carry.subject, &carry.hint, &carry.before, &carry.topic];
        return said.into_iter().find(|s| !s.is_empty()).cloned().unwrap_or_default();
    }
    if is_prize(&head.object) && !carry.contest.is_empty() {
        return format!("{}{}", carry.contest, head.object);
    }
    if head.attribute && head.lead.is_empty() && item.coordinated && !carry.verb.is_empty() && q.kind() == Some(Unit::Count) {
        return format!("{}{}", carry.verb, head.text());
    }
    if head.attribute && head.lead.is_empty() {
        if PEOPLE.iter().any(|p| head.object.ends_with(p)) {
            return format!("{}{}", if carry.event.is_empty() { &carry.before } else { &carry.event }, head.text());
        }
        let apart = q.is_money() && carry.holding && crate::measure::exact(&carry.unit).is_some_and(|m| m.kind.is_dimension()) && !["产值", "收入", "销售额", "利润", "价值"].iter().any(|w| head.object.ends_with(w));
        let topic = if apart { String::new() } else { attribute_topic(carry) };
        return part_of_whole(&topic, &head.text()).unwrap_or_else(|| format!("{topic}{}", head.text()));
    }
    let subject = if head.is_bare_verb() { bare_verb(head, carry, q) } else { plain(head, carry, q) };
    with_surroundings(subject, head, carry, q)
}

/// Attributes that are people: they belong to an event, not to what was counted before.
const PEOPLE: [&str; 12] = ["群众", "人员", "人数", "受众", "对象", "人口", "居民", "学员", "师生", "农户", "观众", "家长"];

/// 投资12万元, 投入资金300万元: for what, the next clause tells.
fn spends(head: &Head, q: &Quantity) -> bool {
    q.is_money() && head.text().chars().count() <= 8 && ["投资", "投入", "投入资金", "筹资", "出资", "争取资金", "筹措资金"].iter().any(|w| head.text().ends_with(w))
}

/// A very short subject takes in the event it belongs to: 科普进社区活动展出展板.
fn with_surroundings(subject: String, head: &Head, carry: &Carry, q: &Quantity) -> String {
    let short = subject.chars().count() <= 5;
    if short && !carry.event.is_empty() && !carry.event.contains(&subject) && !q.is_money() {
        return format!("{}{subject}", carry.event);
    }
    let bare_noun = head.verb.is_empty() && head.lead.is_empty() && subject.chars().count() <= 3 && carry.bases.is_empty();
    if bare_noun && !carry.before.is_empty() && q.unit.is_empty() {
        return format!("{}{subject}", carry.before);
    }
    subject
}

/// 6家企业参加论坛: 参加论坛的企业, with the verb that made them do it.
fn with_predicate(item: &Item) -> String {
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
fn with_noun(item: &Item, carry: &Carry) -> String {
    let Item { q, head, tail, .. } = *item;
    // 海拔2600米的区域: the size is named before the number.
    if tail.of && ["海拔", "扬程", "深度", "高度", "宽度", "长度", "直径", "面积", "容量"].iter().any(|s| head.object.ends_with(s)) {
        return format!("{}{}", head.text(), if head.text().chars().count() > 8 { "" } else { &tail.noun });
    }
    let size = match q.kind() {
        Some(Unit::Length) if tail.noun.starts_with("扬程") => return tail.noun.splitn(2, '的').collect::<Vec<_>>().into_iter().rev().collect(),
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
    let front = if head.verb.is_empty() && head.lead.is_empty() && members(&head.object) >= 2 { carry_verb(carry, head) } else { format!("{}{}", head.lead, head.verb) };
    let noun = without_examples(&tail.noun);
    format!("{front}{object}{noun}{size}")
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
            return (found.start > 0 && found.tags.any(Tags::VERB) && found.end - found.start > 3).then(|| &object[found.start..]);
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
    if object.ends_with('等') || (listed >= 2 && q.value.is_some_and(|v| v == rust_decimal::Decimal::from(listed as u64))) || listed >= 3 {
        return if listed >= 2 && !object.ends_with('等') && listed as u64 != q.value.and_then(|v| u64::try_from(v).ok()).unwrap_or(0) { last_member(object).to_owned() } else { String::new() };
    }
    if listed == 2 { last_member(object).to_owned() } else { object.to_owned() }
}

/// 一等奖, 金奖: prizes belong to a contest.
fn is_prize(object: &str) -> bool {
    object.chars().count() <= 8 && ["一等奖", "二等奖", "三等奖", "特等奖", "金奖", "银奖", "铜奖", "优秀奖", "金牌", "银牌", "铜牌", "优胜奖", "佳作奖", "组织奖"].iter().any(|p| object.ends_with(p))
}

/// 总投资, 产值: of what was just counted, or of the section when several things were.
fn attribute_topic(carry: &Carry) -> String {
    if carry.bases.is_empty() || carry.object.is_empty() {
        return if carry.before.is_empty() { carry.topic.clone() } else { carry.before.clone() };
    }
    let parallel = carry.bases.len() >= 2 && carry.bases.iter().rev().take(2).map(|b| last_noun(&b.subject)).collect::<Vec<_>>().windows(2).any(|w| w[0] == w[1]);
    if parallel && !carry.topic.is_empty() {
        return carry.topic.clone();
    }
    let topic = if carry.before.is_empty() { strip_attribute(&carry.object) } else { carry.before.clone() };
    // 不合格32批次 is no topic for a rate.
    if topic.starts_with(['不', '未', '无']) { carry.bases.first().map_or(String::new(), |b| b.subject.clone()) } else { topic }
}

/// 高新产业产值 as a topic for another attribute is 高新产业.
fn strip_attribute(object: &str) -> String {
    let mut at = 0;
    let mut cut = None;
    while let Some(found) = lexicon::next(object, at) {
        if found.end == object.len() && found.tags.any(Tags::ATTRIBUTE) && found.start > 0 {
            cut = Some(found.start);
        }
        at = found.end;
    }
    object[..cut.unwrap_or(object.len())].to_owned()
}

/// 立项13项 after 申报…项目36项: the things that were counted before, if they are counted in the same unit.
fn bare_verb(head: &Head, carry: &Carry, q: &Quantity) -> String {
    let result = RESULTS.iter().any(|r| head.verb.contains(r));
    let short = head.verb.chars().count() <= 2;
    let grants = ["奖励", "补助", "补贴", "资助", "奖补"].contains(&head.verb.as_str());
    if !carry.object.is_empty() && (carry.unit == q.word() || short && (!q.is_money() || grants)) {
        let object = without_result(&without_examples(strip_area(&carry.object))).to_owned();
        let applied = ["申报", "申请", "推荐", "报送"].contains(&carry.verb.as_str()) && carry.unit == q.word();
        let verb = if applied { carry.verb.as_str() } else { "" };
        return if result || carry.unit != q.word() { format!("{verb}{object}{}", head.verb) } else { format!("{}{object}", head.verb) };
    }
    if head.verb.chars().count() <= 2 && !carry.topic.is_empty() && !carry.topic.contains(&head.verb) {
        return format!("{}{}", carry.topic, head.verb);
    }
    head.text()
}

/// 生猪出栏 as the thing that is now counted in stock is 生猪.
fn without_result(object: &str) -> &str {
    RESULTS.iter().find_map(|r| object.strip_suffix(r)).filter(|o| o.chars().count() >= 2).unwrap_or(object)
}

/// Verbs that tell what became of things counted before.
const RESULTS: [&str; 28] = [
    "立项", "获批", "获准", "验收", "结题", "整改", "办结", "办复", "批复", "通过", "录取", "存栏", "出栏", "死亡", "受伤", "入库", "转化", "结案", "完成", "开工", "竣工", "投产", "落地", "到位", "新增", "授权", "认定", "毕业",
];

fn plain(head: &Head, carry: &Carry, q: &Quantity) -> String {
    let mut object = without_examples(&head.object);
    if is_level_only(&object) {
        object = with_head_noun(&object, carry, q);
    }
    let money_apart = q.is_money() && !crate::measure::exact(&carry.unit).is_some_and(|m| m.kind == Unit::Money);
    if ["户均", "人均", "亩均"].iter().any(|w| object.starts_with(w)) && object.chars().count() <= 5 && !carry.object.is_empty() && head.verb.is_empty() && head.lead.is_empty() {
        return format!("{}{object}", carry.object);
    }

    // 新认定38家、复审通过22家: a short result of the things counted before.
    if head.verb.is_empty() && head.lead.is_empty() && object.chars().count() <= 4 && ends_in_verb(&object) && carry.unit == q.word() && !carry.object.is_empty() {
        return format!("{}{object}", without_result(&carry.object));
    }
    let own_kind = money_apart || ends_in_attribute(&object) || q.kind() == Some(Unit::Share) || (q.kind() == Some(Unit::Person) && ["人员", "群众", "人数", "对象", "居民"].iter().any(|w| object.ends_with(w)));
    let light = ["进行", "实现", "完成", "达到", "发生", "组织", "协调", "带动"].contains(&carry.verb.as_str());
    let continues = head.verb.is_empty() && head.lead.is_empty() && !head.reach && !head.attribute && !carry.verb.is_empty() && !own_kind && !light;
    if continues && !object.contains(&carry.verb) && !acts(&object) && !lexicon::next(&object, 0).is_some_and(|f| f.start == 0 && f.tags.any(Tags::AREA)) {
        return format!("{}{object}", carry.verb);
    }
    // 完成 and 实现 say only that it is so.
    let verb = if matches!(head.verb.as_str(), "完成" | "实现") && !object.is_empty() { "" } else { &head.verb };
    let size = if q.kind() == Some(Unit::Area) && head.verb.is_empty() && head.lead.is_empty() && object.ends_with(['县', '区', '镇', '乡', '村', '市', '园']) { "面积" } else { "" };
    format!("{}{verb}{object}{size}", short_lead(&head.lead))
}

/// 柔性引进院士: a deed of its own inside.
fn acts(object: &str) -> bool {
    let mut at = 0;
    while let Some(found) = lexicon::next(object, at) {
        if found.start > 0 && found.end < object.len() && found.end - found.start > 3 && found.tags.any(Tags::VERB) && !found.tags.any(Tags::INSTITUTION) {
            return object[..found.start].chars().count() <= 3;
        }
        at = found.end;
    }
    false
}

fn ends_in_verb(object: &str) -> bool {
    let mut at = 0;
    while let Some(found) = lexicon::next(object, at) {
        if found.end == object.len() {
            return found.tags.any(Tags::VERB) && found.end - found.start > 3;
        }
        at = found.end;
    }
    false
}

fn ends_in_attribute(object: &str) -> bool {
    let mut at = 0;
    while let Some(found) = lexicon::next(object, at) {
        if found.end == object.len() {
            return found.tags.any(Tags::ATTRIBUTE);
        }
        at = found.end;
    }
    false
}

/// 省级10项 after 国家级科技项目5项.
fn with_head_noun(object: &str, carry: &Carry, q: &Quantity) -> String {
    let noun = carry.object.trim_start_matches(|c| "国家省市县区级部厅、".contains(c));
    if !noun.is_empty() && carry.unit == q.word() {
        return format!("{object}{noun}");
    }
    object.to_owned()
}

fn is_level_only(object: &str) -> bool {
    !object.is_empty() && object.chars().count() <= 5 && object.chars().all(|c| "国家省市县区级部厅地乡镇村以上及、".contains(c))
}

/// A long agent is cut to what stands after its last 的 or its last 、.
fn short_lead(lead: &str) -> String {
    if lead.chars().count() <= 14 {
        return lead.to_owned();
    }
    let after_of = lead.rfind('的').map_or(lead, |at| &lead[at + '的'.len_utf8()..]);
    if after_of.is_empty() { last_member(lead).to_owned() } else { last_member(after_of).to_owned() }
}

/// A part takes over what its whole has said.
fn part(head: &Head, whole: &Whole, q: &Quantity) -> String {
    let text = without_examples(&head.text());
    let names_deed = head.verb.is_empty() && !whole.verb.is_empty() && text.ends_with(&whole.verb);
    if !head.verb.is_empty() && head.object.is_empty() || names_deed {
        // 进京21次 of 班子成员赴省进京88次; 新申报52家 of 申报高新企业86家.
        return format!("{}{text}{}", whole.lead, if whole.unit == q.word() { whole.object.as_str() } else { "" });
    }
    if head.attribute {
        return format!("{}{text}", strip_attribute(&whole.object));
    }
    if text.is_empty() {
        return format!("{}{}", whole.verb, whole.object);
    }
    if is_level_only(&text) && whole.unit == q.word() {
        let noun = strip_area(&whole.object).trim_start_matches("现有").trim_start_matches(|c| "国家省市县区级部厅各类、以上".contains(c));
        return format!("{}{text}{noun}", whole.verb);
    }
    if let Some(joined) = part_of_whole(&text, strip_area(&whole.object)).filter(|_| whole.unit == q.word()) {
        return format!("{}{joined}", whole_verb(whole, head));
    }
    if !whole.verb.is_empty() {
        return if head.verb.is_empty() { format!("{}{text}", whole.verb) } else { text };
    }
    if whole.unit != q.word() || head.reach || has_head_noun(&text, q) {
        return text;
    }
    format!("{text}{}", strip_area(&whole.object))
}

fn whole_verb(whole: &Whole, head: &Head) -> String {
    if head.verb.is_empty() { whole.verb.clone() } else { String::new() }
}

/// 全区规模企业 as the head of a part is 规模企业.
fn strip_area(object: &str) -> &str {
    match lexicon::next(object, 0) {
        Some(found) if found.start == 0 && found.tags.any(Tags::AREA) => &object[found.end..],
        _ => object,
    }
}

/// The part already names things of its own kind.
fn has_head_noun(text: &str, q: &Quantity) -> bool {
    let ends = |words: &[&str]| words.iter().any(|w| text.ends_with(w));
    match q.word() {
        "家" | "户" => ends(&["企业", "公司", "单位", "机构", "合作社", "农场", "户", "中心", "店", "院", "商", "厂", "平台"]),
        "项" => ends(&["项目", "专项", "工程", "成果", "课题", "技术", "奖"]),
        "人" | "名" | "人次" => ends(&["人", "员", "者", "干部", "农民", "学生", "教师", "群众", "人才", "民", "工", "师", "户", "生", "士"]),
        "件" => ends(&["专利", "案件", "提案", "建议", "商标", "件"]),
        _ => text.chars().count() >= 6,
    }
}

/// The subject of a comparison: its own noun, or that of the claim before.
pub(super) fn compared(found: &Found, base: Option<&str>, carry: &Carry) -> String {
    let noun = if found.own.is_empty() { base.unwrap_or(&carry.topic) } else { &found.own };
    let noun = noun.strip_prefix("完成").or_else(|| noun.strip_prefix("实现")).unwrap_or(noun);
    match found.comparing {
        Comparing::Share | Comparing::Completion | Comparing::Rank => format!("{noun}{}", found.said),
        Comparing::Multiple => format!("{noun}相当于{}的倍数", if found.said.is_empty() { "去年" } else { &found.said }),
        Comparing::Doubling => format!("{noun}比去年翻番增长"),
        Comparing::Rise | Comparing::Fall => format!("{noun}{}", found.said),
    }
}
