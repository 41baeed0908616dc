//! Which indicator of the book a claim speaks of: ranked candidates, each with its reasons.
//!
//! The vocabulary is given by the caller (names, aliases, units, breakdowns, sentences of the packs, corrections people have
//! made); this module knows no indicator. It never decides: a person does.

mod period;
mod template;
mod wording;

use serde::{Deserialize, Serialize};

pub(crate) use period::named_year;
pub use period::{Months, months};

use crate::claim::{Aspect, Claim, Comparing, Status};
use crate::measure;
use crate::reading::Reading;
use template::Slot;
use wording::{Core, Stages, similarity};

/// One indicator or measure as the book names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// What the book calls it: `patent.filed`.
    pub target: String,
    /// 专利申请量.
    pub name: String,
    /// Other ways to say it: 专利申请, 申请专利.
    pub aliases: Vec<String>,
    /// Units it can be said in; any unit that converts to one of them fits.
    pub units: Vec<String>,
    /// What kind of figure it is, where that tells it apart.
    pub aspect: Option<Aspect>,
    /// Words that name a part of it.
    pub breakdowns: Vec<Breakdown>,
    /// Words that show that something else is meant.
    pub excluded: Vec<String>,
}

/// A part of an indicator: 发明 is `patent.filed[kind=发明]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Breakdown {
    /// The words that name it.
    pub words: Vec<String>,
    /// What the book calls the part.
    pub target: String,
}

/// A choice a person made for a wording; it holds for the same wording in the same unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The subject of the claim, as it was.
    pub subject: String,
    /// The unit of the claim.
    pub unit: String,
    /// What the person chose; empty: it belongs to nothing in the book.
    pub target: String,
}

/// Everything the caller knows about how figures are said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Vocabulary {
    /// Indicators and measures.
    pub entries: Vec<Entry>,
    /// Sentences of the packs: 全年专利申请{patent.filed}件,其中发明专利{patent.filed[kind=发明]}件{yoy(patent.filed)}。
    pub sentences: Vec<String>,
    /// Choices people have made.
    pub corrections: Vec<Correction>,
}

/// What about the indicator the claim states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facet {
    /// Its value.
    Value,
    /// Its planned value.
    Target,
    /// Its growth.
    Growth,
    /// Its share in something.
    Share,
    /// How much of its target is reached.
    Completion,
    /// Its place in an order.
    Rank,
}

/// An indicator a claim may speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// What the book calls it, with its part: `patent.filed[kind=发明]`.
    pub target: String,
    /// What about it.
    pub facet: Facet,
    /// The months it covers, where the text tells.
    pub period: Option<Months>,
    /// 0 to 1000; 1000 is certain.
    pub score: u32,
    /// Why, for the user.
    pub why: Vec<String>,
}

/// What a claim says it is about.
struct Said {
    subject: String,
    core: Core,
}

impl Said {
    fn of(claim: &Claim) -> Self {
        let subject = wording::base_subject(claim);
        Self { core: Core::of(&subject), subject }
    }
}

/// Below this a candidate is not worth showing.
const SCORE_MIN: u32 = 350;
/// The claim says the name itself; only a sentence of the packs or a person's choice is surer.
const EXACT_NAME: u32 = 995;
const CANDIDATES_MAX: usize = 5;

/// A vocabulary made ready for many claims.
#[derive(Debug, Clone)]
pub struct Binder<'v> {
    vocabulary: &'v Vocabulary,
    slots: Vec<Slot>,
    /// The names of each entry, its own first.
    names: Vec<Vec<(&'v str, Core)>>,
    stages: Stages,
}

