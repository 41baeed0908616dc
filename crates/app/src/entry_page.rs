//! An entry: its form with every mistake at its field, its life, its evidence, and which figures it adds to.

use std::collections::BTreeMap;

use kezhang_ledger::command::{Command, NewEntry, Typed};
use kezhang_ledger::decide::{RefusalAt, Terms, examine};
use kezhang_ledger::definition::{Field, Ledger, Transition};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::field::FieldType;
use kezhang_ledger::id::{EntryId, FieldId};
use kezhang_ledger::refusal::Refusal;
use kezhang_ledger::settings::Settings;
use kezhang_ledger::value::Value;
use kezhang_store::{BookReader, Receipt};
use serde::Serialize;

use crate::account::random_hex;
use crate::clock;
use crate::desk::{Desk, ledger_of, section_of, settings_of};
use crate::entry_conflict::{Difference, merge};
use crate::entry_life::{Adds, LifeLine, adds, life};
use crate::error::{AppError, Result};
use crate::ledger_page::choices;
use crate::show;

/// Largest evidence file. A scanned certificate has a tenth of that.
pub const EVIDENCE_BYTES_MAX: usize = 50 * 1024 * 1024;

/// An entry as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct EntryPage {
    /// Ledger id.
    pub ledger: String,
    /// Ledger name.
    pub ledger_name: String,
    /// Entry id; blank for a new one.
    pub id: String,
    /// Revision before the person.
    pub revision: u32,
    /// What it is called.
    pub title: String,
    /// State in words.
    pub state: String,
    /// Section in words.
    pub section: String,
    /// Why it was voided.
    pub voided: Option<String>,
    /// The form, by group.
    pub groups: Vec<GroupView>,
    /// What can be done next.
    pub transitions: Vec<TransitionView>,
    /// Whether values can be changed.
    pub editable: bool,
    /// Whether it can be voided.
    pub voidable: bool,
    /// Its life, newest first.
    pub life: Vec<LifeLine>,
    /// Files: hash, name, size in words.
    pub evidence: Vec<(String, String, String)>,
    /// What it adds to which figure.
    pub adds: Vec<Adds>,
    /// Refusals that stand at no field.
    pub refusals: Vec<Said>,
    /// Somebody else's changes since the person opened the entry.
    pub conflict: Vec<Difference>,
}

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

/// A transition as a button.
#[derive(Clone, Debug, Serialize)]
pub struct TransitionView {
    /// Id.
    pub id: String,
    /// Label.
    pub name: String,
    /// The state it leads to, in words.
    pub to: String,
    /// Who may, in words.
    pub who: String,
    /// Whether this person may.
    pub may: bool,
    /// What is still missing, in words.
    pub lacking: Vec<String>,
    /// Whether an opinion must be written.
    pub opinion: bool,
}

/// What became of a save.
#[derive(Debug)]
pub enum Saved {
    /// Written. What was said about it.
    Done {
        /// The entry.
        entry: EntryId,
        /// «已入账:…», for the page that follows.
        said: String,
    },
    /// Not written; the form again with every mistake at its field.
    Again(Box<EntryPage>),
}

