//! What stands before a quantity, taken apart: who, does what, to what; and the words that say how the number is meant.
//!
//! Words like 共, 已经, 达到, 其中 and expressions of time are set aside as signs; what is left is the subject of the claim.

use super::trim::{trim_left, trim_right};
use crate::lexicon::Tags;
use crate::token::{Kind, Token, Tokens};

/// The words before a quantity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Who or where: 全区, 局班子成员.
    pub lead: String,
    /// The main verb: 申报, 培训.
    pub verb: String,
    /// What the verb acts on, or the noun the number belongs to.
    pub object: String,
    /// Words like 达到 or 为 stood right before the number.
    pub reach: bool,
    /// 共, 累计, 总计.
    pub total: bool,
    /// 其中, 包括.
    pub part: bool,
    /// The object is nothing but an attribute: 总投资, 产值.
    pub attribute: bool,
    /// What the words that were set aside say about time and certainty.
    pub signs: Tags,
    /// What the words that were kept say.
    pub inner: Tags,
}

impl Head {
    /// Everything together, as a reader would say it.
    pub fn text(&self) -> String {
        format!("{}{}{}", self.lead, self.verb, self.object)
    }

    pub fn is_empty(&self) -> bool {
        self.lead.is_empty() && self.verb.is_empty() && self.object.is_empty()
    }

    /// Verbs only: 立项, 已经结题, 获准.
    pub fn is_bare_verb(&self) -> bool {
        self.object.is_empty() && !self.verb.is_empty() && self.lead.is_empty()
    }
}

pub(super) struct View<'t> {
    pub sentence: &'t str,
    pub tokens: &'t Tokens,
}

impl<'t> View<'t> {
    pub fn token(&self, t: usize) -> &'t Token {
        &self.tokens.list[t]
    }

    pub fn text(&self, t: usize) -> &'t str {
        self.token(t).text(self.sentence)
    }
}

/// Takes apart what stands before a quantity.
pub(super) fn head(sentence: &str, tokens: &Tokens, pre: &[usize]) -> Head {
    let view = View { sentence, tokens };
    let mut head = Head::default();
    let list = trim_right(&view, pre, &mut head);
    let list = trim_left(&view, list, &mut head);
    for &t in list {
        head.inner = head.inner.or(view.token(t).tags());
    }
    let list = skip_circumstance(&view, list);
    let list = before_including(&view, list);
    let list = inside_place(&view, list);
    split(&view, list, &mut head);
    if let Some(said) = level_first(&head.object) {
        head.object = said;
    }
    head
}

/// 创新型企业国家级(16家、省级52家) is said 国家级创新型企业.
fn level_first(object: &str) -> Option<String> {
    const LEVELS: [&str; 8] = ["国家级", "省部级", "省级", "市级", "区级", "县级", "州级", "乡镇级"];
    let level = LEVELS.iter().find(|level| object.ends_with(**level))?;
    let thing = object.strip_suffix(level)?;
    let joined = thing.is_empty() || thing.ends_with(['、', '和', '及', '与', '为', '到', '至', '的', '(']);
    (!joined && thing.chars().count() >= 2).then(|| format!("{level}{thing}"))
}

/// 宣传对象包括干部、居民等: what is counted stands before 包括.
fn before_including<'a>(view: &View, list: &'a [usize]) -> &'a [usize] {
    let ends_open = list.last().is_some_and(|&t| view.text(t).ends_with('等'));
    match list.iter().position(|&t| matches!(view.text(t), "包括" | "包含" | "涵盖" | "涉及")) {
        Some(at) if at > 0 && ends_open => &list[..at],
        _ => list,
    }
}

/// 产量在全省50个县中排名第一: the number belongs to the place.
fn inside_place<'a>(view: &View, list: &'a [usize]) -> &'a [usize] {
    match list.iter().rposition(|&t| view.text(t) == "在") {
        Some(at) if at > 0 && at + 2 == list.len() && view.token(list[at + 1]).has(Tags::AREA) => &list[at + 1..],
        _ => list,
    }
}

