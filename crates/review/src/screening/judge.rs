//! Judges one condition.

use jiff::ToSpan;
use rust_decimal::Decimal;

use super::fact::FactKind;
use super::rules::{Bound, Bracket, Condition, Share, Test};
use super::sheet::{Known, Sheet, both};
use super::words::{day, shortage, threshold};
use super::{Judged, Lack, PartPoints, Verdict, score};

/// What a test comes to.
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) arithmetic: String,
    pub(super) gap: Option<String>,
    pub(super) parts: Vec<PartPoints>,
    pub(super) missing: Vec<super::Missing>,
}

impl Outcome {
    fn plain(met: bool, arithmetic: String, gap: String) -> Self {
        let verdict = if met { Verdict::Met } else { Verdict::NotMet };
        let gap = Some(gap).filter(|gap| !met && !gap.is_empty());
        Self { verdict, arithmetic, gap, parts: Vec::new(), missing: Vec::new() }
    }
}

impl From<Lack> for Outcome {
    fn from(lack: Lack) -> Self {
        let (gap, missing) = match lack {
            Lack::Missing(missing) => (None, missing),
            Lack::Undefined(why) => (Some(format!("{why}，请人工判断")), Vec::new()),
        };
        Self { verdict: Verdict::Unknown, arithmetic: String::new(), gap, parts: Vec::new(), missing }
    }
}

pub(super) fn judge(sheet: &Sheet, condition: &Condition) -> Judged {
    let outcome = match &condition.test {
        Test::Age { since, days_min } => age(sheet, since, *days_min),
        Test::Is { fact, wanted } => is(sheet, fact, *wanted),
        Test::OneOf { fact, codes } => one_of(sheet, fact, codes),
        Test::AtLeast { facts, min } => at_least(sheet, facts, *min),
        Test::AtMost { fact, max } => at_most(sheet, fact, *max),
        Test::Share { share, by, brackets } => share_of(sheet, share, by.as_deref(), brackets),
        Test::Score(score) => Ok(score::score(sheet, score)),
    };
    let outcome = outcome.unwrap_or_else(Outcome::from);
    let advice = condition.advice.as_ref().filter(|_| outcome.verdict == Verdict::NotMet);
    let gap: Vec<String> = outcome.gap.into_iter().chain(advice.cloned()).collect();
    Judged {
        id: condition.id.clone(),
        name: condition.name.clone(),
        source: condition.source.clone(),
        verdict: outcome.verdict,
        arithmetic: outcome.arithmetic,
        gap: Some(gap.join("；")).filter(|gap| !gap.is_empty()),
        missing: outcome.missing,
        parts: outcome.parts,
    }
}

fn age(sheet: &Sheet, since: &str, days_min: i64) -> Known<Outcome> {
    let from = sheet.date(since)?;
    let days = from.until(sheet.on).map_or(0, |span| i64::from(span.get_days()));
    let arithmetic = format!("{}至{}满{days}天，须满{days_min}天", day(from), day(sheet.on));
    let ripe = from.checked_add(days_min.days()).map(|ripe| format!("，{}起满足", day(ripe))).unwrap_or_default();
    Ok(Outcome::plain(days >= days_min, arithmetic, format!("还差{}天{ripe}", days_min - days)))
}

fn is(sheet: &Sheet, fact: &str, wanted: bool) -> Known<Outcome> {
    let found = sheet.flag(fact)?;
    let word = |flag: bool| if flag { "是" } else { "否" };
    let arithmetic = format!("{}：{}，须为“{}”", sheet.name(fact), word(found), word(wanted));
    Ok(Outcome::plain(found == wanted, arithmetic, String::new()))
}

fn one_of(sheet: &Sheet, fact: &str, codes: &[String]) -> Known<Outcome> {
    let (code, name) = sheet.code(fact)?;
    let met = codes.iter().any(|wanted| wanted == code);
    let within = if met { "在" } else { "不在" };
    let arithmetic = format!("{}：{name}，{within}规定的{}类之内", sheet.name(fact), codes.len());
    Ok(Outcome::plain(met, arithmetic, String::new()))
}