impl Desk<'_> {
    /// A blank form of a ledger.
    ///
    /// # Errors
    /// No such ledger, or this person does not write in its section.
    pub fn new_entry(&self, ledger: &str) -> Result<EntryPage> {
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let ledger = ledger_of(&catalog, ledger)?;
        self.must_write_in(&section_of(&settings, &ledger.pack)?, "新增")?;
        blank_page(&terms, ledger, &Typed::new(), &[])
    }

    /// An entry.
    ///
    /// # Errors
    /// No such entry, or none that this person may see.
    pub fn entry_page(&self, id: &str) -> Result<EntryPage> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        self.page_of(reader.as_ref(), &entry, &Typed::new(), &[])
    }

    pub(crate) fn entry_seen(&self, reader: &dyn BookReader, id: &str) -> Result<Entry> {
        let entry = reader.entry(&id.into())?.filter(|entry| self.sees(entry));
        entry.ok_or_else(|| Refusal::NoSuchEntry { entry: id.into() }.into())
    }

    fn page_of(&self, reader: &dyn BookReader, entry: &Entry, typed: &Typed, refused: &[RefusalAt]) -> Result<EntryPage> {
        let (catalog, settings) = (reader.catalog()?, settings_of(reader)?);
        let terms = Terms::new(&catalog, &settings);
        let ledger = ledger_of(&catalog, &entry.ledger)?;
        let writes = self.writes_in(&entry.section) && entry.voided.is_none();
        let users = reader.users()?;
        let section = settings.sections.iter().find(|section| section.id == entry.section);
        Ok(EntryPage {
            ledger: ledger.id.to_string(),
            ledger_name: ledger.name.clone(),
            id: entry.id.to_string(),
            revision: entry.revision,
            title: show::title(&terms, ledger, entry),
            state: ledger.state(&entry.state).map_or_else(|| entry.state.to_string(), |state| state.name.clone()),
            section: section.map_or_else(|| entry.section.to_string(), |section| section.name.clone()),
            voided: entry.voided.clone(),
            groups: groups(&terms, ledger, Some(entry), typed, refused, self.writes_in(&entry.section)),
            transitions: self.transitions(ledger, entry),
            editable: writes,
            voidable: self.voids_in(&entry.section) && entry.voided.is_none(),
            life: life(&terms, ledger, &reader.history(&entry.id)?, &users),
            evidence: entry.evidence.iter().map(|e| (e.hash.clone(), e.name.clone(), size(e.bytes))).collect(),
            adds: adds(reader, &catalog, &entry.id)?,
            refusals: general(refused),
            conflict: Vec::new(),
        })
    }

    fn transitions(&self, ledger: &Ledger, entry: &Entry) -> Vec<TransitionView> {
        if entry.voided.is_some() {
            return Vec::new();
        }
        let possible = ledger.transitions.iter().filter(|transition| transition.from.contains(&entry.state));
        possible.map(|transition| self.transition(ledger, entry, transition)).collect()
    }

    fn transition(&self, ledger: &Ledger, entry: &Entry, transition: &Transition) -> TransitionView {
        let refusals = examine(ledger, &transition.to, &entry.values);
        let mut lacking: Vec<String> = refusals.iter().map(Refusal::sentence).collect();
        if let Some(evidence) = transition.evidence.as_ref().filter(|_| entry.evidence.is_empty()) {
            lacking.push(format!("佐证：{evidence}"));
        }
        let who: Vec<&str> = transition.by.iter().map(|role| role.name()).collect();
        TransitionView {
            id: transition.id.to_string(),
            name: transition.name.clone(),
            to: ledger.state(&transition.to).map_or_else(|| transition.to.to_string(), |state| state.name.clone()),
            who: who.join("、"),
            may: self.may_move(entry, transition),
            lacking,
            opinion: transition.opinion,
        }
    }

    /// A transition needs the role it names; clerks and heads act in their own section only.
    fn may_move(&self, entry: &Entry, transition: &Transition) -> bool {
        let role = self.user.role.is_some_and(|role| transition.by.contains(&role));
        let place = self.writes_in(&entry.section) || self.directs();
        role && place
    }

    /// Makes an entry.
    ///
    /// # Errors
    /// This person does not write in the ledger's section, or the book cannot be written. Mistakes in the form come back
    /// as [`Saved::Again`].
    pub fn create_entry(&self, ledger: &str, typed: Typed) -> Result<Saved> {
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let ledger = ledger_of(&catalog, ledger)?;
        let section = section_of(&settings, &ledger.pack)?;
        self.must_write_in(&section, "新增")?;
        let id = new_entry_id()?;
        let new = NewEntry { ledger: ledger.id.clone(), id: id.clone(), state: None, typed: typed.clone(), section };
        match self.app.submit(&self.actor()?, &Command::Create(new)) {
            Ok(receipt) => Ok(Saved::Done { entry: id, said: said(&terms, &receipt) }),
            Err(AppError::Refused(refused)) => Ok(Saved::Again(Box::new(blank_page(&terms, ledger, &typed, &refused)?))),
            Err(error) => Err(error),
        }
    }

    /// Changes values of an entry.
    ///
    /// # Errors
    /// As for [`Desk::create_entry`].
    pub fn revise_entry(&self, id: &str, base: u32, typed: Typed) -> Result<Saved> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        self.must_write_in(&entry.section, "修改")?;
        let command = Command::Revise { entry: entry.id.clone(), base, typed: typed.clone() };
        self.saved(reader.as_ref(), &entry, &typed, &command)
    }

    /// Moves an entry to another state.
    ///
    /// # Errors
    /// As for [`Desk::create_entry`].
    pub fn move_entry(&self, id: &str, base: u32, transition: &str, typed: Typed, opinion: &str) -> Result<Saved> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        let catalog = reader.catalog()?;
        let ledger = ledger_of(&catalog, &entry.ledger)?;
        if let Some(transition) = ledger.transition(transition).filter(|transition| !self.may_move(&entry, transition)) {
            let who: Vec<&str> = transition.by.iter().map(|role| role.name()).collect();
            return Err(AppError::denied(format!("“{}”要由本科室的{}办理", transition.name, who.join("或"))));
        }
        let command = Command::Move {
            entry: entry.id.clone(),
            base,
            transition: transition.into(),
            typed: typed.clone(),
            opinion: opinion.to_owned(),
        };
        self.saved(reader.as_ref(), &entry, &typed, &command)
    }

    /// Voids an entry.
    ///
    /// # Errors
    /// As for [`Desk::create_entry`].
    pub fn void_entry(&self, id: &str, base: u32, reason: &str) -> Result<Saved> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        if !self.voids_in(&entry.section) {
            return Err(AppError::denied("作废要由本科室负责人办理"));
        }
        let command = Command::Void { entry: entry.id.clone(), base, reason: reason.to_owned() };
        self.saved(reader.as_ref(), &entry, &Typed::new(), &command)
    }

    /// Adds an evidence file to an entry.
    ///
    /// # Errors
    /// The file is empty or too large, this person does not write here, or the book cannot be written.
    pub fn attach(&self, id: &str, name: &str, bytes: &[u8]) -> Result<Saved> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        self.must_write_in(&entry.section, "上传佐证")?;
        if bytes.is_empty() {
            return Err(AppError::unusable(format!("“{name}”是空文件，请重新选择")));
        }
        if bytes.len() > EVIDENCE_BYTES_MAX {
            return Err(AppError::unusable(format!("“{name}”有{}，佐证最大50MB，请压缩或拆分", size(bytes.len() as u64))));
        }
        let evidence = self.app.store.keep_file(&file_name(name), bytes)?;
        let command = Command::Attach { entry: entry.id.clone(), evidence };
        self.saved(reader.as_ref(), &entry, &Typed::new(), &command)
    }

    /// An evidence file of an entry that this person may see.
    ///
    /// # Errors
    /// No such file there.
    pub fn evidence(&self, id: &str, hash: &str) -> Result<(String, Vec<u8>)> {
        let reader = self.reader()?;
        let entry = self.entry_seen(reader.as_ref(), id)?;
        let evidence = entry.evidence.iter().find(|evidence| evidence.hash == hash);
        let evidence = evidence.ok_or_else(|| AppError::not_found("这条记录没有这个文件"))?;
        let bytes = reader.file(hash)?.ok_or_else(|| AppError::not_found("文件不在账簿里，请从备份恢复"))?;
        Ok((evidence.name.clone(), bytes))
    }

    fn saved(&self, before: &dyn BookReader, entry: &Entry, typed: &Typed, command: &Command) -> Result<Saved> {
        match self.app.submit(&self.actor()?, command) {
            Ok(receipt) => {
                let (catalog, settings) = (before.catalog()?, settings_of(before)?);
                Ok(Saved::Done { entry: entry.id.clone(), said: said(&Terms::new(&catalog, &settings), &receipt) })
            }
            Err(AppError::Refused(refused)) => {
                // The entry as it stands now: somebody may have saved it meanwhile.
                let reader = self.reader()?;
                let now = self.entry_seen(reader.as_ref(), &entry.id)?;
                let meanwhile = refused.iter().find_map(|at| match at.refusal {
                    Refusal::SavedMeanwhile { base, .. } => Some(base),
                    _ => None,
                });
                let Some(base) = meanwhile else {
                    return Ok(Saved::Again(Box::new(self.page_of(reader.as_ref(), &now, typed, &refused)?)));
                };
                let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
                let ledger = ledger_of(&catalog, &now.ledger)?;
                let merged = merge(reader.as_ref(), &Terms::new(&catalog, &settings), ledger, &now, base, typed)?;
                let page = self.page_of(reader.as_ref(), &now, &merged.typed, &refused)?;
                Ok(Saved::Again(Box::new(EntryPage { conflict: merged.differences, ..page })))
            }
            Err(error) => Err(error),
        }
    }
}

