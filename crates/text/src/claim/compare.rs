//! Comparisons: growth, multiples, shares, completion of a plan, rank. They speak of a base that often stands before them.

use serde::{Deserialize, Serialize};

use super::growth::growth;
use crate::cues::{Cues, cues};
use crate::lexicon::Tags;
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;
use crate::token::{Kind, Token, Tokens};

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
    /// 比2015年, 较“十三五”同期: another year or plan that is named.
    OtherTime,
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
    /// What a multiple is stated in: 倍数, or 比例 where it is a percentage.
    pub measured: &'static str,
}

/// What stands before a quantity, as tokens and as text.
pub(super) struct Before<'t> {
    pub sentence: &'t str,
    pub tokens: &'t Tokens,
    pub list: Vec<usize>,
    pub said: String,
}

impl<'t> Before<'t> {
    fn new(sentence: &'t str, tokens: &'t Tokens, pre: &[usize]) -> Self {
        let list: Vec<usize> = pre.iter().copied().filter(|&t| tokens.list[t].kind != Kind::Blank).collect();
        let said = list.iter().map(|&t| tokens.list[t].text(sentence)).collect();
        Self { sentence, tokens, list, said }
    }

    pub fn text(&self, t: usize) -> &'t str {
        self.tokens.list[t].text(self.sentence)
    }

    pub fn token(&self, t: usize) -> &'t Token {
        &self.tokens.list[t]
    }

    pub fn found(&self, comparing: Comparing, against: Against, own: String, phrase: &str) -> Found {
        let phrase = without_reach(phrase);
        Found {
            comparing,
            against,
            own,
            said: phrase.to_owned(),
            respectively: self.said.contains("分别") || self.said.contains("依次"),
            measured: "倍数",
        }
    }

    /// The text from a word on.
    fn since(&self, word: &str) -> &str {
        self.said.find(word).map_or("", |at| &self.said[at..])
    }

    /// The noun before the first word of comparison.
    pub fn own(&self) -> String {
        let until = self.list.iter().position(|&t| self.compares(t)).unwrap_or(self.list.len());
        self.plain(until)
    }

    fn compares(&self, t: usize) -> bool {
        const WORDS: [&str; 13] =
            ["同口径", "可比口径", "平均", "分别", "在", "是", "为", "相当于", "均", "年均", "实际", "共", "都"];
        let token = self.token(t);
        let rate = matches!(self.text(t), "增速" | "增幅" | "增长率" | "降幅" | "涨幅");
        token.has(Tags::VERSUS.or(Tags::GROW).or(Tags::FALL)) && (!token.has(Tags::ATTRIBUTE) || rate)
            || WORDS.contains(&self.text(t))
    }

    /// The noun before the token that begins with a word.
    fn own_up_to(&self, word: &str) -> String {
        self.plain(self.list.iter().position(|&t| self.text(t).starts_with(word)).unwrap_or(self.list.len()))
    }

    /// The first tokens without time, adverbs and connectives.
    pub fn plain(&self, until: usize) -> String {
        let drop =
            Tags::TIME.or(Tags::ADVERB).or(Tags::CONNECTIVE).or(Tags::TOTAL).or(Tags::PART).or(Tags::LISTMARK).or(Tags::FORECAST);
        let kept = |t: &&usize| {
            let token = self.token(**t);
            !matches!(token.kind, Kind::Date)
                && (!matches!(token.kind, Kind::Mark(m) if m != '、'))
                && (!token.has(drop) || token.has(Tags::ATTRIBUTE.or(Tags::AREA)))
        };
        let text: String = self.list[..until].iter().filter(kept).map(|&t| self.text(t)).collect();
        let text = text.trim_matches('、').to_owned();
        let empty = text.chars().count() < 2 || matches!(text.as_str(), "实现" | "完成" | "其中");
        if empty { String::new() } else { text }
    }
}

/// 占GDP比重提高到, 占比2011年升到: without how it came to the number, and when.
fn without_reach(phrase: &str) -> &str {
    const REACH: [&str; 16] = [
        "提高到",
        "提高至",
        "提升到",
        "提升至",
        "上升到",
        "上升至",
        "下降到",
        "下降至",
        "升到",
        "升至",
        "降到",
        "降至",
        "达到",
        "只有",
        "仅",
        "已",
    ];
    let mut rest = phrase;
    loop {
        let shorter = rest.trim_end_matches(['达', '为', '约', '近', '的', '超']);
        let shorter = REACH.iter().find_map(|word| shorter.strip_suffix(word)).unwrap_or(shorter);
        let dated = shorter.strip_suffix('年').filter(|s| s.ends_with(|c: char| c.is_ascii_digit()));
        let undated = dated.map(|s| s.trim_end_matches(|c: char| c.is_ascii_digit())).filter(|s| !s.is_empty());
        let shorter = undated.unwrap_or(shorter);
        if shorter.len() == rest.len() {
            return rest;
        }
        rest = shorter;
    }
}

