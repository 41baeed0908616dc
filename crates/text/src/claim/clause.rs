//! A sentence as clauses, and a clause as items: each item is one quantity with what stands before and after it.
//!
//! Brackets and quotation marks are matched once, without recursion; what is not closed in the sentence is an ordinary mark.

use crate::lexicon::Tags;
use crate::token::{Kind, Token, Tokens};

/// Where a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// Inside 《》.
    pub in_title: bool,
    /// Inside “”: the token number of the opening mark.
    pub quote: Option<usize>,
    /// Inside brackets that hold a remark of its own: the token number of the opening bracket.
    pub aside: Option<usize>,
}

/// A clause: token numbers in order, remarks in brackets left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Clause {
    pub tokens: Vec<usize>,
    /// The mark that ends it.
    pub closed_by: char,
    /// A remark in brackets.
    pub aside: bool,
    /// Token number of the bracket that opens the remark.
    pub bracket: Option<usize>,
}

/// A quotation longer than this is text of its own.
const QUOTE_BYTES_MAX: usize = 150;
/// A bracket shorter than this, without marks and numbers, belongs to its word: 药菜(材).
const INLINE_BRACKET_BYTES_MAX: usize = 36;

/// A bracket that lists a few short names belongs to its word.
const SHORT_BRACKET_BYTES_MAX: usize = 24;

/// Where each token stands.
pub(super) fn places(tokens: &Tokens) -> Vec<Place> {
    let list = &tokens.list;
    let mut places = vec![Place::default(); list.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut covered_until = 0;
    for (i, token) in list.iter().enumerate() {
        let Kind::Mark(mark) = token.kind else { continue };
        if matches!(mark, '(' | '（' | '“' | '《' | '‘' | '「' | '〔' | '[' | '【') {
            open.push(i);
            continue;
        }
        let Some(wanted) = partner(mark) else { continue };
        let Some(at) = open.iter().rposition(|&o| matches!(list[o].kind, Kind::Mark(m) if wanted.contains(m))) else { continue };
        let start = open[at];
        open.truncate(at);
        let bytes = token.end - list[start].start;
        // Outer pairs close after inner ones: what an inner pair has marked is kept, and each token is marked at most twice.
        match mark {
            '》' | '〕' | ']' | '】' => places[start..=i].iter_mut().for_each(|p| p.in_title = true),
            '”' | '’' | '」' if bytes <= QUOTE_BYTES_MAX => {
                places[start..=i].iter_mut().for_each(|p| p.quote = p.quote.or(Some(start)))
            }
            ')' | '）' if start >= covered_until && !belongs_to_word(list, start, i, bytes) => {
                places[start..=i].iter_mut().for_each(|p| p.aside = Some(start));
                covered_until = i;
            }
            _ => {}
        }
    }
    places
}

const fn partner(mark: char) -> Option<&'static str> {
    Some(match mark {
        ')' | '）' => "(（",
        '”' => "“",
        '》' => "《",
        '’' => "‘",
        '」' => "「",
        '〕' => "〔",
        ']' => "[",
        '】' => "【",
        _ => return None,
    })
}

fn belongs_to_word(list: &[Token], start: usize, end: usize, bytes: usize) -> bool {
    bytes <= INLINE_BRACKET_BYTES_MAX
        && list[start + 1..end].iter().all(|t| match t.kind {
            // 12个乡（镇、街道）
            Kind::Mark('、') => bytes <= SHORT_BRACKET_BYTES_MAX,
            kind => matches!(kind, Kind::Han | Kind::Word(_) | Kind::Latin),
        })
        && !list[start + 1..end].iter().any(|t| t.has(Tags::PART) && t.end - t.start > 3)
}

pub(super) const fn is_separator(mark: char) -> bool {
    matches!(mark, ',' | '，' | ';' | '；' | ':' | '：' | '。' | '!' | '！' | '?' | '？')
}

/// The clauses of a sentence; a remark in brackets follows the clause it stands in.
pub(super) fn clauses(tokens: &Tokens, places: &[Place]) -> Vec<Clause> {
    let mut out = Vec::new();
    let mut main = Clause::default();
    let mut asides: Vec<Clause> = Vec::new();
    let mut aside = Clause { aside: true, ..Clause::default() };
    let close = |clause: &mut Clause, mark: char, into: &mut Vec<Clause>| {
        let done = std::mem::replace(clause, Clause { aside: clause.aside, ..Clause::default() });
        if !done.tokens.is_empty() {
            into.push(Clause { closed_by: mark, ..done });
        }
    };
    for (i, token) in tokens.list.iter().enumerate() {
        let place = places[i];
        let separator = match token.kind {
            Kind::Mark(m) if place.quote.is_none() && !place.in_title && (is_separator(m)) => Some(m),
            _ => None,
        };
        if place.aside.is_some() {
            let bracket = matches!(token.kind, Kind::Mark('(' | '（' | ')' | '）'));
            if let Some(m) = separator {
                close(&mut aside, m, &mut asides);
            } else if bracket {
                close(&mut aside, ')', &mut asides);
            } else {
                if aside.tokens.is_empty() {
                    aside.bracket = place.aside;
                }
                aside.tokens.push(i);
            }
        } else if let Some(m) = separator {
            close(&mut aside, ')', &mut asides);
            close(&mut main, m, &mut out);
            out.append(&mut asides);
        } else {
            main.tokens.push(i);
        }
    }
    close(&mut aside, ')', &mut asides);
    close(&mut main, '。', &mut out);
    out.append(&mut asides);
    out
}

