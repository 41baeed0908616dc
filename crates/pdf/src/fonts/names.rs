//! The names of font faces, read from the files' name tables alone: a folder of five hundred fonts is catalogued
//! without loading one of them. Never trusts a length or an offset in a file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

const FACES_MAX: u32 = 128;
const TABLES_MAX: u16 = 256;
const NAME_TABLE_BYTES_MAX: u32 = 1 << 18;

/// The names of one face in a font file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceNames {
    /// Position in a collection (.ttc); 0 otherwise.
    pub index: u32,
    /// Family, full and PostScript names in every language of the file, in lower case.
    pub names: Vec<String>,
    /// A name to show to people: the full name, Chinese where there is one.
    pub shown: String,
    /// The face is the regular one of its family.
    pub regular: bool,
}

/// Reads the names of every face in a file. A face whose table cannot be read is left out.
pub fn read_face_names(path: &Path) -> io::Result<Vec<FaceNames>> {
    let mut file = File::open(path)?;
    let offsets = face_offsets(&mut file)?;
    let mut faces = Vec::new();
    for (index, offset) in (0u32..).zip(offsets) {
        if let Ok(table) = read_name_table(&mut file, offset) {
            faces.extend(parse_name_table(&table, index));
        }
    }
    Ok(faces)
}

/// Where each face's table directory begins.
fn face_offsets(file: &mut File) -> io::Result<Vec<u32>> {
    let mut head = [0u8; 12];
    file.read_exact(&mut head)?;
    match &head[..4] {
        b"ttcf" => {
            let count = be32(&head, 8).unwrap_or(0).min(FACES_MAX);
            let mut offsets = Vec::new();
            for _ in 0..count {
                let mut bytes = [0u8; 4];
                file.read_exact(&mut bytes)?;
                offsets.push(u32::from_be_bytes(bytes));
            }
            Ok(offsets)
        }
        [0, 1, 0, 0] | b"OTTO" | b"true" => Ok(vec![0]),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "not an OpenType font")),
    }
}

/// The bytes of a face's name table.
fn read_name_table(file: &mut File, face_offset: u32) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(u64::from(face_offset)))?;
    let mut head = [0u8; 12];
    file.read_exact(&mut head)?;
    let tables = be16(&head, 4).unwrap_or(0).min(TABLES_MAX);
    for _ in 0..tables {
        let mut record = [0u8; 16];
        file.read_exact(&mut record)?;
        if &record[..4] == b"name" {
            let offset = be32(&record, 8).unwrap_or(0);
            let length = be32(&record, 12).unwrap_or(0).min(NAME_TABLE_BYTES_MAX);
            file.seek(SeekFrom::Start(u64::from(offset)))?;
            let mut table = Vec::new();
            file.take(u64::from(length)).read_to_end(&mut table)?;
            return Ok(table);
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "no name table"))
}

/// Collects the names of a face; `None` if the table holds none.
fn parse_name_table(table: &[u8], index: u32) -> Option<FaceNames> {
    const FAMILY: u16 = 1;
    const SUBFAMILY: u16 = 2;
    const FULL: u16 = 4;
    const POSTSCRIPT: u16 = 6;
    const TYPOGRAPHIC_FAMILY: u16 = 16;
    let count = be16(table, 2)?;
    let strings = usize::from(be16(table, 4)?);
    let mut names: Vec<String> = Vec::new();
    let mut full_names: Vec<String> = Vec::new();
    let mut regular = false;
    for record in 0..usize::from(count) {
        let at = 6 + record * 12;
        let (Some(platform), Some(id)) = (be16(table, at), be16(table, at + 6)) else {
            break;
        };
        let (Some(length), Some(offset)) = (be16(table, at + 8), be16(table, at + 10)) else {
            break;
        };
        let start = strings + usize::from(offset);
        let Some(bytes) = table.get(start..start + usize::from(length)) else {
            continue;
        };
        let Some(name) = decode(platform, bytes) else {
            continue;
        };
        match id {
            SUBFAMILY => regular |= matches!(name.to_lowercase().as_str(), "regular" | "normal" | "常规"),
            FAMILY | FULL | POSTSCRIPT | TYPOGRAPHIC_FAMILY => {
                if id == FULL {
                    full_names.push(name.clone());
                }
                let name = name.to_lowercase();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            _ => {}
        }
    }
    let chinese = full_names.iter().find(|name| !name.is_ascii());
    let shown = chinese.or_else(|| full_names.last()).or_else(|| names.first())?.clone();
    Some(FaceNames { index, names, shown, regular })
}

/// Unicode and Windows names are UTF-16BE; of Macintosh names only plain ASCII ones are taken.
fn decode(platform: u16, bytes: &[u8]) -> Option<String> {
    let text = match platform {
        0 | 3 => {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).ok()?
        }
        _ if bytes.is_ascii() => String::from_utf8(bytes.to_vec()).ok()?,
        _ => return None,
    };
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes([pair[0], pair[1]]))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_tables_are_read_without_trust() {
        assert_eq!(parse_name_table(&[], 0), None);
        assert_eq!(parse_name_table(&[0, 0, 0xFF, 0xFF, 0xFF, 0xFF], 0), None);
        let mut table = vec![0, 0, 0, 1, 0, 18];
        table.extend([0, 3, 0, 1, 0, 0, 0, 4, 0, 4, 0, 0]);
        table.extend([0x4E, 0xFF, 0x5B, 0x8B]);
        let face = parse_name_table(&table, 3).unwrap();
        assert_eq!((face.index, face.shown.as_str()), (3, "仿宋"));
        assert_eq!(face.names, ["仿宋"]);
    }
}
