//! How a number is meant: flow, stock, ratio …; fact, target or forecast.

use serde::{Deserialize, Serialize};

use super::Comparison;
use super::compare::{Against, Comparing};
use super::head::Head;
use super::stock::is_stock;
use super::tail::Tail;
use crate::cues::{Cues, cues};
use crate::lexicon::{self, Tags};
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;
use crate::section::Tense;

/// What kind of figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aspect {
    /// 发生额: happened in a period.
    Flow,
    /// 存量: the level at a date.
    Stock,
    /// 比率: share, percentage, intensity.
    Ratio,
    /// 增长: change against a base.
    Growth,
    /// 位次.
    Rank,
    /// Size, duration, distance.
    Other,
}

/// Whether it is a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Has happened.
    Actual,
    /// Is planned or required.
    Target,
    /// Is expected: 预计.
    Forecast,
}

/// Aspect of a claim by its unit, its words and what it compares.
pub(super) fn aspect(q: &Quantity, head: &Head, tail: &Tail, comparison: Option<&Comparison>, subject: &str) -> Aspect {
    match comparison.map(|c| (c.comparing, c.against)) {
        Some((Comparing::Rank, _)) => return Aspect::Rank,
        // 高于全市平均1.9个百分点, 距目标差2.7个百分点: a distance, no change.
        Some((Comparing::Rise | Comparing::Fall, Against::Others | Against::Plan)) if q.word().contains("百分点") => {
            return Aspect::Ratio;
        }
        Some((Comparing::Rise | Comparing::Fall | Comparing::Multiple | Comparing::Doubling, _)) => return Aspect::Growth,
        Some((Comparing::Share | Comparing::Completion, _)) => return Aspect::Ratio,
        None => {}
    }
    if q.sector.is_some() {
        return Aspect::Ratio;
    }
    let said = cues(subject);
    match q.kind() {
        Some(Unit::Share) if names_growth(subject) => return Aspect::Growth,
        Some(Unit::Share) => return Aspect::Ratio,
        Some(Unit::Time | Unit::Count) if said.any(Cues::AVERAGE) => return Aspect::Ratio,
        Some(Unit::Time | Unit::Degree) => return Aspect::Other,
        _ if matches!(q.word(), "级" | "方面" | "连冠") => return Aspect::Other,
        _ => {}
    }
    if q.unit.is_empty() && subject.ends_with('率') {
        return Aspect::Ratio;
    }
    if STAGES.iter().any(|s| tail.noun.starts_with(s)) {
        return Aspect::Other;
    }
    if q.unit.contains('/') {
        return Aspect::Ratio;
    }
    // 平均亩产412公斤: so much of one for each of another.
    if q.kind() == Some(Unit::Mass) && (["亩产", "单产"].iter().any(|w| subject.ends_with(w)) || subject.contains("亩产量"))
    {
        return Aspect::Ratio;
    }
    if q.kind().is_some_and(Unit::is_dimension) && is_dimension_of_thing(q, head, tail, said) {
        return Aspect::Other;
    }
    if subject.ends_with("容纳人数") {
        return Aspect::Other;
    }
    if names_growth(subject) || head.verb.ends_with("净增") || subject.ends_with("净增") {
        return Aspect::Growth;
    }
    // 农村居民人均可支配收入 is what came in over the year.
    if q.is_money() && subject.contains("人均") && subject.ends_with("收入") {
        return Aspect::Flow;
    }
    if said.any(Cues::AVERAGE) {
        return Aspect::Ratio;
    }
    if q.is_money() && said.any(Cues::EACH) {
        return Aspect::Ratio;
    }
    if is_stock(q, head, tail, subject, said) { Aspect::Stock } else { Aspect::Flow }
}

/// 年均增速, 平均增幅, 户均增收: what is measured is itself a rise or fall.
fn names_growth(subject: &str) -> bool {
    const RISES: [&str; 7] = ["增速", "增幅", "增长率", "增收", "降幅", "跌幅", "涨幅"];
    // 人口自然增长率 is a rate by its name.
    !subject.ends_with("自然增长率") && RISES.iter().any(|w| subject.ends_with(w))
}

/// Parts of a plan or a school rather than things.
const STAGES: [&str; 6] = ["部分", "阶段", "年级", "环节", "层次", "步骤"];

