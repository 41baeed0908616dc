//! Guards of everything but entries: opening, settings, definitions, targets, reported figures, closing.

use super::{Change, Desk, Terms, Undecided, contributions_of, plain};
use crate::book::BookView;
use crate::definition::{Catalog, Sources, load};
use crate::entry::Entry;
use crate::field::FieldType;
use crate::journal::{EntryAction, EntryEvent, Event, LearntEvent, Reported, ReportedEvent, Target};
use crate::period::Period;
use crate::posting::{Closing, Contribution, Posting, settle};
use crate::refusal::Refusal;
use crate::settings::Settings;

pub(super) fn open<E>(already: bool, settings: &Settings, sources: &Sources) -> Result<Vec<Change>, Undecided<E>> {
    if already {
        return Err(Refusal::Malformed { why: "这里已有账簿，不能再建".to_owned() }.into());
    }
    let mut refusals = check_settings(settings);
    refusals.extend(check_sources(sources));
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    Ok(vec![
        plain(Event::BookOpened { settings: settings.clone() }),
        plain(Event::DefinitionsAdopted { sources: sources.clone() }),
    ])
}

/// A decision about a text. What is passed over without a reason helps nobody who reads the text next.
pub(super) fn learn(learnt: &LearntEvent) -> Result<Vec<Change>, Refusal> {
    if learnt.wording.trim().is_empty() {
        return Err(Refusal::Malformed { why: "没有写明是哪一处表述".to_owned() });
    }
    if learnt.decision == "ignore" && learnt.reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded { what: "忽略疑点".to_owned() });
    }
    Ok(vec![plain(Event::Learnt(learnt.clone()))])
}

fn check_settings(settings: &Settings) -> Vec<Refusal> {
    let malformed = |why: String| Refusal::Malformed { why };
    let mut refusals = Vec::new();
    for (name, text) in [("单位名称", &settings.name), ("单位代号", &settings.bureau.to_string())] {
        if text.trim().is_empty() {
            refusals.push(malformed(format!("{name}不能空")));
        }
    }
    let region = crate::field::STANDARDS.iter().find(|standard| standard.id == "region");
    if let Some(Err(why)) = region.map(|region| (region.parse)(&settings.region)) {
        refusals.push(malformed(why));
    }
    for (at, town) in settings.towns.iter().enumerate() {
        if settings.towns[..at].iter().any(|other| other.code == town.code || other.name == town.name) {
            refusals.push(malformed(format!("镇街“{}”重复", town.name)));
        }
    }
    for (at, section) in settings.sections.iter().enumerate() {
        if settings.sections[..at].iter().any(|other| other.id == section.id) {
            refusals.push(malformed(format!("科室“{}”重复", section.name)));
        }
    }
    refusals
}

fn check_sources(sources: &Sources) -> Vec<Refusal> {
    let mistakes = load(sources.clone()).err().unwrap_or_default();
    mistakes.into_iter().map(|mistake| Refusal::Malformed { why: mistake.to_string() }).collect()
}

