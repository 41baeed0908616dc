//! Comments in Word documents: at their places, and nothing else changed.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use kezhang_office::comments::{Comment, Commentator, with_comments};
use kezhang_office::docx::docx;
use kezhang_office::input::Limits;
use kezhang_office::paper::Paper;
use kezhang_office::text_of::docx_text;
use kezhang_text::Span;
use zip::write::SimpleFileOptions;

fn commentator() -> Commentator {
    Commentator { name: "核数 & <查>".to_owned(), initials: "核".to_owned(), date: "2026-01-05T09:30:00Z".to_owned() }
}

fn parts(docx: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// A minimal document with this body.
fn document(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    for (name, content) in [("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", &document)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn comment_on(bytes: &[u8], words: &[&str]) -> Vec<u8> {
    let text = docx_text(bytes, &Limits::default()).unwrap().text;
    let comments: Vec<Comment> = words
        .iter()
        .map(|word| {
            let start = text.find(word).unwrap();
            Comment { span: Span::new(start, start + word.len()), text: format!("关于{word}\n请核 <对>") }
        })
        .collect();
    let commented = with_comments("报告.docx", bytes, &comments, &commentator(), &Limits::default()).unwrap();
    assert_eq!(commented.unplaced, Vec::<usize>::new());
    commented.docx
}

/// The body without comment marks.
fn without_marks(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some(at) = rest.find("<w:comment") {
        out.push_str(&rest[..at]);
        let after = &rest[at..];
        rest = &after[after.find("/>").unwrap() + 2..];
    }
    out.push_str(rest);
    out.replace("<w:r></w:r>", "")
}

#[test]
fn a_comment_inside_a_run_divides_it() {
    let bytes = document("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>申报24项 &amp; 立项12项</w:t></w:r></w:p>");
    let body = &parts(&comment_on(&bytes, &["24", "立项12"]))["word/document.xml"];
    assert_eq!(docx_text(&document(&inner(body)), &Limits::default()).unwrap().text, "申报24项 & 立项12项\n");
    let expected = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">申报</w:t></w:r><w:commentRangeStart w:id=\"0\"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">24</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">项 &amp; </w:t></w:r><w:commentRangeStart w:id=\"1\"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">立项12</w:t></w:r><w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">项</w:t></w:r></w:p>";
    assert_eq!(inner(body), expected);
}

fn inner(xml: &str) -> String {
    let start = xml.find("<w:body>").unwrap() + "<w:body>".len();
    xml[start..xml.find("</w:body>").unwrap()].to_owned()
}

#[test]
fn a_comment_on_whole_runs_divides_nothing() {
    let body = "<w:p><w:r><w:t>申报</w:t></w:r><w:r><w:t>24</w:t></w:r><w:r><w:t>项</w:t></w:r></w:p>";
    let commented = &parts(&comment_on(&document(body), &["24"]))["word/document.xml"];
    assert_eq!(without_marks(&inner(commented)), body);
}

#[test]
fn a_comment_reaches_over_runs_links_and_paragraphs() {
    let body = "<w:p><w:r><w:t>甲乙</w:t></w:r><w:hyperlink><w:r><w:t>丙丁</w:t></w:r></w:hyperlink></w:p><w:p><w:ins><w:r><w:t>戊己</w:t></w:r></w:ins></w:p>";
    let bytes = document(body);
    let text = docx_text(&bytes, &Limits::default()).unwrap().text;
    assert_eq!(text, "甲乙丙丁\n戊己\n");
    let start = text.find('乙').unwrap();
    let end = text.find('己').unwrap();
    let comment = Comment { span: Span::new(start, end), text: "跨段".to_owned() };
    let commented = with_comments("", &bytes, &[comment], &commentator(), &Limits::default()).unwrap();
    assert_eq!(docx_text(&commented.docx, &Limits::default()).unwrap().text, text);
}

#[test]
fn only_the_parts_that_must_change_change() {
    let paper: Paper = serde_json::from_str(include_str!("papers/summary.json")).unwrap();
    let bytes = docx(&paper).unwrap();
    let commented = comment_on(&bytes, &["获批立项12", "上级科技项目立项", "2026年工作计划", "研发"]);
    let (before, after) = (parts(&bytes), parts(&commented));
    let changed: Vec<&String> = after.keys().filter(|name| before.get(*name) != after.get(*name)).collect();
    assert_eq!(changed, ["[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml", "word/document.xml"]);
    let limits = Limits::default();
    let (old, new) = (docx_text(&bytes, &limits).unwrap(), docx_text(&commented, &limits).unwrap());
    assert_eq!(old, new);
    assert!(after["word/comments.xml"].contains("核数 &amp; &lt;查&gt;"));
}

#[test]
fn comments_that_were_there_stay() {
    let paper = Paper { title: "总结".to_owned(), ..Paper::default() };
    let once = comment_on(&docx(&paper).unwrap(), &["总"]);
    let twice = comment_on(&once, &["结"]);
    let comments = &parts(&twice)["word/comments.xml"];
    assert!(comments.contains("w:id=\"0\"") && comments.contains("w:id=\"1\""), "{comments}");
    assert_eq!(comments.matches("<w:comment ").count(), 2);
    assert_eq!(parts(&twice)["[Content_Types].xml"].matches("comments+xml").count(), 1);
}

#[test]
fn text_boxes_and_notes_take_no_comment_and_say_so() {
    let body = "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>";
    let bytes = document(body);
    let text = docx_text(&bytes, &Limits::default()).unwrap().text;
    assert_eq!(text, "正文\n框内\n");
    let start = text.find("框内").unwrap();
    let comment = Comment { span: Span::new(start, start + 6), text: "问".to_owned() };
    let commented = with_comments("", &bytes, &[comment], &commentator(), &Limits::default()).unwrap();
    assert_eq!((commented.unplaced, commented.docx), (vec![0], bytes));
}

#[test]
fn other_files_take_no_comment() {
    for (bytes, code) in
        [(&b"PK\x03\x04nonsense"[..], "file-damaged"), (b"plain text of some length", "file-wrong-kind"), (b"", "file-empty")]
    {
        let refusal = with_comments("报告.docx", bytes, &[], &commentator(), &Limits::default()).unwrap_err();
        assert_eq!(refusal.code(), code);
    }
}
