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

/// Refuses page trees and forms that go in circles or nest too deeply, and character maps of absurd size.
pub(super) fn check_structure(document: &Document) -> Result<(), Refusal> {
    for object in document.objects.values() {
        if let Object::Stream(stream) = object {
            check_stream(stream)?;
        }
    }
    for id in document.get_pages().into_values() {
        check_parents(document, id)?;
    }
    let forms = form_references(document);
    let mut known = BTreeSet::new();
    for id in forms.keys() {
        check_forms(&forms, *id, &mut Vec::new(), &mut known)?;
    }
    Ok(())
}

fn abnormal() -> Refusal {
    Refusal::Abnormal { what: "PDF 里的引用循环或嵌套过深".to_owned() }
}

/// A form without resources draws with those of whoever draws it, so it could draw itself: it may draw nothing. A
/// character map is unrolled code by code, so it may not map more codes than there are characters.
fn check_stream(stream: &Stream) -> Result<(), Refusal> {
    let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
    let bare_form = is_form && !stream.dict.has(b"Resources");
    let may_be_map = !stream.dict.has(b"Subtype") && !stream.dict.has(b"Length1");
    if !bare_form && !may_be_map {
        return Ok(());
    }
    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    if bare_form && memmem::find(&content, b" Do").is_some() {
        return Err(abnormal());
    }
    if memmem::find(&content, b"begincmap").is_some() && mapped_codes(&content) > MAPPED_CODES_MAX {
        return Err(Refusal::Abnormal { what: "PDF 字体的编码表异常".to_owned() });
    }
    Ok(())
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

/// For every form, the forms it may draw. Resources may be anywhere in its dictionary, so all its references count.
fn form_references(document: &Document) -> BTreeMap<ObjectId, BTreeSet<ObjectId>> {
    let is_form =
        |dictionary: &Dictionary| dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
    let forms: BTreeMap<ObjectId, &Dictionary> = document
        .objects
        .iter()
        .filter_map(|(id, object)| Some((*id, &object.as_stream().ok()?.dict)))
        .filter(|(_, dictionary)| is_form(dictionary))
        .collect();
    forms
        .iter()
        .map(|(id, dictionary)| {
            let resources = dictionary.get(b"Resources").ok().and_then(|object| resolved(document, object));
            let drawn = resources
                .and_then(|object| object.as_dict().ok())
                .and_then(|resources| resources.get(b"XObject").ok())
                .and_then(|object| resolved(document, object))
                .and_then(|object| object.as_dict().ok())
                .map(|objects| objects.iter().filter_map(|(_, object)| object.as_reference().ok()).collect());
            let drawn: BTreeSet<ObjectId> = drawn.unwrap_or_default();
            (*id, drawn.into_iter().filter(|id| forms.contains_key(id)).collect())
        })
        .collect()
}

fn resolved<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    match object.as_reference() {
        Ok(id) => document.get_object(id).ok(),
        Err(_) => Some(object),
    }
}

/// Walks the forms below one; the path is never longer than the nesting that is allowed, so neither is the recursion.
fn check_forms(
    forms: &BTreeMap<ObjectId, BTreeSet<ObjectId>>,
    id: ObjectId,
    path: &mut Vec<ObjectId>,
    known: &mut BTreeSet<ObjectId>,
) -> Result<(), Refusal> {
    if path.contains(&id) || path.len() >= NESTING_MAX {
        return Err(abnormal());
    }
    if !known.insert(id) && path.is_empty() {
        return Ok(());
    }
    path.push(id);
    for next in forms.get(&id).into_iter().flatten() {
        if !known.contains(next) || path.contains(next) {
            check_forms(forms, *next, path, known)?;
        }
    }
    path.pop();
    Ok(())
}
