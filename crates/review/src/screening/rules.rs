//! A rule set (条件): what a rule file says, once read. Every threshold in it is data with a document number and the days
//! between which it holds; the code knows kinds of tests, never a number of the trade.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::fact::FactKind;

/// The conditions of one document for the entries of one ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// Id, unique among all rule sets.
    pub id: String,
    /// What is screened: 高新技术企业认定条件.
    pub name: String,
    /// Ledger whose entries are screened.
    pub ledger: String,
    /// Document numbers.
    pub source: String,
    /// First day in force.
    pub from: Date,
    /// Last day in force; none while it stands.
    pub until: Option<Date>,
    /// The fact that says as of which day to judge: the day of application. Where it is unknown, the caller's today.
    pub on: Option<String>,
    /// How accounting years are counted, where a condition speaks of several.
    pub years: Option<Years>,
    /// The facts that conditions ask for, in the order of the file.
    pub facts: Vec<FactRule>,
    /// The conditions; all must hold.
    pub conditions: Vec<Condition>,
    /// The file it stands in.
    pub file: String,
}

/// The last accounting years before the year of application; a younger firm counts those in which it existed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Years {
    /// Fact: the year of application.
    pub year: String,
    /// Fact: the day the firm was founded.
    pub founded: String,
    /// How many years at most.
    pub most: usize,
}

/// A fact that conditions ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRule {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What kind of value.
    pub kind: FactKind,
    /// Unit; money is kept in 元.
    pub unit: String,
    /// The field of the ledger that holds it.
    pub field: String,
    /// Line in the file.
    pub line: usize,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Id, unique in the set.
    pub id: String,
    /// What it demands, in words.
    pub name: String,
    /// Document and clause.
    pub source: String,
    /// What to do where it is not met, beside what the arithmetic says.
    pub advice: Option<String>,
    /// How it is tested.
    pub test: Test,
    /// Line in the file.
    pub line: usize,
}

/// How a condition is tested. A fact is named by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// At least so many days between a day and the day of judgement.
    Age {
        /// From when.
        since: String,
        /// How many days at least.
        days_min: i64,
    },
    /// A yes or no.
    Is {
        /// Which.
        fact: String,
        /// The right answer.
        wanted: bool,
    },
    /// One of these codes.
    OneOf {
        /// Which.
        fact: String,
        /// The right ones.
        codes: Vec<String>,
    },
    /// Together at least so many.
    AtLeast {
        /// What is added up.
        facts: Vec<String>,
        /// How many at least.
        min: Decimal,
    },
    /// At most so much.
    AtMost {
        /// Which.
        fact: String,
        /// How much at most.
        max: Decimal,
    },
    /// A share of at least so many percent; how many may hang on the size of the firm.
    Share {
        /// What is divided by what.
        share: Share,
        /// The fact that chooses the bracket; none where there is one bracket.
        by: Option<String>,
        /// Rising; the last has no upper end.
        brackets: Vec<Bracket>,
    },
    /// Points.
    Score(Score),
}

/// Part and whole of a share. Both are sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// What the part is called.
    pub part_name: String,
    /// Facts of the part.
    pub part: Vec<String>,
    /// What the whole is called.
    pub whole_name: String,
    /// Facts of the whole.
    pub whole: Vec<String>,
    /// Whether several facts are those of one accounting year each, the latest first.
    pub per_year: bool,
}

/// A threshold for firms up to a size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bracket {
    /// Up to and with this size; none: any.
    pub up_to: Option<Decimal>,
    /// Percent at least.
    pub min: Decimal,
}

/// Points by parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// What passes.
    pub pass: Bound,
    /// The parts.
    pub parts: Vec<Part>,
    /// What spares a firm the points.
    pub direct: Option<Direct>,
}

/// A lower bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// This or more.
    AtLeast(Decimal),
    /// More than this.
    Over(Decimal),
}

impl Bound {
    /// Whether a value is within.
    pub fn holds(self, value: Decimal) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::Over(limit) => value > limit,
        }
    }

    /// The number it names.
    pub fn number(self) -> Decimal {
        match self {
            Self::AtLeast(number) | Self::Over(number) => number,
        }
    }
}

/// The direct way: a yes, and which case it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direct {
    /// Fact: whether one of the cases holds.
    pub flag: String,
    /// Fact: which.
    pub case: String,
    /// Document and clause.
    pub source: String,
}

/// A part of the points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Name.
    pub name: String,
    /// Points at most.
    pub max: Decimal,
    /// Whether nought points here fail the whole.
    pub nonzero: bool,
    /// What makes up its points.
    pub items: Vec<Item>,
}

/// An item of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Name.
    pub name: String,
    /// Points at most.
    pub max: Decimal,
    /// Ways to earn the points; the best counts.
    pub ways: Vec<Way>,
}

/// One way to earn an item's points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// What is looked at.
    pub measure: Measure,
    /// From what on how many points, the best first; below the last none.
    pub bands: Vec<Band>,
}

/// What an item of the points looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A share in percent.
    Share(Share),
    /// A number as it is.
    Count(String),
    /// A number divided by the accounting years.
    Average(String),
    /// Mean yearly growth of values of accounting years, the latest first, in percent.
    Growth {
        /// Facts.
        facts: Vec<String>,
        /// Name for people.
        name: String,
    },
    /// Points that a person gives.
    Judged(String),
    /// A code or a yes and no.
    Choice(String),
}

/// A step of a scoring table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// When it applies.
    pub when: When,
    /// Points at least.
    pub low: Decimal,
    /// Points at most.
    pub high: Decimal,
}

/// When a band applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// The number is within.
    Number(Bound),
    /// The code is this one; `yes` and `no` for flags.
    Code(String),
}

impl RuleSet {
    /// The fact of that id.
    pub fn fact(&self, id: &str) -> Option<&FactRule> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// Whether it is in force on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}
