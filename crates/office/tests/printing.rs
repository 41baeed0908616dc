//! Papers as HTML and DOCX: what is printed, held as snapshots, and what comes back when it is read again.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::Read;

use kezhang_office::docx::docx;
use kezhang_office::html::{HtmlOptions, fragment, page};
use kezhang_office::input::Limits;
use kezhang_office::paper::{Appendix, Block, Figure, Level, Paper, Run, Signature};
use kezhang_office::text_of::{docx_text, text_of};
use proptest::prelude::*;

fn summary() -> Paper {
    serde_json::from_str(include_str!("papers/summary.json")).unwrap()
}

/// A short paper with one of everything that markup must get right.
fn small() -> Paper {
    let figure = Figure {
        id: "patent.granted@2025".to_owned(),
        text: "96".to_owned(),
        note: Some("专利授权量 <2025年> & \"截至12月\"".to_owned()),
        locked: true,
        changed_to: Some("97".to_owned()),
    };
    Paper {
        masthead: Some("临江县科学技术局文件".to_owned()),
        number: Some("临科〔2025〕3号".to_owned()),
        title: "关于<b>专利</b>情况的通知 & 说明".to_owned(),
        addressee: Some("各科室".to_owned()),
        blocks: vec![
            Block::heading(Level::One, "情况"),
            Block::Paragraph {
                runs: vec![
                    Run::text("授权"),
                    Run::Figure(figure),
                    Run::text("件，有效"),
                    Run::gap("年费未核"),
                    Run::text("件。"),
                ],
            },
            Block::Heading {
                level: Level::Two,
                runs: vec![Run::text("要求。")],
                run_in: vec![Run::text("请核对"), Run::bold("年费"), Run::text("。")],
            },
        ],
        appendices: vec![Appendix { title: "清单".to_owned(), blocks: vec![Block::paragraph("见表")], landscape: true }],
        signature: Some(Signature {
            organ: "临江县科学技术局".to_owned(), date: "2025年3月1日".to_owned(), sealed: false
        }),
        ..Paper::default()
    }
}

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// One element a line, so that a difference is seen at a glance.
fn normalised(xml: &str) -> String {
    xml.replace("><", ">\n<")
}

#[test]
fn html_as_it_is() {
    insta::assert_snapshot!("small.html", fragment(&small(), HtmlOptions::default()));
}

#[test]
fn docx_as_it_is() {
    insta::assert_snapshot!("small.docx", normalised(&part(&docx(&small()).unwrap(), "word/document.xml")));
}

#[test]
fn every_part_of_a_docx_is_well_formed_and_the_same_each_time() {
    let bytes = docx(&summary()).unwrap();
    assert_eq!(bytes, docx(&summary()).unwrap());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    for index in 0..zip.len() {
        let mut text = String::new();
        zip.by_index(index).unwrap().read_to_string(&mut text).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        reader.config_mut().check_end_names = true;
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
}

#[test]
fn a_docx_says_the_same_words_when_it_is_read_again() {
    for paper in [summary(), small()] {
        let report = docx_text(&docx(&paper).unwrap(), &Limits::default()).unwrap();
        let words = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(words(&report.text), words(&paper.plain_text()));
        // Figures come back with their ids, and their spans cover their text.
        let expected: Vec<(String, String)> = paper.figures().iter().map(|f| (f.id.clone(), f.text.clone())).collect();
        let found: Vec<(String, String)> =
            report.figures.iter().map(|f| (f.id.clone(), f.span.of(&report.text).to_owned())).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn paragraphs_of_a_docx_cover_their_text() {
    let report = docx_text(&docx(&summary()).unwrap(), &Limits::default()).unwrap();
    let heading = report.paragraphs.iter().find(|p| p.span.of(&report.text) == "二、存在的主要问题");
    assert!(heading.is_some(), "{}", report.text);
    assert!(report.text.contains("上级科技项目立项\t10\t12\t120.0%\t增长20.0%\n"));
}

#[test]
fn a_linked_figure_is_a_link_and_the_page_is_whole() {
    let href = |figure: &Figure| format!("/figures?id={}&x=\"<>", figure.id);
    let html = page(&small(), HtmlOptions { figure_href: Some(&href) });
    assert!(html.contains("href=\"/figures?id=patent.granted@2025&#38;x=&#34;&#60;&#62;\""), "{html}");
    assert!(html.starts_with("<!doctype html>") && html.contains("22 lines of 28 characters"));
    assert!(!html.contains("<b>专利</b>"));
}

#[test]
fn a_figure_with_a_very_long_id_is_plain_text_in_docx() {
    let paper = Paper { blocks: vec![Block::Paragraph { runs: vec![Run::figure("长".repeat(80), "5")] }], ..Paper::default() };
    let report = docx_text(&docx(&paper).unwrap(), &Limits::default()).unwrap();
    assert!(report.figures.is_empty() && report.text.contains('5'));
}

#[test]
fn a_report_in_plain_text_is_read_in_its_encoding() {
    let text = "二〇二五年工作总结\n申报24项，获批12项。\n";
    let report = text_of("总结.txt", text.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(report.text, text);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Whatever is typed, no output breaks and no markup comes through.
    #[test]
    fn any_text_is_printed_as_text(text in "\\PC{0,60}", control in "[\\x00-\\x1f<>&'\"]{0,8}") {
        let text = format!("{text}{control}");
        let paper = Paper {
            title: text.clone(),
            blocks: vec![Block::paragraph(text.clone()), Block::Paragraph { runs: vec![Run::figure(text.clone(), text.clone())] }],
            ..Paper::default()
        };
        let report = docx_text(&docx(&paper).unwrap(), &Limits::default()).unwrap();
        let words = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(words(&report.text), words(&paper.plain_text()));
        let html = fragment(&paper, HtmlOptions::default());
        prop_assert_eq!(html.matches("<p>").count(), 2);
    }
}