/// Ids sort by the time they were made.
pub(crate) fn new_entry_id() -> Result<EntryId> {
    Ok(EntryId::new(format!("{:08x}{}", clock::seconds(), random_hex::<8>()?)))
}

fn blank_page(terms: &Terms, ledger: &Ledger, typed: &Typed, refused: &[RefusalAt]) -> Result<EntryPage> {
    let settings: &Settings = terms.settings;
    let section = section_of(settings, &ledger.pack)?;
    let section = settings.sections.iter().find(|known| known.id == section);
    Ok(EntryPage {
        ledger: ledger.id.to_string(),
        ledger_name: ledger.name.clone(),
        id: String::new(),
        revision: 0,
        title: format!("新增{}", ledger.name),
        state: ledger.first_state().name.clone(),
        section: section.map(|section| section.name.clone()).unwrap_or_default(),
        voided: None,
        groups: groups(terms, ledger, None, typed, refused, true),
        transitions: Vec::new(),
        editable: true,
        voidable: false,
        life: Vec::new(),
        evidence: Vec::new(),
        adds: Vec::new(),
        refusals: general(refused),
        conflict: Vec::new(),
    })
}

fn groups(
    terms: &Terms,
    ledger: &Ledger,
    entry: Option<&Entry>,
    typed: &Typed,
    refused: &[RefusalAt],
    private: bool,
) -> Vec<GroupView> {
    let mut mistakes: BTreeMap<&FieldId, Said> = BTreeMap::new();
    for refusal in refused.iter().map(|at| &at.refusal) {
        if let Some(field) = refusal.field() {
            let said = Said { text: refusal.sentence(), code: refusal.code().to_owned() };
            mistakes.entry(field).and_modify(|first| first.text = format!("{}；{}", first.text, said.text)).or_insert(said);
        }
    }
    let mut groups: Vec<GroupView> = Vec::new();
    for field in &ledger.fields {
        let view = field_view(terms, ledger, field, entry, typed, mistakes.get(&field.id), private);
        match groups.iter_mut().find(|group| group.name == field.group) {
            Some(group) => group.fields.push(view),
            None => groups.push(GroupView { name: field.group.clone(), fields: vec![view] }),
        }
    }
    groups
}

