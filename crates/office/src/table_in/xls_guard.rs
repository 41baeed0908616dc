//! What must hold of an .xls file before calamine may read it: that library reserves as much memory as the file declares
//! and follows sector chains without looking whether they go in circles, and running out of memory cannot be caught.
//!
//! Strict on purpose: what this module does not understand it refuses, so that calamine sees only what was checked.

use std::collections::BTreeMap;

use crate::input::Refusal;

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const MINI_SECTOR: usize = 64;
const DIRECTORY_ENTRY: usize = 128;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const MUL_RK: u16 = 0x00BD;
/// Number, Label, RString, BoolErr, Rk, LabelSst, Formula: each begins with row and column.
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x0006];

/// Refuses a file that is not sound or whose sheets span more cells than the limit, empty ones included.
pub(super) fn check_xls(bytes: &[u8], cells_max: usize) -> Result<(), Refusal> {
    let stream = workbook_stream(bytes).ok_or_else(damaged)?;
    let sheets = sheet_areas(&stream).ok_or_else(damaged)?;
    let mut total: u64 = 0;
    for area in sheets {
        total = total.saturating_add(area);
    }
    let allowed = u64::try_from(cells_max).unwrap_or(u64::MAX);
    if total > allowed {
        return Err(Refusal::TooManyCells {
            sheet: "全部工作表".to_owned(), count_max: cells_max, unit: "个单元格（含空格）"
        });
    }
    Ok(())
}

fn damaged() -> Refusal {
    Refusal::Damaged { part: "Workbook".to_owned() }
}

/// The compound file's parts that lead to its streams.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Compound<'a>> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let sectors = bytes.len() / sector;
        let mut fat_sectors: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + index * 4)).collect();
        let mut next = u32_at(bytes, 68)?;
        let mut compound = Compound { bytes, sector, fat: Vec::new() };
        for _ in 0..=sectors {
            if next >= 0xFFFF_FFFA {
                break;
            }
            let list = compound.sector(next)?;
            let mut ids = list.chunks_exact(4).filter_map(|id| u32_at(id, 0)).collect::<Vec<u32>>();
            next = ids.pop()?;
            fat_sectors.extend(ids);
        }
        for id in fat_sectors.into_iter().filter(|id| *id < 0xFFFF_FFFA) {
            let entries = compound.sector(id)?;
            compound.fat.extend(entries.chunks_exact(4).filter_map(|entry| u32_at(entry, 0)));
            // No more entries than a table of the whole file has, one sector of it over.
            if compound.fat.len() > sectors + sector {
                return None;
            }
        }
        Some(compound)
    }

    /// A sector; the last one of a file may be short.
    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(id).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The content of a chain of sectors; `None` if it leaves the file or goes in circles.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut id = start;
        for _ in 0..=self.fat.len() {
            if id == END_OF_CHAIN {
                return Some(content);
            }
            content.extend_from_slice(self.sector(id)?);
            id = *self.fat.get(usize::try_from(id).ok()?)?;
        }
        None
    }
}

/// The stream that calamine will read: `Workbook`, or `Book` of older versions.
fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let compound = Compound::open(bytes)?;
    let directory = compound.chain(u32_at(bytes, 48)?)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(DIRECTORY_ENTRY).collect();
    let named = |wanted: &str| entries.iter().find(|entry| entry_name(entry).eq_ignore_ascii_case(wanted));
    // Every chain calamine walks when it opens the file must end.
    let mini_fat_sectors = u32_at(bytes, 64)?;
    let (mini_stream, mini_fat) = if mini_fat_sectors > 0 {
        (compound.chain(u32_at(entries.first()?, 116)?)?, compound.chain(u32_at(bytes, 60)?)?)
    } else {
        (Vec::new(), Vec::new())
    };
    let entry = named("Workbook").or_else(|| named("Book"))?;
    let (start, size) = (u32_at(entry, 116)?, usize::try_from(u32_at(entry, 120)?).ok()?);
    let mut content = if size < 4096 { mini_chain(&mini_stream, &mini_fat, start)? } else { compound.chain(start)? };
    content.truncate(size);
    Some(content)
}

fn mini_chain(stream: &[u8], fat: &[u8], start: u32) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let mut id = start;
    for _ in 0..=fat.len() / 4 {
        if id == END_OF_CHAIN {
            return Some(content);
        }
        let index = usize::try_from(id).ok()?;
        let at = index.checked_mul(MINI_SECTOR)?;
        content.extend_from_slice(stream.get(at..at.checked_add(MINI_SECTOR)?.min(stream.len()))?);
        id = u32_at(fat, index.checked_mul(4)?)?;
    }
    None
}

