//! Replaying: which postings a journal line must have made, worked out anew. This is what `verify` holds the book against.

use super::Terms;
use super::entry::contributions_of;
use super::upkeep::repost;
use crate::definition::Catalog;
use crate::journal::{EntryAction, EntryEvent};
use crate::posting::{Closing, Posting, settle};

/// The postings of an entry event, given everything the entry had booked before it.
///
/// `terms` are the definitions in force at the event, `before_adoption` those before the last change of definitions (only
/// asked for where the event books an entry anew).
pub fn postings_of_event(
    terms: &Terms,
    before_adoption: &Catalog,
    event: &EntryEvent,
    booked: &[Posting],
    closed_through: Option<jiff::civil::Date>,
) -> Vec<Posting> {
    let entry = event.entry(terms.catalog.ledger(&event.ledger));
    let wanted = contributions_of(terms, &entry);
    let closing = Closing { through: closed_through, today: event.today }.of_ledger(terms.catalog.ledger(&event.ledger));
    match event.action {
        EntryAction::Reposted => repost(before_adoption, booked, wanted, &entry, &closing),
        _ => settle(booked, &wanted, &entry, &closing),
    }
}
