//! What a number counts, as a reader would say it without the rest of the sentence.
//!
//! Heads, verbs and topics that a sentence says once are carried over to the items that leave them out.

use super::attribute::{PEOPLE, attribute, ends_in_attribute};
use super::carry::{Carry, Item};
use super::counted_noun::{with_noun, with_predicate};
use super::event::after_holding;
use super::head::Head;
use super::parts::{part, strip_area};
use super::period;
use super::wording::{last_member, without_examples};
use crate::cues::{Cues, cues};
use crate::lexicon::{self, Tags};
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;

/// The subject of a claim that is no comparison.
pub(super) fn base(item: &Item, carry: &Carry) -> String {
    let Item { q, head, tail, .. } = *item;
    if !tail.predicate.is_empty() {
        return with_predicate(item, carry);
    }
    if q.kind() == Some(Unit::Time) && head.object.ends_with("连续") {
        let what = head.object.trim_end_matches("连续");
        return format!("{what}连续{}{}的{}数", tail.predicate, tail.noun, q.word().trim_start_matches('个'));
    }
    let spent =
        head.object.ends_with('用') || head.verb.ends_with('用') || head.text().is_empty() || tail.noun.starts_with("时间");
    if !item.purpose.is_empty() && q.kind() == Some(Unit::Time) && spent {
        return format!("{}所用时间", item.purpose);
    }
    if !tail.noun.is_empty() {
        let subject = with_noun(item, carry);
        return with_surroundings(subject, head, carry, q);
    }
    if is_prize(&head.object) && !carry.contest.is_empty() && head.verb.is_empty() {
        return format!("{}{}", carry.contest, head.object);
    }
    if let Some(whole) = item.whole {
        return part(head, whole, q);
    }
    if !item.purpose.is_empty() && spends(head, q) {
        return format!("{}{}", head.text(), item.purpose);
    }
    if super::counted_noun::is_aim(&head.object) && head.verb.is_empty() && head.lead.is_empty() {
        let of = [&carry.before, &carry.subject, &carry.topic].into_iter().find(|of| !of.is_empty()).map_or("", String::as_str);
        return format!("{of}{}", head.object);
    }
    // 分两批选派科技特派员162名: the batches are those of the deed.
    if !item.purpose.is_empty() && head.text() == "分" {
        return format!("{}的{}数", item.purpose, q.word());
    }
    if head.is_empty() {
        return left_out(item, carry);
    }
    if is_prize(&head.object) && !carry.contest.is_empty() {
        return format!("{}{}", carry.contest, head.object);
    }
    let thing = without_brackets(&carry.object);
    let staff = head.object.starts_with("从业") && INSTITUTIONS.iter().any(|i| thing.ends_with(i))
        || MEMBERS.contains(&head.object.as_str()) && super::names_body(thing);
    if staff && head.verb.is_empty() && head.lead.is_empty() {
        return format!("{}{}", after_holding(thing), head.object);
    }
    // 避难场所3处,可容纳5.8万人.
    if head.text().ends_with("容纳") && head.text().chars().count() <= 4 && !carry.object.is_empty() {
        return format!("{}可容纳人数", carry.object);
    }
    if head.attribute && head.lead.is_empty() {
        return attribute(item, carry);
    }
    let subject = if head.is_bare_verb() { bare_verb(head, carry, q) } else { plain(head, carry, q) };
    with_surroundings(subject, head, carry, q)
}

/// The subject where nothing stands before the number: what was told before.
fn left_out(item: &Item, carry: &Carry) -> String {
    let Item { q, head, .. } = *item;
    // 新增有效注册商标612件,累计达4870件.
    let all = ["新增", "新认定", "新建", "新登记"]
        .iter()
        .find_map(|w| carry.subject.strip_prefix(w))
        .filter(|_| (head.total || head.reach) && !item.year_before);
    if let Some(all) = all.filter(|_| carry.unit == q.word()) {
        return format!("{all}总数");
    }
    // 财政收入成倍扩大,2006年为8.8亿元: of what the clause before spoke of.
    if carry.hint_is_last && ends_in_attribute(&carry.hint) {
        return carry.hint.clone();
    }
    // 研发经费投入占GDP比重,目标是1.8%.
    if head.signs.any(Tags::PLAN) && !carry.before.is_empty() {
        return carry.before.clone();
    }
    let said = [&carry.subject, &carry.hint, &carry.before, &carry.topic];
    said.into_iter().find(|s| !s.is_empty()).cloned().unwrap_or_default()
}

