//! The board: one row an indicator, with target, actual, 完成率, light, last year and twelve months.

use kezhang_ledger::book::{BookView, MeasureQuery};
use kezhang_ledger::definition::{Catalog, Direction, Indicator, MeasureKind};
use kezhang_ledger::figure::Reader;
use kezhang_ledger::formula::Formula;
use kezhang_ledger::journal::{Target, TargetOperator};
use kezhang_ledger::money::{print, round};
use kezhang_ledger::period::Period;
use kezhang_store::BookReader;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::change::{Change, change};
use crate::chip::{Chip, chip};
use crate::clock;
use crate::desk::{Desk, settings_of};
use crate::error::Result;
use crate::show::print_grouped_trimmed;

/// The board of a year.
#[derive(Clone, Debug, Serialize)]
pub struct Board {
    /// Year.
    pub year: i16,
    /// Indicators by area.
    pub areas: Vec<BoardArea>,
    /// How many lights of each colour: green, amber, red.
    pub lights: [usize; 3],
    /// Journal position everything was read at.
    pub read_at: u64,
}

/// An area of the board.
#[derive(Clone, Debug, Serialize)]
pub struct BoardArea {
    /// Name.
    pub name: String,
    /// Section that answers for it.
    pub section: String,
    /// Rows.
    pub rows: Vec<BoardRow>,
}

/// An indicator on the board.
#[derive(Clone, Debug, Serialize)]
pub struct BoardRow {
    /// Indicator.
    pub id: String,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Target as printed with its operator.
    pub target: Option<String>,
    /// Actual.
    pub actual: Chip,
    /// Completion in per cent.
    pub completion: Option<Decimal>,
    /// Light.
    pub light: Option<Light>,
    /// Last year's figure.
    pub last_year: Option<Chip>,
    /// Growth on last year.
    pub growth: Option<String>,
    /// Twelve months: what was booked in each, or a stock's level at its end. `None` for months to come.
    pub months: Vec<Option<Decimal>>,
    /// What the bureau reported elsewhere for the same year (上报数).
    pub reported: Vec<String>,
}

/// A light; never shown without its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// On course or done.
    Green,
    /// Behind.
    Amber,
    /// Far behind.
    Red,
}

impl Light {
    /// Its word: for a year that is over, or for one that is running.
    pub fn word(self, over: bool) -> &'static str {
        match (self, over) {
            (Self::Green, true) => "完成",
            (Self::Amber, true) => "接近",
            (Self::Red, true) => "未完成",
            (Self::Green, false) => "正常",
            (Self::Amber, false) => "偏慢",
            (Self::Red, false) => "滞后",
        }
    }

    /// The class of its colour.
    pub fn class(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
        }
    }
}

impl Board {
    /// What a light is called in the board's year.
    pub fn word(&self, light: Light) -> &'static str {
        light.word(self.year < clock::now().today.year())
    }
}

impl BoardRow {
    /// The light's word.
    pub fn light_word(&self, year: i16) -> &'static str {
        self.light.map_or("", |light| light.word(year < clock::now().today.year()))
    }
}

impl Desk<'_> {
    /// Years to choose from, newest first, always with the year asked for.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn years(&self) -> Result<Vec<i16>> {
        Ok(self.reader()?.years()?)
    }

    /// The year that a page without one means: the first that is not closed, where something is booked in it; else the
    /// latest with something booked, but no later than today's.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn default_year(&self) -> Result<i16> {
        let today = clock::now().today.year();
        let reader = self.reader()?;
        let years = reader.years()?;
        let open = reader.closed_through()?.map(|through| through.tomorrow().unwrap_or(through).year());
        let open = open.filter(|year| years.contains(year));
        Ok(open.or_else(|| years.into_iter().find(|year| *year <= today)).unwrap_or(today))
    }

    /// The board of a year.
    ///
    /// # Errors
    /// The account sees no business, or the book cannot be read.
    pub fn board(&self, year: i16) -> Result<Board> {
        self.sees_business()?;
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let targets = reader.targets()?;
        let reported = reader.reported(year)?;
        let mut figures = Reader::new(&catalog, reader.as_ref(), None);
        let mut areas: Vec<BoardArea> = Vec::new();
        let mut lights = [0; 3];
        for pack in &catalog.packs {
            let mut rows = Vec::new();
            for indicator in catalog.indicators_in_order().filter(|i| i.board && i.pack == pack.id) {
                let mut row = row(&catalog, reader.as_ref(), &mut figures, &targets, indicator, year)?;
                let told = reported.iter().map(|row| &row.reported).filter(|r| r.indicator.as_ref() == Some(&indicator.id));
                row.reported = told.map(crate::opening::printed).collect();
                if let Some(light) = row.light {
                    lights[light as usize] += 1;
                }
                rows.push(row);
            }
            if !rows.is_empty() {
                let section = settings.section_of(&pack.id).map(|section| section.name.clone()).unwrap_or_default();
                areas.push(BoardArea { name: pack.name.clone(), section, rows });
            }
        }
        Ok(Board { year, areas, lights, read_at: reader.head()?.0 })
    }
}

