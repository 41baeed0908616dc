//! 条件核验 on an entry: the conditions that apply to it, judged from its fields. Whoever may see the entry may see this.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kezhang_ledger::definition::Ledger;
use kezhang_review::screening::{Judged, Missing, RuleSet, Screening, Verdict, choose, screen};
use serde::Serialize;

use crate::clock;
use crate::desk::{Desk, ledger_of};
use crate::error::Result;
use crate::screening_rules::{facts, rule_sets};

/// The card of a screening.
#[derive(Clone, Debug, Serialize)]
pub struct ScreeningCard {
    /// What is screened for.
    pub name: String,
    /// Document numbers.
    pub source: String,
    /// As of which day, and why that day.
    pub as_of: String,
    /// All together, in words.
    pub word: &'static str,
    /// All together, for its colour: `met`, `failed`, `unknown`.
    pub class: &'static str,
    /// How many conditions came out how.
    pub summary: String,
    /// Whether any of its own facts is known; where none is, the card only says so.
    pub begun: bool,
    /// The conditions.
    pub lines: Vec<ConditionLine>,
    /// Every missing input once: id of the field, its name.
    pub missing: Vec<MissingLine>,
}

/// A condition on the card.
#[derive(Clone, Debug, Serialize)]
pub struct ConditionLine {
    /// ✓, ✗ or ？, beside the word.
    pub mark: &'static str,
    /// 符合, 不符合, 缺数据, 需人工判断.
    pub word: &'static str,
    /// For its colour.
    pub class: &'static str,
    /// What it demands.
    pub name: String,
    /// Document and clause.
    pub source: String,
    /// The arithmetic in one line.
    pub arithmetic: String,
    /// What would make it hold.
    pub gap: String,
    /// What is missing.
    pub missing: Vec<MissingLine>,
    /// Points: name, range, at most, items.
    pub parts: Vec<PartLine>,
}

/// A missing input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MissingLine {
    /// Id of the field.
    pub field: String,
    /// What to do.
    pub todo: String,
}

/// Points of a part or an item.
#[derive(Clone, Debug, Serialize)]
pub struct PartLine {
    /// Name.
    pub name: String,
    /// `14～20分`.
    pub points: String,
    /// Points at most.
    pub max: String,
    /// How they came about, or what is missing.
    pub arithmetic: String,
    /// The items of a part.
    pub items: Vec<PartLine>,
}

impl Desk<'_> {
    /// The screening of an entry; `None` where its ledger has no rules.
    ///
    /// # Errors
    /// No such entry, or none that this person may see.
    pub fn screening(&self, entry: &str) -> Result<Option<ScreeningCard>> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), entry)?;
        let catalog = reader.catalog()?;
        let ledger = ledger_of(&catalog, &entry.ledger)?;
        let sets: Vec<RuleSet> = rule_sets(&catalog.sources).into_iter().filter(|set| set.ledger == *ledger.id).collect();
        let today = clock::now().today;
        // Each rule set may know the entry by other facts, so each is asked with its own.
        let applies = sets.iter().find_map(|set| {
            let facts = facts(&catalog, ledger, set, &entry.values);
            let (set, day) = choose(std::slice::from_ref(set), &ledger.id, &facts, today)?;
            Some((set, day, facts))
        });
        Ok(applies.map(|(set, day, facts)| {
            let screening = screen(set, &facts, day);
            let own = facts.known().filter(|id| !common(ledger, set, id)).count();
            card(&screening, &as_of(set, &facts, day), own > 0)
        }))
    }
}

/// Facts that every entry has whatever is known of the firm: they do not begin a screening.
fn common(ledger: &Ledger, set: &RuleSet, id: &str) -> bool {
    let field = set.fact(id).and_then(|fact| ledger.field(&fact.field));
    set.on.as_deref() == Some(id) || field.is_none_or(|field| field.required || field.listed || ledger.key.contains(&field.id))
}

fn as_of(set: &RuleSet, facts: &kezhang_review::screening::Facts, day: Date) -> String {
    let day = format!("{}年{}月{}日", day.year(), day.month(), day.day());
    match set.on.as_deref().filter(|on| facts.get(on).is_some()).and_then(|on| set.fact(on)) {
        Some(fact) => format!("按{}{day}计", fact.name),
        None => format!("按今天{day}计"),
    }
}

fn card(screening: &Screening, as_of: &str, begun: bool) -> ScreeningCard {
    let (class, _, word) = said(screening.verdict());
    let lines: Vec<ConditionLine> = screening.conditions.iter().map(line).collect();
    let counted = [Verdict::Met, Verdict::NotMet, Verdict::Unknown].map(|verdict| (said(verdict).2, screening.count(verdict)));
    let counts: Vec<String> =
        counted.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word}{count}项")).collect();
    let mut seen = BTreeSet::new();
    let missing = lines.iter().flat_map(|line| line.missing.clone()).filter(|one| seen.insert(one.field.clone()));
    ScreeningCard {
        name: screening.name.clone(),
        source: screening.source.clone(),
        as_of: as_of.to_owned(),
        word,
        class,
        summary: format!("{}项条件：{}", screening.conditions.len(), counts.join("，")),
        begun,
        missing: missing.collect(),
        lines,
    }
}

/// Class, mark and word of a judgement.
fn said(verdict: Verdict) -> (&'static str, &'static str, &'static str) {
    match verdict {
        Verdict::Met => ("met", "✓", "符合"),
        Verdict::NotMet => ("failed", "✗", "不符合"),
        Verdict::Unknown => ("unknown", "？", "还不能判断"),
    }
}

fn line(judged: &Judged) -> ConditionLine {
    let (class, mark, _) = said(judged.verdict);
    let part = |name: &str, points: String, max: String, arithmetic: String, items| PartLine {
        name: name.to_owned(),
        points,
        max,
        arithmetic,
        items,
    };
    let parts = judged.parts.iter().map(|one| {
        let items = one.items.iter().map(|item| {
            let lacking: Vec<&str> = item.missing.iter().map(|missing| missing.name.as_str()).collect();
            let lacking = if lacking.is_empty() { String::new() } else { format!("缺{}", lacking.join("、")) };
            let said: Vec<&str> = [item.arithmetic.as_str(), &lacking].into_iter().filter(|text| !text.is_empty()).collect();
            part(&item.name, item.points.to_string(), item.max.normalize().to_string(), said.join("；"), Vec::new())
        });
        part(&one.name, one.points.to_string(), one.max.normalize().to_string(), String::new(), items.collect())
    });
    ConditionLine {
        mark,
        word: judged.word(),
        class,
        name: judged.name.clone(),
        source: judged.source.clone(),
        arithmetic: judged.arithmetic.clone(),
        gap: judged.gap.clone().unwrap_or_default(),
        missing: judged.missing.iter().map(missing_line).collect(),
        parts: parts.collect(),
    }
}

fn missing_line(missing: &Missing) -> MissingLine {
    MissingLine { field: missing.field.clone(), todo: missing.todo.clone() }
}
