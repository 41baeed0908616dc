//! The form of an entry: its fields by group, each with what stands in it and every mistake in words.

use kezhang_ledger::command::Typed;
use kezhang_ledger::decide::{RefusalAt, Terms};
use kezhang_ledger::definition::{Field, Ledger};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::field::FieldType;
use kezhang_ledger::id::FieldId;
use kezhang_ledger::refusal::Refusal;
use kezhang_ledger::value::Value;
use serde::Serialize;

use crate::ledger_page::choices;
use crate::show;

/// A refusal in words with its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The sentence.
    pub text: String,
    /// The code to quote.
    pub code: String,
}

/// A group of the form.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// Heading; blank for the first fields.
    pub name: String,
    /// Fields.
    pub fields: Vec<FieldView>,
}

/// A field of the form.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// Id.
    pub id: String,
    /// Label.
    pub name: String,
    /// Kind of input: `text`, `long`, `date`, `number`, `choice`.
    pub input: &'static str,
    /// Takes more than its share of a line: what the entry is called.
    pub broad: bool,
    /// What stands in it.
    pub typed: String,
    /// What is shown where it cannot be changed.
    pub shown: String,
    /// Unit behind the input.
    pub unit: String,
    /// What to type.
    pub help: String,
    /// Must be filled.
    pub required: bool,
    /// Choices.
    pub choices: Vec<(String, String)>,
    /// What is wrong, in words.
    pub mistake: Option<Said>,
}

/// A name that may be this long takes two fields' room.
const BROAD_CHARS: usize = 60;

/// A form in the making: whose values, what was typed over them, and what was wrong with that.
pub(crate) struct Form<'f> {
    pub(crate) terms: &'f Terms<'f>,
    pub(crate) ledger: &'f Ledger,
    /// What stands; `None` for a new entry.
    pub(crate) entry: Option<&'f Entry>,
    /// What was typed and not written.
    pub(crate) typed: &'f Typed,
    /// Why not.
    pub(crate) refused: &'f [RefusalAt],
    /// Identifying numbers are shown in full.
    pub(crate) private: bool,
}

impl Form<'_> {
    /// Every field, by group.
    pub(crate) fn groups(&self) -> Vec<GroupView> {
        let mut groups: Vec<GroupView> = Vec::new();
        for field in &self.ledger.fields {
            let view = self.field(field);
            match groups.iter_mut().find(|group| group.name == field.group) {
                Some(group) => group.fields.push(view),
                None => groups.push(GroupView { name: field.group.clone(), fields: vec![view] }),
            }
        }
        groups
    }

    /// One field.
    pub(crate) fn field(&self, field: &Field) -> FieldView {
        let standing = self.entry.and_then(|entry| entry.values.get(&field.id));
        // Whoever may not write here reads identifying numbers with stars, in a form that cannot be sent, too.
        let masked = match standing {
            Some(Value::Text(text)) if !self.private => field.field_type.masked(text),
            _ => None,
        };
        let stands = masked.or_else(|| standing.map(|value| show::typed(field, value))).unwrap_or_default();
        let standard_hint = match &field.field_type {
            FieldType::Standard(standard) => standard.hint,
            _ => "",
        };
        FieldView {
            id: field.id.to_string(),
            name: field.name.clone(),
            input: match field.field_type {
                FieldType::LongText => "long",
                FieldType::Date => "date",
                FieldType::Code(_) | FieldType::Flag => "choice",
                FieldType::Number { .. } | FieldType::Money { .. } | FieldType::Year => "number",
                FieldType::Text { .. } | FieldType::Standard(_) => "text",
            },
            broad: match field.field_type {
                FieldType::Text { chars_max } => chars_max >= BROAD_CHARS && self.ledger.title.contains(&field.id),
                _ => false,
            },
            typed: self.typed.get(&field.id).cloned().unwrap_or(stands),
            shown: standing.map(|value| show::value(self.terms, field, value, self.private).text).unwrap_or_default(),
            unit: field.field_type.unit_typed().to_owned(),
            help: if field.help.is_empty() { standard_hint.to_owned() } else { field.help.clone() },
            required: field.required || self.ledger.key.contains(&field.id),
            choices: choices(self.terms, &field.field_type),
            mistake: self.mistake(&field.id),
        }
    }

    /// Everything that is wrong with a field, in one line, with the code of the first.
    fn mistake(&self, field: &FieldId) -> Option<Said> {
        let wrong = self.refused.iter().map(|at| &at.refusal).filter(|refusal| refusal.field() == Some(field));
        let said: Vec<Said> = wrong.map(said).collect();
        let code = said.first()?.code.clone();
        let sentences: Vec<&str> = said.iter().map(|said| said.text.as_str()).collect();
        Some(Said { text: sentences.join("；"), code })
    }
}

/// Refusals that stand at no field.
pub(crate) fn general(refused: &[RefusalAt]) -> Vec<Said> {
    refused.iter().map(|at| &at.refusal).filter(|refusal| refusal.field().is_none()).map(said).collect()
}

fn said(refusal: &Refusal) -> Said {
    Said { text: refusal.sentence(), code: refusal.code().to_owned() }
}
