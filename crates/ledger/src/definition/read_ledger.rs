//! `[ledger]`, `[[field]]`, `[[state]]`, `[[transition]]`, `[[check]]`, `[[codes]]`.

use super::load::Draft;
use super::reader::Table;
use super::{Field, Ledger, MistakeKind, Place, Role, RowCheck, State, Transition};
use crate::field::{Code, Codes, FieldType, STANDARDS};
use crate::formula::condition::{self, Condition};
use crate::id::PackId;

pub(super) fn read_codes(table: Table, draft: &mut Draft) {
    let (Some(id), Some(name)) = (table.id("[[codes]]"), table.required("name", "[[codes]]")) else { return };
    let mut items = Vec::new();
    for line in table.texts("items") {
        // "code 名称 别名 别名"
        let mut words = line.split_whitespace().map(str::to_owned);
        match (words.next(), words.next()) {
            (Some(code), Some(name)) => items.push(Code { code, name, aliases: words.collect() }),
            _ => {
                let say = format!("代码“{line}”应写成“代码 名称 别名…”，以空格分开");
                table.file.mistake(table.place_of("items"), MistakeKind::WrongValue, say);
            }
        }
    }
    for (at, item) in items.iter().enumerate() {
        if items[..at].iter().any(|other: &Code| other.code == item.code || other.name == item.name) {
            let say = format!("代码表“{name}”里“{} {}”重复", item.code, item.name);
            table.file.mistake(table.place_of("items"), MistakeKind::DuplicateId, say);
        }
    }
    draft.codes.push((table.place.clone(), id, Codes { name, items }));
    table.finish("[[codes]]");
}

pub(super) fn read_ledger(table: Table, file: &Table, pack: &PackId) -> Option<Ledger> {
    let id = table.id("[ledger]")?;
    let name = table.required("name", "[ledger]")?;
    let mut fields: Vec<Field> = file.tables("field").into_iter().filter_map(read_field).collect();
    carry_groups(&mut fields);
    let mut states: Vec<State> = file.tables("state").into_iter().filter_map(read_state).collect();
    if states.is_empty() {
        states.push(standard_state(&table.place));
    }
    let transitions = file.tables("transition").into_iter().filter_map(read_transition).collect();
    let checks = file.tables("check").into_iter().filter_map(read_check).collect();
    let ids = |key| table.texts(key).into_iter().map(Into::into).collect();
    let ledger = Ledger {
        id: id.into(),
        pack: pack.clone(),
        name,
        counter: table.text("counter").unwrap_or_else(|| "条".to_owned()),
        key: ids("key"),
        title: ids("title"),
        open_after_closing: table.flag("open_after_closing", false),
        fields,
        states,
        transitions,
        checks,
        place: table.place.clone(),
    };
    table.finish("[ledger]");
    Some(ledger)
}

/// A ledger without states has this one: what is entered counts.
fn standard_state(place: &Place) -> State {
    State { id: "booked".into(), name: "已入账".to_owned(), needs: Vec::new(), counts: true, place: place.clone() }
}

/// A field that names no group stands in the group of the field before it.
fn carry_groups(fields: &mut [Field]) {
    let mut group = String::new();
    for field in fields {
        if field.group.is_empty() {
            field.group.clone_from(&group);
        } else {
            group.clone_from(&field.group);
        }
    }
}

fn read_field(table: Table) -> Option<Field> {
    let id = table.id("[[field]]")?;
    if id.contains('.') {
        let say = format!("字段id“{id}”不能含点，它要作数据库的列名");
        table.file.mistake(table.place_of("id"), MistakeKind::BadId, say);
    }
    let name = table.required("name", "[[field]]")?;
    let field_type = read_field_type(&table)?;
    let field = Field {
        id: id.into(),
        name,
        aliases: table.texts("aliases"),
        field_type,
        required: table.flag("required", false),
        group: table.text("group").unwrap_or_default(),
        help: table.text("help").unwrap_or_default(),
        listed: table.flag("listed", false),
        place: table.place.clone(),
    };
    table.finish("[[field]]");
    Some(field)
}

