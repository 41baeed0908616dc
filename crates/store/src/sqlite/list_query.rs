//! A page of a ledger as a statement. Columns come from the definitions, values are always bound.

use kezhang_ledger::definition::Ledger;
use kezhang_ledger::field::FieldType;
use kezhang_ledger::id::{BureauId, FieldId};
use rusqlite::types::Value as Sql;
use sea_query::{Alias, Cond, Expr, ExprTrait, Query, SelectStatement};

use super::{to_i64, typed};
use crate::{Filter, ListQuery, terms};

fn col(table: &str, column: &str) -> Expr {
    Expr::col((Alias::new(table.to_owned()), Alias::new(column.to_owned())))
}

/// Everything but columns, order and page of a list.
pub(super) fn list_base(bureau: &BureauId, query: &ListQuery, ledger: &Ledger) -> SelectStatement {
    let mut select = Query::select();
    select.from_as(Alias::new("entry"), Alias::new("e"));
    select.join_as(
        sea_query::JoinType::InnerJoin,
        typed::table(&ledger.id),
        Alias::new("l"),
        Cond::all().add(col("l", typed::NUMBER).equals((Alias::new("e"), Alias::new("number")))),
    );
    select.and_where(col("e", "bureau").eq(bureau.as_str()));
    select.and_where(col("e", "ledger").eq(ledger.id.as_str()));
    if !query.voided {
        select.and_where(col("e", "voided").is_null());
    }
    if let Some(sections) = &query.sections {
        select.and_where(col("e", "section").is_in(sections.iter().map(|section| section.to_string())));
    }
    for filter in &query.filters {
        select.cond_where(condition(ledger, filter));
    }
    if let Some(words) = query.words.as_deref().and_then(terms::query) {
        // The terms are letters, digits and the quotes that `terms::query` puts around them.
        let matching = Query::select()
            .expr(Expr::cust("rowid"))
            .from(Alias::new("term"))
            .and_where(Expr::cust_with_values("term MATCH ?", [words]))
            .to_owned();
        select.and_where(col("e", "number").in_subquery(matching));
    }
    select
}

fn condition(ledger: &Ledger, filter: &Filter) -> Cond {
    let field_type = |id: &FieldId| ledger.field(id).map(|field| &field.field_type);
    match filter {
        Filter::State(states) => Cond::all().add(col("e", "state").is_in(states.iter().map(|state| state.to_string()))),
        Filter::Blank(id) => known(ledger, id, |field| field.is_null()),
        Filter::Contains(id, text) => known(ledger, id, |field| {
            let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            field.like(sea_query::LikeExpr::new(format!("%{escaped}%")).escape('\\'))
        }),
        Filter::AnyOf(id, texts) => {
            let values: Vec<sea_query::Value> = texts.iter().filter_map(|text| literal(field_type(id)?, text)).collect();
            known(ledger, id, |field| field.is_in(values))
        }
        Filter::Between(id, low, high) => {
            let mut cond = Cond::all();
            for (end, low_end) in [(low, true), (high, false)] {
                let value = end.as_ref().and_then(|text| literal(field_type(id)?, text));
                if let Some(value) = value {
                    cond = cond.add(known(ledger, id, |f| if low_end { f.gte(value) } else { f.lte(value) }));
                }
            }
            cond
        }
    }
}

/// A condition on a field the ledger has; one it has not holds of nothing.
fn known(ledger: &Ledger, id: &FieldId, make: impl FnOnce(Expr) -> Expr) -> Cond {
    match ledger.field(id) {
        Some(field) => Cond::all().add(make(Expr::col((Alias::new("l"), typed::column(field))))),
        None => Cond::all().add(Expr::val(1).eq(0)),
    }
}

/// Canonical text as the column's value.
fn literal(field_type: &FieldType, text: &str) -> Option<sea_query::Value> {
    match typed::to_sql(field_type, &field_type.restore(text)).ok()? {
        Sql::Integer(number) => Some(number.into()),
        Sql::Text(text) => Some(text.into()),
        _ => None,
    }
}

/// A built statement's values as the driver takes them.
pub(super) fn bind(values: sea_query::Values) -> Vec<Sql> {
    let one = |value: sea_query::Value| match value {
        sea_query::Value::String(Some(text)) => Sql::Text(text),
        sea_query::Value::BigInt(Some(number)) => Sql::Integer(number),
        sea_query::Value::BigUnsigned(Some(number)) => Sql::Integer(to_i64(number)),
        sea_query::Value::Int(Some(number)) => Sql::Integer(number.into()),
        sea_query::Value::Bool(Some(flag)) => Sql::Integer(flag.into()),
        // Nothing else is ever put into a list's conditions.
        _ => Sql::Null,
    };
    values.0.into_iter().map(one).collect()
}
