//! The text of Word documents as other people write them: tables, text boxes, notes, revisions, automatic numbers.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::{Cursor, Write};

use kezhang_office::input::Limits;
use kezhang_office::text_of::{ReportText, TextNotice, TextPlace, docx_text};
use zip::write::SimpleFileOptions;

const SCHEMA: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn read(parts: &[(&str, String)]) -> ReportText {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    docx_text(&zip.finish().unwrap().into_inner(), &Limits::default()).unwrap()
}

fn body(content: &str) -> (&'static str, String) {
    ("word/document.xml", format!("<?xml version=\"1.0\"?><w:document {SCHEMA}><w:body>{content}</w:body></w:document>"))
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn text(content: &str) -> String {
    read(&[body(content)]).text
}

#[test]
fn table_rows_are_lines_and_cells_are_parted_by_tabs() {
    let cell = |content: &str| format!("<w:tc><w:tcPr><w:tcW w:w=\"1\"/></w:tcPr>{content}</w:tc>");
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell(&p("内甲")), cell(&p("内乙")));
    let table = format!(
        "<w:tbl><w:tblPr/><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell(&p("指标")),
        cell(&(p("上半年") + &p("下半年"))),
        cell("<w:p/>"),
        cell(&(p("外") + &inner + "<w:p/>")),
    );
    let report = read(&[body(&(p("表前") + &table + &p("表后")))]);
    assert_eq!(report.text, "表前\n指标\t上半年 下半年\n\t外 内甲 内乙 \n表后\n");
    let places: Vec<TextPlace> = report.paragraphs.iter().map(|paragraph| paragraph.place).collect();
    assert_eq!((places[0], places[1], places[places.len() - 1]), (TextPlace::Body, TextPlace::Table, TextPlace::Body));
}

#[test]
fn revisions_count_as_accepted() {
    let content = "<w:p><w:r><w:t>申报</w:t></w:r><w:del><w:r><w:delText>20</w:delText></w:r></w:del><w:ins><w:r><w:t>24</w:t></w:r></w:ins><w:r><w:t>项</w:t></w:r></w:p>";
    let report = read(&[body(content)]);
    assert_eq!(report.text, "申报24项\n");
    assert_eq!(report.notices, [TextNotice::DeletionsLeftOut { count: 1 }]);
    assert_eq!(report.notices[0].to_string(), "文档里有 1 处修订标为删除的文字，没有读入；标为插入的已读入。");
}

#[test]
fn breaks_tabs_fields_and_references() {
    let content = "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙&amp;&#x4E01;</w:t></w:r>\
        <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>7</w:t></w:r></w:p>";
    assert_eq!(text(content), "甲\t乙\n丙&丁7\n");
}

#[test]
fn text_boxes_follow_their_paragraph_once() {
    let content = format!(
        "<w:p><w:r><w:t>正文前</w:t></w:r><w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice><w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>正文后</w:t></w:r></w:p>",
        p("框内"),
        p("框内")
    );
    assert_eq!(text(&(content + &p("下一段"))), "正文前正文后\n框内\n下一段\n");
}

#[test]
fn notes_follow_the_body() {
    let notes = format!(
        "<w:footnotes {SCHEMA}><w:footnote w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:id=\"1\"><w:p><w:r><w:t xml:space=\"preserve\"> 数据来自统计局。</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let report = read(&[body(&p("研发经费80.72亿元。")), ("word/footnotes.xml", notes)]);
    assert_eq!(report.text, "研发经费80.72亿元。\n数据来自统计局。\n");
    assert_eq!(report.paragraphs.last().unwrap().place, TextPlace::Note);
}

#[test]
fn automatic_numbers_are_part_of_the_text() {
    let numbering = format!(
        "<w:numbering {SCHEMA}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%2.\"/></w:lvl></w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    let numbered = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let content = numbered(0, "工作总结") + &numbered(1, "项目") + &numbered(1, "企业") + &p("正文") + &numbered(0, "工作计划");
    let report = read(&[body(&content), ("word/numbering.xml", numbering)]);
    assert_eq!(report.text, "一、工作总结\n1.项目\n2.企业\n正文\n二、工作计划\n");
}

#[test]
fn a_body_in_utf_16_is_read() {
    let xml =
        format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?><w:document {SCHEMA}><w:body>{}</w:body></w:document>", p("总结"));
    let bytes: Vec<u8> = [0xFF, 0xFE].into_iter().chain(xml.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(&bytes).unwrap();
    let report = docx_text(&zip.finish().unwrap().into_inner(), &Limits::default()).unwrap();
    assert_eq!(report.text, "总结\n");
}

#[test]
fn a_body_elsewhere_is_found_by_its_relation() {
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"/word/document2.xml\"/></Relationships>".to_owned();
    let (_, content) = body(&p("总结"));
    assert_eq!(read(&[("_rels/.rels", relations), ("word/document2.xml", content)]).text, "总结\n");
}
