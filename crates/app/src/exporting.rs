//! Export of any list to xlsx, in the columns an import takes back, and the import template of a ledger.

use kezhang_ledger::decide::Terms;
use kezhang_ledger::definition::{Field, Ledger};
use kezhang_ledger::entry::Entry;
use kezhang_ledger::field::FieldType;
use kezhang_office::table_out::{ColumnKind, ColumnOut, TableOut, TemplateField, template, xlsx};

use crate::board::percent;
use crate::clock;
use crate::desk::{Desk, ledger_of, settings_of};
use crate::error::Result;
use crate::ledger_page::{ListParams, list_query};
use crate::show;

/// Most entries in one file: what a spreadsheet opens without complaint.
const EXPORT_ROWS_MAX: u32 = 200_000;

/// A file to download.
#[derive(Clone, Debug)]
pub struct Download {
    /// File name.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Desk<'_> {
    /// A ledger's list, as filtered and sorted on its page, with every field.
    ///
    /// # Errors
    /// No such ledger, or the book cannot be read.
    pub fn export_ledger(&self, id: &str, params: &ListParams) -> Result<Download> {
        self.sees_business()?;
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let ledger = ledger_of(&catalog, id)?;
        let mut query = list_query(self, &terms, ledger, params);
        query.skip = 0;
        query.count = EXPORT_ROWS_MAX;
        let list = reader.list(&query)?;
        let mut columns: Vec<ColumnOut> = ledger.fields.iter().map(|field| ColumnOut::new(heading(field), kind(field))).collect();
        if ledger.states.len() > 1 {
            columns.push(ColumnOut::new("状态", ColumnKind::Text));
        }
        let rows = list.entries.iter().map(|entry| self.row(&terms, ledger, entry)).collect();
        // The head of the chain goes out with every export: only a copy outside the book shows a rewrite of the whole.
        let (seq, head) = reader.head()?;
        let moment = clock::now();
        let subtitle = format!(
            "{} · 导出人 {} · {} · 共{}{} · 链头 {seq} {}",
            settings.name,
            self.user.name,
            moment.today,
            list.total,
            ledger.counter,
            head.short()
        );
        let name = format!("{}{}", ledger.name, params.year.map(|year| year.to_string()).unwrap_or_default());
        write(
            TableOut { name: ledger.name.clone(), title: Some(ledger.name.clone()), subtitle: Some(subtitle), columns, rows },
            &name,
        )
    }

    fn row(&self, terms: &Terms, ledger: &Ledger, entry: &Entry) -> Vec<String> {
        let private = self.writes_in(&entry.section);
        let cell = |field: &Field| {
            entry.values.get(&field.id).map(|value| match field.field_type {
                FieldType::Number { .. } | FieldType::Money { .. } => show::typed(field, value),
                _ => show::value(terms, field, value, private).text,
            })
        };
        let mut cells: Vec<String> = ledger.fields.iter().map(|field| cell(field).unwrap_or_default()).collect();
        if ledger.states.len() > 1 {
            cells.push(ledger.state(&entry.state).map_or_else(|| entry.state.to_string(), |state| state.name.clone()));
        }
        cells
    }

    /// The board of a year as a table.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn export_board(&self, year: i16) -> Result<Download> {
        let board = self.board(year)?;
        let settings = settings_of(self.reader()?.as_ref())?;
        let columns = ["领域", "指标", "单位", "目标", "实际", "完成率", "评价", "上年", "同比", "责任科室"];
        let columns = columns.into_iter().map(|title| ColumnOut::new(title, ColumnKind::Text)).collect();
        let mut rows = Vec::new();
        for area in &board.areas {
            for row in &area.rows {
                rows.push(vec![
                    area.name.clone(),
                    row.name.clone(),
                    row.unit.clone(),
                    row.target.clone().unwrap_or_default(),
                    row.actual.text.clone(),
                    row.completion.map(percent).unwrap_or_default(),
                    row.light_word(year).to_owned(),
                    row.last_year.as_ref().map(|last| last.text.clone()).unwrap_or_default(),
                    row.growth.clone().unwrap_or_default(),
                    area.section.clone(),
                ]);
            }
        }
        let title = format!("{}{year}年指标完成情况", settings.name);
        let subtitle = format!("制表人 {} · {} · 日记账第{}行", self.user.name, clock::now().today, board.read_at);
        let name = format!("{year}年指标看板");
        write(TableOut { name: name.clone(), title: Some(title), subtitle: Some(subtitle), columns, rows }, &name)
    }

    /// The import template of a ledger: its columns, what each means, and lists to choose codes from.
    ///
    /// # Errors
    /// No such ledger, or the book cannot be read.
    pub fn import_template(&self, id: &str) -> Result<Download> {
        self.sees_business()?;
        let reader = self.reader()?;
        let (catalog, settings) = (reader.catalog()?, settings_of(reader.as_ref())?);
        let terms = Terms::new(&catalog, &settings);
        let ledger = ledger_of(&catalog, id)?;
        let mut fields: Vec<TemplateField> = ledger.fields.iter().map(|field| template_field(&terms, ledger, field)).collect();
        if ledger.states.len() > 1 {
            fields.push(TemplateField {
                title: "状态".to_owned(),
                kind: ColumnKind::Text,
                required: false,
                meaning: "不填时按已填的日期等内容推定，导入前可以看到".to_owned(),
                form: String::new(),
                codes: ledger.states.iter().map(|state| state.name.clone()).collect(),
            });
        }
        let bytes = template(&ledger.name, &fields)?;
        Ok(Download { name: format!("{}导入模板.xlsx", ledger.name), bytes })
    }
}

fn write(table: TableOut, name: &str) -> Result<Download> {
    let bytes = xlsx(&table)?;
    Ok(Download { name: format!("{name}.xlsx"), bytes })
}

/// A field's heading with its unit, which an import reads back.
fn heading(field: &Field) -> String {
    match field.field_type.unit_typed() {
        "" => field.name.clone(),
        unit => format!("{}({unit})", field.name),
    }
}

fn kind(field: &Field) -> ColumnKind {
    match &field.field_type {
        FieldType::Date => ColumnKind::Date,
        FieldType::Number { digits: 0, .. } => ColumnKind::Integer,
        FieldType::Number { digits, .. } => ColumnKind::Decimal { digits: u8::try_from(*digits).unwrap_or(4) },
        FieldType::Money { unit } if unit == "元" => ColumnKind::Money,
        FieldType::Money { .. } => ColumnKind::Decimal { digits: 4 },
        _ => ColumnKind::Text,
    }
}

fn template_field(terms: &Terms, ledger: &Ledger, field: &Field) -> TemplateField {
    let codes = terms.codes(&field.field_type);
    let form = match &field.field_type {
        FieldType::Date => "日期，如2025-03-05".to_owned(),
        FieldType::Year => "四位年份".to_owned(),
        FieldType::Flag => "是或否".to_owned(),
        FieldType::Standard(standard) => standard.hint.to_owned(),
        FieldType::Number { unit, .. } | FieldType::Money { unit } if !unit.is_empty() => format!("数字，单位{unit}"),
        FieldType::Number { .. } => "数字".to_owned(),
        _ => String::new(),
    };
    TemplateField {
        title: heading(field),
        kind: kind(field),
        required: field.required || ledger.key.contains(&field.id),
        meaning: field.help.clone(),
        form,
        codes: match (&field.field_type, codes) {
            (FieldType::Flag, _) => vec!["是".to_owned(), "否".to_owned()],
            (_, Some(codes)) => codes.items.iter().map(|code| code.name.clone()).collect(),
            _ => Vec::new(),
        },
    }
}
