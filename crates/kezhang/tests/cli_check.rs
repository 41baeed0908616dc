//! `kezhang read`, `repair` and `check` as the command line runs them: files, folders, standard input, exit codes, JSON, and
//! the Word document with comments.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use common::{CONTRADICTION, Desk, FINE, docx, parts, words_of};

#[test]
fn exit_codes_tell_nothing_found_found_and_unreadable() {
    let desk = Desk::new();
    desk.put("对.txt", FINE).put("错.txt", CONTRADICTION).put("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old word");
    let fine = desk.run(&["check", "对.txt"]);
    assert_eq!((fine.code, fine.out.as_str()), (0, "对.txt：共2个数字；文中疑点0\n"), "{}", fine.err);
    let found = desk.run(&["check", "错.txt"]);
    assert_eq!(found.code, 1);
    assert!(found.out.starts_with("错.txt：共2个数字；文中疑点1\n  错误 "), "{}", found.out);
    assert!(found.out.contains("[part-exceeds-whole]"));
    for verb in ["read", "repair", "check"] {
        for name in ["没有.txt", "旧.doc"] {
            let ran = desk.run(&[verb, name]);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{verb} {name}");
            assert!(ran.err.contains(name), "{verb} {name}: {}", ran.err);
        }
    }
    // Reading and repairing find nothing; they only read.
    assert_eq!(desk.run(&["read", "错.txt"]).code, 0);
    assert_eq!(desk.run(&["repair", "错.txt"]).code, 0);
    assert_eq!(desk.run(&["check"]).code, 2);
    assert_eq!(desk.run(&["check", "对.txt", "--summary", "--json"]).code, 2);
}

#[test]
fn one_unreadable_file_in_a_folder_does_not_stop_the_others() {
    let desk = Desk::new();
    desk.put("稿/甲.txt", FINE)
        .put("稿/乙/错.txt", CONTRADICTION)
        .put("稿/坏.docx", b"PK\x03\x04 broken")
        .put("稿/图.png", b"png");
    desk.put("稿/~$甲.docx", b"left behind by Word");
    let checked = desk.run(&["check", "稿"]);
    assert_eq!(checked.code, 2);
    assert!(checked.out.contains("甲.txt：共2个数字") && checked.out.contains("错.txt：共2个数字"), "{}", checked.out);
    assert_eq!(checked.err.lines().count(), 1, "only the broken one has a sentence: {}", checked.err);
    assert!(checked.err.contains("坏.docx：文件不完整"), "{}", checked.err);
    assert!(checked.out.contains("概要：2份文稿，共4个数字；文中疑点1"), "{}", checked.out);

    let json = desk.run(&["check", "稿", "--json"]);
    assert_eq!(json.code, 2);
    let json = json.json();
    assert_eq!(json["documents"].as_array().unwrap().len(), 2);
    assert_eq!(json["unreadable"][0]["name"], "坏.docx");
    assert!(json["unreadable"][0]["why"].as_str().unwrap().len() > 10);

    let read = desk.run(&["read", "稿", "--json"]);
    assert_eq!((read.code, read.out.lines().count()), (2, 4));
    let repaired = desk.run(&["repair", "稿", "--json"]);
    assert_eq!((repaired.code, repaired.out.lines().count()), (2, 2));

    // A folder without a report, and a name that is none, beside one that can be read.
    desk.put("空/图.png", b"png");
    let mixed = desk.run(&["check", "空", "没有.txt", "稿/甲.txt"]);
    assert_eq!(mixed.code, 2);
    assert!(mixed.out.starts_with("甲.txt：共2个数字"), "{}", mixed.out);
    assert_eq!(mixed.err.lines().count(), 2, "{}", mixed.err);
}

