//! The facts of one firm as rules ask for them: numbers, sums, accounting years, shares and growth. What is lacking is
//! collected by name, never guessed and never taken for nought.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::fact::{Fact, FactKind, Facts};
use super::rules::{Bound, RuleSet, Share};
use super::words::{amount, percent};
use super::{Lack, Missing};

/// What came out of a reckoning, or what it lacks.
pub(super) type Known<T> = Result<T, Lack>;

/// The facts of a firm under a rule set, as of a day.
pub(super) struct Sheet<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) facts: &'a Facts,
    pub(super) on: Date,
}

/// A quotient kept as numerator and denominator, so that comparing it needs no division.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quotient {
    numerator: Decimal,
    /// Above nought.
    denominator: Decimal,
}

impl Quotient {
    pub(super) fn new(numerator: Decimal, denominator: Decimal) -> Self {
        Self { numerator, denominator }
    }

    pub(super) fn reaches(self, bound: Bound) -> bool {
        let limit = bound.number() * self.denominator;
        match bound {
            Bound::AtLeast(_) => self.numerator >= limit,
            Bound::Over(_) => self.numerator > limit,
        }
    }

    /// For printing only.
    pub(super) fn value(self) -> Decimal {
        self.numerator / self.denominator
    }
}

/// A share with the line that shows it: 研发费用1,380万元÷销售收入30,000万元.
pub(super) struct Portion {
    pub(super) part: Decimal,
    pub(super) whole: Decimal,
    pub(super) percent: Quotient,
    pub(super) line: String,
}

impl Portion {
    /// The line with its result, said so that it does not read as a threshold it falls short of.
    pub(super) fn said(&self, threshold: Decimal) -> String {
        format!("{}＝{}", self.line, percent(self.percent.value(), threshold))
    }
}