/// Things that have people working in them.
const INSTITUTIONS: [&str; 6] = ["企业", "公司", "合作社", "机构", "园区", "市场"];

/// People who belong to a body.
const MEMBERS: [&str; 5] = ["会员", "社员", "成员", "员工", "职工"];

/// 学会（协会） is 学会.
fn without_brackets(object: &str) -> &str {
    match object.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '('])) {
        Some(at) => &object[..at],
        None => object,
    }
}

/// 投资12万元, 投入资金300万元: for what, the next clause tells.
fn spends(head: &Head, q: &Quantity) -> bool {
    q.is_money()
        && head.text().chars().count() <= 8
        && ["投资", "投入", "投入资金", "筹资", "出资", "争取资金", "筹措资金"].iter().any(|w| head.text().ends_with(w))
}

/// A very short subject takes in the event it belongs to: 科普进社区活动展出展板.
fn with_surroundings(subject: String, head: &Head, carry: &Carry, q: &Quantity) -> String {
    let short = subject.chars().count() <= 5;
    let took_part = ["", "受益", "受训", "参训", "参与", "参加", "参演"].contains(&head.verb.as_str());
    let people = took_part && PEOPLE.iter().any(|p| subject.ends_with(p));
    if short && (people || !carry.event_passed) && !carry.event.is_empty() && !carry.event.contains(&subject) && !q.is_money() {
        return format!("{}{subject}", carry.event);
    }
    let bare_noun = head.verb.is_empty() && head.lead.is_empty() && subject.chars().count() <= 3 && carry.bases.is_empty();
    if bare_noun && !carry.before.is_empty() && q.unit.is_empty() {
        return format!("{}{subject}", carry.before);
    }
    subject
}

/// 一等奖, 金奖: prizes belong to a contest.
fn is_prize(object: &str) -> bool {
    object.chars().count() <= 8
        && [
            "一等奖",
            "二等奖",
            "三等奖",
            "特等奖",
            "金奖",
            "银奖",
            "铜奖",
            "优秀奖",
            "金牌",
            "银牌",
            "铜牌",
            "优胜奖",
            "佳作奖",
            "组织奖",
        ]
        .iter()
        .any(|p| object.ends_with(p))
}

/// 立项13项 after 申报…项目36项: the things that were counted before, if they are counted in the same unit.
fn bare_verb(head: &Head, carry: &Carry, q: &Quantity) -> String {
    let result = RESULTS.iter().any(|r| head.verb.contains(r));
    let short = head.verb.chars().count() <= 2;
    // 全年检验1874台 after 特种设备2136台、压力管道18.6千米: what was counted in the same unit.
    let same_unit = carry.wholes.iter().rev().find(|w| w.unit == q.word() && !w.object.is_empty());
    if carry.unit != q.word()
        && result_or_check(&head.verb)
        && let Some(whole) = same_unit
    {
        return format!("{}{}", without_result(&without_examples(strip_area(&whole.object))), head.verb);
    }
    let grants = ["奖励", "补助", "补贴", "资助", "奖补", "罚款", "罚没"].contains(&head.verb.as_str());
    if !carry.object.is_empty() && (carry.unit == q.word() || short && (!q.is_money() || grants)) {
        let object = without_result(&without_examples(strip_area(&carry.object))).to_owned();
        let object = if result && by_level(carry) { without_level(&object) } else { object.as_str() };
        if object.is_empty() {
            return head.text();
        }
        // What was approved is no longer what was applied for.
        let approved = APPROVALS.iter().any(|a| head.verb.contains(a));
        let applied = ["申报", "申请", "推荐", "报送"].contains(&carry.verb.as_str()) && carry.unit == q.word() && !approved;
        let verb = if applied { carry.verb.as_str() } else { "" };
        return if result || carry.unit != q.word() {
            format!("{verb}{object}{}", head.verb)
        } else {
            format!("{}{object}", head.verb)
        };
    }
    if head.verb.chars().count() <= 2 && !carry.topic.is_empty() && !carry.topic.contains(&head.verb) {
        return format!("{}{}", carry.topic, head.verb);
    }
    head.text()
}

