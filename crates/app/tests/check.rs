//! Checking a text against a book: verdicts, what people teach it, what they ignore, who may, and the Word document with
//! comments that comes back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use common::{Bureau, entered, patent};
use kezhang_app::check::{CheckedClaim, CheckedText, Judgement, MarkedBlock, MarkedRun, with_word_comments};
use kezhang_app::desk::Desk;
use kezhang_app::error::AppError;
use kezhang_office::docx::docx;
use kezhang_office::input::Limits;
use kezhang_office::paper::{Block, Paper, Run};
use kezhang_office::text_of::docx_text;

/// A bureau with three inventions filed in 2025.
fn bureau() -> Bureau {
    let bureau = Bureau::new();
    let clerk = bureau.desk("clerk");
    for (serial, day) in [(1, "2025-02-01"), (2, "2025-05-01"), (3, "2025-08-01")] {
        entered(clerk.create_entry("patent", patent(serial, "主轴轴承", day)).unwrap());
    }
    drop(clerk);
    bureau
}

/// The one claim of a sentence.
fn claim(desk: &Desk, sentence: &str) -> CheckedClaim {
    let text = desk.check_text(sentence, 2025).unwrap();
    assert_eq!(text.claims.len(), 1, "{sentence}: {:?}", text.claims);
    text.claims.into_iter().next().unwrap()
}

fn open_findings(text: &CheckedText) -> Vec<&str> {
    text.findings.iter().filter(|finding| !finding.ignored()).map(|finding| finding.code.as_str()).collect()
}

const CONTRADICTION: &str = "全年培训农民1200人次，其中女性1500人次。";

#[test]
fn each_verdict_says_what_it_rests_on() {
    let bureau = bureau();
    let desk = bureau.desk("auditor");
    let agree = claim(&desk, "2025年，全区专利申请3件。");
    let bound = agree.bound.unwrap();
    assert_eq!((agree.verdict.word, bound.formula.as_str(), bound.period.as_str()), ("相符", "patent.filed", "2025年"));
    assert_eq!(bound.facet, "value");
    assert!(!bound.why.is_empty() && bound.score > 60);

    let part = claim(&desk, "2025年，全区发明专利申请3件。");
    assert_eq!((part.verdict.word, part.bound.unwrap().formula.as_str()), ("相符", "patent.filed_invention"));

    let differ = claim(&desk, "2025年，全区专利申请5件。");
    assert_eq!(differ.verdict.word, "不符");
    assert_eq!(differ.verdict.value.unwrap().to_string(), "3");
    assert_eq!(differ.verdict.difference.unwrap().to_string(), "2");
    assert_eq!(differ.verdict.why, "账上是3件，文中多2件");
    assert_eq!(differ.verdict.book.unwrap().text, "3");

    let quarter = claim(&desk, "2025年一季度，全区专利申请1件。");
    assert_eq!((quarter.verdict.word, quarter.bound.unwrap().period.as_str()), ("相符", "2025年一季度"));

    let absent = claim(&desk, "全年放映露天电影36场。");
    assert_eq!((absent.verdict.word, absent.bound), ("账上无据", None));
    assert_eq!(absent.verdict.why, "账上没有对应的指标");

    let undecided = claim(&desk, "预计2025年全区专利申请9件。");
    assert_eq!(undecided.verdict.word, "无法判定");
    assert_eq!(undecided.verdict.why, "文中是预计数，不与实际数相比");
}

