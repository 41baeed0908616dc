//! `[[measure]]`, `[[indicator]]`, `[[sentence]]`, `[[outline]]`.

use super::load::Draft;
use super::read_ledger::read_condition;
use super::reader::Table;
use super::{
    Direction, Indicator, Ledger, Measure, MeasureKind, MistakeKind, Outline, Part, PartContent, Sentence, SentenceKind,
};
use crate::field::FieldType;
use crate::formula::{self, Formula};
use crate::id::{FieldId, LedgerId, PackId};
use crate::sentence::Template;

pub(super) fn read_measure(table: Table, ledger: Option<&LedgerId>, owner: Option<&Ledger>, draft: &mut Draft) {
    let (Some(id), Some(name)) = (table.id("[[measure]]"), table.required("name", "[[measure]]")) else { return };
    let Some(ledger) = table.text("ledger").map(LedgerId::from).or_else(|| ledger.cloned()) else {
        let say = "计量要写在有[ledger]的文件里，或写明ledger";
        table.file.mistake(table.place.clone(), MistakeKind::UnknownOwner, say);
        return;
    };
    let Some(kind) = read_measure_kind(&table) else { return };
    let amount = table.text("amount").map(FieldId::from);
    let amount_type =
        amount.as_ref().and_then(|amount| owner.and_then(|ledger| ledger.field(amount))).map(|field| &field.field_type);
    let unit = table.text("unit").or_else(|| amount_type.map(|t| t.unit_kept().to_owned()));
    let Some(unit) = unit else {
        table.file.mistake(table.place.clone(), MistakeKind::MissingKey, "计量缺“unit”");
        return;
    };
    draft.measures.push(Measure {
        id: id.into(),
        ledger,
        name,
        unit,
        digits: amount_type.map_or(0, FieldType::digits),
        kind,
        amount,
        by: table.texts("by").into_iter().map(Into::into).collect(),
        when: read_condition(&table, "when"),
        place: table.place.clone(),
    });
    table.finish("[[measure]]");
}

fn read_measure_kind(table: &Table) -> Option<MeasureKind> {
    let kind = table.text("kind").unwrap_or_else(|| "flow".to_owned());
    let (on, enters, leaves, party) = (table.text("on"), table.text("enters_on"), table.text("leaves_on"), table.text("party"));
    let missing = |key: &str| {
        table.file.mistake(table.place.clone(), MistakeKind::MissingKey, format!("{kind}计量缺“{key}”"));
        None
    };
    match (kind.as_str(), on, enters, leaves, party) {
        ("flow", Some(on), None, None, None) => Some(MeasureKind::Flow { on: on.into() }),
        ("flow", None, ..) => missing("on"),
        ("stock", None, Some(enters), leaves, None) => {
            Some(MeasureKind::Stock { enters_on: enters.into(), leaves_on: leaves.map(Into::into) })
        }
        ("stock", _, None, ..) => missing("enters_on"),
        ("parties", Some(on), None, None, Some(party)) => Some(MeasureKind::Parties { on: on.into(), party: party.into() }),
        ("parties", None, ..) => missing("on"),
        ("parties", _, _, _, None) => missing("party"),
        ("flow" | "stock" | "parties", ..) => {
            let say = "flow只写on,stock只写enters_on和leaves_on,parties只写on和party";
            table.file.mistake(table.place.clone(), MistakeKind::WrongValue, say);
            None
        }
        _ => {
            let say = format!("没有计量种类“{kind}”，可用flow（发生额）、stock（余额）、parties（家数）");
            table.file.mistake(table.place_of("kind"), MistakeKind::WrongValue, say);
            None
        }
    }
}

fn read_formula(table: &Table, source: &str) -> Option<Formula> {
    match formula::parse(source) {
        Ok(formula) => Some(formula),
        Err(why) => {
            let place = table.place_of("formula");
            table.file.mistake(place, MistakeKind::BadFormula, format!("公式“{source}”：{why}"));
            None
        }
    }
}

