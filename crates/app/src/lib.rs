//! The use-cases: the only door to the store. Whoever comes in — a page, the API, the command line — gets a
//! [`desk::Desk`] and asks it; permission is checked there and nowhere else.
//!
//! - keeping: [`kezhang`] (open, create), [`account`], [`desk`] (permission), [`packs`], [`demo`]
//! - working: [`home`], [`ledger_page`], [`entry_page`], [`entry_save`], [`screening`], [`importing`], [`exporting`]
//! - figures: [`board`], [`figure_page`], [`chip`], [`opening`] (figures of old reports)
//! - documents: [`report`], [`check`]

pub mod account;
pub mod board;
mod change;
pub mod check;
pub mod chip;
pub mod clock;
pub mod demo;
pub mod demo_book;
pub mod desk;
pub mod entry_conflict;
pub mod entry_form;
pub mod entry_life;
pub mod entry_page;
pub mod entry_save;
pub mod error;
pub mod evidence;
pub mod exporting;
pub mod figure_page;
pub mod figures;
pub mod home;
pub mod importing;
pub mod keeping;
pub mod kezhang;
pub mod ledger_page;
pub mod managing;
pub mod opening;
pub mod packs;
pub mod reading;
pub mod report;
pub mod screening;
mod screening_rules;
pub mod search;
pub mod setup;
pub mod show;

pub use kezhang_ledger::command::Typed;
pub use kezhang_ledger::definition::Role;
pub use kezhang_ledger::journal::TargetOperator;
pub use kezhang_office::html::PAPER_CSS;
pub use kezhang_store::{Damage, Verified};