fn entry_name(entry: &[u8]) -> String {
    let units = entry.chunks_exact(2).take(32).filter_map(|unit| u16_at(unit, 0));
    char::decode_utf16(units.take_while(|unit| *unit != 0)).filter_map(Result::ok).collect()
}

/// For every sheet the workbook names, the cells its bounds span. `None` if a record leaves the stream or a sheet begins
/// anywhere but at the beginning of a substream.
fn sheet_areas(stream: &[u8]) -> Option<Vec<u64>> {
    let mut begins: Vec<usize> = Vec::new();
    let mut areas: BTreeMap<usize, u64> = BTreeMap::new();
    let mut open: Vec<(usize, Bounds)> = Vec::new();
    let mut at = 0;
    while at + 4 <= stream.len() {
        let kind = u16_at(stream, at)?;
        let length = usize::from(u16_at(stream, at + 2)?);
        let data = stream.get(at + 4..at + 4 + length)?;
        match kind {
            BOF => open.push((at, Bounds::default())),
            EOF => {
                if let Some((began, bounds)) = open.pop() {
                    areas.insert(began, bounds.area());
                }
            }
            BOUND_SHEET => begins.push(usize::try_from(u32_at(data, 0)?).ok()?),
            DIMENSIONS => open.last_mut()?.1.declare(data)?,
            _ if CELLS.contains(&kind) => {
                let (row, column) = (u16_at(data, 0)?, u16_at(data, 2)?);
                open.last_mut()?.1.cover(row, column);
            }
            MUL_RK => {
                let row = u16_at(data, 0)?;
                let bounds = &mut open.last_mut()?.1;
                bounds.cover(row, u16_at(data, 2)?);
                bounds.cover(row, u16_at(data, data.len().checked_sub(2)?)?);
            }
            _ => {}
        }
        at += 4 + length;
    }
    begins.into_iter().map(|begin| areas.get(&begin).copied()).collect()
}

/// The rows and columns of a sheet.
#[derive(Default)]
struct Bounds {
    declared: u64,
    cells: Option<(u16, u16, u16, u16)>,
}

impl Bounds {
    fn declare(&mut self, data: &[u8]) -> Option<()> {
        let (rows, columns) = if data.len() >= 14 {
            let rows = u64::from(u32_at(data, 4)?).checked_sub(u64::from(u32_at(data, 0)?))?;
            (rows, u64::from(u16_at(data, 10)?).checked_sub(u64::from(u16_at(data, 8)?))?)
        } else {
            let rows = u64::from(u16_at(data, 2)?).checked_sub(u64::from(u16_at(data, 0)?))?;
            (rows, u64::from(u16_at(data, 6)?).checked_sub(u64::from(u16_at(data, 4)?))?)
        };
        self.declared = self.declared.max((rows + 1).saturating_mul(columns + 1));
        Some(())
    }

    fn cover(&mut self, row: u16, column: u16) {
        let (top, bottom, left, right) = self.cells.unwrap_or((row, row, column, column));
        self.cells = Some((top.min(row), bottom.max(row), left.min(column), right.max(column)));
    }

    fn area(&self) -> u64 {
        let spanned =
            self.cells.map_or(0, |(top, bottom, left, right)| (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1));
        spanned.max(self.declared)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honest_file_passes_and_a_boastful_one_does_not() {
        let bytes = include_bytes!("../../tests/files/old.xls");
        assert_eq!(check_xls(bytes, 1_000), Ok(()));
        assert_eq!(check_xls(bytes, 5).unwrap_err().code(), "table-too-many-cells");
        let mut boastful = bytes.to_vec();
        let stream = workbook_stream(bytes).unwrap();
        let record = [0x00, 0x02, 0x0E, 0x00];
        let at = stream.windows(4).position(|window| window == record).unwrap();
        let start = bytes.windows(64).position(|window| window == &stream[at - at % 64..at - at % 64 + 64]).unwrap() + at % 64;
        boastful[start + 8..start + 12].copy_from_slice(&0x7FFF_FFFFu32.to_le_bytes());
        assert_eq!(check_xls(&boastful, 5_000_000).unwrap_err().code(), "table-too-many-cells");
    }
}
