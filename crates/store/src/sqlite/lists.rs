//! Reading a book: lists, histories, what is behind a figure, search.

use std::ops::Deref;
use std::sync::Arc;

use kezhang_ledger::book::MeasureQuery;
use kezhang_ledger::definition::{Catalog, Role};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::id::{EntryId, LedgerId, SectionId, UserId};
use kezhang_ledger::journal::{Hash, Line, PublishedEvent, Target};
use kezhang_ledger::period::Period;
use kezhang_ledger::posting::Posting;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use rust_decimal::Decimal;
use sea_query::{Alias, Expr, ExprTrait, Order, SqliteQueryBuilder};

use super::list_query::{bind, list_base};
use super::view::{View, entry, posting, posting_condition};
use super::{files, from_json, project, to_i64, to_u64, typed, unscaled};
use crate::{BookReader, Learnt, ListPage, ListQuery, ReportedRow, StoreError, User, terms};

impl<C: Deref<Target = Connection>> View<'_, C> {
    /// Months from the balances where they have the answer, else from the postings.
    fn months_statement(&self, query: &MeasureQuery, parties: bool) -> (String, Vec<Sql>) {
        if !parties && query.filter.is_empty() && query.as_of.is_none() {
            let days = query.days();
            let month = |day: jiff::civil::Date| Sql::Text(super::balance::month_key(day));
            let sql = "SELECT month, SUM(amount) FROM balance
                       WHERE bureau = ? AND measure = ? AND slice = '' AND month BETWEEN ? AND ? GROUP BY month ORDER BY month";
            let names = [Sql::Text(self.bureau.to_string()), Sql::Text(query.measure.id.to_string())];
            return (sql.to_owned(), names.into_iter().chain([month(days.first()), month(days.last())]).collect());
        }
        let (condition, values) = posting_condition(self.bureau, query);
        let amount = if parties { "COUNT(DISTINCT party)" } else { "SUM(amount)" };
        let sql = format!(
            "SELECT substr(booked_on, 1, 7) AS month, {amount} FROM posting WHERE {condition} GROUP BY month ORDER BY month"
        );
        (sql, values)
    }

    fn entries(&self, sql: &str, values: Vec<Sql>) -> Result<Vec<Entry>, StoreError> {
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(entry(row, &self.loaded.catalog)?);
        }
        Ok(found)
    }
}

fn line(row: &Row) -> rusqlite::Result<Line> {
    Ok(Line {
        bureau: row.get::<_, String>("bureau")?.into(),
        seq: to_u64(row.get("seq")?),
        at: row.get("at")?,
        actor: row.get::<_, String>("actor")?.into(),
        body: row.get("body")?,
        hash: Hash(row.get("hash")?),
    })
}

/// `?, ?, ?` and the values for a list of sections.
fn section_places(sections: &[SectionId]) -> (String, Vec<Sql>) {
    let places = vec!["?"; sections.len()].join(", ");
    (places, sections.iter().map(|section| Sql::Text(section.to_string())).collect())
}