/// 70米的深井, 海拔2600米, 400米扬程: the size of one thing.
fn is_dimension_of_thing(q: &Quantity, head: &Head, tail: &Tail, said: Cues) -> bool {
    if said.any(Cues::SIZE) {
        return !head.text().starts_with("新增");
    }
    if tail.of && q.kind() == Some(Unit::Length) {
        return true;
    }
    // 避难场所3处,总面积11.6万平方米: how large what was counted is.
    if q.kind() == Some(Unit::Area)
        && q.word().starts_with("平方")
        && head.verb.is_empty()
        && head.attribute
        && head.object.ends_with("面积")
        && !head.object.contains("新增")
    {
        return true;
    }
    // A number of mu inside a name, without a verb that adds it up.
    q.kind() == Some(Unit::Area)
        && head.verb.is_empty()
        && !tail.noun.is_empty()
        && tail.noun.ends_with(['设', '目', '地'])
        && !head.reach
        && head.object.chars().count() <= 2
        && tail.signs.any(Tags::INSTITUTION)
}

/// What the sentence has said so far about certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Mood {
    #[default]
    Unsaid,
    Done,
    Planned,
    Expected,
}

/// What is told around the words before a quantity.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    /// What follows the quantity in its clause.
    pub after: &'a str,
    pub sentence: &'a str,
    /// The section or the sentence so far speaks of plans.
    pub planning: bool,
}

/// What the text before a quantity says about certainty, by its words; `before` is the clause up to the quantity with
/// its kinds of words.
pub(super) fn mood(before: &str, cues: Cues, around: &Told, head: &Head) -> Mood {
    let Told { after, sentence, planning } = *around;
    // 累计 sums up what was done, among plans what is to be done.
    let run_up = cues.any(Cues::RUN_UP) && !planning;
    if cues.any(Cues::EXPECTED) || (!after.is_empty() && crate::cues::cues(after).any(Cues::EXPECTED_AFTER)) {
        return Mood::Expected;
    }
    // 到2027年 aims at a year; 到年底, 到今年6月10日, 到2020年10月 say up to when it was counted.
    let by_year = before.starts_with('到') && aims_at_year(before) && !cues.any(Cues::HAPPENED) && !run_up;
    let planned = by_year && !tells_what_became(sentence) && !cues.any(Cues::HOLDING)
        || cues.any(Cues::PLANNED)
        || !plan_told(before) && (head.signs.any(Tags::PLAN) || cues.any(Cues::MAY_PLAN) && plans_to(before))
        || ends_in_target(before) && !before.contains("完成");
    let done =
        (cues.any(Cues::DONE) || run_up || happened(before) || tells_half(before) || did_in_fact(before)) && !orders(before);
    match (planned, done) {
        (true, false) => Mood::Planned,
        (true, true) if cues.any(Cues::STRONGLY_PLANNED) || head.signs.any(Tags::PLAN) && !before.contains("已") => {
            Mood::Planned
        }
        (_, true) => Mood::Done,
        _ => Mood::Unsaid,
    }
}

/// 目标60家,实际新认定48家; 实际到位外资 and 实际增长 name what is measured.
fn did_in_fact(before: &str) -> bool {
    const MEASURES: [&str; 6] = ["到位", "利用", "使用", "增长", "吸收", "可用"];
    before.match_indices("实际").any(|(at, word)| {
        let rest = &before[at + word.len()..];
        !MEASURES.iter().any(|m| rest.starts_with(m))
            && lexicon::next(rest, 0).is_some_and(|f| f.start == 0 && f.tags.any(Tags::VERB))
    })
}

/// 全年计划180家,上半年完成104家: so much was done so far.
fn tells_half(before: &str) -> bool {
    const SO_FAR: [&str; 6] = ["上半年", "一季度", "前三季度", "1-6月", "1—6月", "1-9月"];
    SO_FAR
        .iter()
        .any(|p| before.trim_start().strip_prefix(p).is_some_and(|rest| matches!(rest, "完成" | "实现" | "共完成" | "已完成")))
}

/// 到2027年, 到明年; not 到今年6月10日.
fn aims_at_year(before: &str) -> bool {
    let opening = &before[..before.char_indices().nth(12).map_or(before.len(), |(at, _)| at)];
    let first = opening.split('年').next().unwrap_or("");
    let year = opening.contains("明年") || first.ends_with(|c: char| c.is_ascii_digit() || c == 'x');
    opening.contains('年') && year && !opening.contains(['月', '日'])
}

