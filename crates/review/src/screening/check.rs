//! Rule sets together and against the ledgers: who is in force when, and whether every fact has its field.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::fact::{FactKind, Facts};
use super::mistake::{Mistake, MistakeKind};
use super::rules::RuleSet;
use super::{day_of, mistake};

/// The fields of every ledger with the kind of fact each can hold, by ledger and field id; `None`: a kind no rule can use.
pub type Columns = BTreeMap<String, BTreeMap<String, Option<FactKind>>>;

/// The rule set that applies to an entry of a ledger: the one in force on the day as of which the entry is judged.
/// Gives that day too. `None` where no rule set of the ledger was in force.
pub fn choose<'r>(sets: &'r [RuleSet], ledger: &str, facts: &Facts, today: Date) -> Option<(&'r RuleSet, Date)> {
    let own = sets.iter().filter(|set| set.ledger == ledger);
    own.map(|set| (set, day_of(set, facts, today))).find(|(set, day)| set.holds_on(*day))
}

/// Every mistake that only shows when rule files stand beside each other and beside the ledgers.
pub fn check_rules(sets: &[RuleSet], columns: &Columns) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        for other in &sets[..at] {
            mistakes.extend(twins(set, other));
        }
        match columns.get(&set.ledger) {
            None => {
                let what = format!("业务包里没有台账“{}”", set.ledger);
                mistakes.push(said(set, 1, MistakeKind::UnknownLedger, what));
            }
            Some(fields) => mistakes.extend(wrong_fields(set, fields)),
        }
    }
    mistakes.sort();
    mistakes
}

fn said(set: &RuleSet, line: usize, kind: MistakeKind, what: String) -> Mistake {
    mistake::Mistake { file: set.file.clone(), line, kind, what }
}

fn twins(set: &RuleSet, other: &RuleSet) -> Option<Mistake> {
    if set.id == other.id {
        let what = format!("[rules]的id“{}”在{}已有", set.id, other.file);
        return Some(said(set, 1, MistakeKind::DuplicateId, what));
    }
    let meet = set.holds_on(other.from) || other.holds_on(set.from);
    if set.ledger != other.ledger || !meet {
        return None;
    }
    let what = format!("和{}（{}）同时生效，请给旧的写上“until”", other.file, other.name);
    Some(said(set, 1, MistakeKind::Overlap, what))
}

fn wrong_fields(set: &RuleSet, fields: &BTreeMap<String, Option<FactKind>>) -> Vec<Mistake> {
    let wrong = set.facts.iter().filter_map(|fact| {
        let what = match fields.get(&fact.field) {
            None => format!("台账“{}”没有字段“{}”", set.ledger, fact.field),
            Some(Some(kind)) if *kind == fact.kind => return None,
            Some(kind) => {
                let is = kind.map_or("别的类型", FactKind::name);
                format!("字段“{}”是{is}，这里写的是{}", fact.field, fact.kind.name())
            }
        };
        Some(said(set, fact.line, MistakeKind::UnknownField, what))
    });
    wrong.collect()
}
