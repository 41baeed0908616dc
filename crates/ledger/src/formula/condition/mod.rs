//! Conditions over one entry: which entries a measure counts (`when`), and the checks across fields.
//!
//! Judgement is three-valued: a comparison with a field that is not filled is unknown, and unknown is not false.

mod read;

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::id::{FieldId, StateId};
use crate::value::{Value, Values};

pub use read::parse;

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Any holds.
    Or(Vec<Condition>),
    /// All hold.
    And(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
    /// Two sides compared.
    Compare(Side, Comparison, Side),
    /// A field or the state is one of these.
    In(Side, Vec<String>),
    /// The field has a value.
    Filled(FieldId),
    /// The field has none.
    Blank(FieldId),
}

/// One side of a comparison: a signed sum of terms.
pub type Side = Vec<(Sign, Term)>;

/// Whether a term is added or taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Added.
    Plus,
    /// Taken away.
    Minus,
}

/// A term of a side.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A word: a field, `state`, or a literal such as a code. [`Condition::resolve`] tells which.
    Word(String),
    /// A field of the ledger.
    Field(FieldId),
    /// The entry's state.
    State,
    /// A number.
    Number(Decimal),
    /// A literal text.
    Text(String),
    /// A literal day, written `'2023-10-01'`.
    Day(Date),
}

/// How two sides are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// What a ledger tells a condition about its words.
pub trait Names {
    /// Whether the ledger has this field.
    fn is_field(&self, word: &str) -> bool;
    /// Whether the ledger has this state.
    fn is_state(&self, word: &str) -> bool;
    /// The code that `word` (a code or a name) stands for in the code list of `field`; `None` where the list lacks it, and
    /// the word itself where the field has no code list.
    fn code(&self, field: &str, word: &str) -> Option<String>;
}

impl Condition {
    /// Settles what every word stands for: field, state, or code. Names of codes become codes.
    ///
    /// # Errors
    /// Every word that stands for nothing, each in a sentence.
    pub fn resolve(&mut self, names: &dyn Names) -> Result<(), Vec<String>> {
        let mut wrong = Vec::new();
        self.resolve_into(names, &mut wrong);
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    fn resolve_into(&mut self, names: &dyn Names, wrong: &mut Vec<String>) {
        match self {
            Self::Or(parts) | Self::And(parts) => parts.iter_mut().for_each(|part| part.resolve_into(names, wrong)),
            Self::Not(part) => part.resolve_into(names, wrong),
            Self::Filled(field) | Self::Blank(field) => {
                if !names.is_field(field) {
                    wrong.push(format!("没有字段“{field}”"));
                }
            }
            Self::In(side, values) => {
                resolve_left(side, names, wrong);
                for value in values {
                    resolve_literal(side, value, names, wrong);
                }
            }
            Self::Compare(left, _, right) => {
                resolve_left(left, names, wrong);
                for (_, term) in right {
                    if let Term::Word(word) = term {
                        if names.is_field(word) {
                            *term = Term::Field(word.as_str().into());
                        } else {
                            resolve_literal(left, word, names, wrong);
                            *term = Term::Text(word.clone());
                        }
                    }
                }
            }
        }
    }

    /// Every field the condition reads.
    pub fn fields(&self) -> BTreeSet<FieldId> {
        let mut found = BTreeSet::new();
        let mut open = vec![self];
        while let Some(condition) = open.pop() {
            match condition {
                Self::Or(parts) | Self::And(parts) => open.extend(parts),
                Self::Not(part) => open.push(part),
                Self::Filled(field) | Self::Blank(field) => {
                    found.insert(field.clone());
                }
                Self::In(side, _) => found.extend(fields_of(side)),
                Self::Compare(left, _, right) => {
                    found.extend(fields_of(left));
                    found.extend(fields_of(right));
                }
            }
        }
        found
    }

    /// Judges an entry: true, false, or `None` where a field it needs is not filled.
    pub fn holds(&self, values: &Values, state: &StateId) -> Option<bool> {
        match self {
            Self::Or(parts) => {
                let judged: Vec<_> = parts.iter().map(|part| part.holds(values, state)).collect();
                if judged.contains(&Some(true)) { Some(true) } else { (!judged.contains(&None)).then_some(false) }
            }
            Self::And(parts) => {
                let judged: Vec<_> = parts.iter().map(|part| part.holds(values, state)).collect();
                if judged.contains(&Some(false)) { Some(false) } else { (!judged.contains(&None)).then_some(true) }
            }
            Self::Not(part) => part.holds(values, state).map(|holds| !holds),
            Self::Filled(field) => Some(values.contains_key(field)),
            Self::Blank(field) => Some(!values.contains_key(field)),
            Self::In(side, list) => {
                let value = worth(side, values, state)?;
                Some(list.iter().any(|item| *item == value.canonical()))
            }
            Self::Compare(left, comparison, right) => {
                let ordering = compare(&worth(left, values, state)?, &worth(right, values, state)?)?;
                Some(match comparison {
                    Comparison::Equal => ordering.is_eq(),
                    Comparison::NotEqual => ordering.is_ne(),
                    Comparison::Less => ordering.is_lt(),
                    Comparison::AtMost => ordering.is_le(),
                    Comparison::Greater => ordering.is_gt(),
                    Comparison::AtLeast => ordering.is_ge(),
                })
            }
        }
    }
}

fn fields_of(side: &Side) -> impl Iterator<Item = FieldId> + '_ {
    side.iter().filter_map(|(_, term)| match term {
        Term::Field(field) => Some(field.clone()),
        _ => None,
    })
}