pub(super) const APPROVALS: [&str; 6] = ["立项", "获批", "获准", "批准", "授权", "认定"];

/// 国家级5项、省级10项、市级24项: what became of them is told of all levels together.
pub(super) fn by_level(carry: &Carry) -> bool {
    let mut levels = carry.bases.iter().filter_map(|base| period::level(&base.subject));
    levels.next().is_some_and(|first| levels.any(|level| level != first))
}

pub(super) fn without_level(object: &str) -> &str {
    const LEVELS: [&str; 9] = ["国家级", "部级", "省级", "厅级", "市级", "区级", "县级", "乡级", "镇级"];
    LEVELS.iter().find_map(|level| object.strip_prefix(level)).unwrap_or(object)
}

fn result_or_check(verb: &str) -> bool {
    RESULTS.iter().any(|r| verb.contains(r)) || ["检验", "检查", "抽检", "检测", "登记", "处理", "处置"].contains(&verb)
}

/// 生猪出栏 as the thing that is now counted in stock is 生猪.
pub(super) fn without_result(object: &str) -> &str {
    RESULTS.iter().find_map(|r| object.strip_suffix(r)).filter(|o| o.chars().count() >= 2).unwrap_or(object)
}

/// 复审通过, 首批过关: only what became of things counted before.
pub(super) fn is_result(object: &str) -> bool {
    object.chars().count() <= 4 && RESULTS.iter().any(|r| object.ends_with(r))
}

/// Verbs that tell what became of things counted before.
const RESULTS: [&str; 36] = [
    "成功", "过关", "合格", "达标", "退出", "入围", "立项", "获批", "获准", "验收", "结题", "整改", "办结", "办复", "批复",
    "通过", "录取", "存栏", "出栏", "死亡", "受伤", "入库", "转化", "结案", "完成", "开工", "竣工", "投产", "落地", "到位",
    "新增", "授权", "认定", "毕业", "公示", "销号",
];

fn plain(head: &Head, carry: &Carry, q: &Quantity) -> String {
    // 保有量由88家增加到105家.
    let object = head.object.strip_suffix(['由', '从']).filter(|o| ends_in_attribute(o)).unwrap_or(&head.object);
    // 年初定的目标是高企达到90家.
    let object = ["目标是", "目标为"].iter().find_map(|aim| object.split_once(aim)).map_or(object, |(_, thing)| thing);
    let mut object = without_examples(object);
    if is_level_only(&object) {
        object = with_head_noun(&object, carry, q);
    }
    if head.verb.is_empty()
        && head.lead.is_empty()
        && let Some(subject) = of_told(&object, carry, q).or_else(|| goes_on(&object, head, carry, q))
    {
        return subject;
    }
    // 兑付资助资金8.7万元,惠及企业11家: by what was counted before.
    if head.verb == "惠及" && head.lead.is_empty() && !carry.object.is_empty() {
        let counted = crate::measure::exact(&carry.unit).is_some_and(|m| m.kind == Unit::Count);
        if is_money(&carry.unit) || counted && !carry.subject.is_empty() {
            return format!("{}惠及{object}", if counted { &carry.subject } else { &carry.object });
        }
    }
    // 完成 and 实现 say only that it is so.
    let verb = if matches!(head.verb.as_str(), "完成" | "实现") && !object.is_empty() { "" } else { &head.verb };
    let size = if q.kind() == Some(Unit::Area)
        && head.verb.is_empty()
        && head.lead.is_empty()
        && object.ends_with(['县', '区', '镇', '乡', '村', '市', '园'])
    {
        "面积"
    } else {
        ""
    };
    format!("{}{verb}{object}{size}", short_lead(&head.lead))
}

