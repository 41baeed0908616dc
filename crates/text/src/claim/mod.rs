//! Claims: what the numbers of a report say.
//!
//! A claim is not the number but the statement: what is counted, how many, in which unit, how exactly, over which period,
//! as a fact, a target or a forecast, and as part of what.

mod aside;
mod assemble;
mod attribute;
mod carry;
mod clause;
mod compare;
mod comparison;
mod concrete;
mod counted_noun;
mod counts;
mod distribute;
mod event;
mod growth;
mod head;
mod meaning;
mod parts;
mod period;
mod purpose;
mod remember;
mod sentence;
mod stock;
mod subject;
mod suspect;
mod tail;
mod trim;
mod wording;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use compare::{Against, Comparing};
pub(crate) use counts::may_count;
pub use meaning::{Aspect, Status};
pub use period::Level;
pub(crate) use period::level;
pub(crate) use sentence::{Left, SECTORS, SentenceContext, read_sentence};
pub(crate) use stock::{names_body, stands};
pub use suspect::Suspect;
pub(crate) use suspect::Years;
pub(crate) use suspect::suspect;

use crate::span::Span;

/// A comparison a claim makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Rise, fall, share …
    pub comparing: Comparing,
    /// Against what.
    pub against: Against,
    /// The claim that is compared, by its number in the reading, when it stands in the text.
    pub base: Option<usize>,
}

/// One statement of quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The number in the written unit; nothing when it is lost.
    pub value: Option<Decimal>,
    /// Lower end of what the number can mean, in the written unit; nothing when there is none.
    pub low: Option<Decimal>,
    /// Upper end.
    pub high: Option<Decimal>,
    /// As written, magnitude and all: 万人次, 亿元, %.
    pub unit: String,
    /// The word that makes the number inexact: 余, 近, 以上.
    pub approx: Option<String>,
    /// What is counted or measured.
    pub subject: String,
    /// Flow, stock …
    pub aspect: Aspect,
    /// Fact, target, forecast.
    pub status: Status,
    /// The period as the text says it; empty when it does not.
    pub period: String,
    /// 国家级, 省级 …, where said.
    pub level: Option<Level>,
    /// The claim this one is a part of, by its number in the reading.
    pub part_of: Option<usize>,
    /// What it compares.
    pub comparison: Option<Comparison>,
    /// Why the number is evidently damaged.
    pub suspect: Option<Suspect>,
    /// The clause it stands in.
    pub quote: String,
    /// Place of number and unit, in bytes.
    pub span: Span,
    /// Place of the quote, in bytes.
    pub quote_span: Span,
    /// Place of number and unit, in characters.
    pub chars: Span,
    /// The section it stands in.
    pub section: Option<usize>,
    /// The sentence it stands in, counted through the text.
    pub sentence: usize,
    /// The main verb: 申报, 培训; empty when there is none.
    pub verb: String,
    /// What the verb acts on, or the noun the number belongs to.
    pub object: String,
    /// 共, 累计 or 合计 was said.
    pub total: bool,
    /// 其中 or 包括 was said.
    pub among: bool,
    /// How many names stand in the list right before, when the number counts them.
    pub listed: Option<usize>,
    /// Its place in a table, when it stands in one.
    pub cell: Option<Cell>,
}

/// A place in a table pasted as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// Which table of the text.
    pub table: usize,
    /// Row below the heading row.
    pub row: usize,
    /// Column, the row's name being column 0.
    pub column: usize,
    /// The row is a sum: 合计, 总计.
    pub sum_row: bool,
}
