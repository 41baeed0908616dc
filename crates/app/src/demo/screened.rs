//! The points that the rules give to made-up facts, so that what the story writes down is what 条件核验 says.

use kezhang_ledger::definition::Catalog;
use kezhang_ledger::field::FieldType;
use kezhang_ledger::value::Values;
use kezhang_review::screening::{Points, choose, screen};

use super::day::END;
use super::script::Fields;
use crate::screening_rules::{facts, rule_sets};

/// Lowest and highest points of an entry with these fields; `None` where its ledger has no points.
pub(super) fn points(catalog: &Catalog, ledger: &str, fields: &Fields) -> Option<Points> {
    let ledger = catalog.ledger(ledger)?;
    let mut values = Values::new();
    for (id, typed) in fields.iter().filter(|(_, typed)| !typed.is_empty()) {
        let Some(field) = ledger.field(id) else { continue };
        let codes = match &field.field_type {
            FieldType::Code(codes) => catalog.codes.get(codes),
            _ => None,
        };
        if let Ok(value) = field.field_type.parse(typed, codes) {
            values.insert(field.id.clone(), value);
        }
    }
    let sets = rule_sets(&catalog.sources);
    let set = sets.iter().find(|set| set.ledger == *ledger.id)?;
    let facts = facts(catalog, ledger, set, &values);
    let (set, day) = choose(std::slice::from_ref(set), &ledger.id, &facts, END)?;
    let screening = screen(set, &facts, day);
    let parts = screening.conditions.iter().flat_map(|condition| &condition.parts);
    let (low, high) = parts.fold((0.into(), 0.into()), |(low, high), part| (low + part.points.low, high + part.points.high));
    Some(Points { low, high })
}
