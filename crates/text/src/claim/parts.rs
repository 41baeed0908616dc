//! Which whole a number is a part of. The subject of a part takes over what its whole has said; the subject of a comparison,
//! what it compares.

use super::attribute::{SELF_SAID, strip_attribute};
use super::carry::{Carry, Whole};
use super::clause::Item as Cut;
use super::compare::{Comparing, Found};
use super::head::Head;
use super::sentence::Reader;
use super::subject::{is_level_only, shares_end};
use super::wording::{part_of_whole, without_examples};
use crate::lexicon::{self, Tags};
use crate::quantity::Quantity;

/// Deeds that tell what became of things counted before.
const OUTCOMES: [&str; 12] =
    ["立项", "获批", "获准", "获批立项", "获准立项", "批准", "验收", "通过验收", "结题", "办结", "整改", "结案"];

impl Reader<'_> {
    /// The whole this one is a part of, by its number in the carry.
    pub(super) fn part_of(&mut self, q: &Quantity, head: &Head, cut: &Cut) -> Option<usize> {
        let wholes = &mut self.carry.wholes;
        // 医疗卫生机构2318个,其中三级医院9家: places are counted in either.
        let places = |u: &str| matches!(u, "个" | "家" | "所");
        let same_unit = |w: &Whole| w.unit == q.word() || q.word().is_empty() || head.part && places(&w.unit) && places(q.word());
        let at = if head.part {
            // 其中专项1项200万元: both numbers are parts, each of the whole in its unit.
            if !cut.shares_pre {
                wholes.iter_mut().for_each(|w| w.open = false);
            }
            // The nearest one in the same unit that is large enough; a smaller one only when there is no other.
            let large = |w: &Whole| same_unit(w) && w.value.zip(q.value).is_none_or(|(w, p)| w >= p);
            let at =
                wholes.iter().rposition(large).or_else(|| wholes.iter().rposition(same_unit)).or(wholes.len().checked_sub(1))?;
            wholes[at].open = true;
            at
        } else {
            wholes.iter().rposition(|w| w.open && same_unit(w)).or_else(|| wholes.iter().rposition(|w| w.open))?
        };
        // 其中补贴造林0.5万亩,巩固退耕还林后续产业造林1.8万亩: it ends in what the whole counts.
        let alike = shares_end(&head.text(), &wholes[at].said);
        let acts = !cut.coordinated && !head.verb.is_empty() && !alike;
        // 申报36项,其中国家级5项、省级10项,获批12项: what became of them is no part of what was applied for.
        let result = head.is_bare_verb() && OUTCOMES.contains(&head.verb.as_str()) && !wholes[at].verb.contains(&head.verb);
        let begins_anew = result && !head.part && !cut.coordinated
            || !head.part && (head.total || acts && (!head.lead.is_empty() || wholes[at].verb.is_empty()));
        if begins_anew {
            wholes[at].open = false;
            if result {
                let (object, verb) = (wholes[at].object.clone(), wholes[at].verb.clone());
                (self.carry.object, self.carry.verb) = (object, verb);
            }
            return None;
        }
        same_unit(&wholes[at]).then_some(at)
    }
}

