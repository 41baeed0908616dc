//! How values are shown to people and put back into forms.

use kezhang_ledger::decide::Terms;
use kezhang_ledger::definition::{Field, Ledger};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::field::FieldType;
use kezhang_ledger::money::{print, print_grouped};
use kezhang_ledger::unit;
use kezhang_ledger::value::Value;
use rust_decimal::Decimal;
use serde::Serialize;

/// A value in a cell: what is shown, and the exact value behind it where that differs.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Shown {
    /// What is shown.
    pub text: String,
    /// The exact value with its unit, for the hover.
    pub exact: Option<String>,
}

/// Shows a value. `private` shows identifying numbers whole.
pub fn value(terms: &Terms, field: &Field, value: &Value, private: bool) -> Shown {
    let plain = |text: String| Shown { text, exact: None };
    match (&field.field_type, value) {
        (FieldType::Code(_), Value::Code(code)) => {
            plain(terms.codes(&field.field_type).map_or_else(|| code.clone(), |codes| codes.name_of(code).to_owned()))
        }
        (FieldType::Money { unit }, Value::Number(number)) => money(*number, unit),
        (FieldType::Number { digits, .. }, Value::Number(number)) => plain(print_grouped_trimmed(*number, *digits)),
        (FieldType::Flag, Value::Flag(flag)) => plain(if *flag { "是" } else { "否" }.to_owned()),
        (field_type, Value::Text(text)) if !private => plain(field_type.masked(text).unwrap_or_else(|| text.clone())),
        (_, other) => plain(other.canonical()),
    }
}

/// Money kept in 元, shown in the unit clerks use, with the 元 behind it.
fn money(yuan: Decimal, unit_shown: &str) -> Shown {
    let shown = unit::convert(yuan, "元", unit_shown).unwrap_or(yuan);
    let digits = if unit_shown == "元" { 2 } else { 6 };
    let exact = (unit_shown != "元").then(|| format!("{}元", print_grouped(yuan, 2)));
    Shown { text: print_grouped_trimmed(shown, digits), exact }
}

/// Thousands separators, and no trailing zeros.
pub fn print_grouped_trimmed(value: Decimal, digits: u32) -> String {
    let needed = kezhang_ledger::money::round(value, digits).normalize().scale();
    print_grouped(value, needed)
}

/// A value as it goes back into a form: what the clerk would have typed.
pub fn typed(field: &Field, value: &Value) -> String {
    match (&field.field_type, value) {
        (FieldType::Money { unit }, Value::Number(yuan)) => print(unit::convert(*yuan, "元", unit).unwrap_or(*yuan), 6),
        (FieldType::Flag, Value::Flag(flag)) => if *flag { "是" } else { "否" }.to_owned(),
        (_, other) => other.canonical(),
    }
}

/// What an entry is called: its title fields as shown.
pub fn title(terms: &Terms, ledger: &Ledger, entry: &Entry) -> String {
    let ids = if ledger.title.is_empty() { &ledger.key } else { &ledger.title };
    let part = |id| {
        let field = ledger.field(id)?;
        Some(value(terms, field, entry.values.get(&field.id)?, false).text)
    };
    let parts: Vec<String> = ids.iter().filter_map(|id| part(id.as_str())).collect();
    if parts.is_empty() { entry.id.to_string() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_shown_in_the_clerks_unit_with_the_yuan_behind_it() {
        let shown = money("3073500.5".parse().unwrap(), "万元");
        assert_eq!((shown.text.as_str(), shown.exact.as_deref()), ("307.35005", Some("3,073,500.50元")));
        assert_eq!(money("2400".parse().unwrap(), "元"), Shown { text: "2,400".into(), exact: None });
    }
}
