//! How a number is meant: flow, stock, ratio …; fact, target or forecast.

use serde::{Deserialize, Serialize};

use super::compare::Comparing;
use super::head::Head;
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
pub(super) fn aspect(q: &Quantity, head: &Head, tail: &Tail, comparing: Option<Comparing>, subject: &str) -> Aspect {
    match comparing {
        Some(Comparing::Rank) => return Aspect::Rank,
        Some(Comparing::Rise | Comparing::Fall | Comparing::Multiple | Comparing::Doubling) => return Aspect::Growth,
        Some(Comparing::Share | Comparing::Completion) => return Aspect::Ratio,
        None => {}
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
    if q.kind().is_some_and(Unit::is_dimension) && is_dimension_of_thing(q, head, tail, said) {
        return Aspect::Other;
    }
    if names_growth(subject) {
        return Aspect::Growth;
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
        return true;
    }
    if tail.of && q.kind() == Some(Unit::Length) {
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

fn is_stock(q: &Quantity, head: &Head, tail: &Tail, subject: &str, cues_of_subject: Cues) -> bool {
    if tail.ongoing || head.inner.or(head.signs).any(Tags::ONGOING) && !head.verb.is_empty() {
        return true;
    }
    let person_or_thing = matches!(q.kind(), Some(Unit::Count | Unit::Person | Unit::Area | Unit::Length))
        && !matches!(q.word(), "人次" | "场次" | "次" | "场" | "份" | "批" | "批次" | "期" | "起" | "件次" | "户次" | "家次");
    if ["新增", "净增", "新建"].iter().any(|w| head.verb.starts_with(w) || head.verb.ends_with(w)) || subject.contains("新入驻")
    {
        return false;
    }
    let people = ["群众", "受众", "对象", "学员", "人员", "师生", "观众"].iter().any(|p| subject.ends_with(p));
    if people
        && !cues_of_subject.any(Cues::STOCK)
        && !subject.contains("现有")
        && !subject.contains("在册")
        && !subject.contains("在职")
    {
        return false;
    }
    let sum_held = !q.is_money() || ["余额", "库存", "存量", "规模"].iter().any(|w| subject.contains(w));
    if cues_of_subject.any(Cues::STOCK) && sum_held && !matches!(q.word(), "次" | "人次" | "场次") {
        return true;
    }
    if !person_or_thing {
        return false;
    }
    // 已列入…的4家企业: picked out by a finished deed.
    let said = head.text();
    let picked_out = said.ends_with('的') && (head.signs.any(Tags::DONE) || cues(&said).any(Cues::PICKED));
    if picked_out && tail.predicate.is_empty() || subject.ends_with("人数") && tail.of && super::counted_noun::is_crew(&tail.noun)
    {
        return true;
    }
    let flows = lexicon_has(subject, Tags::FLOW) || head.signs.any(Tags::FORECAST) || tail.signs.any(Tags::FLOW);
    if head.signs.or(head.inner).any(Tags::STOCK) && head.verb.is_empty()
        || matches!(head_last(head), "有" | "共有" | "现有" | "已有")
    {
        return true;
    }
    // 全区规模企业125家; 高企达到188家: a noun and its number, no deed.
    let no_deed = head.verb.is_empty() && tail.predicate.is_empty();
    let area = lexicon_starts(head, Tags::AREA);
    let holds = q.kind() == Some(Unit::Person) && tail.of;
    no_deed
        && !flows
        && (area && tail.noun.is_empty() && !head.object.is_empty()
            || head.reach && !head.signs.any(Tags::SHARE) && !head.object.is_empty()
            || holds)
}

fn head_last(head: &Head) -> &str {
    head.verb.as_str()
}

/// Whether the text holds a word with the tag.
fn lexicon_has(text: &str, tags: Tags) -> bool {
    let mut at = 0;
    while let Some(found) = lexicon::next(text, at) {
        if found.tags.any(tags) && found.end - found.start > 3 {
            return true;
        }
        at = found.end;
    }
    false
}

fn lexicon_starts(head: &Head, tags: Tags) -> bool {
    let text = head.text();
    lexicon::next(&text, 0).is_some_and(|f| f.start == 0 && f.tags.any(tags))
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

/// What the text before a quantity says about certainty, by its words; `before` is the clause up to the quantity.
pub(super) fn mood(before: &str, after: &str, head: &Head) -> Mood {
    let cues = cues(before);
    if cues.any(Cues::EXPECTED) || (!after.is_empty() && crate::cues::cues(after).any(Cues::EXPECTED_AFTER)) {
        return Mood::Expected;
    }
    // 到2027年 aims at a year; 到年底, 到今年6月10日, 到2020年10月 say up to when it was counted.
    let opening: String = before.chars().take(12).collect();
    let first = opening.split('年').next().unwrap_or("");
    let year = opening.contains("明年") || first.ends_with(|c: char| c.is_ascii_digit() || c == 'x');
    let by_year = opening.starts_with('到')
        && opening.contains('年')
        && year
        && !opening.contains(['月', '日'])
        && !cues.any(Cues::HAPPENED);
    let planned = by_year
        || cues.any(Cues::PLANNED)
        || head.signs.any(Tags::PLAN)
        || cues.any(Cues::MAY_PLAN) && plans_to(before)
        || !before.contains("完成") && TARGET_ENDS.iter().any(|w| before.trim_end().ends_with(w));
    let done = (cues.any(Cues::DONE) || happened(before)) && !orders(before);
    match (planned, done) {
        (true, false) => Mood::Planned,
        (true, true) if cues.any(Cues::STRONGLY_PLANNED) || head.signs.any(Tags::PLAN) && !before.contains("已") => {
            Mood::Planned
        }
        (_, true) => Mood::Done,
        _ => Mood::Unsaid,
    }
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