/// A part takes over what its whole has said.
pub(super) fn part(head: &Head, whole: &Whole, q: &Quantity) -> String {
    let text = without_examples(&head.text());
    // 有研发活动的71家 of 规上工业企业122家.
    if whole.unit == q.word() && text.starts_with('有') && text.chars().count() >= 3 {
        return format!("{}的{}", text.trim_end_matches('的'), strip_area(&whole.object));
    }
    let names_deed = head.verb.is_empty() && !whole.verb.is_empty() && text.ends_with(&whole.verb);
    if !head.verb.is_empty() && head.object.is_empty() || names_deed {
        // 进京21次 of 班子成员赴省进京88次; 新申报52家 of 申报高新企业86家.
        let names_thing = whole.unit == q.word() && !is_level_only(&whole.object) && whole.object != whole.lead;
        return format!("{}{text}{}", whole.lead, if names_thing { whole.object.as_str() } else { "" });
    }
    if head.attribute {
        // 其中税收收入.
        if SELF_SAID.iter().any(|s| text.starts_with(s) && text.len() > s.len()) {
            return text;
        }
        return format!("{}{text}", strip_attribute(&whole.object));
    }
    if text.is_empty() {
        return format!("{}{}", whole.verb, whole.object);
    }
    if q.is_money() && head.verb.is_empty() && whole.is_fund && ["资金", "配套", "自筹", "经费"].iter().any(|w| text.ends_with(w))
    {
        // 省外资金 of 到位资金 is 省外到位资金.
        let thing = strip_attribute(&whole.object);
        let joined = part_of_whole(&text, &whole.object[thing.len()..]);
        return format!("{thing}{}", joined.unwrap_or(text));
    }
    if is_level_only(&text) && whole.unit == q.word() {
        let noun = strip_area(&whole.object)
            .trim_start_matches("现有")
            .trim_start_matches(|c| "国家省市县区级部厅各类、以上".contains(c));
        return format!("{}{text}{noun}", whole.verb);
    }
    if let Some(joined) = part_of_whole(&text, strip_area(&whole.object)).filter(|_| whole.unit == q.word()) {
        return format!("{}{joined}", whole_verb(whole, head));
    }
    let attribute = &whole.object[strip_attribute(&whole.object).len()..];
    if whole.unit == q.word()
        && q.is_amount()
        && head.verb.is_empty()
        && !attribute.is_empty()
        && !text.ends_with(attribute)
        && !has_attribute(&text)
    {
        return format!("{text}{attribute}");
    }
    if !whole.verb.is_empty() {
        return if head.verb.is_empty() { format!("{}{text}", whole.verb) } else { text };
    }
    if whole.unit != q.word() || head.reach || has_head_noun(&text, q) {
        return text;
    }
    format!("{text}{}", strip_area(&whole.object))
}

fn has_attribute(text: &str) -> bool {
    strip_attribute(text).len() < text.len() || lexicon::tags_of(text).any(Tags::ATTRIBUTE)
}

fn whole_verb(whole: &Whole, head: &Head) -> String {
    if head.verb.is_empty() { whole.verb.clone() } else { String::new() }
}

/// 全区规模企业 as the head of a part is 规模企业.
pub(super) fn strip_area(object: &str) -> &str {
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
        "人" | "名" | "人次" => {
            ends(&["人", "员", "者", "干部", "农民", "学生", "教师", "群众", "人才", "民", "工", "师", "户", "生", "士"])
        }
        "所" | "座" | "处" | "个" if super::names_body(text) => true,
        "件" => ends(&["专利", "案件", "提案", "建议", "商标", "件"]),
        _ => text.chars().count() >= 6,
    }
}

/// 高新技术企业数量少,仅占全市的6.8%: what the clause before spoke of, without what it says of it; else the topic.
fn told_before(carry: &Carry) -> &str {
    let before = carry.before.trim_end_matches(['少', '多', '大', '小', '低', '高', '弱', '慢', '偏', '较', '不', '足']);
    if before.chars().count() >= 3 { before } else { &carry.topic }
}

/// The subject of a comparison: its own noun, or that of the claim before.
pub(super) fn compared(found: &Found, base: Option<&str>, carry: &Carry) -> String {
    let noun = if found.own.is_empty() {
        base.unwrap_or_else(|| if found.comparing == Comparing::Rank { carry.topic.as_str() } else { told_before(carry) })
    } else {
        &found.own
    };
    let noun = noun.strip_prefix("完成").or_else(|| noun.strip_prefix("实现")).unwrap_or(noun);
    match found.comparing {
        Comparing::Share | Comparing::Completion | Comparing::Rank | Comparing::Doubling => format!("{noun}{}", found.said),
        Comparing::Multiple => {
            format!("{noun}相当于{}的{}", if found.said.is_empty() { "去年" } else { &found.said }, found.measured)
        }
        // 比重提高: the noun has said 比重.
        Comparing::Rise | Comparing::Fall => {
            let said = found.said.strip_prefix("比重").filter(|_| noun.ends_with("比重")).unwrap_or(&found.said);
            format!("{noun}{said}")
        }
    }
}
