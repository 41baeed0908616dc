//! TOML text → definitions. Cross-references are checked afterwards, over all files, in `check`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use toml::de::DeTable;

use super::read_figures::{read_indicator, read_measure, read_outline, read_sentence};
use super::read_ledger::{read_codes, read_ledger};
use super::reader::{File, Table};
use super::{Catalog, Indicator, Ledger, Measure, Mistake, MistakeKind, Pack, Place, Sources};
use crate::field::Codes;
use crate::id::PackId;

/// Loads and checks packs.
///
/// # Errors
/// Every mistake in every file, in the order of files and lines.
pub fn load(sources: Sources) -> Result<Catalog, Vec<Mistake>> {
    let mistakes = RefCell::new(Vec::new());
    let mut draft = Draft::default();
    let packs: BTreeMap<String, PackId> = pack_folders(&sources, &mistakes, &mut draft);
    // Rule files of screenings travel with the packs, so that a book keeps them; they define nothing of the ledger's.
    for (path, text) in sources.iter().filter(|(path, _)| !is_rules(path)) {
        let folder = path.split('/').next().unwrap_or(path);
        let pack = packs.get(folder).cloned();
        let file = File::new(path, text, &mistakes);
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let place = file.place(&error.span().unwrap_or(0..0));
            file.mistake(place, MistakeKind::Syntax, format!("TOML写法不对：{}", error.message()));
        }
        let table = Table::new(&file, document.get_ref(), Place { file: path.clone(), line: 1 });
        read_file(&table, pack.as_ref(), &mut draft);
        table.finish("文件");
    }
    draft.catalog.sources = sources.clone();
    let mut catalog = draft.finish(&mistakes);
    super::check::check(&mut catalog, &mistakes);
    let mut mistakes = mistakes.into_inner();
    if mistakes.is_empty() {
        return Ok(catalog);
    }
    // What else is wrong with a file that is not TOML follows from that.
    let broken: Vec<String> = mistakes.iter().filter(|m| m.kind == MistakeKind::Syntax).map(|m| m.place.file.clone()).collect();
    mistakes.retain(|m| m.kind == MistakeKind::Syntax || !broken.contains(&m.place.file));
    mistakes.sort();
    mistakes.dedup();
    Err(mistakes)
}

/// Whether a file of the packs holds rules of a screening (`enterprise/rules/hightech_2016.toml`): another reader's business.
pub fn is_rules(path: &str) -> bool {
    path.split('/').nth(1) == Some("rules")
}

/// What has been read so far.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) catalog: Catalog,
    pub(super) ledgers: Vec<Ledger>,
    pub(super) codes: Vec<(Place, String, Codes)>,
    pub(super) measures: Vec<Measure>,
    pub(super) indicators: Vec<Indicator>,
}

/// A folder is a pack; `pack.toml` in it says which. Folders without one hold outlines and code lists shared by all.
fn pack_folders(sources: &Sources, mistakes: &RefCell<Vec<Mistake>>, draft: &mut Draft) -> BTreeMap<String, PackId> {
    let mut packs = BTreeMap::new();
    for (path, text) in sources {
        let Some(folder) = path.strip_suffix("/pack.toml") else { continue };
        let file = File::new(path, text, mistakes);
        let (document, _) = DeTable::parse_recoverable(text);
        let root = Table::new(&file, document.get_ref(), Place { file: path.clone(), line: 1 });
        for table in root.tables("pack") {
            let (Some(id), Some(name)) = (table.id("pack"), table.required("name", "pack")) else { continue };
            let heading = table.text("heading").unwrap_or_else(|| name.clone());
            let order = table.integer("order").unwrap_or(100);
            packs.insert(folder.to_owned(), PackId::new(id.as_str()));
            draft.catalog.packs.push(Pack { id: id.into(), name, heading, order, place: table.place.clone() });
            table.finish("[pack]");
        }
    }
    draft.catalog.packs.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    packs
}

fn read_file(file: &Table, pack: Option<&PackId>, draft: &mut Draft) {
    // The pack itself was read first; asking for it again marks the key as known.
    drop(file.tables("pack"));
    for table in file.tables("codes") {
        read_codes(table, draft);
    }
    for table in file.tables("outline") {
        read_outline(table, draft);
    }
    let ledger = file.tables("ledger").into_iter().next();
    let Some(pack) = pack else {
        for key in ["field", "state", "transition", "check", "measure", "indicator", "sentence"] {
            for table in file.tables(key) {
                let say = format!("[[{key}]]要放在有pack.toml的文件夹里");
                table.file.mistake(table.place.clone(), MistakeKind::UnknownOwner, say);
            }
        }
        return;
    };
    let owner = ledger.and_then(|table| read_ledger(table, file, pack));
    let ledger_id = owner.as_ref().map(|ledger| ledger.id.clone());
    for table in file.tables("measure") {
        read_measure(table, ledger_id.as_ref(), owner.as_ref(), draft);
    }
    draft.ledgers.extend(owner);
    for table in file.tables("indicator") {
        read_indicator(table, pack, draft);
    }
    for table in file.tables("sentence") {
        read_sentence(table, pack, draft);
    }
}

impl Draft {
    /// Puts everything under its id; the second definition of an id is a mistake and is left out.
    fn finish(self, mistakes: &RefCell<Vec<Mistake>>) -> Catalog {
        let mut catalog = self.catalog;
        let twice = |place: &Place, what: &str, id: &str, first: &Place| {
            mistakes.borrow_mut().push(Mistake {
                place: place.clone(),
                kind: MistakeKind::DuplicateId,
                what: format!("{what}“{id}”在{}：{}已有", first.file, first.line),
            });
        };
        let mut codes_places: BTreeMap<String, Place> = BTreeMap::new();
        for (place, id, codes) in self.codes {
            match codes_places.get(&id) {
                Some(first) => twice(&place, "代码表", &id, first),
                None => {
                    catalog.codes.insert(id.as_str().into(), codes);
                    codes_places.insert(id, place);
                }
            }
        }
        for ledger in self.ledgers {
            match catalog.ledgers.get(&ledger.id) {
                Some(first) => twice(&ledger.place, "台账", &ledger.id, &first.place),
                None => drop(catalog.ledgers.insert(ledger.id.clone(), ledger)),
            }
        }
        for measure in self.measures {
            match catalog.measures.get(&measure.id) {
                Some(first) => twice(&measure.place, "计量", &measure.id, &first.place),
                None => drop(catalog.measures.insert(measure.id.clone(), measure)),
            }
        }
        for indicator in self.indicators {
            match catalog.indicators.get(&indicator.id) {
                Some(first) => twice(&indicator.place, "指标", &indicator.id, &first.place),
                None => drop(catalog.indicators.insert(indicator.id.clone(), indicator)),
            }
        }
        for (at, pack) in catalog.packs.iter().enumerate() {
            if let Some(first) = catalog.packs[..at].iter().find(|other| other.id == pack.id) {
                twice(&pack.place, "业务包", &pack.id, &first.place);
            }
        }
        catalog
    }
}