#[test]
fn a_taught_binding_holds_for_the_same_words_in_any_text_until_it_is_taken_back() {
    let bureau = bureau();
    let (clerk, director) = (bureau.desk("clerk"), bureau.desk("director"));
    let said = "全年受理知识产权新件3件。";
    let text = clerk.check_text(said, 2025).unwrap();
    assert_ne!(text.claims[0].verdict.word, "相符");
    clerk.teach(&text, 0, Some("专利申请量"), "两种说法是一回事").unwrap();

    // Another person, another text, another number, the same words.
    let other = director.check_text("一、知识产权\n全年受理知识产权新件4件。开展活动2场。", 2025).unwrap();
    let taught = &other.claims[0];
    assert_eq!((taught.verdict.word, taught.bound.as_ref().unwrap().formula.as_str()), ("不符", "patent.filed"));
    assert_eq!(taught.bound.as_ref().unwrap().score, 100);
    let decided = taught.taught.clone().unwrap();
    assert_eq!((decided.who.as_str(), decided.reason.as_str()), ("clerk", "两种说法是一回事"));
    assert!(taught.bound.as_ref().unwrap().why.contains("clerk"), "{}", taught.bound.as_ref().unwrap().why);
    assert_eq!(claim(&director, said).verdict.word, "相符");

    // Part of an indicator, by the name that the page offers.
    assert!(director.figure_names().unwrap().contains(&"专利申请量（发明）".to_owned()));
    director.teach(&other, 0, Some("专利申请量（发明）"), "").unwrap();
    assert_eq!(claim(&clerk, said).bound.unwrap().formula, "patent.filed[kind=invention]");

    clerk.unteach(&director.check_text(said, 2025).unwrap(), 0).unwrap();
    let again = claim(&clerk, said);
    assert_eq!((again.taught, again.verdict.word), (None, text.claims[0].verdict.word));
    let nothing = clerk.unteach(&clerk.check_text(said, 2025).unwrap(), 0).unwrap_err();
    assert!(nothing.to_string().contains("没有改动"), "{nothing}");
}

#[test]
fn a_wording_can_be_said_to_be_in_no_book() {
    let bureau = bureau();
    let desk = bureau.desk("head");
    let said = "2025年，全区专利申请3件，同比增长50%。";
    let text = desk.check_text(said, 2025).unwrap();
    assert_eq!(text.claims[0].verdict.word, "相符");
    desk.teach(&text, 0, None, "说的是高校的专利").unwrap();
    let after = desk.check_text(said, 2025).unwrap();
    assert_eq!((after.claims[0].verdict.word, &after.claims[0].bound), ("账上无据", &None));
    // What the words alone suggest is still offered.
    assert_eq!(after.claims[0].candidates[0].formula, "patent.filed");
    assert_eq!(after.summary.agree, 0);
}

#[test]
fn only_figures_of_the_book_can_be_taught() {
    let bureau = bureau();
    let desk = bureau.desk("clerk");
    let text = desk.check_text("全年受理知识产权新件3件。", 2025).unwrap();
    for wrong in ["没有这个指标", "patent.filed[kind=teapot]", "1 +", ""] {
        assert!(desk.teach(&text, 0, Some(wrong), "").is_err(), "{wrong}");
    }
    assert!(matches!(desk.teach(&text, 9, Some("专利申请量"), ""), Err(AppError::NotFound(_))));
    assert_eq!(desk.check_text("全年受理知识产权新件3件。", 2025).unwrap().claims[0].taught, None);
}

#[test]
fn an_ignored_finding_stays_ignored_for_its_words_and_can_come_back() {
    let bureau = bureau();
    let (head, director) = (bureau.desk("head"), bureau.desk("director"));
    let text = head.check_text(CONTRADICTION, 2025).unwrap();
    assert_eq!(open_findings(&text), ["part-exceeds-whole"]);
    let number = text.findings[0].number;

    let refused = head.judge_finding(&text, number, Judgement::Ignore, "  ").unwrap_err();
    assert!(refused.to_string().contains("忽略疑点要写明理由"), "{refused}");
    assert_eq!(open_findings(&head.check_text(CONTRADICTION, 2025).unwrap()).len(), 1);

    head.judge_finding(&text, number, Judgement::Ignore, "女性含外乡学员").unwrap();
    // The same words further down in another text; blanks of a layout make no difference.
    let other = format!("乡村振兴工作总结\n\n开展活动20场。{}", CONTRADICTION.replace("，", "，\u{3000}"));
    let other = director.check_text(&other, 2025).unwrap();
    assert_eq!(open_findings(&other), Vec::<&str>::new());
    let decided = other.findings[0].decided.clone().unwrap();
    assert_eq!((decided.who.as_str(), decided.reason.as_str()), ("head", "女性含外乡学员"));
    assert_eq!((other.summary.findings, other.summary.ignored), (0, 1));
    assert!(!other.summary.found());
    assert!(runs(&other).iter().all(|run| run.severity.is_empty()), "what is ignored is not marked");

    // Other words are another matter.
    let changed = head.check_text(&CONTRADICTION.replace("1500", "1600"), 2025).unwrap();
    assert_eq!(open_findings(&changed), ["part-exceeds-whole"]);

    director.judge_finding(&other, other.findings[0].number, Judgement::TakeBack, "").unwrap();
    assert_eq!(open_findings(&head.check_text(CONTRADICTION, 2025).unwrap()), ["part-exceeds-whole"]);
}

