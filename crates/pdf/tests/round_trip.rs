//! What is set as PDF says the same when its text is read again.
#![allow(clippy::unwrap_used, missing_docs)]

use kezhang_office::input::Limits;
use kezhang_office::paper::{Align, Block, Column, Level, Paper, Row, Run, Table};
use kezhang_office::text_of::{TextNotice, text_of};
use kezhang_pdf::{Typesetter, default_font_dirs};

fn typesetter() -> Option<Typesetter> {
    let typesetter = Typesetter::new(&default_font_dirs(None)).ok();
    if typesetter.is_none() {
        eprintln!("SKIPPED: no Chinese font on this machine; ./test installs them");
    }
    typesetter
}

#[test]
fn paragraphs_come_back_whole_and_in_order() {
    let Some(typesetter) = typesetter() else { return };
    let long =
        "全年组织申报上级科技项目24项，其中国家级2项、省级9项、市级13项；获批立项12项，到位资金1,203.50万元，比上年增长18.4%。"
            .repeat(9);
    let table = Table {
        caption: Some("主要指标".to_owned()),
        unit_note: Some("单位：件".to_owned()),
        columns: vec![
            Column::new("指标", Align::Left, 3),
            Column::new("目标", Align::Right, 2),
            Column::new("实际", Align::Right, 2),
        ],
        rows: vec![Row::of_texts(["专利授权", "80", "96"]), Row::of_texts(["合同登记", "12", "14"])],
    };
    let mut blocks = vec![Block::heading(Level::One, "工作情况")];
    for _ in 0..6 {
        blocks.push(Block::paragraph(long.clone()));
    }
    blocks.push(Block::Paragraph { runs: vec![Run::text("研发经费"), Run::gap("未反馈"), Run::text("万元。")] });
    blocks.push(Block::Table(table));
    let paper = Paper { title: "临江县科学技术局2025年工作总结".to_owned(), blocks, ..Paper::default() };
    let typeset = typesetter.typeset(&paper).unwrap();
    assert!(typeset.page_count > 2);
    let report = text_of("总结.pdf", &typeset.pdf, &Limits::default()).unwrap();
    let lines: Vec<&str> = report.text.lines().collect();
    let plain = paper.plain_text();
    assert_eq!(lines, plain.lines().collect::<Vec<&str>>());
    assert_eq!(report.notices, Vec::<TextNotice>::new());
}

#[test]
fn no_character_of_a_whole_report_is_lost() {
    let Some(typesetter) = typesetter() else { return };
    let paper: Paper = serde_json::from_str(include_str!("../../office/tests/papers/summary.json")).unwrap();
    let pdf = typesetter.typeset(&paper).unwrap().pdf;
    let report = text_of("总结.pdf", &pdf, &Limits::default()).unwrap();
    let sorted = |text: &str| {
        let mut characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        characters.sort_unstable();
        characters
    };
    let (mut expected, found) = (sorted(&paper.plain_text()), sorted(&report.text));
    // Heads of tables stand on every page they go on to, page numbers of turned pages are read as text.
    for c in found {
        if let Ok(at) = expected.binary_search(&c) {
            expected.remove(at);
        }
    }
    assert_eq!(expected, Vec::<char>::new());
    // 版记 follows a page without text.
    assert!(matches!(report.notices.as_slice(), [TextNotice::PagesWithoutText { .. }]), "{:?}", report.notices);
}
