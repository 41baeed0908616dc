//! Claims against the book: bound to a figure, the figure read, the verdict.

use kezhang_ledger::decide::Terms;
use kezhang_ledger::definition::Catalog;
use kezhang_ledger::figure::{Figure, Reader};
use kezhang_ledger::formula::{FigureRef, Formula, Function};
use kezhang_ledger::period::Period;
use kezhang_store::BookReader;
use kezhang_text::bind::{Candidate, Facet, Months};
use kezhang_text::{BookFigure, Claim, Comparing, Status, Verdict, verdict};
use rust_decimal::Decimal;

use super::view::{Bound, VerdictView};
use crate::board::completion;
use crate::change;
use crate::chip::{chip, figure_name, name};
use crate::error::Result;
use crate::figure_page::checked_formula;
use crate::show::print_grouped_trimmed;

/// Below this a candidate is shown but not taken: a wrong verdict is worse than none.
const TAKEN_MIN: u32 = 620;
/// From here on a candidate may well be the one; below it the book most probably has nothing of the kind.
const NEAR_MIN: u32 = 540;

/// Holds claims against one book.
pub(super) struct Judge<'a> {
    pub(super) terms: &'a Terms<'a>,
    pub(super) catalog: &'a Catalog,
    pub(super) figures: Reader<'a, dyn BookReader + 'a>,
    pub(super) year: i16,
}

/// Which of the candidates is taken.
pub(super) enum Taken<'c> {
    /// The best of them, where it is good enough.
    Best,
    /// The one a person has named.
    Taught(&'c Candidate),
    /// None: a person has said that the book has nothing of the kind.
    Nothing,
}