#[test]
fn an_accepted_finding_stays_a_finding_and_says_who_will_see_to_it() {
    let bureau = bureau();
    let desk = bureau.desk("clerk");
    let text = desk.check_text(CONTRADICTION, 2025).unwrap();
    desk.judge_finding(&text, text.findings[0].number, Judgement::Accept, "").unwrap();
    let after = desk.check_text(CONTRADICTION, 2025).unwrap();
    assert_eq!((after.summary.findings, after.summary.ignored), (1, 0));
    assert_eq!(after.findings[0].decided.as_ref().unwrap().decision, "accept");
}

#[test]
fn a_difference_from_the_book_can_be_ignored_for_its_words_and_year() {
    let bureau = bureau();
    let desk = bureau.desk("director");
    let said = "全区专利申请5件。";
    let text = desk.check_text(said, 2025).unwrap();
    assert_eq!(text.summary.differ, 1);
    desk.judge_difference(&text, 0, Judgement::Ignore, "含未入账的2件").unwrap();
    let after = desk.check_text(said, 2025).unwrap();
    assert_eq!((after.summary.differ, after.summary.ignored), (0, 1));
    assert_eq!(after.claims[0].verdict.word, "不符", "the book has not changed its mind");
    assert_eq!(desk.check_text(said, 2024).unwrap().summary.ignored, 0);
    desk.judge_difference(&after, 0, Judgement::TakeBack, "").unwrap();
    assert_eq!(desk.check_text(said, 2025).unwrap().summary.differ, 1);
    // What agrees cannot be waved through.
    let fine = desk.check_text("全区专利申请3件。", 2025).unwrap();
    assert!(desk.judge_difference(&fine, 0, Judgement::Ignore, "随手").is_err());
}

#[test]
fn the_auditor_reads_and_does_not_teach() {
    let bureau = bureau();
    let text = bureau.desk("clerk").check_text(&format!("{CONTRADICTION}全区专利申请5件。"), 2025).unwrap();
    let differing = text.claims.iter().find(|claim| claim.differs()).unwrap().number;
    let lines = bureau.desk("director").journal(None, 500).unwrap().len();
    for who in ["auditor", "manager"] {
        let desk = bureau.desk(who);
        assert!(!desk.teaches());
        let tried = [
            desk.teach(&text, differing, Some("专利申请量"), "试"),
            desk.unteach(&text, differing),
            desk.judge_finding(&text, text.findings[0].number, Judgement::Ignore, "试"),
            desk.judge_difference(&text, differing, Judgement::Accept, "试"),
        ];
        for result in tried {
            assert!(matches!(result, Err(AppError::Denied(_))), "{who}: {result:?}");
        }
    }
    assert_eq!(bureau.desk("auditor").check_text(CONTRADICTION, 2025).unwrap().summary.findings, 1);
    assert_eq!(bureau.desk("director").journal(None, 500).unwrap().len(), lines, "nothing was written");
}

#[test]
fn the_journal_tells_what_was_taught_and_the_book_stays_sound() {
    let bureau = bureau();
    let desk = bureau.desk("director");
    let text = desk.check_text(&format!("{CONTRADICTION}全年受理知识产权新件3件。"), 2025).unwrap();
    let known = text.claims.iter().find(|claim| claim.quote.contains("新件")).unwrap();
    desk.teach(&text, known.number, Some("专利申请量"), "一回事").unwrap();
    desk.judge_finding(&text, text.findings[0].number, Judgement::Ignore, "含外乡").unwrap();
    let told: Vec<String> = desk.journal(None, 2).unwrap().into_iter().map(|row| row.what).collect();
    assert!(told[0].starts_with("核数：忽略疑点“") && told[0].ends_with("（含外乡）"), "{told:?}");
    assert!(told[1].starts_with("核数：“") && told[1].contains("认作“专利申请量”（一回事）"), "{told:?}");
    assert_eq!(desk.verify().unwrap().damage, Vec::new());
    // A rebuilt book remembers the same.
    bureau.book.store().rebuild().unwrap();
    assert_eq!(desk.check_text(CONTRADICTION, 2025).unwrap().summary.ignored, 1);
}

