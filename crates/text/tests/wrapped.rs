//! Passages broken into printed lines, as copying from a PDF and careless converters break them; repair must join them.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // a test fails loudly, and reads the passages of the cases

mod corpus;

use kezhang_text::repair::{Class, repair};
use kezhang_text::{Claim, read};

/// So many of the figures of passages in three lines and more must be read as from whole lines, in percent.
const SAME_MIN: usize = 97;

fn width(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// Breaks a line as print does: numbers stay whole, no line begins with a closing mark or ends with an opening one.
fn wrap(line: &str, columns: usize) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for c in line.chars() {
        let glued = pieces.last().and_then(|p| p.chars().next_back()).is_some_and(|last| {
            "，。、；：！？）》”,;)%".contains(c)
                || "“（《(".contains(last)
                || ((c.is_ascii_alphanumeric() || c == '.') && (last.is_ascii_alphanumeric() || last == '.' || last == ','))
        });
        match pieces.last_mut() {
            Some(last) if glued => last.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    let mut lines = vec![String::new()];
    let mut used = 0;
    for piece in pieces {
        let wide: usize = piece.chars().map(width).sum();
        if used > 0 && used + wide > columns {
            lines.push(String::new());
            used = 0;
        }
        used += wide;
        lines.last_mut().unwrap().push_str(&piece);
    }
    lines
}

fn wrapped(text: &str, columns: usize) -> String {
    text.lines().flat_map(|l| wrap(l, columns)).map(|l| l + "\n").collect()
}

fn figures(text: &str) -> Vec<String> {
    let show = |c: &Claim| format!("{:?} {} {} {:?} {:?} {}", c.value, c.unit, c.subject, c.aspect, c.status, c.period);
    read(text).claims.iter().map(show).collect()
}

/// The clean passages of the cases, without those that hold a table: print does not run the rows of one together.
fn passages() -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases")).unwrap() {
        let file = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for case in file.split("#### ").skip(1) {
            let Some((_, rest)) = case.split_once("== 正文\n") else { continue };
            let text = rest.split("\n== ").next().unwrap().trim_end().to_owned() + "\n";
            let table = read(&text).claims.iter().any(|c| c.cell.is_some());
            if repair(&text).repairs.is_empty() && !table {
                found.push(text);
            }
        }
    }
    found
}

/// How many figures of the passages are read as before, how many there are, and how many are read otherwise.
fn score(texts: &[String], columns: usize) -> (usize, usize, usize) {
    let (mut same, mut all, mut other) = (0, 0, 0);
    for text in texts {
        let broken = wrapped(text, columns);
        let repaired = repair(&broken);
        assert_eq!(repaired.undo(|_| true), broken);
        let wanted = figures(text);
        let made = figures(&repaired.text);
        let kept = wanted.iter().filter(|w| made.contains(w)).count();
        if kept < wanted.len() && std::env::var_os("SHOW").is_some() {
            println!("--- {columns}\n{broken}=>\n{}", repaired.text);
        }
        same += kept;
        all += wanted.len();
        other += made.iter().filter(|m| !wanted.contains(m)).count();
    }
    (same, all, other)
}

#[test]
fn wrapped_passages_give_the_figures_of_whole_lines() {
    let passages = passages();
    assert!(passages.len() > 100);
    let (mut same, mut all, mut other) = (0, 0, 0);
    for columns in (40..=80).step_by(4) {
        let long = |t: &&String| t.lines().any(|l| wrap(l, columns).len() > 2);
        let texts: Vec<String> = passages.iter().filter(long).cloned().collect();
        let (s, a, o) = score(&texts, columns);
        let (whole_same, whole_all, whole_other) = score(&[passages.concat()], columns);
        println!("{columns} columns: {s} of {a} in {} passages; in one text {whole_same} of {whole_all}", texts.len());
        same += s + whole_same;
        all += a + whole_all;
        other += o + whole_other;
    }
    println!("{same} of {all}, {other} read otherwise");
    assert!(same * 100 >= all * SAME_MIN && other * 100 <= all * (100 - SAME_MIN), "{same} of {all}, {other} read otherwise");
}

/// Invented paragraphs of a report, without indents, as a PDF gives them.
const REPORT: &str = "清河县科技局工作总结
一、项目工作
今年以来，我局围绕产业链布局创新链，先后组织申报省级科技计划项目24项，获批11项，争取上级资金860万元，带动企业投入研发经费2.3亿元。
指导18家企业与7所高校签订合作协议，共建联合实验室5个，柔性引进博士12名，解决生产中的技术难题36个，新增产值1.2亿元，比上年增长15.4%。
（一）培育企业
建立了覆盖全县的企业梯队名单，逐户上门讲解政策，全年新认定高新技术企业9家，总数达到31家，入库科技型中小企业68家，超额完成了任务。
（二）服务农业
选派科技特派员42名，进驻16个乡镇，推广新品种23个、新技术17项，建立示范基地8处，培训农民2600人次，发放技术资料5000余份，受到群众欢迎。
二、存在问题
主要是研发投入总量偏低，规模以上工业企业中有研发活动的仅占28.6%，高层次人才引进难、留住更难，部分项目进展与合同约定的时间还有一定差距。
";

