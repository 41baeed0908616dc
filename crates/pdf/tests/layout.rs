//! The layout as printed: lines and characters on a full page, elements in their places, fonts and their notices.

#![allow(clippy::unwrap_used, missing_docs)]

use std::path::PathBuf;
use std::sync::LazyLock;

use kezhang_office::paper::{Appendix, Block, Imprint, Level, Paper, Run, Signature};
use kezhang_pdf::{FontNotice, FontRefusal, Typesetter, default_font_dirs};

/// The machine's fonts; without any Chinese font the tests of layout say that they are skipped.
static TYPESETTER: LazyLock<Option<Typesetter>> = LazyLock::new(|| {
    let typesetter = Typesetter::new(&default_font_dirs(None)).ok();
    if typesetter.is_none() {
        eprintln!("SKIPPED: no Chinese font on this machine; ./test installs them");
    }
    typesetter
});

fn summary() -> Paper {
    serde_json::from_str(include_str!("../../office/tests/papers/summary.json")).unwrap()
}

/// Text of `chars` different common characters without punctuation.
fn han(chars: usize) -> String {
    "科技项目申报立项验收企业培育专利授权合同登记科普培训".chars().cycle().take(chars).collect()
}

/// The lines of the type area: page numbers and empty lines left out.
fn body_lines(page: &[String]) -> Vec<&String> {
    page.iter().filter(|line| !line.starts_with('—')).collect()
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let Some(typesetter) = TYPESETTER.as_ref() else {
        return;
    };
    let paper = Paper {
        title: "版面检验".to_owned(),
        blocks: (0..8).map(|_| Block::paragraph(han(26 + 28 * 9))).collect(),
        ..Paper::default()
    };
    let pages = typesetter.page_lines(&paper).unwrap();
    let full = body_lines(&pages[1]);
    assert_eq!(full.len(), 22, "{full:#?}");
    for line in full {
        let count = line.chars().count();
        assert!(count == 28 || count == 26, "{count} characters in {line}");
    }
    let all: usize = pages.iter().map(|page| body_lines(page).len()).sum();
    // 80 lines of body, the title; blank lines carry no text.
    assert_eq!(all, 81);
}

#[test]
fn a_signature_never_stands_alone_on_a_page() {
    let Some(typesetter) = TYPESETTER.as_ref() else {
        return;
    };
    for lines in 14..22 {
        let paper = Paper {
            title: "版面检验".to_owned(),
            blocks: (0..lines).map(|_| Block::paragraph(han(20))).collect(),
            signature: Some(Signature {
                organ: "临溪区科学技术局".to_owned(), date: "2025年12月20日".to_owned(), sealed: false
            }),
            ..Paper::default()
        };
        let pages = typesetter.page_lines(&paper).unwrap();
        let last = body_lines(pages.last().unwrap());
        assert!(last.len() > 2, "{lines} lines: {last:#?}");
        assert!(last.last().unwrap().ends_with("2025年12月20日"), "{last:#?}");
    }
}

#[test]
fn headings_and_latin_digits_keep_the_grid() {
    let Some(typesetter) = TYPESETTER.as_ref() else {
        return;
    };
    let mut blocks = Vec::new();
    for _ in 0..12 {
        blocks.push(Block::heading(Level::One, "主要工作"));
        blocks.push(Block::heading(Level::Two, "项目申报"));
        blocks.push(Block::paragraph("2025年共申报24项，获批12项，到位资金1,203.50万元；其中，国家级2项、省级9项。"));
        blocks.push(Block::heading(Level::Three, "组织申报"));
        blocks.push(Block::heading(Level::Four, "走访企业"));
    }
    let paper = Paper { title: "版面检验".to_owned(), blocks, ..Paper::default() };
    let pages = typesetter.page_lines(&paper).unwrap();
    assert_eq!(body_lines(&pages[1]).len(), 22);
    assert!(pages[0].iter().any(|line| line == "一、主要工作"));
    assert!(pages[0].iter().any(|line| line == "（一）项目申报"));
    assert!(pages[0].iter().any(|line| line == "1.组织申报"));
    assert!(pages[0].iter().any(|line| line == "（1）走访企业"));
}

#[test]
fn hostile_text_is_printed_as_it_stands() {
    let Some(typesetter) = TYPESETTER.as_ref() else {
        return;
    };
    let hostile = [
        "#panic()",
        "*x* _y_ $z$ `w`",
        "<label> @ref // 注释 /* */",
        "#import \"/etc/passwd\"",
        "\\u{41} ~ -- '\"'",
        "[a] #[b] {c}",
        "= 标题",
    ];
    for text in hostile {
        let paper = Paper {
            masthead: Some(text.to_owned()),
            number: Some(text.to_owned()),
            title: text.to_owned(),
            addressee: Some(text.to_owned()),
            blocks: vec![
                Block::paragraph(text),
                Block::heading(Level::One, text),
                Block::Paragraph { runs: vec![Run::figure(text, text), Run::bold(text)] },
            ],
            appendices: vec![Appendix { title: text.to_owned(), blocks: vec![Block::paragraph(text)], landscape: false }],
            signature: Some(Signature { organ: text.to_owned(), date: text.to_owned(), sealed: false }),
            imprint: Some(Imprint { copies_to: Some(text.to_owned()), issuer: text.to_owned(), issued_on: text.to_owned() }),
            ..Paper::default()
        };
        let printed = typesetter.page_lines(&paper).unwrap().concat().concat();
        assert!(printed.matches(text).count() >= 9, "{text} in {printed}");
        assert!(typesetter.typeset(&paper).unwrap().pdf.starts_with(b"%PDF"));
    }
}

