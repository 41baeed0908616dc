//! Comparisons: growth, multiples, shares, completion of a plan, rank. They speak of a base that often stands before them.

use serde::{Deserialize, Serialize};

use crate::cues::{Cues, cues};
use crate::lexicon::Tags;
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;
use crate::token::{Kind, Tokens};

/// What a comparison compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// 同比, 较上年: the year before.
    LastYear,
    /// 环比, 较上月: the period before.
    LastPeriod,
    /// 较年初: the beginning of the year.
    YearStart,
    /// 年均: per year over a longer time.
    Yearly,
    /// 完成年度任务的: a plan.
    Plan,
    /// 占…: a whole.
    Whole,
    /// 居全省第二: others.
    Others,
    /// Not said.
    Unsaid,
}

/// What kind of comparison a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparing {
    /// Grew by.
    Rise,
    /// Fell by.
    Fall,
    /// Is so many times.
    Multiple,
    /// 翻一番: doubled so many times.
    Doubling,
    /// Is such a share.
    Share,
    /// So much of the plan is done.
    Completion,
    /// Place in an order.
    Rank,
}

/// A comparison found before a quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub comparing: Comparing,
    pub against: Against,
    /// The noun that grew, shared or ranked, when it stands here.
    pub own: String,
    /// How the comparison is said: 同比增长, 占全市GDP的比重.
    pub said: String,
    /// 分别: several bases at once.
    pub respectively: bool,
}

/// The comparison a quantity makes, if it makes one.
pub(super) fn find(sentence: &str, tokens: &Tokens, pre: &[usize], q: &Quantity) -> Option<Found> {
    let text = |t: usize| tokens.list[t].text(sentence);
    let list: Vec<usize> = pre.iter().copied().filter(|&t| tokens.list[t].kind != Kind::Blank).collect();
    let said: String = list.iter().map(|&t| text(t)).collect();
    if q.ordinal {
        return Some(rank(sentence, tokens, &list));
    }
    match q.word() {
        "番" => return Some(found(Comparing::Doubling, against(&said), own_before(sentence, tokens, &list), "翻番".to_owned(), &said)),
        "倍" => return multiple(sentence, tokens, &list, &said),
        _ => {}
    }
    let share = q.kind() == Some(Unit::Share) || q.unit.is_empty() && q.measure.is_none();
    if share && said.contains("完成") && cues(&said).any(Cues::PLAN_NOUN) && (said.ends_with('的') || said.contains("比例")) {
        return Some(found(Comparing::Completion, Against::Plan, own_up_to(sentence, tokens, &list, "完成"), after_word(&said, "完成"), &said));
    }
    if share && said.contains('占') && ["计划", "任务", "目标", "预算"].iter().any(|w| said.ends_with(&format!("{w}的")) || said.ends_with(w)) {
        return Some(found(Comparing::Completion, Against::Plan, own_up_to(sentence, tokens, &list, "占"), after_word(&said, "占"), &said));
    }
    if share && said.contains('占') && !said.ends_with("占地") {
        let own = own_up_to(sentence, tokens, &list, "占");
        let said_share = after_word(&said, "占");
        return Some(found(Comparing::Share, Against::Whole, own, said_share, &said));
    }
    // 不足全市总量的5%.
    if share && said.ends_with('的') && ["总量", "总数", "总额", "总人口", "总产值", "总面积"].iter().any(|w| said.contains(w)) {
        return Some(found(Comparing::Share, Against::Whole, String::new(), format!("占{}", said.trim_start_matches("不足").trim_start_matches("超过").trim_start_matches('近')), &said));
    }
    growth(sentence, tokens, &list, q, &said)
}

fn found(comparing: Comparing, against: Against, own: String, phrase: String, said: &str) -> Found {
    Found { comparing, against, own, said: phrase.trim_end_matches("达到").trim_end_matches(['达', '为', '约', '近', '的', '超']).to_owned(), respectively: said.contains("分别") }
}

/// The text from a word on.
fn after_word(said: &str, word: &str) -> String {
    said.find(word).map_or(String::new(), |at| said[at..].to_owned())
}