#[test]
fn standard_input_is_read_like_a_file_in_any_encoding() {
    let desk = Desk::new();
    let (gb, _, _) = encoding_rs::GB18030.encode(CONTRADICTION);
    for bytes in [CONTRADICTION.as_bytes(), &gb, &docx(&[CONTRADICTION.trim()])] {
        let checked = desk.run_with(&["check", "-"], bytes);
        assert_eq!(checked.code, 1, "{}", checked.err);
        assert!(checked.out.starts_with("标准输入：共2个数字"), "{}", checked.out);
    }
    let read = desk.run_with(&["read", "-", "--json"], FINE.as_bytes());
    let first: serde_json::Value = serde_json::from_str(read.out.lines().next().unwrap()).unwrap();
    assert_eq!(
        (first["doc"].as_str(), first["value"].as_i64(), first["unit"].as_str()),
        (Some("标准输入"), Some(1200), Some("人次"))
    );
    let repaired = desk.run_with(&["repair", "-"], "縣(xiàn)科技局積極組織企業(yè)申報(bào)項目。\n".as_bytes());
    assert_eq!((repaired.code, repaired.out.trim_end()), (0, "县科技局积极组织企业申报项目。"), "{}", repaired.err);
    assert!(repaired.err.contains("修复"));
}

#[test]
fn places_in_json_are_characters_of_the_repaired_text() {
    let desk = Desk::new();
    desk.put("稿.txt", format!("縣(xiàn)科技局積極組織企業(yè)申報(bào)項目。\n{CONTRADICTION}"));
    let repaired = desk.run(&["repair", "稿.txt", "--json"]).json();
    let text: Vec<char> = repaired["text"].as_str().unwrap().chars().collect();
    let at = |value: &serde_json::Value| {
        let place = |key: &str| usize::try_from(value[key].as_u64().unwrap()).unwrap();
        text[place("start")..place("end")].iter().collect::<String>()
    };
    for repair in repaired["repairs"].as_array().unwrap() {
        assert_eq!(at(repair), repair["is"].as_str().unwrap());
    }
    let checked = desk.run(&["check", "稿.txt", "--json"]);
    assert_eq!(checked.code, 1);
    let checked = checked.json();
    let document = &checked["documents"][0];
    assert_eq!(document["text"], repaired["text"]);
    assert_eq!(document["claims"].as_array().unwrap().iter().map(at).collect::<Vec<_>>(), ["1200人次", "1500人次"]);
    let finding = &document["findings"][0];
    assert_eq!(finding["code"], "part-exceeds-whole");
    assert!(finding["places"].as_array().unwrap().iter().map(at).all(|words| words.ends_with("人次")));
}

#[test]
fn the_summary_is_one_page_over_everything() {
    let desk = Desk::new();
    desk.put("甲.txt", FINE).put("乙.txt", CONTRADICTION);
    let summary = desk.run(&["check", "--summary", "甲.txt", "乙.txt"]);
    assert_eq!(summary.code, 1);
    let lines: Vec<&str> = summary.out.lines().collect();
    assert_eq!(lines[0], "概要：2份文稿，共4个数字；文中疑点1");
    assert_eq!(lines[1], "  甲.txt：共2个数字；文中疑点0");
    assert!(lines[3].starts_with("  错误 ") && lines[3].ends_with("1处 [part-exceeds-whole]"), "{}", lines[3]);
    assert_eq!(lines.len(), 4);
}

#[test]
fn against_a_book_every_claim_has_its_verdict() {
    let desk = Desk::new();
    let book = desk.book();
    desk.put("稿.txt", "2025年，全区专利申请5件，其中发明3件。全年放映露天电影36场。\n");
    let checked = desk.run(&["check", "稿.txt", "--book", book, "--year", "2025"]);
    assert_eq!(checked.code, 1);
    let first = "稿.txt：共3个数字，对照2025年账簿：相符1，不符1，账上无据1，无法判定0；文中疑点0";
    assert_eq!(checked.out.lines().next().unwrap(), first);
    assert!(checked.out.contains("与“专利申请量”：账上是3件，文中多2件"), "{}", checked.out);
    let alone = desk.run(&["check", "稿.txt"]);
    assert_eq!((alone.code, alone.out.as_str()), (0, "稿.txt：共3个数字；文中疑点0\n"));
}

