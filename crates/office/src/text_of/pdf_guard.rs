//! What must hold of a PDF before pdf-extract may read it: that library unpacks without limit and follows references
//! without looking whether they go in circles, which would exhaust memory or the stack, and neither can be caught.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use crate::input::{Limits, Refusal};

/// A stream's dictionary is looked for in so many bytes before it.
const DICTIONARY_BYTES: usize = 4 << 10;
/// Of all that a PDF unpacks to, text and structure are a small part; pictures are not unpacked.
const UNPACKED_BYTES_MAX: usize = 256 << 20;
/// Forms within forms, pages within page folders.
const NESTING_MAX: usize = 24;
/// Drawings that one drawing may unroll to.
const DRAWINGS_MAX: u64 = 100_000;
/// Brackets within brackets of a character map or font program.
const PROGRAM_NESTING_MAX: usize = 200;
/// Codes that the ranges of one character map may cover.
const MAPPED_CODES_MAX: u64 = 4_000_000;

/// Refuses a file whose compressed streams, pictures left aside, unpack to more than the limit.
pub(super) fn check_streams(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let bytes_max = limits.unpacked_bytes_max.min(UNPACKED_BYTES_MAX);
    let mut left = bytes_max;
    for at in memmem::find_iter(bytes, b"stream") {
        let before = &bytes[at.saturating_sub(DICTIONARY_BYTES)..at];
        if before.ends_with(b"end") {
            continue;
        }
        let begins = memmem::rfind(before, b" obj").map_or(0, |begins| begins + 4);
        let dictionary = before.get(begins..).unwrap_or_default();
        if memmem::find(dictionary, b"/Image").is_some() && memmem::find(dictionary, b"/Subtype").is_some() {
            continue;
        }
        let filters = memmem::find_iter(dictionary, b"/FlateDecode").count() + memmem::find_iter(dictionary, b"/Fl ").count();
        if filters > 1 {
            return Err(Refusal::Abnormal { what: "PDF 里有重复压缩的内容".to_owned() });
        }
        let data = bytes.get(at + b"stream".len()..).unwrap_or_default();
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        left = left.checked_sub(unpacked_size(data, left)).ok_or(Refusal::UnpacksTooLarge { bytes_max })?;
    }
    Ok(())
}

/// How much a stream unpacks to; counting ends soon after `enough`. What is not compressed counts nothing.
fn unpacked_size(data: &[u8], enough: usize) -> usize {
    let mut decoder = ZlibDecoder::new(data);
    let mut buffer = [0u8; 16 << 10];
    let mut size = 0;
    while size <= enough {
        match decoder.read(&mut buffer) {
            Ok(count) if count > 0 => size += count,
            _ => break,
        }
    }
    size
}

/// Refuses page trees and drawings that go in circles or nest too deeply, and character maps of absurd size.
pub(super) fn check_structure(document: &Document) -> Result<(), Refusal> {
    let mut drawn = BTreeSet::new();
    let mut parsed = BTreeSet::new();
    each_entry(document, &mut |key, value| match key {
        b"XObject" => {
            if let Some(objects) = dictionary(document, value) {
                drawn.extend(references(document, objects));
            }
        }
        b"ToUnicode" | b"Encoding" | b"FontFile" => parsed.extend(document.dereference(value).ok().and_then(|(id, _)| id)),
        _ => {}
    });
    for id in parsed {
        if let Ok(Object::Stream(stream)) = document.get_object(id) {
            check_program(stream)?;
        }
    }
    for id in document.get_pages().into_values() {
        check_parents(document, id)?;
    }
    let drawings = drawings(document, drawn)?;
    let mut costs = BTreeMap::new();
    for id in drawings.keys() {
        cost_of(&drawings, *id, 0, &mut costs)?;
    }
    Ok(())
}

/// Visits every entry of every dictionary. References are not followed: what they lead to is an object of the document and
/// has its own turn.
fn each_entry<'a>(document: &'a Document, visit: &mut impl FnMut(&[u8], &'a Object)) {
    for object in document.objects.values() {
        each_entry_below(object, 0, visit);
    }
}

fn each_entry_below<'a>(object: &'a Object, depth: usize, visit: &mut impl FnMut(&[u8], &'a Object)) {
    if depth > NESTING_MAX {
        return;
    }
    let entries = match object {
        Object::Dictionary(entries) => entries,
        Object::Stream(stream) => &stream.dict,
        Object::Array(items) => return items.iter().for_each(|item| each_entry_below(item, depth + 1, visit)),
        _ => return,
    };
    for (key, value) in entries {
        visit(key, value);
        each_entry_below(value, depth + 1, visit);
    }
}

fn abnormal() -> Refusal {
    Refusal::Abnormal { what: "PDF 里的引用循环或嵌套过深".to_owned() }
}