/// One quantity with its surroundings within a clause, as token numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    /// Token number of the quantity.
    pub at: usize,
    pub pre: Vec<usize>,
    pub post: Vec<usize>,
    /// `pre` is that of the item before, since this one has none of its own.
    pub shares_pre: bool,
    /// Follows the item before after 、 or 和.
    pub coordinated: bool,
}

/// Cuts a clause into items around the quantities that count (token numbers in `counted`).
pub(super) fn items(sentence: &str, tokens: &Tokens, clause: &Clause, counted: &[usize]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut from = 0;
    for &at in counted {
        let Some(position) = clause.tokens[from..].iter().position(|&t| t == at).map(|p| p + from) else { continue };
        let gap = &clause.tokens[from..position];
        let item = match items.last_mut() {
            None => Item { at, pre: gap.to_vec(), ..Item::default() },
            Some(previous) => cut_gap(sentence, tokens, gap, previous, at),
        };
        items.push(item);
        from = position + 1;
    }
    if let Some(last) = items.last_mut() {
        last.post = clause.tokens[from..].to_vec();
    }
    share_nouns(sentence, tokens, &mut items);
    items
}

/// 一支120人的队伍, 一台400米扬程的抽水机: the first number counts the noun after the last one.
/// 8个村1231人1468头牲畜的饮水困难: what is said after the last number is said of all.
fn share_nouns(sentence: &str, tokens: &Tokens, items: &mut [Item]) {
    for i in (1..items.len()).rev() {
        let touching = items[i].shares_pre && !items[i].coordinated && items[i - 1].post.is_empty();
        if !touching || items[i].post.is_empty() {
            continue;
        }
        let post = items[i].post.clone();
        let of = post.iter().position(|&t| tokens.list[t].text(sentence).starts_with('的'));
        let counts_people = quantity_at(tokens, items[i - 1].at).is_some_and(|q| q.kind() == Some(crate::measure::Kind::Person));
        items[i - 1].post = match of {
            // The people themselves are counted; what follows 的 is only what they share.
            Some(at) if counts_people => post[at..].to_vec(),
            Some(at) => post[at..].to_vec(),
            None => post,
        };
    }
}

/// What stands between two quantities.
struct Gap<'t> {
    sentence: &'t str,
    tokens: &'t Tokens,
    list: Vec<usize>,
    /// Token number of the second quantity.
    at: usize,
}

impl<'t> Gap<'t> {
    fn text(&self, t: usize) -> &'t str {
        self.tokens.list[t].text(self.sentence)
    }

    fn has_list(&self, range: &[usize]) -> bool {
        range.iter().any(|&t| self.text(t) == "、")
    }

    /// The second item begins at this place of the gap; what is before belongs to the first.
    fn cut(&self, previous: &mut Item, end: usize, start: usize, coordinated: bool) -> Item {
        previous.post = self.list[..end].to_vec();
        Item { at: self.at, pre: self.list[start..].to_vec(), coordinated, ..Item::default() }
    }

    /// The second item shares what stands before the first.
    fn shared(&self, pre: Vec<usize>, coordinated: bool) -> Item {
        Item { at: self.at, pre, shares_pre: true, coordinated, ..Item::default() }
    }

    fn second(&self) -> Option<&'t crate::quantity::Quantity> {
        quantity_at(self.tokens, self.at)
    }
}

