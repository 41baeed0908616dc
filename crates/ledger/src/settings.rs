//! What the book knows of its bureau: name, region, towns, sections and which packs each section handles.

use serde::{Deserialize, Serialize};

use crate::field::{Code, Codes};
use crate::id::{BureauId, PackId, SectionId};

/// The bureau's own settings; changed by a command, so that the journal keeps every version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Key of every table and chain.
    pub bureau: BureauId,
    /// Full name, as on documents: `临溪区科学技术局`.
    pub name: String,
    /// Short name, as in running text: `区科技局`.
    pub short_name: String,
    /// The area it serves, as in running text: `全区`.
    pub area: String,
    /// Whom the annual report is addressed to: `区人民政府`.
    pub addressee: String,
    /// Six digits of GB/T 2260.
    pub region: String,
    /// Streets and towns, code and name; the code list `town`.
    pub towns: Vec<Town>,
    /// The sections.
    pub sections: Vec<Section>,
}

/// A street or town (镇街).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Town {
    /// Nine digits of the statistical code, or any short code of the bureau.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A section (科室).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Id.
    pub id: SectionId,
    /// Name.
    pub name: String,
    /// The packs it handles.
    pub packs: Vec<PackId>,
}

impl Settings {
    /// The code list `town`.
    pub fn town_codes(&self) -> Codes {
        let code = |town: &Town| Code { code: town.code.clone(), name: town.name.clone(), aliases: Vec::new() };
        Codes { name: "镇街".to_owned(), items: self.towns.iter().map(code).collect() }
    }

    /// The rank of the area in one character, as in 区委、区政府: the last of 全区, 全县, 全市.
    pub fn level(&self) -> &str {
        self.area.char_indices().next_back().map_or("", |(at, _)| &self.area[at..])
    }

    /// The section that handles a pack.
    pub fn section_of(&self, pack: &PackId) -> Option<&Section> {
        self.sections.iter().find(|section| section.packs.contains(pack))
    }
}
