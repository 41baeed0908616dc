//! Zip packages of Office files, unpacked within a budget: a bomb is refused when the budget is spent, whatever sizes it
//! declares.

use std::cell::Cell;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{Limits, Refusal};

const RELATIONSHIPS: &str = "_rels/.rels";
const OFFICE_DOCUMENT: &str = "/relationships/officeDocument";
const RELATIONSHIPS_BYTES_MAX: u64 = 1 << 20;

/// An open package.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    budget: Cell<usize>,
    bytes_max: usize,
}

/// The part that holds the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MainPart {
    /// Its name in the package.
    pub(crate) name: String,
    /// Its folder: `word`, `xl` or `ppt`.
    pub(crate) content: String,
}

impl<'a> Package<'a> {
    /// Opens the archive; reads its directory only.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Package<'a>, Refusal> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal(&error, "压缩包目录"))?;
        if zip.len() > limits.entries_max {
            return Err(Refusal::Abnormal { what: format!("压缩包里有 {} 个文件", zip.len()) });
        }
        Ok(Package { zip, budget: Cell::new(limits.unpacked_bytes_max), bytes_max: limits.unpacked_bytes_max })
    }

    /// Whether the package has a part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Unpacks a part. Everything unpacked from one package counts against one budget.
    pub(crate) fn read(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        let mut zip = self.zip.clone();
        let mut file = zip.by_name(name).map_err(|error| refusal(&error, name))?;
        let mut content = Vec::new();
        self.unpack(&mut file, name, &mut |piece| content.extend_from_slice(piece))?;
        Ok(content)
    }

    /// Unpacks every part and throws the content away: afterwards a reader without limits may have the archive.
    pub(crate) fn check_unpacks(&self) -> Result<(), Refusal> {
        let mut zip = self.zip.clone();
        for index in 0..zip.len() {
            let name = zip.name_for_index(index).and_then(Result::ok).map(|name| name.into_owned()).unwrap_or_default();
            let mut file = zip.by_index(index).map_err(|error| refusal(&error, &name))?;
            self.unpack(&mut file, &name, &mut |_| {})?;
        }
        Ok(())
    }

    fn unpack(&self, file: &mut impl Read, name: &str, sink: &mut impl FnMut(&[u8])) -> Result<(), Refusal> {
        let mut buffer = [0u8; 16 << 10];
        loop {
            let count = file.read(&mut buffer).map_err(|_| Refusal::Damaged { part: name.to_owned() })?;
            if count == 0 {
                return Ok(());
            }
            let left = self.budget.get().checked_sub(count).ok_or(Refusal::UnpacksTooLarge { bytes_max: self.bytes_max })?;
            self.budget.set(left);
            sink(buffer.get(..count).unwrap_or_default());
        }
    }

    /// The part named by the package as its document; by custom where it names none.
    pub(crate) fn main_part(&self) -> Option<MainPart> {
        let named = self.named_main_part();
        let usual = ["word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml"];
        let name = named.or_else(|| usual.iter().find(|name| self.has(name)).map(|name| (*name).to_owned()))?;
        let content = name.split('/').next().unwrap_or_default().to_owned();
        Some(MainPart { name, content })
    }

    fn named_main_part(&self) -> Option<String> {
        let mut zip = self.zip.clone();
        let mut content = String::new();
        zip.by_name(RELATIONSHIPS).ok()?.take(RELATIONSHIPS_BYTES_MAX).read_to_string(&mut content).ok()?;
        let mut reader = Reader::from_str(&content);
        loop {
            match reader.read_event().ok()? {
                Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "Relationship" => {
                    let value = |name: &str| {
                        let attribute = element.try_get_attribute(name).ok().flatten()?;
                        Some(attribute.value.to_string())
                    };
                    if value("Type").is_some_and(|kind| kind.ends_with(OFFICE_DOCUMENT)) {
                        let target = value("Target")?.trim_start_matches('/').to_owned();
                        return self.has(&target).then_some(target);
                    }
                }
                Event::Eof => return None,
                _ => {}
            }
        }
    }
}

/// The text of an XML part: UTF-8, or UTF-16 with a byte order mark.
pub(crate) fn part_text(content: Vec<u8>, name: &str) -> Result<String, Refusal> {
    let damaged = || Refusal::Damaged { part: name.to_owned() };
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            content.iter().skip(2).copied().collect::<Vec<u8>>().chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16(&units).map_err(|_| damaged())
    };
    match content.get(..2) {
        Some([0xFF, 0xFE]) => wide(u16::from_le_bytes),
        Some([0xFE, 0xFF]) => wide(u16::from_be_bytes),
        _ => {
            let mut text = String::from_utf8(content).map_err(|_| damaged())?;
            if text.starts_with('\u{FEFF}') {
                text.remove(0);
            }
            Ok(text)
        }
    }
}

fn refusal(error: &ZipError, part: &str) -> Refusal {
    match error {
        ZipError::InvalidPassword => Refusal::Encrypted,
        ZipError::UnsupportedArchive(reason) if reason.to_lowercase().contains("password") => Refusal::Encrypted,
        _ => Refusal::Damaged { part: part.to_owned() },
    }
}
