//! Imports: many rows at once, all or none. A row whose natural key stands already revises that entry; a row that would
//! change nothing writes nothing, so that a second import of the same file changes nothing.

use std::collections::BTreeMap;

use super::entry::{duplicate, examine, key_of_typed, read_typed};
use super::{Change, Desk, RefusalAt, Undecided};
use crate::book::BookView;
use crate::command::ImportRow;
use crate::entry::Entry;
use crate::id::EntryId;
use crate::journal::EntryAction;
use crate::refusal::Refusal;

impl<V: BookView + ?Sized> Desk<'_, V> {
    pub(super) fn import(&self, file: &str, rows: &[ImportRow]) -> Result<Vec<Change>, Undecided<V::Error>> {
        let mut changes = Vec::new();
        let mut refused = Vec::new();
        // Keys taken by earlier rows of this very file.
        let mut taken: BTreeMap<(String, String), usize> = BTreeMap::new();
        for row in rows {
            match self.import_row(file, row, &mut taken) {
                Ok(change) => changes.extend(change.map(|change| Change { row: Some(row.row), ..change })),
                Err(Undecided::Refused(refusals)) => {
                    refused.extend(refusals.into_iter().map(|at| RefusalAt { row: Some(row.row), ..at }));
                }
                Err(unreadable) => return Err(unreadable),
            }
        }
        if refused.is_empty() { Ok(changes) } else { Err(Undecided::Refused(refused)) }
    }

    fn import_row(
        &self,
        file: &str,
        row: &ImportRow,
        taken: &mut BTreeMap<(String, String), usize>,
    ) -> Result<Option<Change>, Undecided<V::Error>> {
        let new = &row.entry;
        let ledger = self.ledger(&new.ledger)?;
        let key = key_of_typed(&self.terms, ledger, &new.typed);
        if let Some(key) = &key
            && let Some(first) = taken.insert((new.ledger.to_string(), key.clone()), row.row)
        {
            let Refusal::DuplicateKey { field, key, .. } = duplicate(ledger, key, new.id.clone()) else {
                return Ok(None);
            };
            let message = format!("“{key}”，与第{first}行重复");
            return Err(Refusal::CheckFailed { field, message }.into());
        }
        let known = match &key {
            Some(key) => self.view.entry_by_key(&ledger.id, key).map_err(Undecided::Unreadable)?,
            None => None,
        };
        match known {
            Some(entry) => self.import_revision(file, row, &entry),
            None => {
                let (entry, refusals) = self.new_entry(ledger, new)?;
                if !refusals.is_empty() {
                    return Err(refusals.into());
                }
                let change = self.change(EntryAction::Created, &entry, &[], |event| event.import = Some(file.to_owned()))?;
                Ok(Some(change))
            }
        }
    }

    /// Blank cells of an import leave standing values alone: a spreadsheet seldom has every column.
    fn import_revision(&self, file: &str, row: &ImportRow, id: &EntryId) -> Result<Option<Change>, Undecided<V::Error>> {
        let entry = self.view.entry(id).map_err(Undecided::Unreadable)?;
        let before = entry.ok_or_else(|| Refusal::NoSuchEntry { entry: id.clone() })?;
        let ledger = self.ledger(&before.ledger)?;
        if before.section != row.entry.section {
            return Err(Refusal::NotAllowed {
                what: "用导入修改别的科室的记录".to_owned(), who_may: "该科室的人员".to_owned()
            }
            .into());
        }
        let filled = row.entry.typed.iter().filter(|(_, text)| !text.trim().is_empty());
        let typed = filled.map(|(field, text)| (field.clone(), text.clone())).collect();
        let (values, mut refusals) = read_typed(&self.terms, ledger, &before.values, &typed);
        let state = row.entry.state.clone().unwrap_or_else(|| before.state.clone());
        if state != before.state {
            let reachable = ledger
                .transitions
                .iter()
                .any(|t| t.to == state && t.from.contains(&before.state) && t.by.contains(&self.actor.role));
            if !reachable {
                let name = |id: &crate::id::StateId| ledger.state(id).map_or_else(|| id.to_string(), |s| s.name.clone());
                let possible = ledger.transitions.iter().filter(|t| t.from.contains(&before.state)).map(|t| t.name.clone());
                refusals.push(Refusal::NoSuchTransition {
                    transition: format!("直接改为{}", name(&state)),
                    state: name(&before.state),
                    possible: possible.collect(),
                });
            }
        }
        refusals.extend(examine(ledger, &state, &values));
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        if values == before.values && state == before.state {
            return Ok(None);
        }
        let action = if state == before.state { EntryAction::Revised } else { EntryAction::Moved };
        let after = Entry { values, state, ..self.next_revision(&before)? };
        Ok(Some(self.change_existing(action, &after, |event| event.import = Some(file.to_owned()))?))
    }
}