/// Character maps and Type 1 fonts are parsed by recursion, and the ranges of a map are unrolled code by code: neither may
/// nest deeply, and a map may not map more codes than there are characters.
fn check_program(stream: &Stream) -> Result<(), Refusal> {
    let content = content_of(stream);
    let program = memmem::find(&content, b"eexec").map_or(content.as_slice(), |end| &content[..end]);
    let mut depth: usize = 0;
    for byte in program {
        match byte {
            b'[' | b'(' | b'{' | b'<' => depth += 1,
            b']' | b')' | b'}' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > PROGRAM_NESTING_MAX {
            return Err(abnormal());
        }
    }
    if mapped_codes(program) > MAPPED_CODES_MAX {
        return Err(Refusal::Abnormal { what: "PDF 字体的编码表异常".to_owned() });
    }
    Ok(())
}

fn content_of(stream: &Stream) -> Vec<u8> {
    stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())
}

/// How many codes the ranges of a character map cover: of every `<low> <high>` at the head of an entry.
fn mapped_codes(content: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(content);
    let mut total: u64 = 0;
    let mut rest: &str = &text;
    while let Some(at) = ["beginbfrange", "begincidrange"].iter().filter_map(|word| rest.find(word)).min() {
        let after = rest.get(at..).unwrap_or_default();
        let end = ["endbfrange", "endcidrange"].iter().filter_map(|word| after.find(word)).min().unwrap_or(after.len());
        for line in after.get(..end).unwrap_or_default().split(['\n', '\r']) {
            let codes: Vec<u64> =
                line.split('<').skip(1).filter_map(|part| u64::from_str_radix(part.split('>').next()?.trim(), 16).ok()).collect();
            // Several entries may stand in one line: then some pairs are not of one entry, which counts too much, not too little.
            for pair in codes.windows(2) {
                total = total.saturating_add(pair[1].saturating_sub(pair[0]).min(u64::from(u32::MAX)));
            }
            let single_entry_target =
                if codes.len() == 3 { codes[2].saturating_sub(codes[1]).min(u64::from(u32::MAX)) } else { 0 };
            total = total.saturating_sub(single_entry_target);
        }
        rest = after.get(end.max(1)..).unwrap_or_default();
    }
    total
}

fn check_parents(document: &Document, page: ObjectId) -> Result<(), Refusal> {
    let mut id = page;
    for _ in 0..NESTING_MAX {
        let parent = document.get_dictionary(id).and_then(|dictionary| dictionary.get(b"Parent")).and_then(Object::as_reference);
        match parent {
            Ok(parent) => id = parent,
            Err(_) => return Ok(()),
        }
    }
    Err(abnormal())
}

/// A stream that may be drawn, by whatever name: what it draws in turn, and how often it draws anything.
struct Drawing {
    draws: BTreeSet<ObjectId>,
    times: u64,
}

/// The streams that `XObject` dictionaries name. pdf-extract draws them all, whatever their type says.
fn drawings(document: &Document, named: BTreeSet<ObjectId>) -> Result<BTreeMap<ObjectId, Drawing>, Refusal> {
    let mut found = BTreeMap::new();
    for id in named {
        let Ok(Object::Stream(stream)) = document.get_object(id) else { continue };
        let content = content_of(stream);
        let times = u64::try_from(memmem::find_iter(&content, b"Do").count()).unwrap_or(u64::MAX);
        // Without resources of its own it draws with those of whoever draws it, so it could draw itself.
        if times > 0 && !stream.dict.has(b"Resources") {
            return Err(abnormal());
        }
        let resources = stream.dict.get(b"Resources").ok().and_then(|object| dictionary(document, object));
        let draws =
            resources.and_then(|resources| resources.get(b"XObject").ok()).and_then(|object| dictionary(document, object));
        let draws = draws.map(|objects| references(document, objects).collect()).unwrap_or_default();
        found.insert(id, Drawing { draws, times });
    }
    Ok(found)
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    document.dereference(object).ok().and_then(|(_, object)| object.as_dict().ok())
}

/// The objects a dictionary's references lead to in the end.
fn references<'a>(document: &'a Document, entries: &'a Dictionary) -> impl Iterator<Item = ObjectId> + 'a {
    entries.iter().filter_map(|(_, object)| document.dereference(object).ok().and_then(|(id, _)| id))
}

/// How many drawings one drawing unrolls to at most. The depth is bounded, so the recursion is.
fn cost_of(
    drawings: &BTreeMap<ObjectId, Drawing>,
    id: ObjectId,
    depth: usize,
    costs: &mut BTreeMap<ObjectId, u64>,
) -> Result<u64, Refusal> {
    if let Some(cost) = costs.get(&id) {
        return Ok(*cost);
    }
    if depth >= NESTING_MAX {
        return Err(abnormal());
    }
    let Some(drawing) = drawings.get(&id).filter(|drawing| drawing.times > 0) else { return Ok(1) };
    let mut dearest = 0;
    for next in &drawing.draws {
        dearest = cost_of(drawings, *next, depth + 1, costs)?.max(dearest);
    }
    let cost = drawing.times.saturating_mul(dearest).saturating_add(1);
    if cost > DRAWINGS_MAX {
        return Err(abnormal());
    }
    costs.insert(id, cost);
    Ok(cost)
}
