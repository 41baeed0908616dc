//! Facts (条件核验的数据): what is known about a firm, as plain values. What is not known is absent; absent is never nought.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

/// One known fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A number in its base unit: money in 元, people in 人, a year as it is written.
    Number(Decimal),
    /// A calendar day.
    Date(Date),
    /// Yes or no.
    Flag(bool),
    /// A code with its name for people.
    Code {
        /// The code that rules compare.
        code: String,
        /// What people call it.
        name: String,
    },
}

/// What is known about one firm, by the fact's id. Numbers stay below 10^15, as the ledgers keep them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Facts(BTreeMap<String, Option<Fact>>);

impl Facts {
    /// No facts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a fact; `None` is unknown, which is the same as never having been set.
    pub fn set(&mut self, id: impl Into<String>, fact: Option<Fact>) {
        self.0.insert(id.into(), fact);
    }

    /// The fact, where it is known.
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.0.get(id)?.as_ref()
    }

    /// Ids of the facts that are known.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, fact)| fact.is_some()).map(|(id, _)| id.as_str())
    }
}

/// What kind of value a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// 金额, in 元.
    Money,
    /// 数目, with a unit of its own.
    Count,
    /// 年份.
    Year,
    /// 日期.
    Date,
    /// 是否.
    Flag,
    /// 代码.
    Code,
}

impl FactKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Money, Self::Count, Self::Year, Self::Date, Self::Flag, Self::Code];

    /// Its name in rule files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Count => "count",
            Self::Year => "year",
            Self::Date => "date",
            Self::Flag => "flag",
            Self::Code => "code",
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Money => "金额",
            Self::Count => "数目",
            Self::Year => "年份",
            Self::Date => "日期",
            Self::Flag => "是否",
            Self::Code => "代码",
        }
    }
}