/// Whether the word before a quantity, adverbs and 了 apart, tells of growth.
fn growth(sentence: &str, tokens: &Tokens, list: &[usize], q: &Quantity, said: &str) -> Option<Found> {
    let text = |t: usize| tokens.list[t].text(sentence);
    let last = list.iter().rev().copied().find(|&t| {
        let token = &tokens.list[t];
        let grows = token.has(Tags::GROW.or(Tags::FALL));
        grows || !(matches!(text(t), "了" | "约" | "近" | "达" | "达到" | "为" | "超" | "超过" | "将近") || token.has(Tags::ADVERB) && !token.has(Tags::GROW.or(Tags::FALL)))
    })?;
    let token = &tokens.list[last];
    let points = q.word().contains("百分点") || q.word() == "个点";
    let percent = q.kind() == Some(Unit::Share);
    let versus = list.iter().any(|&t| tokens.list[t].has(Tags::VERSUS.or(Tags::GROW).or(Tags::FALL))) && cues(said).any(Cues::COMPARES);
    let levels = list.iter().any(|&t| is_level(text(t), points));
    if !token.has(Tags::GROW.or(Tags::FALL)) && !points && !levels {
        return None;
    }
    let word = text(last);
    let single = word.chars().count() == 1;
    let only_growth = list.iter().all(|&t| tokens.list[t].has(Tags::GROW.or(Tags::FALL).or(Tags::VERSUS).or(Tags::ADVERB).or(Tags::REACH).or(Tags::TIME)) || tokens.list[t].kind == Kind::Date || matches!(text(t), "了" | "期" | "同"));
    let moved_up = q.kind() == Some(Unit::Rank) && matches!(word, "前进" | "前移" | "上升" | "提升" | "进位" | "晋位" | "下降" | "增");
    let is_growth = levels || moved_up || if percent || points { !single || versus || matches!(word, "增" | "降" | "减" | "涨" | "升") || only_growth } else { versus || only_growth && matches!(word, "净增" | "净减" | "增长" | "增加" | "减少" | "下降" | "提高" | "降低" | "上升" | "增" | "减" | "提升" | "回落") };
    if !is_growth {
        return None;
    }
    if levels {
        let at = list.iter().position(|&t| is_level(text(t), points)).unwrap_or(0);
        let comparing = if text(list[at]).starts_with('低') { Comparing::Fall } else { Comparing::Rise };
        let phrase: String = list[at..].iter().map(|&t| text(t)).collect();
        return Some(found(comparing, Against::Others, plain(sentence, tokens, &list[..at]), phrase, said));
    }
    let comparing = if token.has(Tags::FALL) { Comparing::Fall } else { Comparing::Rise };
    let phrase = if single || word == "超过" { if comparing == Comparing::Fall { "下降".to_owned() } else { "增长".to_owned() } } else { word.to_owned() };
    let lead = if said.contains("同比") { "同比" } else if said.contains("环比") { "环比" } else if said.contains("年均") { "年均" } else if said.contains("年初") { "比年初" } else if versus && !phrase.starts_with("同比") { "比上年" } else { "" };
    let phrase = if phrase.starts_with(lead) { phrase } else { format!("{lead}{phrase}") };
    Some(found(comparing, against(said), own_before(sentence, tokens, list), phrase, said))
}

/// 高于全省平均, 超全市均值: above or below others.
fn is_level(word: &str, points: bool) -> bool {
    matches!(word, "高于" | "低于" | "高出") || points && matches!(word, "超" | "超过" | "超出" | "快于")
}

fn multiple(sentence: &str, tokens: &Tokens, list: &[usize], said: &str) -> Option<Found> {
    let rises = ["增长", "增加", "提高", "提升", "上升", "扩大"].iter().any(|w| said.ends_with(w) || said.ends_with(&format!("{w}了")));
    if rises {
        return Some(found(Comparing::Rise, against(said), own_before(sentence, tokens, list), "增长".to_owned(), said));
    }
    let of_base = said.ends_with('的');
    let against = if of_base { against_multiple(said) } else { against(said) };
    let own = own_before(sentence, tokens, list);
    let than = said.strip_suffix('的').and_then(|s| s.rfind(['是', '为', '于']).map(|at| s[at..].chars().skip(1).collect::<String>())).unwrap_or_default();
    Some(found(Comparing::Multiple, against, own, than, said)).filter(|f| of_base || f.own.is_empty() || !f.own.is_empty())
}

fn against_multiple(said: &str) -> Against {
    if cues(said).any(Cues::LAST_YEAR) { Against::LastYear } else { against(said) }
}

