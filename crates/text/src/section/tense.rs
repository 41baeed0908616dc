//! Whether a heading or a sentence speaks of what was done or of what is to be done.

use super::Tense;
use crate::cues::{Cues, title_cues};

/// What a heading says by its words; nothing when it only names a subject.
pub(crate) fn tense_of(title: &str) -> Option<Tense> {
    let title = without_names(title);
    let said = title_cues(&title);
    match (said.any(Cues::TITLE_REPORTS), said.any(Cues::TITLE_PLANS), said.any(Cues::TITLE_PROBLEMS)) {
        (false, false, true) => Some(Tense::Problem),
        (true, _, _) => Some(Tense::Report),
        (false, true, _) if title.contains("完成") || title.contains("落实") => None,
        (false, true, _) => Some(Tense::Plan),
        _ => None,
    }
}

/// Programmes are called 计划 too: 科技计划, 星火计划.
fn without_names(title: &str) -> String {
    const NAMES: [&str; 11] = [
        "科技计划",
        "计划项目",
        "星火计划",
        "火炬计划",
        "计划管理",
        "计划生育",
        "人才计划",
        "支撑计划",
        "基金计划",
        "培育计划",
        "倍增计划",
    ];
    if !title.contains("计划") {
        return title.to_owned();
    }
    NAMES.iter().fold(title.to_owned(), |text, name| text.replace(name, ""))
}

/// Body text that turns to the future: 下一步…, 明年我们将…, …工作的指导思想是.
/// `said` are the kinds of words it holds.
pub(crate) fn is_plan_cue(sentence: &str, said: Cues) -> bool {
    const OPENERS: [&str; 10] = ["下一步", "下步", "下阶段", "下一阶段", "明年", "今后", "下半年", "来年", "新的一年", "岁首"];
    if said.any(Cues::ANNOUNCES) {
        return false;
    }
    let opener = OPENERS.iter().any(|o| sentence.starts_with(o)) && !sentence.starts_with("下半年以来");
    opener || sets_aims(sentence) || (sentence.len() < 600 && said.any(Cues::TURNS_TO_PLAN))
}

/// 会议提出六个目标。 What follows are these.
fn sets_aims(sentence: &str) -> bool {
    let told = sentence.trim_end().trim_end_matches(['。', ':', '：']);
    let aims = ["个目标", "项目标", "大目标", "下目标", "下任务", "项任务"].iter().any(|w| told.ends_with(w));
    aims && ["提出", "确定了", "明确了", "部署"].iter().any(|w| told.contains(w)) && !told.contains("完成")
}

/// The year a heading names: 2024, 20xx, 二〇二四.
pub(super) fn year_in(title: &str) -> Option<String> {
    let at = title.find('年')?;
    let digits: String = title[..at]
        .chars()
        .rev()
        .take_while(|c| {
            c.is_ascii_digit() || matches!(c, 'x' | 'X' | '×' | '*' | '〇' | '一'..='龥') && !matches!(c, '局' | '会')
        })
        .take(4)
        .collect();
    let year: String = digits.chars().rev().collect();
    let good = year.chars().count() == 4 && year.chars().all(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X' | '×' | '*'))
        || matches!(year.as_str(), "XX" | "xx");
    good.then_some(year)
}