fn row(
    catalog: &Catalog,
    reader: &dyn BookReader,
    figures: &mut Reader<dyn BookReader + '_>,
    targets: &[Target],
    indicator: &Indicator,
    year: i16,
) -> Result<BoardRow> {
    let period = Period::year(year);
    let now = figures.indicator(indicator, period)?;
    let before = figures.indicator(indicator, period.last_year())?;
    let target = targets.iter().find(|target| target.indicator == indicator.id && target.period == period);
    let completion = target.and_then(|target| completion(now.value?, target));
    let change = change(&indicator.unit, indicator.digits, now.value, before.value);
    Ok(BoardRow {
        id: indicator.id.to_string(),
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        target: target.map(|target| target_text(target, indicator)),
        actual: chip(catalog, &now),
        completion,
        light: completion.map(|completion| light(completion, indicator, year)),
        last_year: before.value.is_some().then(|| chip(catalog, &before)),
        growth: change.map(Change::text),
        months: months(catalog, reader, figures, indicator, year)?,
        reported: Vec::new(),
    })
}

/// Actual as a share of target in per cent; for a ceiling, how far below it the actual stays.
pub(crate) fn completion(actual: Decimal, target: &Target) -> Option<Decimal> {
    let planned = target.value.filter(|planned| !planned.is_zero())?;
    let share = match target.operator {
        TargetOperator::AtLeast => actual.checked_div(planned)?,
        TargetOperator::AtMost if actual.is_zero() => Decimal::ONE,
        TargetOperator::AtMost => planned.checked_div(actual)?,
    };
    Some(round(share.checked_mul(Decimal::ONE_HUNDRED)?, 1))
}

/// `≥ 120`, `≤ 3`.
pub(crate) fn target_text(target: &Target, indicator: &Indicator) -> String {
    let sign = match target.operator {
        TargetOperator::AtLeast => "≥",
        TargetOperator::AtMost => "≤",
    };
    format!("{sign} {}", print_grouped_trimmed(target.value.unwrap_or_default(), indicator.digits))
}

/// Green from 100 per cent of what should be there by now, amber from 80. A running year is held against the share of the
/// year that has passed; stocks and ratios against the whole target, for they do not grow with the months.
fn light(completion: Decimal, indicator: &Indicator, year: i16) -> Light {
    let today = clock::now().today;
    let additive = matches!(&indicator.formula, Formula::Figure(_)) && indicator.direction == Direction::Higher;
    let due = if year == today.year() && additive {
        round(Decimal::from(today.day_of_year()) * Decimal::ONE_HUNDRED / Decimal::from(today.days_in_year()), 1)
    } else {
        Decimal::ONE_HUNDRED
    };
    if completion >= due {
        Light::Green
    } else if completion * Decimal::from(5) >= due * Decimal::from(4) {
        Light::Amber
    } else {
        Light::Red
    }
}

/// Twelve months of an indicator. One figure is read in one go; a computed indicator is computed for each month.
fn months(
    catalog: &Catalog,
    reader: &dyn BookReader,
    figures: &mut Reader<dyn BookReader + '_>,
    indicator: &Indicator,
    year: i16,
) -> Result<Vec<Option<Decimal>>> {
    let today = clock::now().today;
    let past = |month: i8| (year, month) <= (today.year(), today.month());
    let Formula::Figure(reference) = &indicator.formula else {
        return (1..=12).map(|month| computed_month(figures, indicator, year, month, past(month))).collect();
    };
    let Some(measure) = catalog.measures.get(reference.id.as_str()) else {
        return (1..=12).map(|month| computed_month(figures, indicator, year, month, past(month))).collect();
    };
    let query = MeasureQuery { measure, filter: &reference.filter, period: Period::year(year), as_of: None };
    let booked = reader.months(&query)?;
    let factor = kezhang_ledger::unit::factor(&measure.unit, &indicator.unit).unwrap_or(Decimal::ONE);
    let stock = matches!(measure.kind, MeasureKind::Stock { .. });
    let month_key = |month: i8| format!("{year:04}-{month:02}");
    Ok((1..=12)
        .map(|month| {
            let key = month_key(month);
            let counted = |(booked_in, _): &&(String, Decimal)| if stock { *booked_in <= key } else { *booked_in == key };
            past(month).then(|| booked.iter().filter(counted).map(|(_, amount)| *amount * factor).sum())
        })
        .collect())
}

fn computed_month(
    figures: &mut Reader<dyn BookReader + '_>,
    indicator: &Indicator,
    year: i16,
    month: i8,
    past: bool,
) -> Result<Option<Decimal>> {
    let Some(period) = Period::month(year, month).filter(|_| past) else { return Ok(None) };
    Ok(figures.indicator(indicator, period)?.value)
}

/// `104.2%`.
pub fn percent(value: Decimal) -> String {
    format!("{}%", print(value, 1))
}

/// A target of an indicator for a period, if one stands.
pub(crate) fn standing_target(
    reader: &dyn BookView<Error = kezhang_store::StoreError>,
    indicator: &Indicator,
    period: Period,
) -> Result<Option<Target>> {
    Ok(reader.target(&indicator.id, period, None)?)
}