/// What it is compared with, by its words.
fn against(said: &str) -> Against {
    let said = cues(said);
    if said.any(Cues::YEARLY) {
        Against::Yearly
    } else if said.any(Cues::YEAR_START) {
        Against::YearStart
    } else if said.any(Cues::LAST_PERIOD) {
        Against::LastPeriod
    } else if said.any(Cues::LAST_YEAR) {
        Against::LastYear
    } else {
        Against::Unsaid
    }
}

/// The noun before the first word of comparison.
fn own_before(sentence: &str, tokens: &Tokens, list: &[usize]) -> String {
    let compares = |t: usize| {
        let token = &tokens.list[t];
        let text = token.text(sentence);
        token.has(Tags::VERSUS.or(Tags::GROW).or(Tags::FALL)) && (!token.has(Tags::ATTRIBUTE) || matches!(text, "增速" | "增幅" | "增长率" | "降幅" | "涨幅")) || matches!(text, "分别" | "在" | "是" | "为" | "相当于" | "均" | "年均" | "实际" | "共" | "都")
    };
    let until = list.iter().position(|&t| compares(t)).unwrap_or(list.len());
    plain(sentence, tokens, &list[..until])
}

fn own_up_to(sentence: &str, tokens: &Tokens, list: &[usize], word: &str) -> String {
    let until = list.iter().position(|&t| tokens.list[t].text(sentence).starts_with(word)).unwrap_or(list.len());
    plain(sentence, tokens, &list[..until])
}

/// Without time, adverbs, connectives.
fn plain(sentence: &str, tokens: &Tokens, list: &[usize]) -> String {
    let drop = Tags::TIME.or(Tags::ADVERB).or(Tags::CONNECTIVE).or(Tags::TOTAL).or(Tags::PART).or(Tags::LISTMARK).or(Tags::FORECAST);
    let text: String = list
        .iter()
        .filter(|&&t| tokens.list[t].kind != Kind::Date && !matches!(tokens.list[t].kind, Kind::Mark(_)) && (!tokens.list[t].has(drop) || tokens.list[t].has(Tags::ATTRIBUTE.or(Tags::AREA))))
        .map(|&t| tokens.list[t].text(sentence))
        .collect();
    if text.chars().count() < 2 || matches!(text.as_str(), "实现" | "完成" | "其中") { String::new() } else { text }
}

/// 居全省第二位, 在全市排名第3, 得分排名第二.
fn rank(sentence: &str, tokens: &Tokens, list: &[usize]) -> Found {
    let text = |t: usize| tokens.list[t].text(sentence);
    let said: String = list.iter().map(|&t| text(t)).collect();
    let bare = said.trim_end_matches('第');
    let field = ["全国", "全省", "全市", "全县", "全区", "全系统", "全州"].iter().find(|a| bare.contains(**a)).map_or_else(|| province(bare), |a| (*a).to_owned());
    let until = list
        .iter()
        .position(|&t| matches!(text(t), "居" | "位居" | "列" | "位列" | "排" | "排名" | "名列" | "跃居" | "升至" | "稳居" | "取得" | "获得" | "获" | "夺得" | "在" | "均" | "保持" | "位次" | "排在" | "跻身" | "排位"))
        .unwrap_or(0);
    let own = plain(sentence, tokens, &list[..until]);
    let own = own.strip_prefix("连续").unwrap_or(&own).to_owned();
    // 增速列全市第4位: of what was told before.
    let rate = ["增速", "增幅", "总量", "占比"].iter().find(|w| own == **w).copied().unwrap_or("");
    let own = if rate.is_empty() { own } else { String::new() };
    let scored = if bare.contains("得分") { "得分" } else { rate };
    Found { comparing: Comparing::Rank, against: Against::Others, own, said: format!("{scored}{field}排名"), respectively: said.contains("分别") }
}

/// 湖北省第二名: the region before 第.
fn province(bare: &str) -> String {
    let tail: Vec<char> = bare.chars().rev().take(4).collect();
    match tail.first() {
        Some('省' | '市' | '县' | '区' | '国' | '州') => tail.iter().rev().filter(|c| !matches!(c, '得' | '了' | '居' | '列' | '在' | '获')).collect(),
        _ => String::new(),
    }
}
