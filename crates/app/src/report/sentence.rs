//! Sentence → runs: words as they stand, numbers as tokens, phrases that the book completes.

use kezhang_ledger::figure::Figure;
use kezhang_ledger::formula::{FigureRef, Formula, Function};
use kezhang_ledger::money::print;
use kezhang_ledger::sentence::{Name, Phrase, Piece, Slot, Template};
use kezhang_ledger::unit;
use kezhang_office::paper::{self, Run};
use rust_decimal::Decimal;

use super::compose::Desktop;
use super::{Token, TokenSource};
use crate::change;
use crate::chip::{caliber, name};
use crate::error::Result;

/// What a person must still write is marked in the packs like this: `【待补：…】`.
const GAP_OPEN: &str = "【待补";

impl Desktop<'_> {
    /// The runs of a sentence.
    pub(super) fn runs(&mut self, template: &Template) -> Result<Option<Vec<Run>>> {
        let mut runs = Vec::new();
        for piece in &template.pieces {
            match piece {
                Piece::Words(words) => self.push_words(words, &mut runs),
                Piece::Name(name) => runs.push(Run::text(self.name(*name))),
                Piece::Figure(slot) => self.push_figure(slot, &mut runs)?,
                Piece::Phrase(Phrase::YearOnYear, figure) => self.push_growth(figure, &mut runs)?,
                Piece::Phrase(Phrase::Completion, figure) => self.push_completion(figure, &mut runs)?,
            }
        }
        Ok(Some(runs))
    }

    /// The words of a template without numbers: titles and headings.
    pub(super) fn plain(&mut self, template: &Template) -> Result<String> {
        let runs = self.runs(template)?.unwrap_or_default();
        Ok(runs.iter().map(Run::printed).collect())
    }

    fn name(&self, name: Name) -> String {
        match name {
            Name::Bureau => self.settings.name.clone(),
            Name::ShortBureau => self.settings.short_name.clone(),
            Name::Area => self.settings.area.clone(),
            Name::Level => self.settings.level().to_owned(),
            Name::Year => self.year.to_string(),
            Name::NextYear => (self.year + 1).to_string(),
        }
    }

    /// Words, with what a person must still write set apart.
    fn push_words(&mut self, words: &str, runs: &mut Vec<Run>) {
        let mut rest = words;
        while let Some(open) = rest.find(GAP_OPEN) {
            let Some(close) = rest[open..].find('】').map(|at| open + at) else { break };
            if open > 0 {
                runs.push(Run::text(&rest[..open]));
            }
            let what = rest[open + GAP_OPEN.len()..close].trim_start_matches(['：', ':']);
            self.gaps.push(what.to_owned());
            runs.push(Run::gap(what));
            rest = &rest[close + '】'.len_utf8()..];
        }
        if !rest.is_empty() {
            runs.push(Run::text(rest));
        }
    }

    /// Whether the first figure of a sentence can be printed.
    pub(super) fn has_first_figure(&mut self, template: &Template) -> Result<bool> {
        let first = template.pieces.iter().find_map(|piece| match piece {
            Piece::Figure(slot) => Some(slot),
            _ => None,
        });
        let Some(slot) = first else { return Ok(!self.opening) };
        let figure = self.read(slot)?;
        Ok(figure.value.is_some_and(|value| self.opening || !value.is_zero()) || self.reported_for(&slot.formula).is_some())
    }

    fn read(&mut self, slot: &Slot) -> Result<Figure> {
        Ok(self.figures.formula(&slot.formula, slot.unit.as_deref(), slot.digits, self.period)?)
    }

    fn push_figure(&mut self, slot: &Slot, runs: &mut Vec<Run>) -> Result<()> {
        let figure = self.read(slot)?;
        match figure.value {
            Some(value) => runs.push(self.token(&figure, print(value, figure.digits))),
            None => match self.reported_for(&slot.formula) {
                Some(at) => self.push_reported_value(at, &figure.unit, runs),
                None => {
                    let what = name(self.catalog, &slot.formula);
                    self.gaps.push(what.clone());
                    runs.push(Run::gap(what));
                }
            },
        }
        Ok(())
    }

    /// `，比上年增长12.5%`; nothing without a base.
    fn push_growth(&mut self, figure: &FigureRef, runs: &mut Vec<Run>) -> Result<()> {
        let of = Formula::Figure(figure.clone());
        let own = self.figures.formula(&of, None, None, self.period)?;
        let read = change::figure(&mut self.figures, of, &own.unit, own.digits, self.period)?;
        let Some(value) = read.value else { return Ok(()) };
        let printed = print(value.abs(), read.digits);
        let zero = printed.parse::<Decimal>().is_ok_and(|printed| printed.is_zero());
        if zero {
            runs.push(Run::text("，与上年持平"));
            return Ok(());
        }
        let rose = if read.unit == change::POINTS { "，比上年提高" } else { "，比上年增长" };
        runs.push(Run::text(if value.is_sign_positive() { rose } else { "，比上年下降" }));
        let unit = read.unit.clone();
        runs.push(self.token(&read, printed));
        runs.push(Run::text(unit));
        Ok(())
    }

    /// `，完成年度目标的104.2%`; nothing without a target.
    fn push_completion(&mut self, figure: &FigureRef, runs: &mut Vec<Run>) -> Result<()> {
        let actual = Formula::Figure(figure.clone());
        let planned = Formula::Call(Function::Target, vec![actual.clone()]);
        let read =
            self.figures.formula(&Formula::Call(Function::Share, vec![actual, planned]), Some("%"), Some(1), self.period)?;
        if let Some(value) = read.value {
            runs.push(Run::text("，完成年度目标的"));
            runs.push(self.token(&read, print(value, 1)));
            runs.push(Run::text("%"));
        }
        Ok(())
    }

    /// A number of the book as a token.
    pub(super) fn token(&mut self, figure: &Figure, printed: String) -> Run {
        let id = format!("f{}", self.tokens.len() + 1);
        let note = crate::chip::note(self.catalog, figure);
        self.tokens.push(Token {
            id: id.clone(),
            source: TokenSource::Book { formula: figure.formula.clone(), period: figure.period, value: figure.value },
            name: name(self.catalog, &figure.formula),
            // A cell of a table prints the sign with the number; the list of figures adds it.
            text: printed.strip_suffix(&figure.unit).unwrap_or(&printed).to_owned(),
            unit: figure.unit.clone(),
            note: caliber(self.catalog, &figure.formula).unwrap_or_default(),
        });
        Run::Figure(paper::Figure { id, text: printed, note: Some(note), locked: false, changed_to: None })
    }

    /// The reported figure that stands for a formula the book has nothing of: of the same indicator, in a unit that fits.
    fn reported_for(&self, formula: &Formula) -> Option<usize> {
        let Formula::Figure(figure) = formula else { return None };
        // A part of a breakdown is another figure unless the pack names it as an indicator of its own.
        let indicator = if figure.filter.is_empty() {
            figure.id.clone()
        } else {
            let same = |i: &&kezhang_ledger::definition::Indicator| i.formula == *formula;
            self.catalog.indicators.values().find(same)?.id.to_string()
        };
        let unit_wanted = self.catalog.indicators.get(indicator.as_str())?.unit.clone();
        self.reported.iter().position(|row| {
            let reported = &row.reported;
            reported.indicator.as_deref() == Some(indicator.as_str())
                && reported.value.is_some()
                && reported.status != "target"
                && unit::comparable(&reported.unit, &unit_wanted)
        })
    }

    /// A reported value in the unit that the sentence's words name, marked as what it is.
    fn push_reported_value(&mut self, at: usize, unit_wanted: &str, runs: &mut Vec<Run>) {
        let reported = self.reported[at].reported.clone();
        let Some(value) = reported.value else { return };
        let shown = unit::convert(value, &reported.unit, unit_wanted).unwrap_or(value);
        if reported.status == "forecast" || reported.approx.as_deref() == Some("预计") {
            runs.push(Run::text("预计"));
        }
        runs.push(self.reported_token(at, print(shown, 6)));
        if matches!(reported.approx.as_deref(), Some("余" | "多")) {
            runs.push(Run::text(reported.approx.unwrap_or_default()));
        }
    }

    /// A reported figure as a token that leads to its sentence.
    pub(super) fn reported_token(&mut self, at: usize, printed: String) -> Run {
        let row = self.reported[at].clone();
        let id = format!("f{}", self.tokens.len() + 1);
        let note = format!("上报数 · {} · “{}”", row.document, row.reported.sentence);
        self.used.push(row.reported.id.clone());
        self.tokens.push(Token {
            id: id.clone(),
            source: TokenSource::Reported { id: row.reported.id.clone() },
            name: row.reported.subject.clone(),
            text: printed.clone(),
            unit: row.reported.unit.clone(),
            note: row.reported.sentence.clone(),
        });
        Run::Figure(paper::Figure { id, text: printed, note: Some(note), locked: false, changed_to: None })
    }
}
