//! The rule files of the packs: read, held against the ledgers, and the facts of an entry as they ask for them.

use std::collections::BTreeMap;

use kezhang_ledger::definition::{Catalog, Ledger, Sources, is_rules};
use kezhang_ledger::field::{Codes, FieldType};
use kezhang_ledger::value::{Value, Values};
use kezhang_review::screening::{Columns, Fact, FactKind, Facts, RuleSet, check_rules, read_rules};

/// The rule sets of packs. A book holds none with mistakes: packs are checked before they are adopted.
pub(crate) fn rule_sets(sources: &Sources) -> Vec<RuleSet> {
    files(sources).filter_map(|(path, text)| read_rules(path, text).ok()).collect()
}

fn files(sources: &Sources) -> impl Iterator<Item = (&String, &String)> {
    sources.iter().filter(|(path, _)| is_rules(path))
}

/// Every mistake in the rule files, as lines. Without a catalog the ledgers are not looked at.
pub(crate) fn mistakes(sources: &Sources, catalog: Option<&Catalog>) -> Vec<String> {
    let mut found = Vec::new();
    let mut sets = Vec::new();
    for (path, text) in files(sources) {
        match read_rules(path, text) {
            Ok(set) => sets.push(set),
            Err(mistakes) => found.extend(mistakes),
        }
    }
    if let Some(catalog) = catalog {
        found.extend(check_rules(&sets, &columns(catalog)));
    }
    found.sort();
    found.iter().map(ToString::to_string).collect()
}

/// The fields of every ledger with the kind of fact each can hold.
fn columns(catalog: &Catalog) -> Columns {
    let fields = |ledger: &Ledger| -> BTreeMap<String, Option<FactKind>> {
        ledger.fields.iter().map(|field| (field.id.to_string(), kind_of(&field.field_type))).collect()
    };
    catalog.ledgers.values().map(|ledger| (ledger.id.to_string(), fields(ledger))).collect()
}

fn kind_of(field_type: &FieldType) -> Option<FactKind> {
    match field_type {
        FieldType::Money { .. } => Some(FactKind::Money),
        FieldType::Number { .. } => Some(FactKind::Count),
        FieldType::Year => Some(FactKind::Year),
        FieldType::Date => Some(FactKind::Date),
        FieldType::Flag => Some(FactKind::Flag),
        FieldType::Code(_) => Some(FactKind::Code),
        FieldType::Text { .. } | FieldType::LongText | FieldType::Standard(_) => None,
    }
}

/// The facts of an entry: each from the field that the rules name, unknown where the field is blank.
pub(crate) fn facts(catalog: &Catalog, ledger: &Ledger, rules: &RuleSet, values: &Values) -> Facts {
    let mut facts = Facts::new();
    for fact in &rules.facts {
        let field = ledger.field(&fact.field);
        let value = field.and_then(|field| values.get(&field.id));
        let codes = field.and_then(|field| match &field.field_type {
            FieldType::Code(codes) => catalog.codes.get(codes),
            _ => None,
        });
        facts.set(&fact.id, value.and_then(|value| fact_of(value, codes)));
    }
    facts
}

fn fact_of(value: &Value, codes: Option<&Codes>) -> Option<Fact> {
    match value {
        Value::Number(number) => Some(Fact::Number(*number)),
        Value::Date(date) => Some(Fact::Date(*date)),
        Value::Flag(flag) => Some(Fact::Flag(*flag)),
        Value::Code(code) => {
            let name = codes.map_or(code.as_str(), |codes| codes.name_of(code)).to_owned();
            Some(Fact::Code { code: code.clone(), name })
        }
        Value::Text(_) => None,
    }
}