/// The comparison a quantity makes, if it makes one.
pub(super) fn find(sentence: &str, tokens: &Tokens, pre: &[usize], q: &Quantity) -> Option<Found> {
    let before = Before::new(sentence, tokens, pre);
    if q.ordinal || super::counts::is_top(&before.said, q) {
        return Some(rank(&before));
    }
    match q.word() {
        "番" => return Some(doubling(&before)),
        "倍" => return Some(multiple(&before)),
        _ => {}
    }
    // 占GDP比重提高2个百分点: a change of a share is a change.
    if q.word().contains("百分点")
        && let Some(found) = growth(&before, q)
    {
        return Some(found);
    }
    let share = q.kind() == Some(Unit::Share) || q.unit.is_empty() && q.measure.is_none();
    if share && let Some(found) = share_or_completion(&before) {
        return Some(found);
    }
    growth(&before, q)
}

/// 完成年度任务的, 占年度计划的, 占全区工业总产值的, 不足全市总量的.
fn share_or_completion(before: &Before) -> Option<Found> {
    let said = before.said.as_str();
    // (完成113%): of the plan that was told.
    if matches!(said, "完成" | "已完成" | "超额完成" | "实际完成") {
        return Some(before.found(Comparing::Completion, Against::Plan, String::new(), "完成"));
    }
    let of_plan = ["计划的", "任务的", "目标的", "预算的", "计划", "年度任务"].iter().any(|w| said.ends_with(w));
    if said.contains("完成") && cues(said).any(Cues::PLAN_NOUN) && (said.ends_with('的') || said.contains("比例")) {
        let own = before.own_up_to("完成");
        return Some(before.found(Comparing::Completion, Against::Plan, own, before.since("完成")));
    }
    if of_plan {
        // 占年度计划的, 为年度计划的, 达到目标任务的.
        let word = ["占", "相当于", "为", "达到", "达", "是"].into_iter().find(|w| said.contains(w)).unwrap_or("完成");
        let phrase = if word == "占" {
            before.since("占").to_owned()
        } else {
            format!("完成{}", before.since(word).trim_start_matches(word))
        };
        return Some(before.found(Comparing::Completion, Against::Plan, before.own_up_to(word), &phrase));
    }
    // 占比由31.2%提高到36.5%: a figure of its own, not a share of something named.
    let own_figure = ["占比由", "占比从", "比重由", "比重从", "占比、", "占比和", "所占比"].iter().any(|w| said.contains(w));
    if said.contains('占') && !said.ends_with("占地") && !own_figure {
        let own = before.own_up_to("占");
        // 在规上工业产值里占28.7%: the whole stands before 占.
        if let Some(whole) = said.trim_end_matches(['占', '到', '了']).strip_prefix('在').filter(|_| own.starts_with('在')) {
            let whole = whole.trim_end_matches(['中', '里', '内']);
            return Some(before.found(Comparing::Share, Against::Whole, String::new(), &format!("占{whole}")));
        }
        return Some(before.found(Comparing::Share, Against::Whole, own, before.since("占")));
    }
    if let Some(found) = level_of(before) {
        return Some(found);
    }
    const TOTALS: [&str; 6] = ["总量", "总数", "总额", "总人口", "总产值", "总面积"];
    if said.ends_with('的') && TOTALS.iter().any(|w| said.contains(w)) {
        let whole = said.trim_start_matches("不足").trim_start_matches("超过").trim_start_matches('近');
        return Some(before.found(Comparing::Share, Against::Whole, String::new(), &format!("占{whole}")));
    }
    None
}

/// 恢复至2019年的112%, 相当于去年同期的95%: what it is of the figure of another time.
fn level_of(before: &Before) -> Option<Found> {
    let said = before.said.trim_end_matches(['约', '近', '超']).strip_suffix('的')?;
    let verb = ["恢复至", "恢复到", "恢复", "相当于", "达到", "达", "是", "为"]
        .into_iter()
        .find(|v| said.rfind(v).is_some_and(|at| is_time_named(&said[at + v.len()..])))?;
    let time = &said[said.rfind(verb)? + verb.len()..];
    let own = before.own_up_to(verb).trim_end_matches("恢复").to_owned();
    Some(Found { measured: "比例", ..before.found(Comparing::Multiple, against(&format!("是{time}")), own, time) })
}