pub(super) fn read_indicator(table: Table, pack: &PackId, draft: &mut Draft) {
    let what = "[[indicator]]";
    let (Some(id), Some(name)) = (table.id(what), table.required("name", what)) else { return };
    let source = table.text("formula").unwrap_or_else(|| id.clone());
    let formula = read_formula(&table, &source);
    let direction = match table.text("direction").as_deref() {
        None | Some("higher") => Direction::Higher,
        Some("lower") => Direction::Lower,
        Some(other) => {
            let say = format!("direction“{other}”应是higher或lower");
            table.file.mistake(table.place_of("direction"), MistakeKind::WrongValue, say);
            Direction::Higher
        }
    };
    let indicator = Indicator {
        id: id.into(),
        pack: pack.clone(),
        name,
        aliases: table.texts("aliases"),
        unit: table.required("unit", what).unwrap_or_default(),
        digits: table.digits("digits").unwrap_or(2),
        formula: formula.clone().unwrap_or(Formula::Number(rust_decimal::Decimal::ZERO)),
        caliber: table.required("caliber", what).unwrap_or_default(),
        source: table.text("source").unwrap_or_default(),
        direction,
        board: table.flag("board", true),
        implicit: false,
        place: table.place.clone(),
    };
    if formula.is_some() {
        draft.indicators.push(indicator);
    }
    table.finish(what);
}

fn read_template(table: &Table, key: &'static str, source: &str) -> Option<Template> {
    match Template::parse(source) {
        Ok(template) => Some(template),
        Err(why) => {
            table.file.mistake(table.place_of(key), MistakeKind::BadSentence, format!("句子“{source}”：{why}"));
            None
        }
    }
}

pub(super) fn read_sentence(table: Table, pack: &PackId, draft: &mut Draft) {
    let kind = match table.text("kind").as_deref() {
        None | Some("summary") => SentenceKind::Summary,
        Some("plan") => SentenceKind::Plan,
        Some(other) => {
            let say = format!("kind“{other}”应是summary或plan");
            table.file.mistake(table.place_of("kind"), MistakeKind::WrongValue, say);
            SentenceKind::Summary
        }
    };
    let optional = table.flag("optional", false);
    if let Some(template) = table.required("text", "[[sentence]]").and_then(|text| read_template(&table, "text", &text)) {
        let place = table.place.clone();
        draft.catalog.sentences.push(Sentence { pack: pack.clone(), kind, template, optional, place });
    }
    table.finish("[[sentence]]");
}

pub(super) fn read_outline(table: Table, draft: &mut Draft) {
    let what = "[[outline]]";
    let (Some(id), Some(name)) = (table.id(what), table.required("name", what)) else { return };
    let title = table.required("title", what).and_then(|title| read_template(&table, "title", &title));
    let parts = table.tables("part").into_iter().filter_map(read_part).collect();
    if let Some(title) = title {
        draft.catalog.outlines.push(Outline { id, name, title, parts, place: table.place.clone() });
    }
    table.finish(what);
}

fn read_part(table: Table) -> Option<Part> {
    let heading = table.text("heading").and_then(|heading| read_template(&table, "heading", &heading));
    let content = match table.text("content").as_deref() {
        None | Some("words") => {
            PartContent::Words(table.texts("text").iter().filter_map(|text| read_template(&table, "text", text)).collect())
        }
        Some("targets") => PartContent::Targets,
        Some("areas") => PartContent::Areas,
        Some("plans") => PartContent::Plans,
        Some("planned_targets") => PartContent::PlannedTargets,
        Some(other) => {
            let say = format!("content“{other}”应是words、targets、areas、plans或planned_targets");
            table.file.mistake(table.place_of("content"), MistakeKind::WrongValue, say);
            return None;
        }
    };
    let part = Part { heading, content, place: table.place.clone() };
    table.finish("[[outline.part]]");
    Some(part)
}
