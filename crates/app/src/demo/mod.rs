//! A made-up bureau, 临溪区科学技术局, and three years of its work, as the commands its people would have given.
//!
//! Pure: the same seed and the same packs give the same commands, word for word. Nothing here is a real firm, person,
//! document or place; register numbers have true check digits and a region code that nobody has.
//!
//! The story: the book is opened in January 2023 with the stock of the years before; 2023 and 2024 are closed in the
//! January after; 2025 is over but not closed, and the targets of 2026 are set. Work grows from year to year; in August
//! 2025 a flood stops the outdoor work; the money promised for 2025 does not all arrive, some projects are overdue. What
//! other offices have not published yet (R&D of 2025, contracts bought from elsewhere) is missing, and should be.

mod base;
mod bureau;
mod day;
mod enterprise;
mod hightech;
mod hightech_facts;
mod ip;
mod names;
mod numbers;
mod outreach;
mod own;
mod parties;
mod patent;
mod screened;
mod script;
mod service;
mod transfer;
mod upkeep;
mod upper;

use jiff::civil::Date;
use kezhang_ledger::command::{Actor, Command, Moment};
use kezhang_ledger::definition::{Catalog, Mistake, Sources, load};
use kezhang_ledger::dice::Dice;
use kezhang_ledger::entry::Evidence;
use kezhang_ledger::settings::Settings;

use names::Words;
use parties::Party;
use script::Script;

pub use bureau::settings;

/// A made-up book, ready to be submitted command by command.
#[derive(Clone, Debug)]
pub struct Demo {
    /// Who asked for what and when, in the order of time. Every one is accepted.
    pub commands: Vec<(Actor, Command, Moment)>,
    /// The files that the commands attach as evidence.
    pub files: Vec<EvidenceFile>,
}

/// A file of made-up evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceFile {
    /// Hash, name and size, as the entry keeps them.
    pub evidence: Evidence,
    /// The content.
    pub bytes: Vec<u8>,
}

/// What every part of the story draws on.
struct World {
    seed: u64,
    settings: Settings,
    words: Words,
    parties: Vec<Party>,
}

/// The commands of the made-up bureau with these packs.
///
/// # Errors
/// The packs' mistakes.
pub fn make(seed: u64, sources: Sources) -> Result<Demo, Vec<Mistake>> {
    let catalog: Catalog = load(sources.clone())?;
    let (settings, words) = (settings(), Words::new());
    let parties = parties::gather(&mut dice_for(seed, "world"), &words, settings.towns.len());
    let world = World { seed, settings: settings.clone(), words, parties };
    let mut script = Script::new(&catalog, &settings, seed);
    upkeep::tell(&mut script, &world, sources);
    parties::tell(&mut script, &world);
    base::tell(&mut script);
    upper::tell(&mut script, &world);
    own::tell(&mut script, &world);
    enterprise::tell(&mut script, &world);
    hightech::tell(&mut script, &world);
    patent::tell(&mut script, &world);
    ip::tell(&mut script, &world);
    transfer::tell(&mut script, &world);
    outreach::tell(&mut script, &world);
    service::tell(&mut script, &world);
    let (commands, files) = script.finish();
    Ok(Demo { commands, files })
}

/// Dice of their own for every part, so that a change in one part leaves the others as they were.
fn dice_for(seed: u64, part: &str) -> Dice {
    let mixed = part.bytes().fold(seed ^ 0x6b65_7a68_616e_6721, |sum, byte| sum.rotate_left(7) ^ u64::from(byte));
    Dice::new(mixed)
}

impl World {
    fn dice(&self, part: &str) -> Dice {
        dice_for(self.seed, part)
    }

    /// Name of the town a party stands in.
    fn town(&self, party: &Party) -> &str {
        self.town_at(party.town)
    }

    fn town_at(&self, at: usize) -> &str {
        self.settings.towns.get(at).map_or("", |town| town.name.as_str())
    }

    fn any_town(&self, dice: &mut Dice) -> &str {
        self.town_at(dice.below(self.settings.towns.len()))
    }

    /// A party that stands on that day and fits; the first of all where nobody does.
    fn party(&self, dice: &mut Dice, day: Date, fits: impl Fn(&Party) -> bool) -> &Party {
        let there: Vec<&Party> = self.parties.iter().filter(|party| party.stands_on(day) && fits(party)).collect();
        if there.is_empty() { &self.parties[0] } else { dice.pick::<&Party>(&there) }
    }
}

#[cfg(test)]
mod tests;