/// 通过…, 依托…, 在…期间: how and where, up to the verb that tells what was done.
fn skip_circumstance<'a>(view: &View, list: &'a [usize]) -> &'a [usize] {
    let Some(&first) = list.first() else { return list };
    let text = view.text(first);
    if matches!(text, "对" | "对于" | "向" | "把" | "将" | "给") && !list[1..].iter().any(|&t| is_deed(view, t)) {
        return &list[1..];
    }
    if !view.token(first).has(Tags::INSTRUMENT) {
        return list;
    }
    // A place or time phrase ends with 中, 期间, 上 …
    let closing = list.iter().position(|&t| {
        ["中", "期间", "上", "过程中", "方面", "后", "内", "里", "下", "时"]
            .iter()
            .any(|w| view.text(t) == *w || view.token(t).kind == Kind::Han && view.text(t).ends_with(w))
    });
    if text == "在" {
        return match closing {
            Some(at) if at + 1 < list.len() => &list[at + 1..],
            _ => &list[1..],
        };
    }
    let deed =
        list.iter().enumerate().skip(2).find(|&(_, &t)| is_deed(view, t) || matches!(view.text(t), "为" | "向" | "对" | "给"));
    match deed {
        Some((at, _)) if at + 1 < list.len() || is_deed(view, list[at]) => &list[at..],
        _ => list,
    }
}

/// 建成了 without 了; 通过 is a word of its own.
fn without_particle(verb: &str) -> &str {
    let bare = verb.trim_end_matches(['了', '着']);
    if bare.ends_with("通过") || bare.ends_with("超过") || bare.ends_with("经过") {
        bare
    } else {
        bare.strip_suffix('过').unwrap_or(bare)
    }
}

pub(super) fn is_deed(view: &View, t: usize) -> bool {
    // 授权量, 检验率: the verb is part of a noun.
    let end = view.token(t).end;
    const TAILS: &str = "率量额费员者证点站品";
    let is_verb = view.token(t).has(Tags::VERB.or(Tags::CAUSE))
        || matches!(view.token(t).kind, Kind::Word(_) | Kind::Han) && end - view.token(t).start == 3;
    if !is_verb || view.sentence[end..].chars().next().is_some_and(|c| TAILS.contains(c)) {
        return false;
    }
    view.token(t).has(Tags::VERB.or(Tags::CAUSE)) && view.text(t).chars().count() > 1
        || matches!(view.text(t), "获" | "打" | "赴" | "送" | "讲")
}

/// Before the verb, the verb, after the verb.
fn split(view: &View, list: &[usize], head: &mut Head) {
    let verb = list.iter().position(|&t| is_deed(view, t));
    let Some(at) = verb else {
        head.object = clean(view, list);
        head.attribute = is_attribute(view, list);
        return;
    };
    let after = &list[at + 1..];
    let verbs =
        1 + after.iter().take_while(|&&t| is_deed(view, t) || matches!(view.text(t), "了" | "过" | "着" | "、" | "并")).count();
    // A verb inside a noun (企业技术创新基金, 科技成果登记) is part of the noun.
    if at > 0 && !has_subject(view, &list[..at]) {
        head.object = clean(view, list);
        head.attribute = is_attribute(view, list);
        return;
    }
    // 组织开展, 组织申报: the second verb tells the deed.
    let light = view.text(list[at]) == "组织" && list.get(at + 1).is_some_and(|&t| is_deed(view, t));
    let (at, verbs) = if light { (at + 1, verbs - 1) } else { (at, verbs) };
    let mut lead = &list[..at - usize::from(light)];
    while let Some((&last, rest)) = lead.split_last()
        && view.token(last).has(Tags::ADVERB.or(Tags::TOTAL))
        && !view.token(last).has(Tags::VERB)
    {
        lead = rest;
    }
    head.lead = clean(view, lead);
    let tail = &list[at + verbs..];
    let all_verbs = tail.is_empty();
    // 排查治理隐患: verbs side by side are one deed.
    let deeds = list[at..].iter().take_while(|&&t| is_deed(view, t)).count().max(1);
    let verb_tokens = if all_verbs { &list[at..] } else { &list[at..at + deeds] };
    let after = &list[at + verb_tokens.len()..];
    head.verb = without_particle(&clean(view, verb_tokens)).to_owned();
    head.object = if all_verbs { String::new() } else { clean(view, after).trim_start_matches(['了', '过', '着']).to_owned() };
    head.attribute = is_attribute(view, after) && matches!(head.verb.as_str(), "实现" | "完成" | "");
}