fn resolve_left(side: &mut Side, names: &dyn Names, wrong: &mut Vec<String>) {
    for (_, term) in side {
        if let Term::Word(word) = term {
            if names.is_field(word) {
                *term = Term::Field(word.as_str().into());
            } else {
                wrong.push(format!("没有字段“{word}”"));
            }
        }
    }
}

fn resolve_literal(left: &Side, literal: &mut String, names: &dyn Names, wrong: &mut Vec<String>) {
    match &left[..] {
        [(_, Term::State)] if !names.is_state(literal) => wrong.push(format!("没有状态“{literal}”")),
        [(_, Term::Field(field))] => match names.code(field, literal) {
            Some(code) => *literal = code,
            None => wrong.push(format!("字段“{field}”的代码表里没有“{literal}”")),
        },
        _ => {}
    }
}

/// The value of a side: one term as it is, several as a sum of numbers.
fn worth(side: &Side, values: &Values, state: &StateId) -> Option<Value> {
    let of = |term: &Term| match term {
        Term::Field(field) => values.get(field).cloned(),
        Term::State => Some(Value::Text(state.to_string())),
        Term::Number(number) => Some(Value::Number(*number)),
        Term::Text(text) | Term::Word(text) => Some(Value::Text(text.clone())),
        Term::Day(day) => Some(Value::Date(*day)),
    };
    if let [(Sign::Plus, term)] = &side[..] {
        return of(term);
    }
    side.iter()
        .try_fold(Decimal::ZERO, |sum, (sign, term)| {
            let number = of(term)?.as_number()?;
            if *sign == Sign::Plus { sum.checked_add(number) } else { sum.checked_sub(number) }
        })
        .map(Value::Number)
}

fn compare(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (a, b) => Some(a.canonical().cmp(&b.canonical())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Demo;
    impl Names for Demo {
        fn is_field(&self, word: &str) -> bool {
            matches!(word, "asked" | "approved" | "received" | "kind" | "filed_on" | "granted_on")
        }
        fn is_state(&self, word: &str) -> bool {
            matches!(word, "applied" | "won")
        }
        fn code(&self, field: &str, word: &str) -> Option<String> {
            match (field, word) {
                ("kind", "发明" | "invention") => Some("invention".into()),
                ("kind", _) => None,
                _ => Some(word.into()),
            }
        }
    }

    fn judge(source: &str) -> Option<bool> {
        let values: Values = [
            ("asked".into(), Value::Number(Decimal::from(100))),
            ("approved".into(), Value::Number(Decimal::from(80))),
            ("kind".into(), Value::Code("invention".into())),
            ("filed_on".into(), Value::Date(jiff::civil::date(2024, 5, 1))),
        ]
        .into();
        let mut condition = parse(source).unwrap();
        condition.resolve(&Demo).unwrap();
        condition.holds(&values, &"won".into())
    }

    #[test]
    fn judgement_is_three_valued() {
        for (source, expected) in [
            ("approved <= asked", Some(true)),
            ("received <= approved", None),
            ("received <= approved or state = won", Some(true)),
            ("received <= approved and state = applied", Some(false)),
            ("not (received <= approved)", None),
            ("kind = 发明", Some(true)),
            ("state in [applied, won]", Some(true)),
            ("granted_on blank", Some(true)),
            ("granted_on filled", Some(false)),
            ("filed_on >= '2024-01-01'", Some(true)),
            ("asked - approved > 20", Some(false)),
            ("asked - approved = 20", Some(true)),
        ] {
            assert_eq!(judge(source), expected, "{source}");
        }
    }

    #[test]
    fn unknown_words_are_all_named() {
        let mut condition = parse("state = gone and kind = 软著 and money > 3").unwrap();
        let wrong = condition.resolve(&Demo).unwrap_err();
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        assert!(parse("approved").is_err());
        assert!(parse("approved = ").is_err());
        assert!(parse("").is_err());
    }
}