impl Judge<'_> {
    /// The binding that is taken, the candidates, and the verdict.
    pub(super) fn judge(
        &mut self,
        claim: &Claim,
        candidates: &[Candidate],
        taken: &Taken,
        path: &[&str],
    ) -> Result<(Option<Bound>, Vec<Bound>, VerdictView)> {
        let shown: Vec<Bound> = candidates.iter().filter_map(|candidate| self.bound(claim, candidate, path)).collect();
        let best = match taken {
            Taken::Best => candidates.first().filter(|candidate| candidate.score >= TAKEN_MIN),
            Taken::Taught(candidate) => Some(*candidate),
            Taken::Nothing => return Ok((None, shown, view("absent", "已有人认定账上没有这个数".to_owned()))),
        };
        if let Some((candidate, bound)) = best.and_then(|candidate| Some((candidate, self.bound(claim, candidate, path)?))) {
            let view = self.verdict(claim, candidate, &bound, path)?;
            return Ok((Some(bound), shown, view));
        }
        // Near enough to be it, too far to say so: not known is not absent.
        let view = match shown.first().filter(|_| candidates.first().is_some_and(|best| best.score >= NEAR_MIN)) {
            Some(near) => view("undecided", format!("可能是“{}”，还认不准，请人来认", near.name)),
            None => view("absent", "账上没有对应的指标".to_owned()),
        };
        Ok((None, shown, view))
    }

    fn bound(&self, claim: &Claim, candidate: &Candidate, path: &[&str]) -> Option<Bound> {
        let formula = checked_formula(self.terms, &candidate.target).ok()?;
        let indicator = match &formula {
            Formula::Figure(FigureRef { id, filter }) if filter.is_empty() => Some(id.clone()),
            part => {
                let same = self.catalog.indicators.values().find(|indicator| indicator.formula == *part);
                same.map(|indicator| indicator.id.to_string())
            }
        };
        Some(Bound {
            name: name(self.catalog, &formula),
            formula: formula.to_string(),
            indicator,
            facet: super::word(&candidate.facet),
            period: self.period(claim, candidate.period, path).map(|period| period.name()).unwrap_or_default(),
            score: candidate.score / 10,
            why: candidate.why.join("；"),
        })
    }

    fn verdict(&mut self, claim: &Claim, candidate: &Candidate, bound: &Bound, path: &[&str]) -> Result<VerdictView> {
        let period = match self.period(claim, candidate.period, path) {
            Ok(period) => period,
            Err(why) => return Ok(view("undecided", why)),
        };
        let base = checked_formula(self.terms, &bound.formula)?;
        if candidate.facet == Facet::Completion {
            return self.completion(claim, base, period);
        }
        if candidate.facet == Facet::Growth && claim.unit.ends_with("百分点") {
            return self.points(claim, base, period);
        }
        let (formula, change): (Formula, fn(Decimal) -> Option<Decimal>) = match asked(claim, candidate.facet, base) {
            Ok(asked) => asked,
            Err(why) => return Ok(view("undecided", why.to_owned())),
        };
        let figure = self.figures.formula(&formula, None, None, period)?;
        let book = figure.value.and_then(change).map(|value| BookFigure { value, unit: unit(&figure, candidate.facet, claim) });
        Ok(self.said(claim, &figure, book.as_ref()))
    }

    /// 提高0.7个百分点: the difference of two percentages.
    fn points(&mut self, claim: &Claim, base: Formula, period: Period) -> Result<VerdictView> {
        let own = self.figures.formula(&base, None, None, period)?;
        if own.unit != "%" {
            return Ok(view("undecided", format!("账上“{}”不是百分数，没有百分点可比", name(self.catalog, &base))));
        }
        let figure = change::figure(&mut self.figures, base, &own.unit, own.digits, period)?;
        let book = figure.value.and_then(signed(claim)).map(|value| BookFigure { value, unit: claim.unit.clone() });
        Ok(self.said(claim, &figure, book.as_ref()))
    }

    /// How much of its target an indicator has reached; a ceiling is reached by staying below it.
    fn completion(&mut self, claim: &Claim, base: Formula, period: Period) -> Result<VerdictView> {
        let Formula::Figure(FigureRef { id, .. }) = &base else { return Ok(view("undecided", "算式没有目标".to_owned())) };
        let target = self.figures.standing_target(id, period)?;
        let figure = self.figures.formula(&base, None, None, period)?;
        let Some(target) = target else {
            return Ok(view("absent", format!("{}没有下达“{}”的目标", period.name(), name(self.catalog, &base))));
        };
        let reached = figure.value.and_then(|actual| completion(actual, &target));
        let book = reached.map(|value| BookFigure { value, unit: "%".to_owned() });
        Ok(self.said(claim, &figure, book.as_ref()))
    }

    fn said(&self, claim: &Claim, figure: &Figure, book: Option<&BookFigure>) -> VerdictView {
        let shown = figure.value.is_some().then(|| chip(self.catalog, figure));
        match verdict(claim, book) {
            Verdict::Agrees => VerdictView { book: shown, ..view("agree", String::new()) },
            Verdict::Differs { book, difference } => {
                let more = if difference.is_sign_positive() { "多" } else { "少" };
                let why = format!(
                    "账上是{}{}，文中{more}{}{}",
                    print_grouped_trimmed(book, 6),
                    claim.unit,
                    print_grouped_trimmed(difference.abs(), 6),
                    claim.unit
                );
                VerdictView { book: shown, value: Some(book), difference: Some(difference), ..view("differ", why) }
            }
            Verdict::NotInBook => {
                let missing: Vec<String> =
                    figure.missing.iter().map(|missing| missing.sentence(&|id| figure_name(self.catalog, id))).collect();
                view("absent", missing.join("；"))
            }
            Verdict::CannotTell { missing } => VerdictView { book: shown, ..view("undecided", missing.reason()) },
        }
    }

    /// The period a claim speaks of; a claim that names none speaks of the report's year.
    fn period(&self, claim: &Claim, months: Option<Months>, path: &[&str]) -> std::result::Result<Period, String> {
        if claim.status == Status::Forecast {
            return Err("文中是预计数，不与实际数相比".to_owned());
        }
        let Some(months) = months else {
            return if claim.period.is_empty() || speaks_of_the_year(&claim.period) {
                Ok(Period::year(self.year_meant(claim, path)))
            } else {
                Err(format!("“{}”是什么时段，认不准", claim.period))
            };
        };
        let year = months.year.unwrap_or(self.year);
        let first_year = year - i16::from(months.years.max(1)) + 1;
        let month = |month: u8| i8::try_from(month).unwrap_or(1);
        let first = Period::month(first_year, month(months.first)).map(|period| period.first());
        let last = Period::month(year, month(months.last)).map(|period| period.last());
        first.zip(last).and_then(|(first, last)| Period::new(first, last)).ok_or_else(|| format!("“{}”不是期间", claim.period))
    }
    /// A target under a heading of another year is that year's.
    fn year_meant(&self, claim: &Claim, path: &[&str]) -> i16 {
        let named = path.iter().rev().find_map(|heading| year_in(heading));
        match named {
            Some(year) if claim.status == Status::Target => year,
            _ => self.year,
        }
    }
}