#[test]
fn a_wrapped_report_comes_back_and_what_stands_below_it_stays() {
    let mut wrong = Vec::new();
    for columns in (40..=90).step_by(2) {
        let broken = wrapped(REPORT, columns);
        for &clean in corpus::CLEAN {
            let text = format!("{broken}\n{clean}");
            let repaired = repair(&text);
            assert_eq!(repaired.undo(|_| true), text);
            assert!(repaired.repairs.iter().all(|r| r.class == Class::WrappedLine));
            if repaired.text != format!("{REPORT}\n{clean}") {
                let kept = repaired.text.starts_with(REPORT);
                wrong.push(format!("{columns} {}", if kept { &repaired.text[REPORT.len()..] } else { &repaired.text }));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every number on a line of its own, as some converters write them.
fn numbers_apart(text: &str) -> String {
    let mut out = String::new();
    let mut in_number = false;
    for c in text.chars() {
        let digit = c.is_ascii_digit() || (c == '.' && in_number) || (c == '%' && in_number);
        if digit != in_number && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        in_number = digit;
        out.push(c);
    }
    out
}

#[test]
fn numbers_on_lines_of_their_own_come_back() {
    let broken = numbers_apart(REPORT);
    assert!(broken.contains("争取上级资金\n860\n万元，带动"));
    let repaired = repair(&broken);
    assert_eq!(repaired.text, REPORT);
    assert_eq!(repaired.undo(|_| true), broken);
    // Together with wrapped lines most comes back; no figure may be read that is not there.
    for columns in [50, 60, 70, 80] {
        let broken: String = wrapped(REPORT, columns).lines().map(|l| numbers_apart(l) + "\n").collect();
        let repaired = repair(&broken);
        assert_eq!(repaired.undo(|_| true), broken);
        let (wanted, made) = (figures(REPORT), figures(&repaired.text));
        let kept = wanted.iter().filter(|w| made.contains(w)).count();
        println!("{columns}: {kept} of {}, {} made", wanted.len(), made.len());
        assert!(kept * 10 >= wanted.len() * 8 && made.len() <= wanted.len(), "{columns}\n{}", repaired.text);
    }
}

#[test]
fn characters_lost_before_a_tag_are_marked_and_their_lines_joined() {
    let cases = [
        ("全县学生都能就近入?/p>\n学。拨付资?/span>300万元。\n", "全县学生都能就近入〓学。拨付资〓300万元。\n"),
        ("完成造林面?/td>1200亩?br/>新建果园86?br>\n", "完成造林面〓\t1200亩〓\n新建果园86〓\n"),
        (
            "农村危房改造任务全面完?/p>\n全年新建公路36公里,硬化村道。\n",
            "农村危房改造任务全面完〓\n全年新建公路36公里,硬化村道。\n",
        ),
        ("投入经费?/P>\n特此报告。\n", "投入经费〓\n特此报告。\n"),
    ];
    for (broken, whole) in cases {
        let repaired = repair(broken);
        assert_eq!(repaired.text, whole);
        assert_eq!(repaired.undo(|_| true), broken);
        let lost = whole.matches('〓').count();
        assert_eq!(repaired.unsure.iter().filter(|u| u.class == Class::CutTag && u.text.starts_with('〓')).count(), lost);
    }
}

#[test]
fn both_kinds_of_damage_together_are_undone() {
    let broken = "二是医疗保障更加有力。县财政安排资金对镇卫生院和村卫生室\n进行改造,共\n46.5\n万元,惠及全县十六个乡镇群众,群众就近看?/p>\n病。全年为\n2.4\n万名六十五岁以上老人免费体检,建立健康档?/p>\n案。\n";
    let whole = "二是医疗保障更加有力。县财政安排资金对镇卫生院和村卫生室进行改造,共46.5万元,惠及全县十六个乡镇群众,群众就近看〓病。全年为2.4万名六十五岁以上老人免费体检,建立健康档〓案。\n";
    let repaired = repair(broken);
    assert_eq!(repaired.text, whole);
    assert_eq!(repaired.undo(|_| true), broken);
    // Also where the lines left by the converter are of unequal width.
    let uneven = broken.replace("六十五岁以上", "").replace("十六个乡镇", "");
    assert_eq!(repair(&uneven).text, whole.replace("六十五岁以上", "").replace("十六个乡镇", ""));
}

/// One printed page ends in the middle of a sentence: its number goes with the break. Between paragraphs it stays.
#[test]
fn a_page_number_inside_a_sentence_goes() {
    let page = |end: &str, mark: &str, next: &str| {
        format!(
            "今年以来，全县上下团结一心，围绕年初确定的各项目标任务狠抓落实，\n申报科技项目36项，获批12项，争取上级资金860万元，带动企业投入\n{end}\n{mark}\n{next}\n增幅居全市前列，全年各项工作稳步推进，群众满意度进一步提高。\n"
        )
    };
    let inside = page(
        "研发经费2300万元，比上年增长15.4%，高新技术产业增加值完成",
        "\n- 3 -\n",
        "41.2亿元，占规上工业增加值的38.6%，总量和增速均排在全市前列，",
    );
    let repaired = repair(&inside);
    assert!(repaired.text.contains("增加值完成41.2亿元"), "{}", repaired.text);
    assert!(repaired.repairs.iter().any(|r| r.class == Class::PageNumber && repaired.was(r).contains("- 3 -")));
    assert_eq!(repaired.undo(|_| true), inside);

    let between = page(
        "研发经费2300万元，比上年增长15.4%，高新技术产业稳步壮大。",
        "\n- 3 -\n",
        "　　二、深化改革。全县完成改革任务18项，出台配套文件6个，形成经验",
    );
    assert!(repair(&between).text.contains("\n- 3 -\n"));
}
