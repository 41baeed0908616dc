//! Every indicator of a year as JSON: what `kezhang figures --json` and `/api/figures` give. The form is documented in
//! docs/reference/json.md; fields are only ever added.

use kezhang_ledger::book::MeasureQuery;
use kezhang_ledger::figure::{Reader, measures_behind};
use kezhang_ledger::period::Period;
use serde::Serialize;

use crate::board::{completion, standing_target};
use crate::change::change;
use crate::chip::figure_name;
use crate::desk::{Desk, settings_of};
use crate::error::Result;

/// Every indicator of a year.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Version of this form.
    pub version: u32,
    /// Bureau.
    pub bureau: String,
    /// Year.
    pub year: i16,
    /// Journal position the figures were read at.
    pub as_of: u64,
    /// Hash of the journal's last line.
    pub head: String,
    /// The indicators, in the order of the packs.
    pub figures: Vec<FigureLine>,
}

/// One indicator.
#[derive(Clone, Debug, Serialize)]
pub struct FigureLine {
    /// Indicator id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Work area.
    pub area: String,
    /// Value in `unit` as exact decimal text; null where the book lacks something.
    pub value: Option<String>,
    /// The value as pages print it, rounded once.
    pub shown: String,
    /// Unit.
    pub unit: String,
    /// Target in the same unit.
    pub target: Option<String>,
    /// Completion in per cent.
    pub completion: Option<String>,
    /// Last year's value.
    pub last_year: Option<String>,
    /// Growth on last year in per cent; of what is a percentage itself, the change in 百分点.
    pub growth: Option<String>,
    /// Postings behind the value, reversals included.
    pub postings: u64,
    /// Entries behind it.
    pub entries: u64,
    /// What the book lacks, in words.
    pub missing: Vec<String>,
    /// Whether it stands on the board.
    pub board: bool,
}

impl Desk<'_> {
    /// Every indicator of a year, as the book is now or as it was at a journal position.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn figures(&self, year: i16, as_of: Option<u64>) -> Result<Figures> {
        self.sees_business()?;
        let reader = self.reader()?;
        let reader = reader.as_ref();
        let catalog = reader.catalog()?;
        let period = Period::year(year);
        let mut figures = Reader::new(&catalog, reader, as_of);
        let mut lines = Vec::new();
        for indicator in catalog.indicators_in_order() {
            let now = figures.indicator(indicator, period)?;
            let before = figures.indicator(indicator, period.last_year())?;
            let target = standing_target(reader, indicator, period)?;
            let mut postings = 0;
            let mut entries = 0;
            for reference in measures_behind(&catalog, &indicator.formula) {
                let measure = &catalog.measures[reference.id.as_str()];
                let query = MeasureQuery { measure, filter: &reference.filter, period, as_of };
                postings += reader.measure(&query)?.postings;
                entries += reader.count_entries(&query)?;
            }
            let exact = |value: Option<rust_decimal::Decimal>| value.map(|value| value.normalize().to_string());
            lines.push(FigureLine {
                id: indicator.id.to_string(),
                name: indicator.name.clone(),
                area: catalog.pack(&indicator.pack).map(|pack| pack.name.clone()).unwrap_or_default(),
                value: exact(now.value),
                shown: now.print(),
                unit: indicator.unit.clone(),
                completion: exact(target.as_ref().and_then(|target| completion(now.value?, target))),
                target: exact(target.and_then(|target| target.value)),
                last_year: exact(before.value),
                growth: exact(change(&indicator.unit, indicator.digits, now.value, before.value).map(|change| change.value)),
                postings,
                entries,
                missing: now.missing.iter().map(|missing| missing.sentence(&|id| figure_name(&catalog, id))).collect(),
                board: indicator.board,
            });
        }
        let (last, head) = reader.head()?;
        Ok(Figures {
            version: 1,
            bureau: settings_of(reader)?.name,
            year,
            as_of: as_of.unwrap_or(last),
            head: head.to_string(),
            figures: lines,
        })
    }
}
