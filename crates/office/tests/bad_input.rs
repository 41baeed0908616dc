//! Files that should not be read: each is refused in words, none brings the program down.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::{Cursor, Write};

use kezhang_office::docx::docx;
use kezhang_office::input::{Limits, Refusal, sniff};
use kezhang_office::paper::Paper;
use kezhang_office::table_in::read_table;
use kezhang_office::table_out::{ColumnKind, ColumnOut, TableOut, xlsx};
use kezhang_office::text_of::text_of;
use pdf_extract::{Dictionary, Document, Object, Stream};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn word(body: &str) -> Vec<u8> {
    package(&[("word/document.xml", body)])
}

fn workbook() -> Vec<u8> {
    let rows = (0..50).map(|n| vec![n.to_string(), "项目".to_owned()]).collect();
    let columns = ["序号", "名称"].map(|title| ColumnOut::new(title, ColumnKind::Text)).to_vec();
    xlsx(&TableOut { name: "表".to_owned(), columns, rows, ..TableOut::default() }).unwrap()
}

fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.extend(std::iter::repeat_n(0u8, 504));
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

const SCHEMA: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A PDF with one page whose content and resources are given.
fn pdf(content: &[u8], resources: impl FnOnce(&mut Document) -> Dictionary) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let resources = resources(&mut document);
    let content = document.add_object(Stream::new(Dictionary::new(), content.to_vec()));
    let mut page = Dictionary::new();
    page.set("Type", "Page");
    page.set("Parent", pages);
    page.set("MediaBox", vec![0.into(), 0.into(), 595.into(), 842.into()]);
    page.set("Contents", content);
    page.set("Resources", resources);
    let page = document.add_object(page);
    let mut tree = Dictionary::new();
    tree.set("Type", "Pages");
    tree.set("Kids", vec![page.into()]);
    tree.set("Count", 1);
    document.objects.insert(pages, Object::Dictionary(tree));
    let mut catalogue = Dictionary::new();
    catalogue.set("Type", "Catalog");
    catalogue.set("Pages", pages);
    let catalogue = document.add_object(catalogue);
    document.trailer.set("Root", catalogue);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A form that draws itself, by resources of its own or by those of the page.
fn circular_pdf(own_resources: bool) -> Vec<u8> {
    pdf(b"/F Do", |document| {
        let form = document.new_object_id();
        let mut objects = Dictionary::new();
        objects.set("F", form);
        let mut resources = Dictionary::new();
        resources.set("XObject", objects);
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", "XObject");
        dictionary.set("Subtype", "Form");
        if own_resources {
            dictionary.set("Resources", resources.clone());
        }
        document.objects.insert(form, Object::Stream(Stream::new(dictionary, b"q /F Do Q".to_vec())));
        resources
    })
}

/// A picture of noise, drawn: what a scanner makes.
fn scanned_pdf() -> Vec<u8> {
    pdf(b"/P Do", |document| {
        let mut picture = Dictionary::new();
        picture.set("Subtype", "Image");
        picture.set("Filter", "DCTDecode");
        let picture = document.add_object(Stream::new(picture, vec![0xFF, 0xD8, 0x00, b'B', b'T', b' ', 0x9C]));
        let mut objects = Dictionary::new();
        objects.set("P", picture);
        let mut resources = Dictionary::new();
        resources.set("XObject", objects);
        resources
    })
}

/// A character map that nests without end, used as one.
fn deep_map_pdf() -> Vec<u8> {
    pdf(b"BT /F 12 Tf <0001> Tj ET", |document| {
        let map = document.add_object(Stream::new(Dictionary::new(), vec![b'['; 1_000_000]));
        let mut font = Dictionary::new();
        font.set("Type", "Font");
        font.set("Subtype", "Type0");
        font.set("ToUnicode", map);
        let mut fonts = Dictionary::new();
        fonts.set("F", document.add_object(font));
        let mut resources = Dictionary::new();
        resources.set("Font", fonts);
        resources
    })
}

