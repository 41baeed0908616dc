//! The period a number speaks of, as the text says it; and the level (国家级, 省级 …) it belongs to.

use serde::{Deserialize, Serialize};

use crate::cues::{Cues, cues};
use crate::lexicon::Tags;
use crate::token::{Kind, Tokens};

/// Whose project, award or platform it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Level {
    /// 国家级
    #[serde(rename = "国家级")]
    National,
    /// 省级
    #[serde(rename = "省级")]
    Provincial,
    /// 市级
    #[serde(rename = "市级")]
    City,
    /// 区县级
    #[serde(rename = "区县级")]
    County,
}

/// The level a subject names. Several levels at once are none.
pub(crate) fn level(subject: &str) -> Option<Level> {
    const LEVELS: [(Cues, Level); 4] = [
        (Cues::NATIONAL, Level::National),
        (Cues::PROVINCIAL, Level::Provincial),
        (Cues::CITY, Level::City),
        (Cues::COUNTY, Level::County),
    ];
    let said = cues(subject);
    let mut found: Option<Level> = None;
    for (cue, level) in LEVELS {
        if said.any(cue) {
            if found.is_some() {
                return None;
            }
            found = Some(level);
        }
    }
    found
}

/// The expression of time nearest before a token, as written; tokens from `first` on are looked at.
pub(super) fn before(sentence: &str, tokens: &Tokens, list: &[usize]) -> Option<String> {
    let is_time = |t: usize| {
        let here = &tokens.list[t];
        // 年度目标, 年度计划: whose year that is, the sentence has said.
        let of_aim = here.text(sentence) == "年度"
            && ["目标", "计划", "任务", "投资", "预算"].iter().any(|aim| sentence[here.end..].starts_with(aim));
        here.kind == Kind::Date || here.has(Tags::TIME) && !of_aim || is_plan_period(sentence, tokens, t)
    };
    // 比上年, 较“十三五”同期: a time that is only compared with.
    let compared = |at: usize| {
        let before =
            list[..at].iter().rev().map(|&t| tokens.list[t].text(sentence)).find(|text| !matches!(*text, "“" | "\"" | "年"));
        let passed = || list[at..].iter().any(|&t| matches!(tokens.list[t].kind, Kind::Quantity(_)));
        before.is_some_and(|text| text.ends_with(['比', '较', '与']) || text.ends_with(['由', '从']) && passed())
    };
    let end = list.iter().enumerate().rposition(|(at, &t)| {
        if !is_time(t) {
            return false;
        }
        let first =
            list[..at].iter().rposition(|&p| !is_time(p) && tokens.list[p].kind != Kind::Blank && !tokens.list[p].is_mark('”'));
        !compared(first.map_or(0, |f| f + 1))
    })?;
    let mut start = end;
    while start > 0
        && (is_time(list[start - 1]) || tokens.list[list[start - 1]].kind == Kind::Blank)
        && !tokens.list[list[start - 1]].has(Tags::VERB)
    {
        start -= 1;
    }
    let mut text: String = list[start..=end].iter().map(|&t| tokens.list[t].text(sentence)).collect();
    if start > 0 {
        let lead = tokens.list[list[start - 1]].text(sentence);
        if matches!(lead, "自" | "自从" | "截至" | "截止" | "到" | "至") {
            text.insert_str(0, lead);
        }
    }
    let closed = list.get(end + 1).is_some_and(|&t| tokens.list[t].is_mark('”'));
    if let Some(&next) = list.get(end + 1 + usize::from(closed)) {
        let tail = tokens.list[next].text(sentence);
        for suffix in ["以来", "来", "期间", "时期", "间", "底", "末", "初", "前", "后", "内"] {
            if tail.starts_with(suffix) && (tail == suffix || suffix.chars().count() > 1) {
                text.push_str(suffix);
                break;
            }
        }
    }
    let text = text.trim().trim_start_matches("预计").trim_end_matches('年').to_owned();
    (!text.is_empty()).then_some(text).map(|t| {
        if t.chars().count() == 4 && t.chars().all(|c| c.is_ascii_digit()) {
            t
        } else {
            restore_year(t, sentence, tokens, list, end)
        }
    })
}

/// “十四五”以来, “十三五”时期: the years of a plan, where it is not the plan itself that is meant.
fn is_plan_period(sentence: &str, tokens: &Tokens, t: usize) -> bool {
    if !tokens.list[t].has(Tags::IDIOM) {
        return false;
    }
    const PLANS: [&str; 8] = ["八五", "九五", "十五", "十一五", "十二五", "十三五", "十四五", "十五五"];
    let rest = sentence[tokens.list[t].end..].trim_start_matches(['”', '"']);
    PLANS.contains(&tokens.list[t].text(sentence))
        && ["以来", "期间", "时期", "末", "初", "同期", "前"].iter().any(|w| rest.starts_with(w))
}

/// 由去年同期的, 从上年的: last year's figure, told only as the one from which it changed.
pub(super) fn is_starting_point(sentence: &str, tokens: &Tokens, list: &[usize]) -> bool {
    let end = list.iter().rposition(|&t| tokens.list[t].has(Tags::TIME));
    end.is_some_and(|end| {
        let led = list[..end].last().is_some_and(|&t| tokens.list[t].text(sentence).ends_with(['由', '从']));
        led && list[end + 1..].iter().all(|&t| tokens.list[t].text(sentence) == "的" || tokens.list[t].kind == Kind::Blank)
    })
}

/// 2021年 leaves as 2021; 2021年上半年 keeps its 年.
fn restore_year(text: String, sentence: &str, tokens: &Tokens, list: &[usize], end: usize) -> String {
    let written = tokens.list[list[end]].text(sentence);
    if written.ends_with('年') && !text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X')) && !text.ends_with('年') {
        format!("{text}年")
    } else {
        text
    }
}