impl Sheet<'_> {
    pub(super) fn name(&self, id: &str) -> String {
        self.rules.fact(id).map_or_else(|| id.to_owned(), |fact| fact.name.clone())
    }

    pub(super) fn kind_and_unit(&self, id: &str) -> (FactKind, &str) {
        self.rules.fact(id).map_or((FactKind::Count, ""), |fact| (fact.kind, fact.unit.as_str()))
    }

    pub(super) fn said(&self, id: &str, value: Decimal) -> String {
        let (kind, unit) = self.kind_and_unit(id);
        amount(value, kind, unit)
    }

    /// A fact that is not there, and what to do about it.
    pub(super) fn missing(&self, id: &str) -> Missing {
        let name = self.name(id);
        let todo = match self.rules.fact(id).map(|fact| fact.kind) {
            Some(FactKind::Flag) => format!("核实后在“{name}”选“是”或“否”"),
            Some(FactKind::Code) => format!("在“{name}”选一项"),
            _ => format!("填“{name}”"),
        };
        let field = self.rules.fact(id).map_or_else(|| id.to_owned(), |fact| fact.field.clone());
        Missing { fact: id.to_owned(), field, name, todo }
    }

    pub(super) fn lacks(&self, id: &str) -> Lack {
        Lack::Missing(vec![self.missing(id)])
    }

    pub(super) fn number(&self, id: &str) -> Known<Decimal> {
        match self.facts.get(id) {
            Some(Fact::Number(number)) => Ok(*number),
            _ => Err(self.lacks(id)),
        }
    }

    pub(super) fn date(&self, id: &str) -> Known<Date> {
        match self.facts.get(id) {
            Some(Fact::Date(date)) => Ok(*date),
            _ => Err(self.lacks(id)),
        }
    }

    pub(super) fn flag(&self, id: &str) -> Known<bool> {
        match self.facts.get(id) {
            Some(Fact::Flag(flag)) => Ok(*flag),
            _ => Err(self.lacks(id)),
        }
    }

    pub(super) fn code(&self, id: &str) -> Known<(&str, &str)> {
        match self.facts.get(id) {
            Some(Fact::Code { code, name }) => Ok((code, name)),
            _ => Err(self.lacks(id)),
        }
    }

    fn numbers(&self, ids: &[String]) -> Known<Vec<Decimal>> {
        all(ids.iter().map(|id| self.number(id)).collect())
    }

    /// How many accounting years count: those before the year of application in which the firm existed.
    pub(super) fn years(&self) -> Known<usize> {
        let Some(years) = &self.rules.years else { return Ok(1) };
        let (year, founded) = both(self.number(&years.year), self.date(&years.founded))?;
        let existed = year - Decimal::from(founded.year());
        let counted = usize::try_from(existed.max(Decimal::ZERO)).unwrap_or(usize::MAX).min(years.most);
        if counted == 0 {
            let what = format!("{}年成立，到{}年还没有一个完整的会计年度", founded.year(), year.normalize());
            return Err(Lack::Undefined(what));
        }
        Ok(counted)
    }

    /// The numbers of the accounting years that count, the latest first.
    pub(super) fn of_years(&self, ids: &[String]) -> Known<Vec<Decimal>> {
        match self.years() {
            Ok(years) => self.numbers(&ids[..years.min(ids.len())]),
            // Without knowing how many years count, all that could count are asked for.
            Err(Lack::Missing(missing)) => both(Err(Lack::Missing(missing)), self.numbers(ids)).map(|((), numbers)| numbers),
            Err(undefined) => Err(undefined),
        }
    }

    fn sum(&self, ids: &[String], per_year: bool) -> Known<Decimal> {
        let numbers = if per_year { self.of_years(ids)? } else { self.numbers(ids)? };
        Ok(numbers.iter().sum())
    }

    pub(super) fn portion(&self, share: &Share) -> Known<Portion> {
        let (part, whole) = both(self.sum(&share.part, share.per_year), self.sum(&share.whole, share.per_year))?;
        if whole <= Decimal::ZERO {
            return Err(Lack::Undefined(format!("{}为{}，算不出占比", share.whole_name, self.said(&share.whole[0], whole))));
        }
        let span = if share.per_year { years_said(self.years()?) } else { String::new() };
        let line = format!(
            "{span}{}{}÷{}{}",
            share.part_name,
            self.said(&share.part[0], part),
            share.whole_name,
            self.said(&share.whole[0], whole)
        );
        let percent = Quotient::new(part * Decimal::ONE_HUNDRED, whole);
        Ok(Portion { part, whole, percent, line })
    }

    /// Mean yearly growth in percent (195号：三年按两个年度增长率的平均，第一年为0的按后两年，第二年为0的为0，负数无意义).
    pub(super) fn growth(&self, ids: &[String]) -> Known<(Quotient, String)> {
        let values = self.of_years(ids)?;
        let said = |at: usize| self.said(&ids[at], values[at]);
        let hundred = Decimal::ONE_HUNDRED;
        // Growth is the same in 百万元, and squares of the largest amounts a ledger keeps then stay within a Decimal.
        let scaled: Vec<Decimal> = values.iter().map(|value| value / Decimal::from(1_000_000)).collect();
        let nought = |line: String| Ok((Quotient::new(Decimal::ZERO, Decimal::ONE), line));
        let (last, before) = match scaled[..] {
            [_] => return Err(Lack::Undefined("只有一个会计年度，算不出增长率".to_owned())),
            [last, before, ..] => (last, before),
            [] => return Err(Lack::Undefined("没有会计年度".to_owned())),
        };
        let first = scaled.get(2).copied();
        if before < Decimal::ZERO || first.is_some_and(|first| first < Decimal::ZERO) {
            return Err(Lack::Undefined("基期为负数，增长率没有意义".to_owned()));
        }
        if before.is_zero() {
            return nought(format!("{}为0", self.name(&ids[1])));
        }
        match first.filter(|first| !first.is_zero()) {
            None => {
                let quotient = Quotient::new((last - before) * hundred, before);
                Ok((quotient, format!("{}÷{}－1", said(0), said(1))))
            }
            Some(first) => {
                let twice = Decimal::TWO * first * before;
                let quotient = Quotient::new((before * before + last * first - twice) * hundred, twice);
                Ok((quotient, format!("（{}÷{}＋{}÷{}）÷2－1", said(1), said(2), said(0), said(1))))
            }
        }
    }
}

/// 近三年, 近两年, 近一年.
pub(super) fn years_said(years: usize) -> String {
    let word = ["", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"].get(years).copied().unwrap_or_default();
    format!("近{word}年")
}

/// Both, or all that both lack. What is missing comes before what cannot be reckoned: it can be filled in.
pub(super) fn both<A, B>(a: Known<A>, b: Known<B>) -> Known<(A, B)> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(Lack::Missing(missing)), Err(lack)) => Err(lack.with(&missing)),
        (Err(Lack::Undefined(_)), Err(lack @ Lack::Missing(_))) | (Err(lack), _) | (_, Err(lack)) => Err(lack),
    }
}

/// All of them, or all that they lack.
fn all(values: Vec<Known<Decimal>>) -> Known<Vec<Decimal>> {
    let mut found = Ok(Vec::new());
    for value in values {
        found = both(found, value).map(|(mut found, value)| {
            found.push(value);
            found
        });
    }
    found
}