fn read_field_type(table: &Table) -> Option<FieldType> {
    let name = table.text("type").unwrap_or_else(|| "text".to_owned());
    let unit = table.text("unit");
    let digits = table.digits("digits");
    let codes = table.text("codes");
    let chars_max = table.integer("chars_max");
    let found = match name.as_str() {
        "text" => FieldType::Text { chars_max: chars_max.and_then(|n| usize::try_from(n).ok()).unwrap_or(200) },
        "long_text" => FieldType::LongText,
        "code" => {
            let Some(codes) = codes else {
                table.file.mistake(table.place.clone(), MistakeKind::MissingKey, "代码字段缺“codes”");
                return None;
            };
            FieldType::Code(codes.into())
        }
        "date" => FieldType::Date,
        "year" => FieldType::Year,
        "integer" => FieldType::Number { digits: 0, unit: unit.unwrap_or_default() },
        "number" => FieldType::Number { digits: digits.unwrap_or(2), unit: unit.unwrap_or_default() },
        "money" => {
            let unit = unit.unwrap_or_else(|| "元".to_owned());
            if !crate::unit::comparable(&unit, "元") {
                let say = format!("金额字段的单位“{unit}”不是元、万元、亿元");
                table.file.mistake(table.place_of("unit"), MistakeKind::UnitMismatch, say);
            }
            FieldType::Money { unit }
        }
        "flag" => FieldType::Flag,
        other => match STANDARDS.iter().find(|standard| standard.id == other) {
            Some(standard) => FieldType::Standard(standard),
            None => {
                let known: Vec<&str> = STANDARDS.iter().map(|standard| standard.id).collect();
                let say = format!(
                    "没有字段类型“{other}”，可用text、long_text、code、date、year、integer、number、money、flag、{}",
                    known.join("、")
                );
                table.file.mistake(table.place_of("type"), MistakeKind::WrongValue, say);
                return None;
            }
        },
    };
    Some(found)
}

fn read_state(table: Table) -> Option<State> {
    let state = State {
        id: table.id("[[state]]")?.into(),
        name: table.required("name", "[[state]]")?,
        needs: table.texts("needs").into_iter().map(Into::into).collect(),
        counts: table.flag("counts", true),
        place: table.place.clone(),
    };
    table.finish("[[state]]");
    Some(state)
}

fn read_transition(table: Table) -> Option<Transition> {
    let by = table.texts("by");
    let mut roles = Vec::new();
    for name in &by {
        match Role::named(name) {
            Some(role) => roles.push(role),
            None => {
                let say = format!("没有角色“{name}”，可用clerk、head、director");
                table.file.mistake(table.place_of("by"), MistakeKind::WrongValue, say);
            }
        }
    }
    if by.is_empty() {
        roles = vec![Role::Clerk, Role::Head];
    }
    let due = match (table.text("due_after"), table.integer("due_days")) {
        (Some(field), Some(days)) => Some((field.into(), days)),
        (None, None) => None,
        _ => {
            let say = "due_after（起算日期字段）和due_days（天数）要一起写";
            table.file.mistake(table.place.clone(), MistakeKind::MissingKey, say);
            None
        }
    };
    let transition = Transition {
        id: table.id("[[transition]]")?.into(),
        name: table.required("name", "[[transition]]")?,
        from: table.texts("from").into_iter().map(Into::into).collect(),
        to: table.required("to", "[[transition]]")?.into(),
        by: roles,
        evidence: table.text("evidence"),
        due,
        opinion: table.flag("opinion", false),
        waits: table.flag("waits", false),
        place: table.place.clone(),
    };
    table.finish("[[transition]]");
    Some(transition)
}

pub(super) fn read_condition(table: &Table, key: &'static str) -> Option<Condition> {
    let source = table.text(key)?;
    match condition::parse(&source) {
        Ok(condition) => Some(condition),
        Err(why) => {
            table.file.mistake(table.place_of(key), MistakeKind::BadCondition, format!("条件“{source}”：{why}"));
            None
        }
    }
}

fn read_check(table: Table) -> Option<RowCheck> {
    let rule = read_condition(&table, "rule");
    let message = table.required("message", "[[check]]");
    let field = table.required("field", "[[check]]");
    let place = table.place.clone();
    table.finish("[[check]]");
    Some(RowCheck { rule: rule?, message: message?, field: field?.into(), place })
}