/// A noun or a result alone, said of what was told before: 户均增收, 本科, 复审通过.
fn of_told(object: &str, carry: &Carry, q: &Quantity) -> Option<String> {
    if ["户均", "人均", "亩均"].iter().any(|w| object.starts_with(w)) && object.chars().count() <= 5 && !carry.object.is_empty()
    {
        return Some(format!("{}{object}", carry.object));
    }

    // 按学历分,本科86人,大专251人.
    let kind = !carry.told_apart.is_empty() && !q.is_amount();
    if kind && !shares_end(object, &carry.told_apart) && object.chars().count() <= 10 {
        return Some(format!("{object}{}", strip_area(&carry.told_apart)));
    }

    // 新认定38家、复审通过22家: a short result of the things counted before.
    if is_result(object) && carry.unit == q.word() && !shares_end(object, &carry.object) && !carry.object.is_empty() {
        return Some(format!("{}{object}", without_result(&carry.object)));
    }
    // 占GDP比重由1.5%提高到2.6%.
    object.starts_with('占').then(|| format!("{}{object}", carry.subject))
}

/// 参与制定国家标准2项、行业标准4项: another of the same kind, of all that the first one said.
fn ends_like_before(object: &str, carry: &Carry, q: &Quantity) -> Option<String> {
    let chars = object.chars().count();
    let at = carry.subject.char_indices().rev().nth(chars.checked_sub(1)?)?.0;
    let (front, noun) = carry.subject.split_at(at);
    let mut end = 0;
    let mut verb = false;
    while let Some(found) = lexicon::next(front, end) {
        (end, verb) = (found.end, found.tags.any(Tags::VERB));
    }
    let alike = (3..=8).contains(&chars) && carry.unit == q.word() && shares_end(object, noun) && noun != object;
    (alike && verb && end == front.len() && front.chars().count() >= 4).then(|| format!("{front}{object}"))
}

/// 新建企业科协6家、高校科协1家: the deed goes on.
fn goes_on(object: &str, head: &Head, carry: &Carry, q: &Quantity) -> Option<String> {
    if let Some(subject) = ends_like_before(object, carry, q) {
        return Some(subject);
    }
    let own_kind = q.is_money() && !is_money(&carry.unit)
        || q.is_money() && ["资金", "配套", "自筹", "经费"].iter().any(|w| object.ends_with(w))
        || q.unit.contains('/')
        || ends_in_attribute(object)
        || q.kind() == Some(Unit::Share)
        || (q.kind() == Some(Unit::Person) && ["人员", "群众", "人数", "对象", "居民"].iter().any(|w| object.ends_with(w)));
    let light = ["进行", "实现", "完成", "达到", "发生", "组织", "协调", "带动"].contains(&carry.verb.as_str());
    let continues =
        !cues(object).any(Cues::HOLDING) && !head.reach && !head.attribute && !carry.verb.is_empty() && !own_kind && !light;
    let of_place = || lexicon::next(object, 0).is_some_and(|f| f.start == 0 && f.tags.any(Tags::AREA));
    (continues && !object.contains(&carry.verb) && !acts(object) && !of_place()).then(|| format!("{}{object}", carry.verb))
}

fn is_money(unit: &str) -> bool {
    crate::measure::exact(unit).is_some_and(|m| m.kind == Unit::Money)
}

/// 柔性引进院士: a deed of its own inside.
fn acts(object: &str) -> bool {
    let mut at = 0;
    while let Some(found) = lexicon::next(object, at) {
        if found.start > 0
            && found.end < object.len()
            && found.end - found.start > 3
            && found.tags.any(Tags::VERB)
            && !found.tags.any(Tags::INSTITUTION)
        {
            return object[..found.start].chars().count() <= 3;
        }
        at = found.end;
    }
    false
}

/// 结婚登记, 离婚登记: members of one list.
pub(super) fn shares_end(a: &str, b: &str) -> bool {
    a.chars().rev().take(2).eq(b.chars().rev().take(2))
}

/// 省级10项 after 国家级科技项目5项.
fn with_head_noun(object: &str, carry: &Carry, q: &Quantity) -> String {
    let noun = carry.object.trim_start_matches(|c| "国家省市县区级部厅、".contains(c));
    if !noun.is_empty() && carry.unit == q.word() {
        return format!("{object}{noun}");
    }
    object.to_owned()
}

pub(super) fn is_level_only(object: &str) -> bool {
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