/// 全市, 我局, 班子成员共: someone who acts, or words that only stand before a verb.
fn has_subject(view: &View, list: &[usize]) -> bool {
    let named = list.last().is_some_and(|&t| view.token(t).has(Tags::NOUN));
    const AGENTS: &str = "导局院所校员者门位业司县市区镇乡村我们人会队组社户站办委厅部中心民众";
    let Some(&last) = list.last() else { return true };
    let text = view.text(last);
    let before = view.token(last);
    let prepared = before.has(Tags::ADVERB.or(Tags::TOTAL)) && !before.has(Tags::VERB)
        || list.iter().any(|&t| matches!(view.text(t), "为" | "向" | "对" | "从" | "在" | "共" | "已"));
    if named && !prepared {
        return false;
    }
    prepared
        || list.iter().all(|&t| view.token(t).has(Tags::AREA.or(Tags::TIME)))
        || text.chars().next_back().is_some_and(|c| AGENTS.contains(c))
}

/// Words before an attribute that do not say whose it is.
const NARROWING: [&str; 23] = [
    "技工贸",
    "总",
    "年",
    "实际",
    "工业",
    "计划",
    "累计",
    "各项",
    "年度",
    "全年",
    "项目",
    "预计",
    "新增",
    "可",
    "已",
    "其",
    "完成",
    "实现",
    "带动",
    "直接",
    "协议",
    "合同",
    "平均",
];

/// Only 产值, 总投资, 完成投资: an attribute without the thing it belongs to.
fn is_attribute(view: &View, list: &[usize]) -> bool {
    let content: Vec<usize> =
        list.iter().copied().filter(|&t| view.token(t).kind != Kind::Blank && !matches!(view.text(t), "了" | "的")).collect();
    let last = content.last().is_some_and(|&t| view.token(t).has(Tags::ATTRIBUTE));
    // 结案率 by itself.
    let lone_rate = content.len() <= 2
        && content.last().is_some_and(|&t| view.text(t).ends_with('率'))
        && content.iter().map(|&t| view.text(t).chars().count()).sum::<usize>() <= 4;
    lone_rate
        || last
            && content.iter().all(|&t| view.token(t).has(Tags::ATTRIBUTE.or(Tags::ADVERB)) || NARROWING.contains(&view.text(t)))
}

/// The text without blanks and without adverbs and time inside.
fn clean(view: &View, list: &[usize]) -> String {
    let mut out = String::new();
    for (i, &t) in list.iter().enumerate() {
        let token = view.token(t);
        let text = view.text(t);
        let drop = match token.kind {
            Kind::Blank | Kind::Date => true,
            Kind::Word(tags) => {
                let adverbial = tags.any(Tags::ADVERB.or(Tags::TOTAL).or(Tags::TIME))
                    && !tags.any(Tags::VERB.or(Tags::ATTRIBUTE).or(Tags::AREA).or(Tags::STOCK));
                let sign = matches!(text, "已经" | "先后" | "累计" | "分别" | "共计" | "总计" | "合计" | "目前");
                let before_verb =
                    list.get(i + 1).is_some_and(|&n| is_deed(view, n) || view.token(n).has(Tags::ADVERB.or(Tags::PREPOSITION)));
                adverbial && (before_verb || sign || tags.any(Tags::TIME)) || text == "在" && i > 0
            }
            _ => false,
        };
        if !drop {
            out.push_str(text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    fn parts(sentence: &str) -> (String, String, String) {
        let t = tokens(sentence);
        let pre: Vec<usize> = (0..t.list.len()).take_while(|&i| !matches!(t.list[i].kind, Kind::Quantity(_))).collect();
        let h = head(sentence, &t, &pre);
        (h.lead, h.verb, h.object)
    }

    fn is(sentence: &str, lead: &str, verb: &str, object: &str) {
        assert_eq!(parts(sentence), (lead.into(), verb.into(), object.into()), "{sentence}");
    }

    #[test]
    fn who_does_what() {
        is("今年共申报省级科技项目12项", "", "申报", "省级科技项目");
        is("全县累计培训农民3200人次", "全县", "培训", "农民");
        is("其中发明专利45件", "", "", "发明专利");
        is("通过验收8项", "", "通过验收", "");
        is("依托农技站建立示范基地3个", "", "建立", "示范基地");
        is("总投资约2.3亿元", "", "", "总投资");
    }
}