/// `2026年主要目标` → 2026.
fn year_in(heading: &str) -> Option<i16> {
    let at = heading.find('年')?;
    let digits: String = heading[..at].chars().rev().take_while(char::is_ascii_digit).collect();
    let year: i16 = digits.chars().rev().collect::<String>().parse().ok()?;
    (1990..=2100).contains(&year).then_some(year)
}

/// Words for the year a report is about.
fn speaks_of_the_year(period: &str) -> bool {
    ["今年", "本年", "全年", "年度", "一年来", "目前", "截至", "年末", "年底", "年内"].iter().any(|word| period.contains(word))
}

/// The formula that answers what a claim states of a figure, and what the book's value must be turned into.
#[expect(clippy::type_complexity, reason = "a formula and a plain function")]
fn asked(
    claim: &Claim,
    facet: Facet,
    base: Formula,
) -> std::result::Result<(Formula, fn(Decimal) -> Option<Decimal>), &'static str> {
    let same: fn(Decimal) -> Option<Decimal> = Some;
    let call = |function, arguments| Formula::Call(function, arguments);
    match facet {
        Facet::Value => Ok((base, same)),
        Facet::Target => Ok((call(Function::Target, vec![base]), same)),
        Facet::Growth => {
            let change: fn(Decimal) -> Option<Decimal> = match claim.comparison.as_ref().map(|comparison| comparison.comparing) {
                // 是去年的4.3倍: growth of 330 per cent is 4.3 times.
                Some(Comparing::Multiple) => |rate| rate.checked_div(Decimal::ONE_HUNDRED)?.checked_add(Decimal::ONE),
                Some(Comparing::Doubling) => |rate| {
                    // 翻一番 is twice: growth of 100 per cent.
                    rate.checked_div(Decimal::ONE_HUNDRED)
                },
                _ => signed(claim),
            };
            Ok((call(Function::Growth, vec![base]), change))
        }
        Facet::Share | Facet::Completion => Ok((base, same)),
        Facet::Rank => Err("账簿不记位次，请核对来源文件"),
    }
}

/// 下降16.2% says 16.2 of a rate of −16.2; a table says −16.2 itself.
fn signed(claim: &Claim) -> fn(Decimal) -> Option<Decimal> {
    let falls = claim.comparison.as_ref().is_some_and(|comparison| comparison.comparing == Comparing::Fall);
    if falls && claim.value.is_some_and(|value| value.is_sign_positive()) { |rate| Some(-rate) } else { Some }
}

/// The unit of the book's value after the change.
fn unit(figure: &Figure, facet: Facet, claim: &Claim) -> String {
    match facet {
        Facet::Growth if claim.unit == "倍" || claim.unit == "番" => claim.unit.clone(),
        Facet::Growth => "%".to_owned(),
        _ => figure.unit.clone(),
    }
}

fn view(kind: &'static str, why: String) -> VerdictView {
    let word = match kind {
        "agree" => "相符",
        "differ" => "不符",
        "absent" => "账上无据",
        _ => "无法判定",
    };
    VerdictView { kind, word, why, value: None, difference: None, book: None }
}