/// Numbers of things are never below nought, so what is known may be enough before all is known.
fn at_least(sheet: &Sheet, facts: &[String], min: Decimal) -> Known<Outcome> {
    let mut known = Vec::new();
    let mut lacking: Known<()> = Ok(());
    for fact in facts {
        match sheet.number(fact) {
            Ok(number) => known.push((fact, number.max(Decimal::ZERO))),
            Err(lack) => lacking = both(lacking, Err::<(), Lack>(lack)).map(|_| ()),
        }
    }
    let sum: Decimal = known.iter().map(|(_, number)| number).sum();
    if sum < min {
        lacking?;
    }
    let (kind, unit) = sheet.kind_and_unit(&facts[0]);
    let said: Vec<String> =
        known.iter().map(|(fact, number)| format!("{}{}", sheet.name(fact), sheet.said(fact, *number))).collect();
    let total = if known.len() > 1 { format!("＝{}", sheet.said(&facts[0], sum)) } else { String::new() };
    let arithmetic = format!("{}{total}，须有{}以上", said.join("＋"), threshold(min, kind, unit));
    Ok(Outcome::plain(sum >= min, arithmetic, format!("还差{}", shortage(min - sum, kind, unit))))
}

fn at_most(sheet: &Sheet, fact: &str, max: Decimal) -> Known<Outcome> {
    let found = sheet.number(fact)?;
    let (kind, unit) = sheet.kind_and_unit(fact);
    let arithmetic = format!("{}{}，不得超过{}", sheet.name(fact), sheet.said(fact, found), threshold(max, kind, unit));
    Ok(Outcome::plain(found <= max, arithmetic, format!("超出{}", shortage(found - max, kind, unit))))
}

fn share_of(sheet: &Sheet, share: &Share, by: Option<&str>, brackets: &[Bracket]) -> Known<Outcome> {
    let size = by.map(|by| sheet.number(by)).transpose();
    let (portion, size) = both(sheet.portion(share), size)?;
    let (bracket, why) = bracket_of(sheet, by, size, brackets)?;
    let min = bracket.min;
    let percent = super::words::percent(portion.percent.value(), min);
    let demand = format!("{why}须达{}%", min.normalize());
    let (kind, unit) = sheet.kind_and_unit(&share.part[0]);
    // What is short of min% of the whole; the whole as it stands.
    let short = (min * portion.whole / Decimal::ONE_HUNDRED) - portion.part;
    let gap = format!(
        "{}占比{percent}，须达{}%，按现有{}还差{}",
        share.part_name,
        min.normalize(),
        share.whole_name,
        shortage(short, kind, unit)
    );
    let arithmetic = format!("{}，{demand}", portion.said(min));
    Ok(Outcome::plain(portion.percent.reaches(Bound::AtLeast(min)), arithmetic, gap))
}

/// The bracket that a size falls into, and its reason in words.
fn bracket_of<'b>(
    sheet: &Sheet,
    by: Option<&str>,
    size: Option<Decimal>,
    brackets: &'b [Bracket],
) -> Known<(&'b Bracket, String)> {
    let fits = |bracket: &&Bracket| bracket.up_to.is_none_or(|end| size.is_none_or(|size| size <= end));
    let at = brackets.iter().position(|bracket| fits(&bracket));
    let bracket = at.and_then(|at| brackets.get(at)).ok_or_else(|| Lack::Undefined("没有相应的档次".to_owned()))?;
    let (Some(by), Some(size)) = (by, size) else { return Ok((bracket, String::new())) };
    let (kind, unit): (FactKind, &str) = sheet.kind_and_unit(by);
    let above = at.and_then(|at| at.checked_sub(1)).and_then(|before| brackets[before].up_to);
    let edges: Vec<String> = [
        above.map(|edge| format!("超过{}", threshold(edge, kind, unit))),
        bracket.up_to.map(|edge| format!("不超过{}", threshold(edge, kind, unit))),
    ]
    .into_iter()
    .flatten()
    .collect();
    Ok((bracket, format!("{}{}，{}，", sheet.name(by), sheet.said(by, size), edges.join("、"))))
}