fn document() -> Vec<u8> {
    let paragraphs = ["一、农村科技", CONTRADICTION, "二、知识产权", "2025年，全区专利申请5件，开展活动36场。"];
    let blocks = paragraphs.iter().map(|words| Block::Paragraph { runs: vec![Run::text(*words)] }).collect();
    docx(&Paper { title: "工作总结".to_owned(), blocks, ..Paper::default() }).unwrap()
}

#[test]
fn a_word_document_comes_back_with_comments_at_what_is_open_and_nothing_else_changed() {
    let bureau = bureau();
    let desk = bureau.desk("clerk");
    let bytes = document();
    let kept = desk.keep_for_check("总结.docx", &bytes).unwrap();
    let commented = desk.kept_with_comments("总结.docx", &kept, 2025).unwrap();
    // The summary, the finding at both of its places, the difference.
    assert_eq!((commented.comments, commented.unplaced), (4, 0));
    let words = |bytes: &[u8]| docx_text(bytes, &Limits::default()).unwrap().text;
    assert_eq!(words(&commented.bytes), words(&bytes));

    let text = desk.check_kept("总结.docx", &kept, 2025).unwrap();
    desk.judge_finding(&text, text.findings[0].number, Judgement::Ignore, "含外乡学员").unwrap();
    assert_eq!(desk.kept_with_comments("总结.docx", &kept, 2025).unwrap().comments, 2);
    let pasted = desk.check_text(CONTRADICTION, 2025).unwrap();
    assert!(matches!(with_word_comments(&pasted, CONTRADICTION.as_bytes()), Err(AppError::Unusable(_))));
}

fn runs(text: &CheckedText) -> Vec<MarkedRun> {
    let runs = |block| match block {
        MarkedBlock::Heading(_, runs) | MarkedBlock::Paragraph(runs) => runs,
        MarkedBlock::Table(rows) => rows.into_iter().flatten().flatten().collect(),
    };
    text.marked().into_iter().flat_map(runs).collect()
}

#[test]
fn the_marked_text_keeps_its_layout_and_every_word() {
    let bureau = bureau();
    let source = format!("工作总结\n一、农村科技\n{CONTRADICTION}\n镇街\t场次\t人次\n石桥街道\t3\t120\n清河镇\t4\t90\n");
    let text = bureau.desk("clerk").check_text(&source, 2025).unwrap();
    let blocks = text.marked();
    assert!(matches!(&blocks[1], MarkedBlock::Heading(1, _)), "{:?}", blocks[1]);
    let tables: Vec<usize> =
        blocks.iter().filter_map(|block| if let MarkedBlock::Table(rows) = block { Some(rows.len()) } else { None }).collect();
    assert_eq!(tables, [3]);
    let words: String = runs(&text).iter().map(|run| run.text.as_str()).collect();
    assert_eq!(words, text.text.replace(['\n', '\t'], ""));
    // Every claim and every place of a finding can be jumped to.
    let anchors: Vec<String> = runs(&text).into_iter().flat_map(|run| run.anchors).collect();
    for claim in &text.claims {
        assert!(anchors.contains(&format!("at-{}", claim.number)));
    }
    for finding in &text.findings {
        for place in 0..finding.places.len() {
            assert!(anchors.contains(&format!("place-{}-{place}", finding.number)));
        }
    }
    let marked: Vec<String> = runs(&text).into_iter().filter(|run| run.severity == "error").map(|run| run.text).collect();
    assert_eq!(marked, ["1200人次", "1500人次"]);
}

#[test]
fn evidence_cannot_be_read_by_having_it_checked() {
    let bureau = Bureau::new();
    let clerk = bureau.desk("clerk");
    let id = entered(clerk.create_entry("patent", patent(1, "主轴轴承", "2025-02-01")).unwrap());
    entered(clerk.attach(&id, "说明.txt", CONTRADICTION.as_bytes()).unwrap());
    let hash = clerk.entry_page(&id).unwrap().evidence[0].0.clone();
    for user in ["clerk", "other_clerk"] {
        let desk = bureau.desk(user);
        assert!(matches!(desk.check_kept("说明.txt", &hash, 2025), Err(AppError::NotFound(_))), "{user}");
        assert!(desk.upload(&hash).is_err(), "{user}");
    }
    // The same words handed in for a check have an address of their own.
    let kept = clerk.keep_for_check("说明.txt", CONTRADICTION.as_bytes()).unwrap();
    assert_ne!(kept, hash);
    assert_eq!(clerk.check_kept("说明.txt", &kept, 2025).unwrap().claims.len(), 2);
}
