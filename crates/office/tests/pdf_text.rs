//! The text of PDFs as programs write them that this one knows nothing of.
#![allow(clippy::unwrap_used, missing_docs)]

use kezhang_office::input::Limits;
use kezhang_office::text_of::pdf_text;
use pdf_extract::{Dictionary, Document, Object, Stream};

/// One page set in a font that is not embedded and whose codes are known by the name of an encoding only.
fn page(encoding: &str, content: &str) -> Vec<u8> {
    let mut document = Document::with_version("1.4");
    let pages = document.new_object_id();
    let dictionary = |entries: &[(&str, Object)]| {
        let mut dictionary = Dictionary::new();
        for (key, value) in entries {
            dictionary.set(*key, value.clone());
        }
        dictionary
    };
    let descriptor = document.add_object(dictionary(&[("Type", "FontDescriptor".into()), ("FontName", "SimSun".into())]));
    let descendant = document.add_object(dictionary(&[
        ("Type", "Font".into()),
        ("Subtype", "CIDFontType2".into()),
        ("BaseFont", "SimSun".into()),
        ("FontDescriptor", descriptor.into()),
        ("W", vec![1.into(), 95.into(), 500.into()].into()),
    ]));
    let font = document.add_object(dictionary(&[
        ("Type", "Font".into()),
        ("Subtype", "Type0".into()),
        ("BaseFont", "SimSun".into()),
        ("Encoding", encoding.into()),
        ("DescendantFonts", vec![descendant.into()].into()),
    ]));
    let resources = dictionary(&[("Font", dictionary(&[("F1", font.into())]).into())]);
    let content = document.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    let page = document.add_object(dictionary(&[
        ("Type", "Page".into()),
        ("Parent", pages.into()),
        ("MediaBox", vec![0.into(), 0.into(), 595.into(), 842.into()].into()),
        ("Contents", content.into()),
        ("Resources", resources.into()),
    ]));
    let tree = dictionary(&[("Type", "Pages".into()), ("Kids", vec![page.into()].into()), ("Count", 1.into())]);
    document.objects.insert(pages, tree.into());
    let catalogue = document.add_object(dictionary(&[("Type", "Catalog".into()), ("Pages", pages.into())]));
    document.trailer.set("Root", catalogue);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

#[test]
fn fonts_coded_in_gbk_or_ucs2_by_name_are_read() {
    let text = "科技局2025年申报24项";
    let gbk = hex(&encoding_rs::GBK.encode(text).0);
    let ucs2 = hex(&text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>());
    for (encoding, codes) in [("GBK-EUC-H", gbk), ("UniGB-UCS2-H", ucs2)] {
        let bytes = page(encoding, &format!("BT /F1 12 Tf 100 700 Td <{codes}> Tj ET"));
        assert_eq!(pdf_text(&bytes, &Limits::default()).unwrap().text, format!("{text}\n"), "{encoding}");
    }
}

#[test]
fn colours_and_broken_instructions_do_not_stop_the_text() {
    let words = hex(&encoding_rs::GBK.encode("获批12项").0);
    let content = format!("/Strange cs 0.1 0.2 scn 1 0 0 cm /Pattern gs (x) Tf BT /F1 12 Tf 100 700 Td /Odd SCN <{words}> Tj ET");
    let report = pdf_text(&page("GBK-EUC-H", &content), &Limits::default()).unwrap();
    assert_eq!((report.text.as_str(), report.notices.len()), ("获批12项\n", 0));
}

#[test]
fn lines_of_a_paragraph_are_joined_and_columns_are_parted() {
    let line = |x: u32, y: u32, text: &str| format!("1 0 0 1 {x} {y} Tm <{}> Tj ", hex(&encoding_rs::GBK.encode(text).0));
    let full = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
    let content = format!(
        "BT /F1 12 Tf {}{}{}{}{}{}{} ET",
        line(124, 700, &full[..28 * 3]),
        line(100, 680, full),
        line(100, 660, "末行。"),
        line(124, 640, "下一段。"),
        line(100, 600, "指标"),
        line(300, 600, "目标"),
        line(290, 60, "— 7 —"),
    );
    let report = pdf_text(&page("GBK-EUC-H", &content), &Limits::default()).unwrap();
    assert_eq!(report.text, format!("{}{full}末行。\n下一段。\n指标\t目标\n", &full[..28 * 3]));
}

#[test]
fn glyphs_that_nobody_can_name_are_not_called_a_scan() {
    let bytes = page("Identity-H", "BT /F1 12 Tf 100 700 Td <00010002> Tj ET");
    assert_eq!(pdf_text(&bytes, &Limits::default()).unwrap_err().code(), "pdf-unreadable");
}
