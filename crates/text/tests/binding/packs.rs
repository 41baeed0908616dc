//! The vocabulary of the packs, read from their files as the program reads them: indicators with names, aliases, unit and kind,
//! and the parts of their breakdowns.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kezhang_text::Aspect;
use kezhang_text::bind::{Breakdown, Entry, Vocabulary};
use toml::{Table, Value};

/// Everything of one kind (`indicator`, `measure` …) in all packs, each with the ledger file it stands in.
fn all(packs: &[Table], kind: &str) -> Vec<(usize, Table)> {
    let mut found = Vec::new();
    for (file, pack) in packs.iter().enumerate() {
        let list = pack.get(kind).and_then(Value::as_array).cloned().unwrap_or_default();
        found.extend(list.into_iter().map(|value| (file, value.as_table().unwrap().clone())));
    }
    found
}

fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(Value::as_str).unwrap_or("")
}

fn texts(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|e| e == "toml") {
            into.push(path);
        }
    }
}

/// The vocabulary, and for each indicator that is a part of a measure how the measure says it: `upper.applied[level=省级]`.
pub fn vocabulary() -> (Vocabulary, BTreeMap<String, String>) {
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"), &mut paths);
    paths.sort();
    let packs: Vec<Table> = paths.iter().map(|p| std::fs::read_to_string(p).unwrap().parse().unwrap()).collect();
    let codes: BTreeMap<String, Vec<String>> =
        all(&packs, "codes").iter().map(|(_, c)| (text(c, "id").to_owned(), texts(c, "items"))).collect();
    let measures: BTreeMap<String, (usize, Table)> =
        all(&packs, "measure").into_iter().map(|(file, m)| (text(&m, "id").to_owned(), (file, m))).collect();
    let mut same = BTreeMap::new();
    let mut entries = Vec::new();
    for (_, indicator) in all(&packs, "indicator") {
        let id = text(&indicator, "id").to_owned();
        let formula = if text(&indicator, "formula").is_empty() { id.clone() } else { text(&indicator, "formula").to_owned() };
        let measure = formula.split('[').next().and_then(|m| measures.get(m));
        if formula != id && measure.is_some() {
            same.insert(id.clone(), formula.clone());
        }
        entries.push(Entry {
            target: id,
            name: text(&indicator, "name").to_owned(),
            aliases: texts(&indicator, "aliases"),
            units: vec![text(&indicator, "unit").to_owned()],
            aspect: match (text(&indicator, "unit"), measure.map(|(_, m)| text(m, "kind"))) {
                ("%", _) => Some(Aspect::Ratio),
                (_, Some("stock")) => Some(Aspect::Stock),
                (_, Some(_)) => Some(Aspect::Flow),
                _ => None,
            },
            breakdowns: measure.map(|(file, m)| breakdowns(&packs[*file], m, &formula, &codes)).unwrap_or_default(),
            excluded: Vec::new(),
        });
    }
    (Vocabulary { entries, ..Vocabulary::default() }, same)
}

/// The parts of a measure by the names of their codes; what the formula has chosen already is no part any more.
fn breakdowns(pack: &Table, measure: &Table, formula: &str, codes: &BTreeMap<String, Vec<String>>) -> Vec<Breakdown> {
    let fields = pack.get("field").and_then(Value::as_array).cloned().unwrap_or_default();
    let code_list = |id: &str| {
        let field = fields.iter().filter_map(Value::as_table).find(|f| text(f, "id") == id)?;
        codes.get(text(field, "codes"))
    };
    let mut found = Vec::new();
    for field in texts(measure, "by").iter().filter(|field| !formula.contains(&format!("{field}="))) {
        for item in code_list(field).into_iter().flatten() {
            let names: Vec<&str> = item.split_whitespace().skip(1).collect();
            let words = names.iter().filter(|w| w.chars().count() > 1).map(|w| (*w).to_owned()).collect();
            let bare = formula.trim_end_matches(']');
            let joint = if formula.contains('[') { "," } else { "[" };
            found.push(Breakdown { words, target: format!("{bare}{joint}{field}={}]", names[0]) });
        }
    }
    found
}