/// 到2020年底建成28个,比“十二五”末翻了两番: that year is over.
fn tells_what_became(sentence: &str) -> bool {
    const BECAME: [&str; 10] = ["翻了", "增长了", "提高了", "增加了", "下降了", "降低了", "提升了", "上升了", "达到了", "跃升至"];
    BECAME.iter().any(|word| sentence.contains(word))
}

/// 规划确定的15项指标: what a plan said is no plan.
fn plan_told(before: &str) -> bool {
    const SAYS: [&str; 6] = ["确定的", "明确的", "提出的", "下达的", "规定的", "要求的"];
    ["规划", "计划", "目标", "纲要"]
        .iter()
        .any(|plan| before.match_indices(plan).any(|(at, _)| SAYS.iter().any(|says| before[at + plan.len()..].starts_with(says))))
}

fn ends_in_target(before: &str) -> bool {
    let before = before.trim_end();
    before.ends_with(['务', '标', '量', '为', '是', '值', '数']) && TARGET_ENDS.iter().any(|w| before.ends_with(w))
}

/// Right before a number: this number is a target, whatever the sentence tells.
pub(super) const TARGET_ENDS: [&str; 16] = [
    "目标任务",
    "全年任务",
    "年度任务",
    "年度目标",
    "全年目标",
    "任务指标",
    "目标产量",
    "目标为",
    "目标是",
    "目标值",
    "目标数",
    "任务为",
    "任务是",
    "任务数",
    "计划数",
    "计划为",
];

/// 重点做好…, 继续抓好…: an order, whatever its object has already done.
fn orders(before: &str) -> bool {
    const ORDERS: [&str; 12] = [
        "重点做好",
        "重点抓好",
        "继续做好",
        "继续抓好",
        "抓好",
        "做好",
        "加快推进",
        "进一步",
        "切实做好",
        "着力",
        "努力",
        "争取",
    ];
    let at = before.find(|c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X')).unwrap_or(0);
    let rest = before[at..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X' | '年' | ' '));
    ORDERS.iter().any(|o| before.starts_with(o) || rest.starts_with(o))
}

/// 争取 or 计划 or 将 before a verb.
fn plans_to(before: &str) -> bool {
    const WORDS: [&str; 6] = ["争取", "计划", "将", "要", "目标", "规划"];
    for word in WORDS {
        let Some(at) = before.rfind(word) else { continue };
        let boundary = at == 0 || before[..at].ends_with([',', '，', '、', '年', '内', '度', ';', '；', ' ']);
        let rest = before[at + word.len()..].trim_start();
        let noun_like =
            ["扶持", "补助", "奖励", "支持", "资助", "融资", "投资", "奖补", "补贴", "贷款"].iter().any(|n| rest.starts_with(n));
        let verb = !noun_like
            && lexicon::next(rest, 0)
                .is_some_and(|f| f.start == 0 && f.tags.any(Tags::VERB.or(Tags::CAUSE).or(Tags::ADVERB).or(Tags::PREPOSITION)));
        let planned_noun =
            word == "计划" && boundary && !["项目", "管理", "生育", "单列", "财政", "内"].iter().any(|n| rest.starts_with(n));
        if (verb || planned_noun) && !before[..at].ends_with(['共', '已', '计']) && (boundary || word == "争取") {
            return true;
        }
    }
    false
}

/// A verb with 了, or 经…的.
fn happened(before: &str) -> bool {
    before.match_indices('了').any(|(at, _)| {
        let verb: String = before[..at].chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
        (0..verb.chars().count().saturating_sub(1))
            .any(|skip| lexicon::tags_of(&verb.chars().skip(skip).collect::<String>()).any(Tags::VERB))
            || verb.ends_with(['了', '到', '成', '出', '打'])
    }) || before.ends_with('的') && (before.starts_with('经') || before.contains("经过") || before.contains("对经"))
}

/// Status by what the words say, else by what the sentence said before, else by the section.
pub(super) fn status(mood: Mood, carried: Mood, tense: Tense) -> Status {
    let said = if mood == Mood::Unsaid { carried } else { mood };
    match (said, tense) {
        (Mood::Expected, _) => Status::Forecast,
        (Mood::Planned, _) => Status::Target,
        (Mood::Done, _) => Status::Actual,
        (Mood::Unsaid, Tense::Plan) => Status::Target,
        (Mood::Unsaid, _) => Status::Actual,
    }
}