fn repeated(tag: &str, count: usize) -> String {
    format!("<w:document {SCHEMA}>{}{}</w:document>", format!("<{tag}>").repeat(count), format!("</{tag}>").repeat(count))
}

#[test]
fn reports_that_cannot_be_read_are_refused_in_words() {
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("空.docx", Vec::new(), "file-empty"),
        ("改名.docx", package(&[("a.txt", "x")]), "file-no-word-body"),
        ("打包.zip", package(&[("a.txt", "x")]), "file-wrong-kind"),
        ("残缺.docx", docx(&Paper::default()).unwrap()[..900].to_vec(), "file-damaged"),
        ("表格.docx", workbook(), "file-wrong-kind"),
        ("旧版.doc", compound("WordDocument"), "file-damaged"),
        ("加密.docx", compound("EncryptedPackage"), "file-encrypted"),
        ("坏.docx", word(&format!("<w:document {SCHEMA}><w:p></w:document>")), "file-damaged"),
        ("没写完.docx", word(&format!("<w:document {SCHEMA}><w:p>")), "file-damaged"),
        ("很深.docx", word(&repeated("w:sdt", 5_000)), "file-abnormal"),
        ("图片.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x02\0\0\0\x01".to_vec(), "file-wrong-kind"),
        ("程序.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0".to_vec(), "file-wrong-kind"),
        ("文稿.rtf", b"{\\rtf1\\ansi hello}".to_vec(), "file-wrong-kind"),
        ("坏.pdf", b"%PDF-1.7\nnothing of a PDF follows".to_vec(), "file-damaged"),
        ("无字.pdf", pdf(b"", |_| Dictionary::new()), "pdf-scanned"),
        ("扫描.pdf", scanned_pdf(), "pdf-scanned"),
        ("循环.pdf", circular_pdf(true), "file-abnormal"),
        ("循环2.pdf", circular_pdf(false), "file-abnormal"),
        ("深表.pdf", deep_map_pdf(), "file-abnormal"),
        ("字体.pdf", pdf(b"BT /Nothing 12 Tf (x) Tj ET", |_| Dictionary::new()), "pdf-unreadable"),
    ];
    for (name, bytes, code) in cases {
        let refusal = text_of(name, &bytes, &Limits::default()).unwrap_err();
        assert_eq!(refusal.code(), code, "{name}: {refusal}");
        let words = refusal.to_string();
        assert!(words.ends_with('。') && words.contains('请'), "{words}");
    }
}

#[test]
fn tables_that_cannot_be_read_are_refused_in_words() {
    let whole = workbook();
    let book = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let root = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let with_sheet = |sheet: &str| {
        package(&[
            ("_rels/.rels", root),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/worksheets/sheet1.xml", sheet),
        ])
    };
    let far_cell = |reference: &str| {
        with_sheet(&format!("<worksheet><sheetData><row r=\"1\"><c r=\"{reference}\"><v>1</v></c></row></sheetData></worksheet>"))
    };
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("空.xlsx", Vec::new(), "file-empty"),
        ("改名.xlsx", package(&[("a.txt", "x")]), "file-no-workbook"),
        ("残缺.xlsx", whole[..whole.len() / 2].to_vec(), "file-damaged"),
        ("文稿.xlsx", docx(&Paper::default()).unwrap(), "file-wrong-kind"),
        ("网页.xls", "<html><body><table><tr><td>1</td></tr></table></body></html>".as_bytes().to_vec(), "file-wrong-kind"),
        ("旧表.xls", b"<?xml version=\"1.0\"?><Workbook><Worksheet/></Workbook>".to_vec(), "file-wrong-kind"),
        ("加密.xlsx", compound("EncryptedPackage"), "file-encrypted"),
        ("坏.xls", compound("Workbook"), "file-damaged"),
        ("空表.xlsx", with_sheet(""), "file-damaged"),
        ("出界.xlsx", far_cell("ZZZ1"), "table-too-many-cells"),
        ("太宽.xlsx", far_cell("XFD1"), "table-too-many-cells"),
        ("程序.csv", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0".to_vec(), "file-wrong-kind"),
    ];
    for (name, bytes, code) in cases {
        let refusal = read_table(name, &bytes, &Limits::default()).unwrap_err();
        assert_eq!(refusal.code(), code, "{name}: {refusal}");
        let words = refusal.to_string();
        assert!(words.ends_with('。') && words.contains('请'), "{words}");
    }
    let last = read_table("末行.xlsx", &far_cell("A1048576"), &Limits::default()).unwrap();
    assert_eq!(last.sheets[0].rows[0].number, 1_048_576);
}