#[test]
fn a_word_document_comes_back_with_comments_and_its_text_unchanged() {
    let desk = Desk::new();
    let paragraphs = ["工作总结", CONTRADICTION.trim(), "开展科普活动36场。"];
    desk.put("总结.docx", docx(&paragraphs));
    let checked = desk.run(&["check", "总结.docx", "--docx", "批注.docx"]);
    assert_eq!(checked.code, 1);
    assert!(checked.err.contains("总结.docx：3处批注，写在 批注.docx"), "{}", checked.err);
    let before = parts(&std::fs::read(desk.path("总结.docx")).unwrap());
    let after = parts(&std::fs::read(desk.path("批注.docx")).unwrap());
    let part = |name: &str| after.iter().find(|(known, _)| known == name).map(|(_, content)| content.clone()).unwrap();
    let comments = words_of(&part("word/comments.xml"));
    assert!(comments.contains("科账核数：共3个数字；文中疑点1") && comments.contains("【错误】其中项大于总数"), "{comments}");
    assert_eq!(words_of(&part("word/document.xml")).trim(), paragraphs.join("\n"));
    for (name, content) in &before {
        if !["word/document.xml", "[Content_Types].xml"].contains(&name.as_str()) {
            assert_eq!(&part(name), content, "{name}");
        }
    }
    let document = String::from_utf8(part("word/document.xml")).unwrap();
    assert_eq!(document.matches("commentRangeStart").count(), 3);
    assert_eq!(document.matches("commentRangeEnd").count(), 3);
    // The finding's own comment begins at its number.
    let marked = document.split("<w:commentRangeStart w:id=\"1\"/>").nth(1).unwrap();
    assert!(words_of(marked.as_bytes()).starts_with("1200人次") || words_of(marked.as_bytes()).starts_with("1500人次"));
}

#[test]
fn comments_are_refused_where_they_cannot_be_written_and_spare_the_original() {
    let desk = Desk::new();
    desk.put("总结.docx", docx(&[CONTRADICTION.trim()])).put("总结.txt", CONTRADICTION);
    let text = desk.run(&["check", "总结.txt", "--docx", "批注.docx"]);
    assert_eq!(text.code, 2);
    assert!(text.err.contains("不是Word文档"), "{}", text.err);
    assert!(!desk.path("批注.docx").exists());
    let original = std::fs::read(desk.path("总结.docx")).unwrap();
    let same = desk.run(&["check", "总结.docx", "--docx", "./总结.docx"]);
    assert_eq!(same.code, 2);
    assert!(same.err.contains("原稿"), "{}", same.err);
    assert_eq!(std::fs::read(desk.path("总结.docx")).unwrap(), original);
    // Several texts go into a folder; those that are no Word documents are passed over with a word.
    let many = desk.run(&["check", "总结.docx", "总结.txt", "--docx", "批注"]);
    assert_eq!(many.code, 1, "{}", many.err);
    assert!(desk.path("批注/总结.docx").exists());
    assert!(many.err.contains("总结.txt：不是Word文档"), "{}", many.err);
}

#[test]
fn what_a_person_has_ignored_is_left_out_of_code_json_and_comments() {
    let desk = Desk::new();
    let book = desk.book();
    desk.put("总结.docx", docx(&[CONTRADICTION.trim()]));
    {
        let opened = kezhang_app::kezhang::Kezhang::open(&desk.path(book)).unwrap();
        let person = opened.operator_desk();
        let text = person.check_text(CONTRADICTION, 2025).unwrap();
        let ignore = kezhang_app::check::Judgement::Ignore;
        person.judge_finding(&text, text.findings[0].number, ignore, "含外乡学员").unwrap();
    }
    let args = ["check", "总结.docx", "--book", book, "--year", "2025", "--docx", "批注.docx", "--json"];
    let checked = desk.run(&args);
    assert_eq!(checked.code, 0, "{}", checked.err);
    let json = checked.json();
    let finding = &json["documents"][0]["findings"][0];
    assert_eq!(finding["decided"]["decision"], "ignore");
    assert_eq!(finding["decided"]["reason"], "含外乡学员");
    assert_eq!(json["documents"][0]["summary"]["ignored"], 1);
    let after = parts(&std::fs::read(desk.path("批注.docx")).unwrap());
    let comments = &after.iter().find(|(name, _)| name == "word/comments.xml").unwrap().1;
    assert!(!words_of(comments).contains("其中项大于总数"));
}