fn field_view(
    terms: &Terms,
    ledger: &Ledger,
    field: &Field,
    entry: Option<&Entry>,
    typed: &Typed,
    mistake: Option<&Said>,
    private: bool,
) -> FieldView {
    let standing = entry.and_then(|entry| entry.values.get(&field.id));
    // Whoever may not write here reads identifying numbers with stars, in a form that cannot be sent, too.
    let masked = match standing {
        Some(Value::Text(text)) if !private => field.field_type.masked(text),
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
        typed: typed.get(&field.id).cloned().unwrap_or(stands),
        shown: standing.map(|value| show::value(terms, field, value, private).text).unwrap_or_default(),
        unit: field.field_type.unit_typed().to_owned(),
        help: if field.help.is_empty() { standard_hint.to_owned() } else { field.help.clone() },
        required: field.required || ledger.key.contains(&field.id),
        choices: choices(terms, &field.field_type),
        mistake: mistake.cloned(),
    }
}

/// Refusals that stand at no field.
fn general(refused: &[RefusalAt]) -> Vec<Said> {
    let at_none = refused.iter().filter(|at| at.refusal.field().is_none());
    at_none.map(|at| Said { text: at.refusal.sentence(), code: at.refusal.code().to_owned() }).collect()
}

/// «已入账:专利 1 条,计入“专利申请量”».
pub(crate) fn said(terms: &Terms, receipt: &Receipt) -> String {
    let mut figures: Vec<&str> = Vec::new();
    let mut corrections = 0;
    for posting in receipt.changes.iter().flat_map(|change| &change.postings) {
        let measure = terms.catalog.measures.get(&posting.contribution.measure);
        let name = measure.map_or(posting.contribution.measure.as_str(), |measure| measure.name.as_str());
        if !figures.contains(&name) {
            figures.push(name);
        }
        corrections += usize::from(posting.is_correction());
    }
    let mut said = "已存".to_owned();
    if !figures.is_empty() {
        said = format!("已入账，计入“{}”", figures.join("”“"));
    }
    if corrections > 0 {
        said.push_str(&format!("；其中{corrections}笔属于已结账的期间，作为更正记在当前期间"));
    }
    said
}

/// A size in words.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes}字节"),
        1024..1_048_576 => format!("{}KB", bytes.div_ceil(1024)),
        _ => format!("{}.{}MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// The last part of a path, without characters that a download would stumble over.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let clean: String =
        last.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*')).collect();
    let clean = clean.trim_matches(['.', ' ']);
    if clean.is_empty() { "佐证".to_owned() } else { clean.chars().take(120).collect() }
}
