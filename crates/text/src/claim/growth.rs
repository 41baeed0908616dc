//! Growth: 同比增长12.3%, 比上年增加3家, 提高1.2个百分点, 高于全省平均0.5个百分点.

use super::compare::{Against, Before, Comparing, Found, against};
use crate::cues::{Cues, cues};
use crate::lexicon::Tags;
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;
use crate::token::Kind;

/// Verbs that, with nothing else before the number, tell of a change.
const CHANGES: [&str; 13] = ["净增", "净减", "增长", "增加", "减少", "下降", "提高", "降低", "上升", "增", "减", "提升", "回落"];

/// Whether the word before a quantity, adverbs and 了 apart, tells of growth.
pub(super) fn growth(before: &Before, q: &Quantity) -> Option<Found> {
    if let Some(found) = signed(before, q) {
        return Some(found);
    }
    // 距规划目标尚差2.7个百分点.
    if before.said.starts_with('距') && before.said.trim_end_matches('了').ends_with('差') {
        let said = before.said.replace("尚差", "差").replace("还差", "差");
        return Some(before.found(Comparing::Fall, Against::Plan, String::new(), &said));
    }
    // 差了0.06个百分点: from the aim that was told.
    if matches!(before.said.trim_end_matches('了'), "差" | "还差" | "尚差" | "相差" | "仍差") {
        return Some(before.found(Comparing::Fall, Against::Plan, String::new(), "与目标相差"));
    }
    let last = last_word(before)?;
    let grows = before.token(last).has(Tags::GROW.or(Tags::FALL));
    let points = q.word().contains("百分点") || q.word() == "个点";
    let level = before.list.iter().position(|&t| is_level(before.text(t), points));
    if !grows && !points && level.is_none() || level.is_none() && !changes(before, q, last, points) {
        return None;
    }
    if let Some(at) = level {
        let comparing = if before.text(before.list[at]).starts_with('低') { Comparing::Fall } else { Comparing::Rise };
        let phrase: String = before.list[at..].iter().map(|&t| before.text(t)).collect();
        return Some(before.found(comparing, Against::Others, before.plain(at), &phrase));
    }
    let negative = q.value.is_some_and(|v| v.is_sign_negative());
    let comparing = if before.token(last).has(Tags::FALL) || negative { Comparing::Fall } else { Comparing::Rise };
    let phrase = phrase(before, before.text(last), comparing);
    Some(before.found(comparing, against(&before.said), before.own(), &phrase))
}

/// 同比+15.6%, 较上年↓3.2%: a sign tells which way.
fn signed(before: &Before, q: &Quantity) -> Option<Found> {
    let (&sign, rest) = before.list.split_last()?;
    let comparing = match before.text(sign) {
        "+" | "＋" | "↑" => Comparing::Rise,
        "-" | "－" | "—" | "↓" | "–" | "−" => Comparing::Fall,
        _ => return None,
    };
    let versus =
        rest.iter().rev().take(3).any(|&t| before.token(t).has(Tags::VERSUS) || matches!(before.text(t), "同比" | "环比"));
    let change = q.kind() == Some(Unit::Share) || q.word().contains("百分点") || comparing == Comparing::Rise;
    (versus && change).then(|| {
        before.found(
            comparing,
            against(&before.said),
            before.own(),
            &phrase(before, if comparing == Comparing::Fall { "下降" } else { "增长" }, comparing),
        )
    })
}

/// The last word that is neither an adverb nor a word like 达到.
fn last_word(before: &Before) -> Option<usize> {
    before.list.iter().rev().copied().find(|&t| {
        let token = before.token(t);
        let grows = token.has(Tags::GROW.or(Tags::FALL));
        let passes = matches!(before.text(t), "了" | "约" | "近" | "达" | "达到" | "为" | "超" | "超过" | "将近");
        grows || !(passes || token.has(Tags::ADVERB))
    })
}

/// Whether the words say that something changed by the number.
fn changes(before: &Before, q: &Quantity, last: usize, points: bool) -> bool {
    let word = before.text(last);
    let moved_up = matches!(word, "前进" | "前移" | "上升" | "提升" | "进位" | "晋位" | "下降" | "增");
    if q.kind() == Some(Unit::Rank) && moved_up {
        return true;
    }
    let versus = is_versus(before);
    let only_growth = before.list.iter().all(|&t| {
        let word = Tags::GROW.or(Tags::FALL).or(Tags::VERSUS).or(Tags::ADVERB).or(Tags::REACH).or(Tags::TIME);
        before.token(t).has(word) || before.token(t).kind == Kind::Date || matches!(before.text(t), "了" | "期" | "同")
    });
    if q.kind() == Some(Unit::Share) || points {
        let single = word.chars().count() == 1;
        !single || versus || matches!(word, "增" | "降" | "减" | "涨" | "升") || only_growth
    } else {
        // 化学需氧量排放减少1498吨: the noun says how much there is of it.
        let level = ["排放", "排放量", "死亡人数", "受灾人数"].iter().any(|noun| before.own().ends_with(noun));
        versus || (only_growth || level) && CHANGES.contains(&word)
    }
}

/// 比上年, 同比, 较年初.
fn is_versus(before: &Before) -> bool {
    before.list.iter().any(|&t| before.token(t).has(Tags::VERSUS.or(Tags::GROW).or(Tags::FALL)))
        && cues(&before.said).any(Cues::COMPARES)
}

/// 高于全省平均, 超全市均值: above or below others.
fn is_level(word: &str, points: bool) -> bool {
    matches!(word, "高于" | "低于" | "高出") || points && matches!(word, "超" | "超过" | "超出" | "快于")
}

/// How the change is said: 同比增长, 比上年减少.
fn phrase(before: &Before, word: &str, comparing: Comparing) -> String {
    let plain = match comparing {
        Comparing::Fall => "下降",
        _ => "增长",
    };
    if against(&before.said) == Against::OtherTime {
        let from = before.said.find(['比', '较', '与']).map_or("", |at| &before.said[at..]);
        let until = from.find(word).map_or(from.len(), |at| at + word.len());
        return from[..until].replace("分别", "");
    }
    // 较我到任时增加: against that time, not against last year.
    let year = ["上年", "去年", "同期", "上一年"].iter().any(|w| before.said.contains(w));
    let other =
        before.said.find(['比', '较']).filter(|_| !year && !before.said.contains("同比") && !before.said.contains("环比"));
    if let Some(from) = other.map(|at| &before.said[at..]).filter(|from| from.contains(word) && !from.contains("年初")) {
        let until = from.find(word).map_or(from.len(), |at| at + word.len());
        return from[..until].replace("分别", "");
    }
    let phrase = if word.chars().count() == 1 || word == "超过" { plain } else { word };
    let said = before.said.as_str();
    let lead = [("同比", "同比"), ("环比", "环比"), ("年均", "年均"), ("年初", "比年初")]
        .iter()
        .find(|(cue, _)| said.contains(cue))
        .map_or(if is_versus(before) { "比上年" } else { "" }, |(_, lead)| lead);
    if phrase.starts_with(lead) || phrase.starts_with("同比") { phrase.to_owned() } else { format!("{lead}{phrase}") }
}
