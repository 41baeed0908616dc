//! Repairs to a loaded PDF so that pdf-extract 0.12 reads it right.

use std::collections::BTreeSet;

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

/// Glyphs of one font whose width is written out.
const WIDTHS_MAX: usize = 1 << 16;

/// Empties all pictures: their bytes must not be taken for drawing instructions.
pub(super) fn drop_pictures(document: &mut Document) {
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
        {
            stream.dict.remove(b"Filter");
            stream.set_content(Vec::new());
        }
    }
}

/// Writes out the widths of CID fonts that are given as `first last width`: pdf-extract reads only `first [width …]`.
pub(super) fn spell_out_widths(document: &mut Document) {
    let lists: Vec<_> = document
        .objects
        .iter()
        .filter_map(|(id, object)| {
            let dictionary = object.as_dict().ok()?;
            let widths = dictionary.get(b"W").ok()?;
            let list = match widths.as_reference() {
                Ok(list) => document.get_object(list).ok()?,
                Err(_) => widths,
            };
            Some((*id, spelled_out(list.as_array().ok()?)?))
        })
        .collect();
    for (id, list) in lists {
        if let Ok(dictionary) = document.get_dictionary_mut(id) {
            dictionary.set("W", Object::Array(list));
        }
    }
}

/// `None` if the list is not one of widths.
fn spelled_out(list: &[Object]) -> Option<Vec<Object>> {
    let mut out = Vec::new();
    let mut given = 0;
    let mut rest = list;
    while let [first, second, tail @ ..] = rest {
        let code = first.as_i64().ok()?;
        out.push(Object::Integer(code));
        match (second, tail) {
            (Object::Array(widths), tail) => {
                given += widths.len();
                out.push(Object::Array(widths.clone()));
                rest = tail;
            }
            (last, [width, tail @ ..]) => {
                let count = usize::try_from(last.as_i64().ok()?.checked_sub(code)?.checked_add(1)?).ok()?;
                given = given.checked_add(count).filter(|given| *given <= WIDTHS_MAX)?;
                out.push(Object::Array(vec![width.clone(); count]));
                rest = tail;
            }
            _ => return None,
        }
    }
    (rest.is_empty() && given <= WIDTHS_MAX).then_some(out)
}

/// Takes everything that puts no text on the page out of pages and forms: pdf-extract breaks down on colours and patterns
/// it does not know, and on instructions with too few operands.
pub(super) fn keep_text_only(document: &mut Document) {
    for id in document.get_pages().into_values() {
        let Ok(content) = document.get_page_content(id) else { continue };
        if let Some(text) = text_instructions(&content) {
            // Fails only for a page that is none; then it has no text either.
            let _ = document.change_page_content(id, text);
        }
    }
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && is_form(stream)
        {
            let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            if let Some(text) = text_instructions(&content) {
                stream.dict.remove(b"Filter");
                stream.dict.remove(b"DecodeParms");
                stream.set_content(text);
            }
        }
    }
}

/// The instructions that place text, each with the operands it needs; `None` if the content cannot be read.
fn text_instructions(content: &[u8]) -> Option<Vec<u8>> {
    let mut content = Content::decode(content).ok()?;
    content.operations.retain(|operation| {
        let operands = operation.operands.as_slice();
        let numbers = |count: usize| operands.len() == count && operands.iter().all(|operand| operand.as_float().is_ok());
        match operation.operator.as_str() {
            "BT" | "ET" | "q" | "Q" | "T*" => true,
            "cm" | "Tm" => numbers(6),
            "Td" | "TD" => numbers(2),
            "Tc" | "Tw" | "Tz" | "TL" | "Ts" => numbers(1),
            "Tf" => matches!(operands, [Object::Name(_), size] if size.as_float().is_ok()),
            "Tj" | "'" => matches!(operands, [Object::String(..)]),
            "\"" => operands.len() == 3,
            "TJ" => matches!(operands, [Object::Array(_)]),
            "Do" => matches!(operands, [Object::Name(_)]),
            _ => false,
        }
    });
    content.encode().ok()
}

/// Fonts whose codes are GBK or UCS-2 by name and not by a table, as older Chinese programs write them, get the table.
pub(super) fn spell_out_encodings(document: &mut Document) {
    let mut named: Vec<(ObjectId, CodedAs)> = Vec::new();
    for (id, object) in &document.objects {
        let Ok(font) = object.as_dict() else { continue };
        let Ok(encoding) = font.get(b"Encoding").and_then(Object::as_name) else { continue };
        if let Some(coded) = coded_as(&String::from_utf8_lossy(encoding)) {
            named.push((*id, coded));
        }
    }
    let shown = if named.iter().any(|(_, coded)| *coded == CodedAs::Gbk) { shown_pairs(document) } else { BTreeSet::new() };
    let mut tables: [Option<(ObjectId, ObjectId)>; 2] = [None, None];
    for (id, coded) in named {
        let slot = if coded == CodedAs::Gbk { 0 } else { 1 };
        let (codes, unicode) = *tables[slot].get_or_insert_with(|| {
            let (codes, unicode) = tables_of(coded, &shown);
            let unicode = Stream::new(Dictionary::new(), unicode.into_bytes());
            (document.add_object(codes), document.add_object(unicode))
        });
        if let Ok(font) = document.get_dictionary_mut(id) {
            font.set("Encoding", codes);
            font.set("ToUnicode", unicode);
            for descendant in descendants(document, id) {
                if let Ok(descendant) = document.get_dictionary_mut(descendant) {
                    // Its widths are by glyph, not by code: Latin characters are half as wide as Chinese ones.
                    let half = Object::Array(vec![Object::Integer(500); 95]);
                    descendant.set("W", Object::Array(vec![Object::Integer(32), half]));
                    descendant.set("DW", 1000);
                }
            }
        }
    }
}

