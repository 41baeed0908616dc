//! Screening (条件核验): holds what is known about a firm against the conditions of a document, one by one.
//!
//! Plain data in ([`Facts`]: what is unknown is absent), plain data out ([`Screening`]). The conditions are data too: a rule
//! file of a pack, read by [`read_rules`], which lists every mistake with its line. Which rule set applies is a question of
//! the day ([`choose`]); two sets of one ledger are never in force together ([`check_rules`] sees to it).
//!
//! Judgement is three-valued ([`Verdict`]): 符合, 不符合, and unknown, which says what is missing ([`Missing`]) or that a
//! person must judge. *Unknown is not false*: taking a fact away never turns another verdict into 不符合 or 符合, it can only
//! leave it or make it unknown. A condition is decided without all its facts only where every value of those that are missing
//! would give the same verdict: a score whose best end does not pass has failed, whatever an expert may still say.
//!
//! Arithmetic is exact: shares are compared by multiplication, never by a rounded quotient; rounding is for printing, and a
//! share of 4.996% is not printed as 5%.

mod check;
mod fact;
mod judge;
mod mistake;
mod read;
mod read_score;
mod read_test;
mod rules;
mod score;
mod sheet;
mod table;
mod words;

use jiff::civil::Date;
use rust_decimal::Decimal;

pub use check::{Columns, check_rules, choose};
pub use fact::{Fact, FactKind, Facts};
pub use mistake::{Mistake, MistakeKind};
pub use read::read_rules;
pub use rules::{
    Band, Bound, Bracket, Condition, Direct, FactRule, Item, Measure, Part, RuleSet, Score, Share, Test, Way, When, Years,
};

/// The judgement of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 符合.
    Met,
    /// 不符合.
    NotMet,
    /// Not known: something is missing, or a person must judge.
    Unknown,
}

/// What a judgement lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    /// These facts.
    Missing(Vec<Missing>),
    /// Nothing, but the rules do not say what follows; a person must judge.
    Undefined(String),
}

impl Lack {
    fn with(self, more: &[Missing]) -> Self {
        let mut missing = more.to_vec();
        if let Self::Missing(own) = self {
            missing.extend(own);
        }
        Self::Missing(once(missing))
    }
}

/// Each fact once, in the order they were asked for.
fn once(missing: Vec<Missing>) -> Vec<Missing> {
    let mut seen: Vec<Missing> = Vec::new();
    for one in missing {
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    seen
}

/// A fact that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Id of the fact.
    pub fact: String,
    /// The ledger's field that holds it.
    pub field: String,
    /// Name for people.
    pub name: String,
    /// What to do.
    pub todo: String,
}

/// Points between a lowest and a highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points {
    /// At least.
    pub low: Decimal,
    /// At most.
    pub high: Decimal,
}

impl std::fmt::Display for Points {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.low == self.high {
            write!(f, "{}分", self.low.normalize())
        } else {
            write!(f, "{}～{}分", self.low.normalize(), self.high.normalize())
        }
    }
}

/// A condition, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Id of the condition.
    pub id: String,
    /// What it demands.
    pub name: String,
    /// Document and clause.
    pub source: String,
    /// The judgement.
    pub verdict: Verdict,
    /// The arithmetic in one line; blank where nothing is known.
    pub arithmetic: String,
    /// What would make it 符合, where it is not; why a person must judge, where that is so.
    pub gap: Option<String>,
    /// What is missing, where that is why it is unknown.
    pub missing: Vec<Missing>,
    /// The points part by part, where it is a score.
    pub parts: Vec<PartPoints>,
}

/// Points of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartPoints {
    /// Name.
    pub name: String,
    /// Points.
    pub points: Points,
    /// Points at most.
    pub max: Decimal,
    /// Item by item.
    pub items: Vec<ItemPoints>,
}

/// Points of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPoints {
    /// Name.
    pub name: String,
    /// Points.
    pub points: Points,
    /// Points at most.
    pub max: Decimal,
    /// How they came about.
    pub arithmetic: String,
    /// What would earn the next step of the table.
    pub next: Option<String>,
    /// What is missing for them.
    pub missing: Vec<Missing>,
}

/// A firm, screened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screening {
    /// Id of the rule set.
    pub rules: String,
    /// What was screened for.
    pub name: String,
    /// Document numbers.
    pub source: String,
    /// As of which day.
    pub on: Date,
    /// The conditions in the order of the document.
    pub conditions: Vec<Judged>,
}

impl Judged {
    /// The judgement in words; an unknown says of which kind it is.
    pub fn word(&self) -> &'static str {
        match self.verdict {
            Verdict::Met => "符合",
            Verdict::NotMet => "不符合",
            Verdict::Unknown if self.missing.is_empty() => "需人工判断",
            Verdict::Unknown => "缺数据",
        }
    }
}

impl Screening {
    /// All together: one that fails, fails the whole; else one that is unknown leaves the whole unknown.
    pub fn verdict(&self) -> Verdict {
        let any = |verdict| self.conditions.iter().any(|condition| condition.verdict == verdict);
        match () {
            () if any(Verdict::NotMet) => Verdict::NotMet,
            () if any(Verdict::Unknown) => Verdict::Unknown,
            () => Verdict::Met,
        }
    }

    /// How many conditions came out so.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.conditions.iter().filter(|condition| condition.verdict == verdict).count()
    }

    /// The condition of that id.
    pub fn condition(&self, id: &str) -> Option<&Judged> {
        self.conditions.iter().find(|condition| condition.id == id)
    }
}

/// Judges every condition of a rule set as of a day.
pub fn screen(rules: &RuleSet, facts: &Facts, on: Date) -> Screening {
    let sheet = sheet::Sheet { rules, facts, on };
    Screening {
        rules: rules.id.clone(),
        name: rules.name.clone(),
        source: rules.source.clone(),
        on,
        conditions: rules.conditions.iter().map(|condition| judge::judge(&sheet, condition)).collect(),
    }
}

/// The day as of which a firm is judged: its day of application, or today.
pub fn day_of(rules: &RuleSet, facts: &Facts, today: Date) -> Date {
    match rules.on.as_deref().and_then(|on| facts.get(on)) {
        Some(Fact::Date(date)) => *date,
        _ => today,
    }
}
