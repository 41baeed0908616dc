//! Repairs to a loaded PDF so that pdf-extract 0.12 reads it right.

use pdf_extract::{Document, Object};

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
