//! Publishing: the document as it was printed and its figures as they were read, for ever.

use kezhang_ledger::command::Command;
use kezhang_ledger::figure::Reader;
use kezhang_ledger::formula;
use kezhang_ledger::journal::{FrozenFigure, PublishedEvent};
use kezhang_ledger::money::print;
use kezhang_office::paper::{Block, Paper, Run};
use kezhang_store::BookReader;
use serde::Serialize;

use super::{Draft, TokenSource};
use crate::desk::Desk;
use crate::error::{AppError, Result};

/// A published document in the list.
#[derive(Clone, Debug, Serialize)]
pub struct PublishedView {
    /// Id: its journal position.
    pub id: u64,
    /// Title.
    pub title: String,
    /// Year.
    pub year: i16,
    /// How many figures it froze.
    pub figures: usize,
    /// Journal position they were read at.
    pub read_at: u64,
}

/// A published document as a page shows it.
#[derive(Clone, Debug)]
pub struct PublishedPage {
    /// In the list.
    pub view: PublishedView,
    /// The document, each figure locked, with its present value where that has changed.
    pub paper: Paper,
    /// The document as it was published, to print it again.
    pub frozen: Paper,
    /// Its figures: token, formula, period.
    pub figures: Vec<(String, String, String)>,
    /// Figures that have changed since: name, then, now.
    pub changed: Vec<(String, String, String)>,
}

impl Desk<'_> {
    /// Published documents, newest first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn published(&self) -> Result<Vec<PublishedView>> {
        self.sees_business()?;
        Ok(self.reader()?.published()?.iter().map(|(seq, event)| view(*seq, event)).collect())
    }

    /// Publishes a document as the book writes it now.
    ///
    /// # Errors
    /// Only directors publish; or the book cannot be written.
    pub fn publish(&self, outline: &str, year: i16) -> Result<u64> {
        self.must_direct("发布文稿")?;
        let draft = self.draft(outline, year)?;
        let event = frozen(&draft)?;
        Ok(self.app.submit(&self.actor()?, &Command::Publish(event))?.last)
    }

    /// A published document.
    ///
    /// # Errors
    /// No such document, or the book cannot be read.
    pub fn published_page(&self, id: u64) -> Result<PublishedPage> {
        self.sees_business()?;
        let reader = self.reader()?;
        let found = reader.published()?.into_iter().find(|(seq, _)| *seq == id);
        let (seq, event) = found.ok_or_else(|| AppError::not_found("没有这份已发布的文稿"))?;
        let mut paper: Paper =
            serde_json::from_str(&event.paper).map_err(|error| AppError::Office(format!("文稿读不懂：{error}")))?;
        let frozen = paper.clone();
        let changed = changes(reader.as_ref(), &event)?;
        lock(&mut paper, &changed);
        let figures = event.figures.iter().map(|f| (f.token.clone(), f.formula.clone(), f.period.to_string())).collect();
        let changed = changed.into_iter().map(|(_, name, then, now)| (name, then, now)).collect();
        Ok(PublishedPage { view: view(seq, &event), paper, frozen, figures, changed })
    }
}

fn view(seq: u64, event: &PublishedEvent) -> PublishedView {
    PublishedView { id: seq, title: event.title.clone(), year: event.year, figures: event.figures.len(), read_at: event.read_at }
}

fn frozen(draft: &Draft) -> Result<PublishedEvent> {
    let paper = serde_json::to_string(&draft.paper).map_err(|error| AppError::Office(error.to_string()))?;
    let figures = draft.tokens.iter().filter_map(|token| match &token.source {
        TokenSource::Book { formula, period, value } => Some(FrozenFigure {
            token: token.id.clone(),
            formula: formula.to_string(),
            period: *period,
            value: *value,
            unit: token.unit.clone(),
            caliber: token.note.clone(),
        }),
        TokenSource::Reported { .. } => None,
    });
    Ok(PublishedEvent {
        document: format!("{}-{}", draft.outline, draft.year),
        title: draft.paper.title.replace('\n', ""),
        kind: draft.outline.clone(),
        year: draft.year,
        read_at: draft.read_at,
        paper,
        figures: figures.collect(),
    })
}

/// Figures whose value is another one now: token, name, then, now.
fn changes(reader: &dyn BookReader, event: &PublishedEvent) -> Result<Vec<(String, String, String, String)>> {
    let catalog = reader.catalog()?;
    let mut figures = Reader::new(&catalog, reader, None);
    let mut found = Vec::new();
    for frozen in &event.figures {
        let Ok(formula) = formula::parse(&frozen.formula) else { continue };
        let now = figures.formula(&formula, Some(&frozen.unit), None, frozen.period)?;
        let printed = |value: Option<rust_decimal::Decimal>| value.map_or_else(|| "—".to_owned(), |value| print(value, 2));
        if printed(now.value) != printed(frozen.value) {
            found.push((frozen.token.clone(), crate::chip::name(&catalog, &formula), printed(frozen.value), printed(now.value)));
        }
    }
    Ok(found)
}

/// Marks every figure as frozen, and says what it would be now.
fn lock(paper: &mut Paper, changed: &[(String, String, String, String)]) {
    let appendices = paper.appendices.iter_mut().flat_map(|appendix| appendix.blocks.iter_mut());
    for block in paper.blocks.iter_mut().chain(appendices) {
        let runs: Vec<&mut Run> = match block {
            Block::Heading { runs, run_in, .. } => runs.iter_mut().chain(run_in).collect(),
            Block::Paragraph { runs } => runs.iter_mut().collect(),
            Block::Table(table) => table.rows.iter_mut().flat_map(|row| row.cells.iter_mut().flatten()).collect(),
            Block::PageBreak => Vec::new(),
        };
        for run in runs {
            if let Run::Figure(figure) = run {
                figure.locked = true;
                figure.changed_to = changed.iter().find(|(token, ..)| *token == figure.id).map(|(.., now)| now.clone());
            }
        }
    }
}
