//! Outline → document.

use jiff::civil::Date;
use kezhang_ledger::book::BookView;
use kezhang_ledger::definition::{Catalog, Outline, PartContent, SentenceKind};
use kezhang_ledger::figure::Reader;
use kezhang_ledger::period::{Period, print_day};
use kezhang_ledger::sentence::Template;
use kezhang_ledger::settings::Settings;
use kezhang_office::paper::{Appendix, Block, Level, Paper, Run, Signature};
use kezhang_store::{BookReader, ReportedRow};

use super::reported::{appendix, other_reported};
use super::tables::{planned_targets, targets_table};
use super::{Draft, Token};
use crate::desk::settings_of;
use crate::error::{AppError, Result};

/// Everything a document is written from.
pub(super) struct Desktop<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) settings: &'a Settings,
    pub(super) reader: &'a dyn BookReader,
    pub(super) figures: Reader<'a, dyn BookReader + 'a>,
    pub(super) year: i16,
    /// The period figures are read for: the year, or for plan sentences the next one.
    pub(super) period: Period,
    /// Reported figures of the year.
    pub(super) reported: Vec<ReportedRow>,
    /// Reported figures that a sentence has used.
    pub(super) used: Vec<String>,
    /// Nothing is booked in the year: only reported figures can speak of it, so sentences without one are left out.
    pub(super) opening: bool,
    pub(super) tokens: Vec<Token>,
    pub(super) gaps: Vec<String>,
}

pub(super) fn compose(reader: &dyn BookReader, outline: &str, year: i16, today: Date) -> Result<Draft> {
    let (catalog, settings) = (reader.catalog()?, settings_of(reader)?);
    let outline = catalog.outlines.iter().find(|known| known.id == outline);
    let outline = outline.ok_or_else(|| AppError::not_found("没有这种文稿的提纲，可用summary（总结）、plan（计划）"))?.clone();
    let reported = reader.reported(year)?;
    let opening = !reported.is_empty() && !reader.years()?.contains(&year);
    let mut desk = Desktop {
        catalog: &catalog,
        settings: &settings,
        reader,
        figures: Reader::new(&catalog, reader, None),
        year,
        period: Period::year(year),
        reported,
        used: Vec::new(),
        opening,
        tokens: Vec::new(),
        gaps: Vec::new(),
    };
    let title = desk.plain(&outline.title)?;
    let blocks = desk.body(&outline)?;
    let appendices: Vec<Appendix> = appendix(&mut desk).into_iter().collect();
    let paper = Paper {
        title,
        addressee: Some(settings.addressee.clone()).filter(|addressee| !addressee.is_empty() && outline.id == "summary"),
        blocks,
        appendices,
        signature: Some(Signature { organ: settings.name.clone(), date: print_day(signed_on(year, today)), sealed: false }),
        ..Paper::default()
    };
    let read_at = reader.head()?.0;
    Ok(Draft { outline: outline.id, name: outline.name, year, paper, tokens: desk.tokens, gaps: desk.gaps, read_at })
}

/// A summary is signed on the day it is written; one of a year long past on that year's last day.
fn signed_on(year: i16, today: Date) -> Date {
    let after = today.year() - year;
    if (0..=1).contains(&after) { today } else { Period::year(year).last() }
}

impl Desktop<'_> {
    fn body(&mut self, outline: &Outline) -> Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for part in &outline.parts {
            let content = match &part.content {
                PartContent::Words(texts) => self.words(texts)?,
                PartContent::Targets => targets_table(self)?,
                PartContent::Areas => {
                    let mut blocks = self.areas(SentenceKind::Summary)?;
                    blocks.extend(other_reported(self));
                    blocks
                }
                PartContent::Plans => self.areas(SentenceKind::Plan)?,
                PartContent::PlannedTargets => planned_targets(self)?,
            };
            if content.is_empty() {
                continue;
            }
            if let Some(heading) = &part.heading {
                blocks.push(Block::heading(Level::One, self.plain(heading)?));
            }
            blocks.extend(content);
        }
        Ok(blocks)
    }

    fn words(&mut self, texts: &[Template]) -> Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for text in texts {
            let runs = self.runs(text)?.unwrap_or_default();
            blocks.push(Block::Paragraph { runs });
        }
        Ok(blocks)
    }

    /// One heading a work area, with its sentences as one paragraph.
    fn areas(&mut self, kind: SentenceKind) -> Result<Vec<Block>> {
        let mut blocks = Vec::new();
        let catalog = self.catalog;
        self.period = match kind {
            SentenceKind::Summary => Period::year(self.year),
            // A plan speaks of the year after: its targets are those of that year.
            SentenceKind::Plan => Period::year(self.year + 1),
        };
        for pack in &catalog.packs {
            let mut runs: Vec<Run> = Vec::new();
            for sentence in catalog.sentences.iter().filter(|s| s.pack == pack.id && s.kind == kind) {
                if (sentence.optional || self.opening) && !self.has_first_figure(&sentence.template)? {
                    continue;
                }
                runs.extend(self.runs(&sentence.template)?.unwrap_or_default());
            }
            if !runs.is_empty() {
                blocks.push(Block::heading(Level::Two, pack.heading.clone()));
                blocks.push(Block::Paragraph { runs: joined(runs) });
            }
        }
        self.period = Period::year(self.year);
        Ok(blocks)
    }
}

/// Neighbouring runs of plain text become one.
fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for run in runs {
        match (found.last_mut(), run) {
            (Some(Run::Text { text }), Run::Text { text: more }) => text.push_str(&more),
            (_, run) => found.push(run),
        }
    }
    found
}

/// Whether the book or a report has the year at all.
pub(super) fn target_of(
    reader: &dyn BookReader,
    indicator: &kezhang_ledger::definition::Indicator,
    period: Period,
) -> Result<Option<kezhang_ledger::journal::Target>> {
    Ok(BookView::target(reader, &indicator.id, period, None)?)
}