/// The pairs of bytes that could be characters in what the document shows. The whole of GBK would be read anew for every
/// font of every page, which takes longer than anyone waits.
fn shown_pairs(document: &Document) -> BTreeSet<[u8; 2]> {
    let mut pairs = BTreeSet::new();
    let mut collect = |content: &[u8]| {
        let operations = Content::decode(content).map(|content| content.operations).unwrap_or_default();
        for operand in operations.iter().flat_map(|operation| &operation.operands) {
            let pieces: &[Object] = operand.as_array().map_or(std::slice::from_ref(operand), Vec::as_slice);
            for text in pieces.iter().filter_map(|piece| piece.as_str().ok()) {
                pairs.extend(text.windows(2).filter(|pair| pair[0] >= 0x81).map(|pair| [pair[0], pair[1]]));
            }
        }
    };
    for id in document.get_pages().into_values() {
        if let Ok(content) = document.get_page_content(id) {
            collect(&content);
        }
    }
    for object in document.objects.values() {
        if let Object::Stream(stream) = object
            && is_form(stream)
        {
            collect(&stream.content);
        }
    }
    pairs
}

fn is_form(stream: &Stream) -> bool {
    stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form")
}

fn descendants(document: &Document, font: ObjectId) -> Vec<ObjectId> {
    let list = document.get_dictionary(font).and_then(|font| font.get(b"DescendantFonts"));
    let list = list.and_then(|list| document.dereference(list)).and_then(|(_, list)| list.as_array());
    list.map(|list| list.iter().filter_map(|item| item.as_reference().ok()).collect()).unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CodedAs {
    Gbk,
    Ucs2,
}

fn coded_as(encoding: &str) -> Option<CodedAs> {
    let name = encoding.trim_end_matches("-H").trim_end_matches("-V");
    match name {
        "GBK-EUC" | "GBKp-EUC" | "GBK2K" | "GB-EUC" | "GBpc-EUC" => Some(CodedAs::Gbk),
        "UniGB-UCS2" | "UniGB-UTF16" => Some(CodedAs::Ucs2),
        _ => None,
    }
}

/// A map from bytes to codes that are the bytes, and one from those codes to characters.
///
/// The first is written for adobe-cmap-parser 0.4, which takes half the length of a code for its width and adds the
/// beginning of a range's target to the code: codes are written twice as long, and targets begin at 0.
fn tables_of(coded: CodedAs, shown: &BTreeSet<[u8; 2]>) -> (Object, String) {
    if coded == CodedAs::Ucs2 {
        return (Object::Name(b"Identity-H".to_vec()), "1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n".to_owned());
    }
    let codes = "2 begincodespacerange\n<0000> <0080>\n<00008140> <0000FEFE>\nendcodespacerange\n\
                 1 begincidrange\n<0000> <FFFF> 0\nendcidrange\n";
    let codes = Object::Stream(Stream::new(Dictionary::new(), codes.as_bytes().to_vec()));
    let mut lines: Vec<String> = (0x20u8..0x7F).map(|code| format!("<{code:02X}> <00{code:02X}>")).collect();
    for pair in shown {
        let (text, _, unknown) = encoding_rs::GBK.decode(pair);
        if let Some(c) = text.chars().next().filter(|c| !unknown && u32::from(*c) <= 0xFFFF) {
            lines.push(format!("<{:02X}{:02X}> <{:04X}>", pair[0], pair[1], u32::from(c)));
        }
    }
    (codes, format!("{} beginbfchar\n{}\nendbfchar\n", lines.len(), lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_widths_are_written_out() {
        let number = Object::Integer;
        let list = [number(1), number(3), number(500), number(9), Object::Array(vec![number(1000)])];
        let out = spelled_out(&list).unwrap();
        let expected = [number(1), Object::Array(vec![number(500); 3]), number(9), Object::Array(vec![number(1000)])];
        assert_eq!(out, expected);
        assert_eq!(spelled_out(&[number(1), number(i64::MAX), number(500)]), None);
        assert_eq!(spelled_out(&[number(1), number(2)]), None);
    }
}
