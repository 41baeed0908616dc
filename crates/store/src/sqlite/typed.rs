//! One table a ledger, with one typed column a field, made from the definitions: what lists filter and sort.
//!
//! Table and column names come from ids that the packs' checker has held to lower-case letters, digits and `_`.

use kezhang_ledger::definition::{Catalog, Field, Ledger, MeasureKind};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::field::FieldType;
use kezhang_ledger::id::{BureauId, FieldId, LedgerId};
use kezhang_ledger::value::Value;
use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use sea_query::{Alias, ColumnDef, Index, SqliteQueryBuilder, Table};

use super::scaled;
use crate::StoreError;

/// Columns every ledger's table has beside its fields.
pub(super) const BUREAU: &str = "bureau";
pub(super) const NUMBER: &str = "number";

/// The table of a ledger.
pub(super) fn table(ledger: &LedgerId) -> Alias {
    Alias::new(table_name(ledger))
}

fn table_name(ledger: &LedgerId) -> String {
    format!("l_{}", ledger.replace('.', "_"))
}

/// The column of a field. Its name tells numbers from text, so that a field whose type changes gets another column
/// instead of a column of two minds.
pub(super) fn column(field: &Field) -> Alias {
    Alias::new(column_name(field))
}

fn column_name(field: &Field) -> String {
    format!("{}_{}", if is_integer(&field.field_type) { "n" } else { "t" }, field.id)
}

fn is_integer(field_type: &FieldType) -> bool {
    matches!(field_type, FieldType::Number { .. } | FieldType::Money { .. } | FieldType::Year | FieldType::Flag)
}

/// Makes the tables, columns and indexes of every ledger that are not there yet. Several bureaus with different
/// definitions may share a database, so nothing that is there is ever taken away here.
pub(super) fn create(connection: &Connection, catalog: &Catalog) -> Result<(), StoreError> {
    for ledger in catalog.ledgers.values() {
        let mut create = Table::create();
        create.table(table(&ledger.id)).if_not_exists();
        // The row number is that of the entry table.
        create.col(ColumnDef::new(Alias::new(NUMBER)).integer().primary_key());
        create.col(ColumnDef::new(Alias::new(BUREAU)).text().not_null());
        connection.execute_batch(&create.to_string(SqliteQueryBuilder))?;
        let there = columns(connection, &ledger.id)?;
        for field in ledger.fields.iter().filter(|field| !there.contains(&column_name(field))) {
            let alter = Table::alter().table(table(&ledger.id)).add_column(column_of(field)).to_string(SqliteQueryBuilder);
            connection.execute_batch(&alter)?;
        }
        for field in indexed(catalog, ledger).iter().filter_map(|id| ledger.field(id)) {
            let mut index = Index::create();
            index.if_not_exists().name(format!("{}_by_{}", table_name(&ledger.id), column_name(field)));
            index.table(table(&ledger.id)).col(Alias::new(BUREAU)).col(column(field));
            connection.execute_batch(&index.to_string(SqliteQueryBuilder))?;
        }
    }
    Ok(())
}

fn columns(connection: &Connection, ledger: &LedgerId) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    Ok(statement.query_map([table_name(ledger)], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn column_of(field: &Field) -> ColumnDef {
    let mut definition = ColumnDef::new(column(field));
    if is_integer(&field.field_type) {
        definition.integer()
    } else {
        definition.text()
    };
    definition.take()
}

/// What lists sort and filter by most: the dates of measures, their breakdowns and amounts, and the key.
fn indexed(catalog: &Catalog, ledger: &Ledger) -> Vec<FieldId> {
    let mut fields: Vec<FieldId> = ledger.key.clone();
    for measure in catalog.measures_of(&ledger.id) {
        match &measure.kind {
            MeasureKind::Flow { on } => fields.push(on.clone()),
            MeasureKind::Stock { enters_on, leaves_on } => {
                fields.push(enters_on.clone());
                fields.extend(leaves_on.clone());
            }
            MeasureKind::Parties { on, party } => fields.extend([on.clone(), party.clone()]),
        }
        fields.extend(measure.by.clone());
        fields.extend(measure.amount.clone());
    }
    fields.sort();
    fields.dedup();
    fields
}

/// The tables of every ledger.
fn all(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'l\\_%' ESCAPE '\\'")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Drops the tables of every ledger.
pub(super) fn drop_all(connection: &Connection) -> Result<(), StoreError> {
    for name in all(connection)? {
        connection.execute_batch(&Table::drop().table(Alias::new(name)).to_string(SqliteQueryBuilder))?;
    }
    Ok(())
}

/// Takes a bureau's rows out of every ledger's table.
pub(super) fn clear(connection: &Connection, bureau: &BureauId) -> Result<(), StoreError> {
    for name in all(connection)? {
        connection.execute(&format!("DELETE FROM \"{name}\" WHERE bureau = ?1"), [bureau.as_str()])?;
    }
    Ok(())
}

/// Writes an entry's row anew.
pub(super) fn put(
    connection: &Connection,
    bureau: &BureauId,
    ledger: &Ledger,
    number: i64,
    entry: &Entry,
) -> Result<(), StoreError> {
    let mut columns = format!("\"{NUMBER}\", \"{BUREAU}\"");
    let mut places = "?, ?".to_owned();
    let mut values = vec![Sql::Integer(number), Sql::Text(bureau.to_string())];
    for field in &ledger.fields {
        columns.push_str(&format!(", \"{}\"", column_name(field)));
        places.push_str(", ?");
        values.push(match entry.values.get(&field.id) {
            None => Sql::Null,
            Some(value) => to_sql(&field.field_type, value)?,
        });
    }
    // The only names in the text are ids that the packs' checker has held to lower-case letters, digits and `_`.
    let sql = format!("INSERT OR REPLACE INTO \"{}\" ({columns}) VALUES ({places})", table_name(&ledger.id));
    connection.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(values))?;
    Ok(())
}

/// A value as its column keeps it.
pub(super) fn to_sql(field_type: &FieldType, value: &Value) -> Result<Sql, StoreError> {
    Ok(match (field_type, value) {
        (FieldType::Year, Value::Number(year)) => Sql::Integer(scaled(*year)? / 10_i64.pow(super::SCALE)),
        (_, Value::Number(number)) => Sql::Integer(scaled(*number)?),
        (_, Value::Flag(flag)) => Sql::Integer(i64::from(*flag)),
        (_, other) => Sql::Text(other.canonical()),
    })
}