/// Decides which part of the text between two quantities belongs to which.
fn cut_gap(sentence: &str, tokens: &Tokens, gap: &[usize], previous: &mut Item, at: usize) -> Item {
    let list: Vec<usize> = gap.iter().copied().skip_while(|&t| tokens.list[t].kind == Kind::Blank).collect();
    let gap = Gap { sentence, tokens, list, at };
    let Some(&first) = gap.list.first() else { return gap.shared(previous.pre.clone(), false) };
    if is_joint(gap.text(first)) {
        let own = has_content(tokens, &gap.list[1..]);
        return if own { gap.cut(previous, 0, 1, true) } else { gap.shared(previous.pre.clone(), true) };
    }
    // 达标率连续8年保持100%: what stands before 连续 is what is spoken of.
    let lasted = quantity_at(tokens, previous.at).is_some_and(|q| q.kind() == Some(crate::measure::Kind::Time))
        && previous.pre.last().is_some_and(|&t| tokens.list[t].text(sentence).ends_with("连续"));
    if lasted && previous.pre.len() > 1 {
        let mut pre = previous.pre[..previous.pre.len() - 1].to_vec();
        pre.extend(&gap.list);
        return Item { at, pre, ..Item::default() };
    }
    let amount = quantity_at(tokens, previous.at).is_some_and(|q| q.is_amount());
    if amount && !gap.text(first).starts_with('的') {
        return gap.cut(previous, 0, 0, false);
    }
    if let Some(item) = by_list(&gap, previous) {
        return item;
    }
    if let Some(start) = by_verb(&gap) {
        return gap.cut(previous, start, start, false);
    }
    if !has_content(tokens, &gap.list) || gap.text(first).starts_with('的') && gap.list.len() == 1 {
        return gap.shared(previous.pre.clone(), false);
    }
    // 分两批选派科技特派员162名: the deed is done in so many batches.
    let in_batches = quantity_at(tokens, previous.at).is_some_and(|q| matches!(q.word(), "批" | "次" | "期" | "轮"));
    let deed = tokens.list[first].has(Tags::VERB) || in_batches && tokens.list[first].has(Tags::CAUSE);
    if deed && gap.text(first).chars().count() > 1 {
        return gap.cut(previous, 0, 0, false);
    }
    previous.post.clone_from(&gap.list);
    let share = gap.second().is_some_and(|q| q.kind() == Some(crate::measure::Kind::Share));
    if share && gap.list.len() > 1 && gap.list.last().is_some_and(|&t| tokens.list[t].has(Tags::ATTRIBUTE)) {
        // 6个断面优良比例100%: the rate is not what the first number counts.
        previous.post.pop();
    }
    let person = gap.second().is_some_and(|q| q.kind() == Some(crate::measure::Kind::Person) || q.word() == "户");
    if person || gap.has_list(&gap.list) {
        return gap.shared(previous.pre.clone(), false);
    }
    // 下达两批项目18项: the noun between is counted by both.
    gap.shared(previous.pre.iter().chain(&gap.list).copied().collect(), false)
}

/// A list or a place in the gap belongs to the second number.
fn by_list(gap: &Gap, previous: &mut Item) -> Option<Item> {
    let list = &gap.list;
    // A负责单位的甲、乙、丙等三方面.
    if list.len() > 3 && list.last().is_some_and(|&t| gap.text(t).ends_with('等')) {
        let end = list.iter().position(|&t| gap.text(t).starts_with('的') || gap.text(t) == "、").filter(|&e| e > 0)?;
        return Some(gap.cut(previous, end, end + 1, false));
    }
    // 两个品种在甲、乙三个地方试种.
    let place = list.iter().position(|&t| matches!(gap.text(t), "在" | "到" | "向" | "从")).filter(|&p| p > 0);
    if let Some(place) = place {
        return Some(gap.cut(previous, place, place, false));
    }
    // 三个镇和甲、乙两个村.
    let joint = list.iter().rposition(|&t| matches!(gap.text(t), "和" | "及" | "以及" | "与"))?;
    let names_follow = joint > 0 && gap.has_list(&list[joint + 1..]) && !gap.has_list(&list[..joint]);
    names_follow.then(|| gap.cut(previous, joint, joint + 1, true))
}

/// Where in the gap a verb begins the second item.
fn by_verb(gap: &Gap) -> Option<usize> {
    let list = &gap.list;
    let verb = |t: usize| gap.tokens.list[t].has(Tags::VERB.or(Tags::CAUSE));
    // 对36家企业各奖励10万元: the verb right before a sum.
    let last = list.len().checked_sub(1)?;
    let sum = gap.second().is_some_and(|q| q.is_money());
    if sum && last > 0 && gap.tokens.list[list[last]].has(Tags::VERB) {
        return Some(last);
    }
    // Else the last verb that has something after it.
    (1..list.len()).rev().find(|&i| {
        verb(list[i]) && gap.text(list[i]).chars().count() > 1 && content_chars(gap.sentence, gap.tokens, &list[i + 1..]) > 1
    })
}

fn content_chars(sentence: &str, tokens: &Tokens, list: &[usize]) -> usize {
    if has_content(tokens, list) { list.iter().map(|&t| tokens.list[t].text(sentence).chars().count()).sum() } else { 0 }
}

/// 、 和 及 between two quantities.
fn is_joint(text: &str) -> bool {
    matches!(text, "、" | "和" | "及" | "与" | "以及" | "或" | "暨" | "并" | "且" | "/" | "兼" | "同" | "，" | ",")
}

/// Whether there is more than marks, adverbs and words like 达到 or 近.
fn has_content(tokens: &Tokens, list: &[usize]) -> bool {
    list.iter().any(|&t| match tokens.list[t].kind {
        Kind::Word(tags) => {
            !tags.any(Tags::ADVERB.or(Tags::TOTAL).or(Tags::REACH).or(Tags::CONNECTIVE).or(Tags::BE))
                || tags.any(Tags::VERB.or(Tags::ATTRIBUTE))
        }
        Kind::Han | Kind::Latin => true,
        _ => false,
    })
}

/// The quantity a token is.
pub(super) fn quantity_at(tokens: &Tokens, token: usize) -> Option<&crate::quantity::Quantity> {
    match tokens.list.get(token)?.kind {
        Kind::Quantity(q) => tokens.quantities.get(q),
        _ => None,
    }
}