impl<V: BookView + ?Sized> Desk<'_, V> {
    pub(super) fn change_settings(&self, settings: &Settings) -> Result<Vec<Change>, Undecided<V::Error>> {
        let mut refusals = check_settings(settings);
        if settings.bureau != self.terms.settings.bureau {
            refusals.push(Refusal::Malformed { why: "单位代号是账簿的根，不能改".to_owned() });
        }
        if refusals.is_empty() && settings == self.terms.settings {
            refusals.push(Refusal::NothingChanged);
        }
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        Ok(vec![plain(Event::SettingsChanged { settings: settings.clone() })])
    }

    /// Books every entry anew where the new definitions contribute otherwise than the old ones did.
    ///
    /// A measure that is new gets its history on the days of the facts, even in closed periods: nothing was published of
    /// it. A measure that changes is corrected in the open period like any other fact.
    pub(super) fn adopt(&self, sources: &Sources) -> Result<Vec<Change>, Undecided<V::Error>> {
        if *sources == self.terms.catalog.sources {
            return Err(Refusal::NothingChanged.into());
        }
        let catalog = match load(sources.clone()) {
            Ok(catalog) => catalog,
            Err(_) => return Err(check_sources(sources).into()),
        };
        let terms = Terms::new(&catalog, self.terms.settings);
        let mut changes = vec![plain(Event::DefinitionsAdopted { sources: sources.clone() })];
        let old_ledgers = self.terms.catalog.ledgers.keys();
        for ledger in old_ledgers {
            for id in self.view.entries_of(ledger).map_err(Undecided::Unreadable)? {
                let Some(entry) = self.view.entry(&id).map_err(Undecided::Unreadable)? else { continue };
                changes.extend(self.repost(&terms, &entry)?);
            }
        }
        Ok(changes)
    }

    fn repost(&self, terms: &Terms, before: &Entry) -> Result<Option<Change>, Undecided<V::Error>> {
        let booked = self.view.postings_of(&before.id).map_err(Undecided::Unreadable)?;
        let restored = restore(terms, before);
        let wanted = contributions_of(terms, &restored);
        let closing = self.closing.of_ledger(terms.catalog.ledger(&restored.ledger));
        let postings = repost(self.terms.catalog, &booked, wanted, &restored, &closing);
        if postings.is_empty() {
            return Ok(None);
        }
        let event = EntryEvent::of(EntryAction::Reposted, &restored, self.closing.today);
        Ok(Some(Change { event: Event::Entry(event), postings, row: None }))
    }

    pub(super) fn set_target(&self, target: &Target) -> Result<Vec<Change>, Undecided<V::Error>> {
        if !self.terms.catalog.indicators.contains_key(&target.indicator) {
            return Err(Refusal::NoSuchIndicator { indicator: target.indicator.to_string() }.into());
        }
        if target.value.is_some_and(|value| value.is_sign_negative()) {
            return Err(Refusal::Malformed { why: "目标值不能是负数".to_owned() }.into());
        }
        let standing = self.view.target(&target.indicator, target.period, None).map_err(Undecided::Unreadable)?;
        let same = match &standing {
            Some(standing) => standing == target,
            None => target.value.is_none(),
        };
        if same {
            return Err(Refusal::NothingChanged.into());
        }
        Ok(vec![plain(Event::TargetSet(target.clone()))])
    }

    pub(super) fn report(
        &self,
        document: &str,
        hash: &str,
        year: i16,
        accept: &[Reported],
        withdraw: &[String],
    ) -> Result<Vec<Change>, Undecided<V::Error>> {
        let mut fresh = Vec::new();
        for reported in accept {
            if let Some(indicator) = &reported.indicator
                && !self.terms.catalog.indicators.contains_key(indicator)
            {
                return Err(Refusal::NoSuchIndicator { indicator: indicator.to_string() }.into());
            }
            // Accepting the same report twice changes nothing.
            if !self.view.has_reported(&reported.id).map_err(Undecided::Unreadable)? {
                fresh.push(reported.clone());
            }
        }
        let mut gone = Vec::new();
        for id in withdraw {
            if self.view.has_reported(id).map_err(Undecided::Unreadable)? {
                gone.push(id.clone());
            }
        }
        if fresh.is_empty() && gone.is_empty() {
            return Err(Refusal::NothingChanged.into());
        }
        Ok(vec![plain(Event::Reported(ReportedEvent {
            document: document.to_owned(),
            hash: hash.to_owned(),
            year,
            accepted: fresh,
            withdrawn: gone,
        }))])
    }

    pub(super) fn close(&self, period: Period) -> Result<Vec<Change>, Undecided<V::Error>> {
        if let Some(through) = self.closing.through.filter(|through| *through >= period.last()) {
            return Err(Refusal::AlreadyClosed { through }.into());
        }
        if period.last() >= self.closing.today {
            return Err(Refusal::PeriodNotOver { last: period.last() }.into());
        }
        Ok(vec![plain(Event::Closed { through: period.last(), period })])
    }
}

/// What brings `booked` to `wanted` after definitions changed from `old`.
pub(super) fn repost(
    old: &Catalog,
    booked: &[Posting],
    wanted: Vec<Contribution>,
    entry: &Entry,
    closing: &Closing,
) -> Vec<Posting> {
    let (new, changed): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|c| !old.measures.contains_key(&c.measure));
    let mut postings = settle(booked, &changed, entry, closing);
    postings.extend(settle(&[], &new, entry, &Closing { through: None, ..*closing }));
    postings
}

/// The same entry with its values read by the new definitions' field types.
fn restore(terms: &Terms, entry: &Entry) -> Entry {
    let Some(ledger) = terms.catalog.ledger(&entry.ledger) else { return entry.clone() };
    let mut restored = entry.clone();
    for (field, value) in &mut restored.values {
        let field_type = ledger.field(field).map(|field| &field.field_type);
        *value = field_type.unwrap_or(&FieldType::LongText).restore(&value.canonical());
    }
    restored
}