/// 2019年, 去年同期, 上年: nothing but a time.
fn is_time_named(text: &str) -> bool {
    let rest = text.trim_end_matches("水平").trim_end_matches("同期").trim_end_matches(['年', '度', '初', '末', '底']);
    !text.is_empty() && (matches!(rest, "去" | "上" | "前") || rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// 翻了一番, 比“十二五”末翻了两番.
fn doubling(before: &Before) -> Found {
    let against = against(&before.said);
    let since = before.said.find(['比', '较']).filter(|_| against == Against::OtherTime).map_or("", |at| &before.said[at..]);
    let phrase = match since.rfind('翻') {
        Some(at) => format!("{}翻番", &since[..at]),
        None => "比去年翻番增长".to_owned(),
    };
    before.found(Comparing::Doubling, against, before.own(), &phrase)
}

/// 是去年的4.3倍; 增长1.2倍.
fn multiple(before: &Before) -> Found {
    let said = before.said.trim_end_matches('了');
    if ["增长", "增加", "提高", "提升", "上升", "扩大"].iter().any(|w| said.ends_with(w)) {
        return before.found(Comparing::Rise, against(said), before.own(), "增长");
    }
    let than = said
        .strip_suffix('的')
        .and_then(|s| s.rfind(['是', '为', '于']).map(|at| s[at..].chars().skip(1).collect::<String>()))
        .unwrap_or_default();
    before.found(Comparing::Multiple, against(said), before.own(), &than)
}

/// What it is compared with, by its words.
pub(super) fn against(said: &str) -> Against {
    if names_other_time(said) {
        return Against::OtherTime;
    }
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

/// 比2015年, 较“十三五”, 与2019年同期相比; 比2022年同期 too: which year that is, the words alone do not tell.
fn names_other_time(said: &str) -> bool {
    ["比", "较", "与", "是", "为", "至", "到", "于", "以"].iter().any(|word| {
        said.match_indices(word).any(|(at, _)| {
            let rest = said[at + word.len()..].trim_start_matches(['“', '〝', '"', ' ']);
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let year = digits == 4 && rest[digits..].trim_start().starts_with('年');
            year || ["八五", "九五", "十五", "十一五", "十二五", "十三五", "十四五", "十五五"]
                .iter()
                .any(|p| rest.strip_prefix(p).is_some_and(|r| r.starts_with(['”', '〞', '"', '时', '期', '末', '同'])))
        })
    })
}

/// 居全省第二位, 在全市排名第3, 得分排名第二.
fn rank(before: &Before) -> Found {
    const RANKING: [&str; 18] = [
        "居", "位居", "列", "位列", "排", "排名", "名列", "跃居", "升至", "稳居", "取得", "获得", "获", "夺得", "在", "均",
        "保持", "位次",
    ];
    const FIELDS: [&str; 7] = ["全国", "全省", "全市", "全县", "全区", "全系统", "全州"];
    let bare = before.said.trim_end_matches(['第', '前']);
    let field = FIELDS.iter().find(|a| bare.contains(**a)).map_or_else(|| province(bare), |a| (*a).to_owned());
    let ranks =
        |t: &usize| RANKING.contains(&before.text(*t)) || matches!(before.text(*t), "排在" | "跻身" | "排位" | "由" | "从");
    let own = before.plain(before.list.iter().position(ranks).unwrap_or(0));
    let own = own.strip_prefix("连续").unwrap_or(&own);
    // 在八个区县里排第六: among whom is not what is ranked.
    let own = if ["里排", "中排", "里排第", "中排第"].iter().any(|w| own.ends_with(w)) { "" } else { own }.to_owned();
    // 增速列全市第4位: of what was told before.
    let rate = ["增速", "增幅", "总量", "占比"].iter().find(|w| own == **w).copied().unwrap_or("");
    let own = if rate.is_empty() { own } else { String::new() };
    let scored = if bare.contains("得分") { "得分" } else { rate };
    before.found(Comparing::Rank, Against::Others, own, &format!("{scored}{field}排名"))
}

/// 湖北省第二名: the region before 第.
fn province(bare: &str) -> String {
    let tail: Vec<char> = bare.chars().rev().take(4).collect();
    match tail.first() {
        Some('省' | '市' | '县' | '区' | '国' | '州') => {
            tail.iter().rev().filter(|c| !matches!(c, '得' | '了' | '居' | '列' | '在' | '获')).collect()
        }
        _ => String::new(),
    }
}