impl<C: Deref<Target = Connection>> BookReader for View<'_, C> {
    fn catalog(&self) -> Result<Arc<Catalog>, StoreError> {
        Ok(self.loaded.catalog.clone())
    }

    fn head(&self) -> Result<(u64, Hash), StoreError> {
        project::head(self.connection(), self.bureau)
    }

    fn list(&self, query: &ListQuery) -> Result<ListPage, StoreError> {
        let Some(ledger) = self.loaded.catalog.ledger(&query.ledger).cloned() else {
            return Ok(ListPage { entries: Vec::new(), total: 0, sums: Vec::new() });
        };
        let base = list_base(self.bureau, query, &ledger);
        let mut totals = base.clone();
        totals.expr(Expr::cust("COUNT(*)"));
        for field in &query.sums {
            let column = ledger.field(field).map(|field| Expr::col((Alias::new("l"), typed::column(field))).sum());
            totals.expr(column.unwrap_or_else(|| Expr::val(0)));
        }
        let (sql, values) = totals.build(SqliteQueryBuilder);
        let (total, sums) = self.connection().prepare_cached(&sql)?.query_row(params_from_iter(bind(values)), |row| {
            let sums: Result<Vec<Option<i64>>, _> = (1..=query.sums.len()).map(|at| row.get(at)).collect();
            Ok((row.get::<_, i64>(0)?, sums?))
        })?;
        let mut page = base;
        page.expr(Expr::cust("e.*"));
        for sort in &query.sort {
            let order = if sort.descending { Order::Desc } else { Order::Asc };
            match &sort.field {
                None => page.order_by((Alias::new("e"), Alias::new("changed_at")), order),
                Some(field) => match ledger.field(field) {
                    Some(field) => page.order_by((Alias::new("l"), typed::column(field)), order),
                    None => &mut page,
                },
            };
        }
        page.order_by((Alias::new("e"), Alias::new("changed_at")), Order::Desc);
        page.order_by((Alias::new("e"), Alias::new("number")), Order::Desc);
        page.limit(u64::from(query.count)).offset(query.skip);
        let (sql, values) = page.build(SqliteQueryBuilder);
        Ok(ListPage {
            entries: self.entries(&sql, bind(values))?,
            total: to_u64(total),
            sums: sums.into_iter().map(|sum| unscaled(sum.unwrap_or(0))).collect(),
        })
    }

    fn history(&self, entry: &EntryId) -> Result<Vec<Line>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT j.* FROM entry_line el JOIN journal j ON j.bureau = el.bureau AND j.seq = el.seq
             WHERE el.bureau = ?1 AND el.entry = ?2 ORDER BY el.seq",
        )?;
        let rows = statement.query_map(params![self.bureau.as_str(), entry.as_str()], line)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn lines(&self, from: u64, count: u32) -> Result<Vec<Line>, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT * FROM journal WHERE bureau = ?1 AND seq >= ?2 ORDER BY seq LIMIT ?3")?;
        let rows = statement.query_map(params![self.bureau.as_str(), to_i64(from), count], line)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn recent(&self, actor: &UserId, count: u32) -> Result<Vec<Line>, StoreError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT * FROM journal WHERE bureau = ?1 AND actor = ?2 ORDER BY seq DESC LIMIT ?3")?;
        let rows = statement.query_map(params![self.bureau.as_str(), actor.as_str(), count], line)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn months(&self, query: &MeasureQuery) -> Result<Vec<(String, Decimal)>, StoreError> {
        let parties = matches!(query.measure.kind, kezhang_ledger::definition::MeasureKind::Parties { .. });
        let (sql, values) = self.months_statement(query, parties);
        let mut statement = self.connection().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            let amount: i64 = row.get(1)?;
            Ok((row.get::<_, String>(0)?, if parties { Decimal::from(amount) } else { unscaled(amount) }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn postings(&self, query: &MeasureQuery, skip: u64, count: u32) -> Result<Vec<(u64, Posting)>, StoreError> {
        let (condition, mut values) = posting_condition(self.bureau, query);
        values.extend([Sql::Integer(count.into()), Sql::Integer(to_i64(skip))]);
        let sql = format!("SELECT * FROM posting WHERE {condition} ORDER BY booked_on, seq, n LIMIT ? OFFSET ?");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(posting(row)?);
        }
        Ok(found)
    }

    fn count_entries(&self, query: &MeasureQuery) -> Result<u64, StoreError> {
        let (condition, values) = posting_condition(self.bureau, query);
        let sql =
            format!("SELECT COUNT(*) FROM (SELECT 1 FROM posting WHERE {condition} GROUP BY entry HAVING SUM(amount) <> 0)");
        let count: i64 = self.connection().prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(to_u64(count))
    }

    fn entries_behind(&self, query: &MeasureQuery, skip: u64, count: u32) -> Result<Vec<(Entry, Decimal)>, StoreError> {
        let (condition, mut values) = posting_condition(self.bureau, query);
        values.extend([Sql::Text(self.bureau.to_string()), Sql::Integer(count.into()), Sql::Integer(to_i64(skip))]);
        let sql = format!(
            "SELECT e.*, p.net FROM
             (SELECT entry, SUM(amount) AS net, MAX(booked_on) AS latest FROM posting WHERE {condition}
              GROUP BY entry HAVING SUM(amount) <> 0) p
             JOIN entry e ON e.bureau = ? AND e.id = p.entry ORDER BY p.latest DESC, e.number LIMIT ? OFFSET ?"
        );
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((entry(row, &self.loaded.catalog)?, unscaled(row.get("net")?)));
        }
        Ok(found)
    }

    fn breakdown(&self, query: &MeasureQuery, field: &str) -> Result<Vec<(String, Decimal)>, StoreError> {
        let (condition, mut values) = posting_condition(self.bureau, query);
        values.insert(0, Sql::Text(format!("$.{field}")));
        let parties = matches!(query.measure.kind, kezhang_ledger::definition::MeasureKind::Parties { .. });
        let amount = if parties { "COUNT(DISTINCT party)" } else { "SUM(amount)" };
        let sql = format!(
            "SELECT COALESCE(json_extract(breakdown, ?), '') AS part, {amount} AS net FROM posting WHERE {condition}
             GROUP BY part HAVING net <> 0 ORDER BY net DESC, part"
        );
        let mut statement = self.connection().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            let net: i64 = row.get(1)?;
            Ok((row.get::<_, String>(0)?, if parties { Decimal::from(net) } else { unscaled(net) }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn search(&self, words: &str, sections: Option<&[SectionId]>, count: u32) -> Result<Vec<Entry>, StoreError> {
        let Some(query) = terms::query(words) else { return Ok(Vec::new()) };
        let mut values = vec![Sql::Text(query), Sql::Text(self.bureau.to_string())];
        let mut limit = String::new();
        if let Some(sections) = sections {
            let (places, sections) = section_places(sections);
            limit = format!(" AND e.section IN ({places})");
            values.extend(sections);
        }
        values.push(Sql::Integer(count.into()));
        let sql = format!(
            "SELECT e.* FROM term JOIN entry e ON e.number = term.rowid
             WHERE term MATCH ? AND e.bureau = ? AND e.voided IS NULL{limit} ORDER BY term.rowid DESC LIMIT ?"
        );
        self.entries(&sql, values)
    }

    fn years(&self) -> Result<Vec<i16>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT DISTINCT substr(month, 1, 4) FROM balance WHERE bureau = ?1 AND slice = '' ORDER BY 1 DESC",
        )?;
        let rows = statement.query_map([self.bureau.as_str()], |row| row.get::<_, String>(0))?;
        let years: Vec<String> = rows.collect::<Result<_, _>>()?;
        Ok(years.iter().filter_map(|year| year.parse().ok()).collect())
    }

    fn entry_counts(&self) -> Result<Vec<(LedgerId, u64)>, StoreError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT ledger, COUNT(*) FROM entry WHERE bureau = ?1 AND voided IS NULL GROUP BY ledger")?;
        let rows = statement
            .query_map([self.bureau.as_str()], |row| Ok((LedgerId::from(row.get::<_, String>(0)?), to_u64(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn state_counts(&self, ledger: &LedgerId, sections: Option<&[SectionId]>) -> Result<Vec<(String, u64)>, StoreError> {
        let mut values = vec![Sql::Text(self.bureau.to_string()), Sql::Text(ledger.to_string())];
        let mut limit = String::new();
        if let Some(sections) = sections {
            let (places, sections) = section_places(sections);
            limit = format!(" AND section IN ({places})");
            values.extend(sections);
        }
        let sql =
            format!("SELECT state, COUNT(*) FROM entry WHERE bureau = ? AND ledger = ? AND voided IS NULL{limit} GROUP BY state");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, to_u64(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn reported(&self, year: i16) -> Result<Vec<ReportedRow>, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT * FROM reported WHERE bureau = ?1 AND year = ?2 ORDER BY seq, n")?;
        let mut rows = statement.query(params![self.bureau.as_str(), year])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(ReportedRow {
                reported: from_json(&row.get::<_, String>("figure")?)?,
                document: row.get("document")?,
                hash: row.get("hash")?,
                seq: to_u64(row.get("seq")?),
            });
        }
        Ok(found)
    }

    fn published(&self) -> Result<Vec<(u64, PublishedEvent)>, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT seq, event FROM published WHERE bureau = ?1 ORDER BY seq DESC")?;
        let rows = statement.query_map([self.bureau.as_str()], |row| Ok((to_u64(row.get(0)?), row.get::<_, String>(1)?)))?;
        rows.map(|row| row.map_err(StoreError::from).and_then(|(seq, json)| Ok((seq, from_json(&json)?)))).collect()
    }

    fn targets(&self) -> Result<Vec<Target>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT indicator, first, last, value, operator, MAX(seq) FROM target WHERE bureau = ?1
             GROUP BY indicator, first, last ORDER BY first, indicator",
        )?;
        let mut rows = statement.query([self.bureau.as_str()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let day = |at: usize| -> Result<Option<jiff::civil::Date>, StoreError> { Ok(row.get::<_, String>(at)?.parse().ok()) };
            let period = day(1)?.zip(day(2)?).and_then(|(first, last)| Period::new(first, last));
            let value: Option<Decimal> = row.get::<_, Option<String>>(3)?.and_then(|value| value.parse().ok());
            if let (Some(period), Some(value)) = (period, value) {
                let operator = from_json(&row.get::<_, String>(4)?)?;
                found.push(Target { indicator: row.get::<_, String>(0)?.into(), period, value: Some(value), operator });
            }
        }
        Ok(found)
    }

    fn users(&self) -> Result<Vec<User>, StoreError> {
        let mut statement = self.connection().prepare_cached("SELECT * FROM account WHERE bureau = ?1 ORDER BY user")?;
        let rows = statement.query_map([self.bureau.as_str()], |row| {
            Ok(User {
                user: row.get::<_, String>("user")?.into(),
                name: row.get("name")?,
                role: row.get::<_, Option<String>>("role")?.as_deref().and_then(Role::named),
                section: row.get::<_, Option<String>>("section")?.map(SectionId::from),
                manages: row.get("manages")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn secret(&self, user: &UserId) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection().prepare_cached("SELECT secret FROM secret WHERE bureau = ?1 AND user = ?2")?;
        Ok(statement.query_row(params![self.bureau.as_str(), user.as_str()], |row| row.get(0)).optional()?)
    }

    fn session(&self, token_hash: &Hash, now: i64) -> Result<Option<UserId>, StoreError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT user FROM session WHERE token_hash = ?1 AND bureau = ?2 AND expires_at >= ?3")?;
        let values = params![token_hash.to_string(), self.bureau.as_str(), now];
        Ok(statement.query_row(values, |row| row.get::<_, String>(0)).optional()?.map(UserId::from))
    }

    fn file(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        files::read(self.connection(), self.bureau, hash)
    }

    fn learnt(&self, about: &str) -> Result<Vec<Learnt>, StoreError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT wording, decision, reason, seq FROM learnt WHERE bureau = ?1 AND about = ?2 ORDER BY seq")?;
        let learnt = |row: &rusqlite::Row| {
            Ok(Learnt { wording: row.get(0)?, decision: row.get(1)?, reason: row.get(2)?, seq: to_u64(row.get(3)?) })
        };
        let rows = statement.query_map(params![self.bureau.as_str(), about], learnt)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