impl<'v> Binder<'v> {
    /// Takes the sentences apart once.
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        let names_of = |entry: &'v Entry| {
            let names = std::iter::once(&entry.name).chain(&entry.aliases);
            names.map(|name| (name.as_str(), Core::of(name))).collect()
        };
        let names = vocabulary.entries.iter().map(names_of).collect();
        Self { vocabulary, slots: template::slots(&vocabulary.sentences), names, stages: Stages::new() }
    }

    /// The indicators a claim may speak of, best first. `year` is the year of the report, for periods like 今年.
    pub fn bind(&self, claim: &Claim, year: Option<i16>) -> Vec<Candidate> {
        let facet = facet(claim);
        let period = months(&claim.period, year);
        if let Some(correction) = self.vocabulary.corrections.iter().find(|c| c.subject == claim.subject && c.unit == claim.unit)
        {
            let why = vec!["此前已有人为同样的表述指定".to_owned()];
            return if correction.target.is_empty() {
                Vec::new()
            } else {
                vec![Candidate { target: correction.target.clone(), facet, period, score: 1000, why }]
            };
        }
        let mut found: Vec<Candidate> = Vec::new();
        if let Some(slot) = self.slots.iter().find(|s| s.fits(claim)) {
            found.push(Candidate {
                target: slot.target.clone(),
                facet: slot.facet.unwrap_or(facet),
                period,
                score: 1000,
                why: vec!["与业务包的句式一致".to_owned()],
            });
        }
        let said = Said::of(claim);
        let whole = Said { subject: claim.subject.clone(), core: Core::of(&claim.subject) };
        for (entry, names) in self.vocabulary.entries.iter().zip(&self.names) {
            // 发明专利申请占比38.6%: where the book has the share itself, that is what is said.
            let is_share = facet == Facet::Share && entry.units.iter().any(|u| u == "%");
            let (said, facet) = if is_share { (&whole, Facet::Value) } else { (&said, facet) };
            if let Some((target, score, why)) = self.score(entry, names, claim, said, facet)
                && score >= SCORE_MIN
                && !found.iter().any(|f| f.target == target)
            {
                found.push(Candidate { target, facet, period, score, why });
            }
        }
        found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.target.cmp(&b.target)));
        found.truncate(CANDIDATES_MAX);
        found
    }

    /// Candidates of every claim of a reading; a comparison is bound by the claim it compares.
    pub fn bind_all(&self, reading: &Reading, year: Option<i16>) -> Vec<Vec<Candidate>> {
        let mut all: Vec<Vec<Candidate>> = Vec::with_capacity(reading.claims.len());
        for claim in &reading.claims {
            let own = self.bind(claim, year);
            let base = claim.comparison.as_ref().and_then(|c| c.base).and_then(|b| all.get(b));
            let inherited = match base {
                Some(base) if own.first().is_none_or(|o| o.score < 1000) && !base.is_empty() => {
                    let facet = facet(claim);
                    base.iter()
                        .map(|c| Candidate {
                            facet,
                            why: [c.why.clone(), vec!["随所比较的数字".to_owned()]].concat(),
                            ..c.clone()
                        })
                        .collect()
                }
                _ => own,
            };
            all.push(inherited);
        }
        all
    }

    fn score(
        &self,
        entry: &Entry,
        names: &[(&'v str, Core)],
        claim: &Claim,
        Said { subject, core }: &Said,
        facet: Facet,
    ) -> Option<(String, u32, Vec<String>)> {
        if entry.excluded.iter().any(|w| subject.contains(w.as_str())) {
            return None;
        }
        let mut why = Vec::new();
        let mut score: i64 = 0;
        if matches!(facet, Facet::Value | Facet::Target) {
            if !entry.units.is_empty() {
                let fits = entry.units.iter().any(|u| {
                    // 每万人口…拥有量12.6件 is said of 件/万人.
                    let counted = u.split('/').next().filter(|_| claim.aspect == Aspect::Ratio).unwrap_or(u);
                    let alike = |u: &str| measure::factor(&claim.unit, u).is_some() || wording::same_counter(&claim.unit, u);
                    alike(u) || alike(counted)
                });
                if !fits {
                    return None;
                }
                score += 100;
                why.push(format!("单位相合（{}）", claim.unit));
            }
            match entry.aspect {
                Some(aspect) if aspect == claim.aspect => score += 50,
                Some(_) => score -= 120,
                None => {}
            }
        }
        let (target, part, rest) = part_of_entry(entry, subject);
        if let Some(word) = &part {
            score += 60;
            why.push(format!("分项“{word}”"));
        }
        let rest = part.is_some().then(|| Core::of(&rest));
        let likeness = |name: &Core| similarity(name, core).max(rest.as_ref().map_or(0, |rest| similarity(name, rest)));
        let (name, likeness) = names.iter().map(|(name, core)| (*name, likeness(core))).max_by_key(|(_, s)| *s)?;
        if likeness < 400 {
            return None;
        }
        if part.is_none() && name == subject {
            // The very name, in a unit that fits: what the words might mean elsewhere does not matter.
            return Some((target, EXACT_NAME, vec![format!("名称就是“{name}”")]));
        }
        why.insert(0, format!("名称相近“{name}”"));
        score += i64::from(likeness) * 8 / 10;
        let (penalty, reason) = self.stages.conflict(name, subject);
        score -= penalty;
        why.extend(reason);
        Some((target, u32::try_from(score.clamp(0, 990)).unwrap_or(0), why))
    }
}

/// The indicators one claim may speak of. For many claims make a [`Binder`] once.
pub fn bind(claim: &Claim, vocabulary: &Vocabulary) -> Vec<Candidate> {
    Binder::new(vocabulary).bind(claim, None)
}

const fn facet(claim: &Claim) -> Facet {
    match (&claim.comparison, claim.status) {
        (Some(c), _) => match c.comparing {
            Comparing::Rise | Comparing::Fall | Comparing::Multiple | Comparing::Doubling => Facet::Growth,
            Comparing::Share => Facet::Share,
            Comparing::Completion => Facet::Completion,
            Comparing::Rank => Facet::Rank,
        },
        (None, Status::Target) => Facet::Target,
        (None, _) => Facet::Value,
    }
}

/// The part a subject names, and the subject without the word that names it.
fn part_of_entry(entry: &Entry, subject: &str) -> (String, Option<String>, String) {
    let words = entry.breakdowns.iter().flat_map(|b| b.words.iter().map(move |w| (b, w)));
    let hit = words.filter(|(_, w)| names_part(subject, w)).max_by_key(|(_, w)| w.len());
    match hit {
        // A word that the name itself holds names no part.
        Some((part, word)) if !entry.name.contains(word.as_str()) => {
            (part.target.clone(), Some(word.clone()), subject.replacen(word.as_str(), "", 1))
        }
        _ => (entry.target.clone(), None, subject.to_owned()),
    }
}

/// 国家、省、市级 together are no part, nor is 市级以上.
fn names_part(subject: &str, word: &str) -> bool {
    subject.find(word).is_some_and(|at| {
        let after = &subject[at + word.len()..];
        !subject[..at].ends_with('、') && !after.starts_with('、') && !after.starts_with("以上") && !after.starts_with("及以上")
    })
}
