//! Evidence files: kept once under the hash of their content, never altered, held against the journal by `verify`.

use std::collections::BTreeMap;

use kezhang_ledger::entry::Evidence;
use kezhang_ledger::id::BureauId;
use kezhang_ledger::journal::Hash;
use rusqlite::{Connection, OptionalExtension, params};

use super::from_json;
use crate::{Damage, StoreError};

pub(super) fn keep(connection: &Connection, bureau: &BureauId, name: &str, bytes: &[u8]) -> Result<Evidence, StoreError> {
    let hash = Hash::of(bytes).to_string();
    let values = params![bureau.as_str(), hash, bytes];
    connection.execute("INSERT OR IGNORE INTO file (bureau, hash, bytes) VALUES (?1, ?2, ?3)", values)?;
    Ok(Evidence { hash, name: name.to_owned(), bytes: bytes.len() as u64 })
}

pub(super) fn read(connection: &Connection, bureau: &BureauId, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT bytes FROM file WHERE bureau = ?1 AND hash = ?2")?;
    Ok(statement.query_row(params![bureau.as_str(), hash], |row| row.get(0)).optional()?)
}

/// Every file that an entry names must be there with the content it was handed in with.
pub(super) fn verify(source: &Connection, bureau: &BureauId, damage: &mut Vec<Damage>) -> Result<(), StoreError> {
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    let mut statement = source.prepare("SELECT id, evidence FROM entry WHERE bureau = ?1 AND evidence <> '[]'")?;
    let mut rows = statement.query([bureau.as_str()])?;
    while let Some(row) = rows.next()? {
        let (entry, evidence): (String, String) = (row.get(0)?, row.get(1)?);
        for evidence in from_json::<Vec<Evidence>>(&evidence)? {
            wanted.entry(evidence.hash).or_insert_with(|| format!("记录{entry}的佐证“{}”", evidence.name));
        }
    }
    for (hash, place) in wanted {
        let what = match read(source, bureau, &hash)? {
            None => "文件不在账簿里。请从备份恢复",
            Some(bytes) if Hash::of(&bytes).to_string() != hash => "文件内容与上传时不同。请从备份恢复",
            Some(_) => continue,
        };
        damage.push(Damage { code: "KZ-323", place, what: what.to_owned() });
    }
    Ok(())
}