#[test]
fn control_characters_and_an_empty_paper_are_harmless() {
    let Some(typesetter) = TYPESETTER.as_ref() else {
        return;
    };
    let paper = Paper {
        title: "甲\u{0}乙\u{7}丙".to_owned(),
        blocks: vec![Block::paragraph("一\u{1b}二\n三\u{FFFF}"), Block::PageBreak, Block::PageBreak],
        ..Paper::default()
    };
    let printed = typesetter.page_lines(&paper).unwrap().concat().concat();
    assert!(printed.contains("甲乙丙") && printed.contains("一二 三"), "{printed}");
    assert_eq!(typesetter.typeset(&Paper::default()).unwrap().page_count, 1);
}

#[test]
fn the_summary_prints_every_element() {
    let Some(typesetter) = TYPESETTER.as_ref() else {
        return;
    };
    let paper = summary();
    let pages = typesetter.page_lines(&paper).unwrap();
    let first = pages[0].join("\n");
    for element in ["临江县科学技术局文件", "临科〔2025〕38号", "周明远", "2026年工作计划的报告", "县人民政府", "— 1 —"]
    {
        assert!(first.contains(element), "{element} is not on page 1:\n{first}");
    }
    let all = pages.concat().join("\n");
    for element in ["【待补】", "附件：1.2025年立项项目清单", "（此件公开发布）", "附件2", "2025年12月22日印发"]
    {
        assert!(all.contains(element), "{element} is missing:\n{all}");
    }
}

#[test]
fn the_imprint_stands_on_an_even_page() {
    let Some(typesetter) = TYPESETTER.as_ref() else {
        return;
    };
    let imprint = Imprint { copies_to: None, issuer: "局办公室".to_owned(), issued_on: "2025年12月22日".to_owned() };
    for paragraphs in 1..60 {
        let paper = Paper {
            title: "通知".to_owned(),
            blocks: (0..paragraphs).map(|_| Block::paragraph("内容")).collect(),
            imprint: Some(imprint.clone()),
            ..Paper::default()
        };
        let pages = typesetter.page_lines(&paper).unwrap();
        assert_eq!(pages.len() % 2, 0, "{paragraphs} paragraphs");
        let last = pages.last().unwrap();
        assert!(last.iter().any(|line| line.contains("印发")), "{last:?}");
        // After a blank page 版记 carries no number.
        if pages[pages.len() - 2].is_empty() {
            assert!(!last.iter().any(|line| line.contains("—")));
        }
    }
}

#[test]
fn page_numbers_alternate_sides_and_tables_repeat_their_head() {
    let Some(typesetter) = TYPESETTER.as_ref() else {
        return;
    };
    let paper = summary();
    let typeset = typesetter.typeset(&paper).unwrap();
    let pages = typesetter.page_lines(&paper).unwrap();
    assert_eq!(pages.len(), typeset.page_count);
    let heads = pages.iter().filter(|page| page.iter().any(|line| line.contains("统一社会信用代码"))).count();
    assert!(heads >= 2, "the wide table has its head on {heads} pages");
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let Some(typesetter) = TYPESETTER.as_ref() else {
        return;
    };
    let paper = summary();
    assert_eq!(typesetter.typeset(&paper).unwrap(), typesetter.typeset(&paper).unwrap());
}

#[test]
fn rare_characters_are_borrowed_and_named() {
    let Some(typesetter) = TYPESETTER.as_ref() else {
        return;
    };
    let paper = Paper {
        title: "名单".to_owned(),
        blocks: vec![Block::paragraph("朱镕、陶喆、李堃、王珺玥、面积12㎡")],
        ..Paper::default()
    };
    let typeset = typesetter.typeset(&paper).unwrap();
    let role_fonts_only = typesetter.notices().iter().any(|notice| notice.to_string().contains("FandolFang"));
    let borrowed = typeset
        .notices
        .iter()
        .any(|notice| matches!(notice, FontNotice::Borrowed { characters, .. } if characters.contains('镕')));
    assert!(borrowed || !role_fonts_only, "{:?}", typeset.notices);
    let missing = Paper { title: "缺字\u{E123}".to_owned(), ..Paper::default() };
    let notices = typesetter.typeset(&missing).unwrap().notices;
    assert!(notices.iter().any(|notice| notice.code() == "font-missing-characters"), "{notices:?}");
}

#[test]
fn no_font_at_all_is_refused_in_words() {
    let dir = std::env::temp_dir().join("kezhang-no-fonts");
    std::fs::create_dir_all(&dir).unwrap();
    let refusal = Typesetter::new(std::slice::from_ref(&dir)).err().unwrap();
    assert_eq!(refusal, FontRefusal::NoChineseFont { looked_in: vec![dir] });
    assert!(refusal.to_string().starts_with("没有找到任何中文字体"));
}

#[test]
fn a_wrong_style_is_said_in_the_margin() {
    let sans = PathBuf::from("/usr/share/fonts/opentype/noto");
    let Ok(typesetter) = Typesetter::new(&[sans]) else {
        eprintln!("SKIPPED: fonts-noto-cjk is not installed; ./test installs it");
        return;
    };
    let codes: Vec<&str> = typesetter.notices().iter().map(FontNotice::code).collect();
    assert!(codes.contains(&"font-unsuitable"), "{codes:?}");
    let paper = Paper { title: "通知".to_owned(), blocks: vec![Block::paragraph("内容")], ..Paper::default() };
    let first = &typesetter.page_lines(&paper).unwrap()[0];
    assert!(first.iter().any(|line| line.contains("正文应使用仿宋_GB2312")), "{first:?}");
}