#[test]
fn the_sentence_names_the_false_name() {
    let refusal = text_of("年度总结.docx", &package(&[("a.txt", "x")]), &Limits::default()).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "这个文件虽叫 .docx，里面却没有 Word 正文（word/document.xml）。请用 Word 或 WPS 打开原件，另存为 .docx 再试。"
    );
    let refusal = read_table("导出.xls", b"<html><body>1</body></html>", &Limits::default()).unwrap_err();
    assert_eq!(refusal.to_string(), "这个文件虽叫 .xls，其实是网页。请用 Excel 或 WPS 打开后另存为 .xlsx，或提供 .csv 文件。");
}

#[test]
fn limits_hold_whatever_a_file_declares() {
    let limits = Limits { file_bytes_max: 100_000, unpacked_bytes_max: 200_000, ..Limits::default() };
    let bomb = word(&format!("<w:document {SCHEMA}>{}</w:document>", " ".repeat(5_000_000)));
    assert!(bomb.len() < 100_000);
    assert_eq!(text_of("弹.docx", &bomb, &limits).unwrap_err(), Refusal::UnpacksTooLarge { bytes_max: 200_000 });
    let padding = " ".repeat(5_000_000);
    let bomb = package(&[("xl/workbook.xml", "<workbook/>"), ("xl/worksheets/sheet1.xml", &padding)]);
    assert_eq!(read_table("弹.xlsx", &bomb, &limits).unwrap_err(), Refusal::UnpacksTooLarge { bytes_max: 200_000 });
    assert_eq!(
        text_of("大.txt", &vec![b'a'; 100_001], &limits).unwrap_err(),
        Refusal::TooLarge { bytes: 100_001, bytes_max: 100_000 }
    );
    let limits = Limits { rows_max: 10, ..Limits::default() };
    assert_eq!(read_table("长.xlsx", &workbook(), &limits).unwrap_err().code(), "table-too-many-cells");
    assert_eq!(read_table("长.csv", "a,b\n".repeat(11).as_bytes(), &limits).unwrap_err().code(), "table-too-many-cells");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    /// A file with some bytes changed or its end cut off is read or refused, never more.
    #[test]
    fn damaged_files_are_read_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12), cut in any::<prop::sample::Index>(), whole in any::<bool>()) {
        for original in [docx(&Paper { title: "总结".to_owned(), ..Paper::default() }).unwrap(), workbook(), circular_pdf(true)] {
            let mut bytes = original;
            for (index, byte) in &changes {
                let at = index.index(bytes.len());
                bytes[at] = *byte;
            }
            if !whole {
                bytes.truncate(cut.index(bytes.len()));
            }
            let _ = sniff(&bytes);
            let _ = text_of("某.docx", &bytes, &Limits::default());
            let _ = read_table("某.xlsx", &bytes, &Limits::default());
        }
    }

    /// So is any text under the name of a Word body.
    #[test]
    fn any_body_is_read_or_refused(body in "(<w:(p|r|t|tbl|tr|tc|sdt|del|txbxContent|rPr)>|</w:(p|r|t|tbl|tr|tc|sdt|del|txbxContent|rPr)>|<w:(tab|br|p)/>|甲|&amp;|&#x;|&lt| ){0,40}") {
        let _ = text_of("某.docx", &word(&format!("<w:document {SCHEMA}>{body}</w:document>")), &Limits::default());
    }
}
