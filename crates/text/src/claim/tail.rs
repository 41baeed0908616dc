//! What stands after a quantity: the noun that is counted, and what it did (6家企业|参加…论坛).

use crate::lexicon::Tags;
use crate::token::{Kind, Tokens};

/// The words after a quantity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tail {
    /// The noun: 企业, 宣传小册子.
    pub noun: String,
    /// What it did or what was done to it: 参加海峡两岸论坛.
    pub predicate: String,
    /// 的 stands between number and noun.
    pub of: bool,
    /// 正在: it is not finished.
    pub ongoing: bool,
    /// What the words say about time and certainty.
    pub signs: Tags,
}

impl Tail {
    pub fn is_empty(&self) -> bool {
        self.noun.is_empty() && self.predicate.is_empty()
    }
}

/// Takes apart what stands after a quantity.
pub(super) fn tail(sentence: &str, tokens: &Tokens, post: &[usize]) -> Tail {
    let mut tail = Tail::default();
    let text = |t: usize| tokens.list[t].text(sentence);
    let mut list: Vec<usize> = post.iter().copied().filter(|&t| tokens.list[t].kind != Kind::Blank).collect();
    while list
        .first()
        .is_some_and(|&t| tokens.list[t].is_mark('、') || tokens.list[t].is_mark('/') || tokens.list[t].is_mark('-'))
    {
        list.remove(0);
    }
    // 与全省平均水平1.17%相比还有差距: nothing is counted here.
    if list.first().is_some_and(|&t| text(t).starts_with("相比")) {
        return tail;
    }
    for &t in &list {
        tail.signs = tail.signs.or(tokens.list[t].tags());
    }
    tail.ongoing = tail.signs.any(Tags::ONGOING);
    let joined = |list: &[usize]| -> String { list.iter().map(|&t| text(t)).collect() };
    let whole = joined(&list);
    if let Some(rest) = whole.strip_prefix('的') {
        tail.of = true;
        tail.noun = noun_only(rest);
        return tail;
    }
    let split = list.iter().enumerate().find(|&(i, &t)| starts_predicate(tokens, sentence, &list, i, t)).map(|(i, _)| i);
    match split {
        Some(at) if !is_relative(&joined(&list[at..])) => {
            // 12个项目上半年全部开工: when it was done is no part of the noun.
            let when = |t: &usize| tokens.list[*t].has(Tags::TIME) || tokens.list[*t].kind == Kind::Date;
            let noun = list[..at].iter().rposition(|t| !when(t)).map_or(0, |last| last + 1);
            tail.noun = noun_only(&joined(&list[..noun]));
            tail.predicate = predicate_only(tokens, sentence, &list[at..]);
        }
        _ => tail.noun = noun_only(&whole),
    }
    // 15项指标中: among them.
    if let Some(noun) = tail
        .noun
        .strip_suffix(['中', '里'])
        .filter(|n| n.chars().count() >= 2 && !n.ends_with(['初', '高', '集', '从', '其', '当']))
    {
        tail.noun = noun.to_owned();
    }
    tail
}

/// Whether the noun ends here and the predicate begins.
fn starts_predicate(tokens: &Tokens, sentence: &str, list: &[usize], i: usize, t: usize) -> bool {
    let token = &tokens.list[t];
    let word = token.text(sentence);
    // 12项提前完成, 3项未达到预期.
    if i == 0 && list.len() > 1 && matches!(word, "提前" | "如期" | "按期" | "按时" | "未") {
        return true;
    }
    if !token.has(Tags::PREDICATE.or(Tags::PASSIVE)) {
        return false;
    }
    let single = word.chars().count() == 1;
    let next = list.get(i + 1);
    let noun_before: usize = list[..i].iter().map(|&p| tokens.list[p].text(sentence).chars().count()).sum();
    if i == 0 {
        // Right after the measure word only what cannot be part of a noun.
        return (token.has(Tags::PASSIVE)
            || matches!(
                word,
                "被" | "获"
                    | "均"
                    | "已"
                    | "已经"
                    | "通过"
                    | "获得"
                    | "入选"
                    | "列入"
                    | "成为"
                    | "正在"
                    | "全部"
                    | "成功"
                    | "顺利"
                    | "完成"
                    | "达到"
                    | "荣获"
                    | "获评"
                    | "获批"
                    | "重新认定为"
                    | "得到"
            ))
            && next.is_some()
            || matches!(word, "退出" | "过关" | "合格" | "达标") && next.is_none();
    }
    // A predicate before 的 belongs to the noun (获奖的企业), unless the counted noun stands before it (科技人员参加的活动).
    let before_of = list[i + 1..].iter().take(2).any(|&n| tokens.list[n].text(sentence).starts_with('的'));
    if before_of && noun_before < 4 {
        return false;
    }
    let joined_left =
        i > 1 && list.get(i - 1).is_some_and(|&p| tokens.list[p].has(Tags::ABSTRACT) && !tokens.list[p].has(Tags::INSTITUTION));
    noun_before >= 1 && (!single || next.is_some()) && !joined_left
}

/// 通过验收的项目: the predicate is only the beginning of a noun.
fn is_relative(predicate: &str) -> bool {
    let Some(at) = predicate.rfind('的') else { return false };
    let after = predicate[at + '的'.len_utf8()..].chars().count();
    let before = predicate[..at].chars().count();
    (1..=6).contains(&after) && before <= 10 && !predicate.starts_with(['被', '获'])
}

const NOUN_CHARS_MAX: usize = 16;

/// A noun without what follows it only as a frame: 时间, 等.
fn noun_only(text: &str) -> String {
    let text = without_office(text.trim_matches(['、', '-', '—', ' '])).trim_end_matches(['等', '的', '来', '各']);
    // “国牌”的城市: the name is counted.
    if text.starts_with('“')
        && let Some(close) = text.find("”的")
    {
        return text[..close + '”'.len_utf8()].to_owned();
    }
    // A relative clause that is longer than what can be said goes, the noun stays.
    match text.rfind('的') {
        Some(at) if text.chars().count() > NOUN_CHARS_MAX && text[at..].chars().count() >= 4 => {
            text[at + '的'.len_utf8()..].to_owned()
        }
        _ => text.to_owned(),
    }
}

/// 800万元（规划与项目科）: who is responsible is not what is counted.
fn without_office(text: &str) -> &str {
    const OFFICES: [&str; 9] = ["科", "股", "处", "办", "室", "中心", "局", "所", "单位"];
    let Some(inner) = text.strip_suffix(['）', ')']) else { return text };
    let Some(at) = inner.rfind(['（', '(']) else { return text };
    if OFFICES.iter().any(|office| inner.ends_with(office)) { &text[..at] } else { text }
}

/// The predicate without its adverbs at the beginning.
fn predicate_only(tokens: &Tokens, sentence: &str, list: &[usize]) -> String {
    let skip =
        list.iter().take_while(|&&t| tokens.list[t].has(Tags::ADVERB.or(Tags::TOTAL)) && !tokens.list[t].has(Tags::VERB)).count();
    let skip = if skip == list.len() { 0 } else { skip };
    // 进行了演讲: the deed is the noun.
    let light =
        list[skip..].iter().take_while(|&&t| matches!(tokens.list[t].text(sentence), "进行" | "开展" | "了" | "进行了")).count();
    let skip = if skip + light < list.len() && light > 1 { skip + light } else { skip };
    let text: String = list[skip..].iter().map(|&t| tokens.list[t].text(sentence)).collect();
    let text = text.trim_start_matches('或').to_owned();
    // 参加的大规模的群众性活动: the verb and the last noun.
    match (text.find('的'), text.rfind('的')) {
        (Some(first), Some(last)) if first <= 9 && text[last..].chars().count() > 3 => {
            format!("{}{}", &text[..first], &text[last + '的'.len_utf8()..])
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    fn parts(sentence: &str) -> (String, String) {
        let t = tokens(sentence);
        let q = t.list.iter().position(|t| matches!(t.kind, Kind::Quantity(_))).unwrap();
        let post: Vec<usize> = (q + 1..t.list.len()).collect();
        let tail = tail(sentence, &t, &post);
        (tail.noun, tail.predicate)
    }

    #[test]
    fn nouns_and_what_they_did() {
        assert_eq!(parts("6家企业还参加两岸科技论坛"), ("企业".into(), "参加两岸科技论坛".into()));
        assert_eq!(parts("9家被新认定为省级研发中心"), (String::new(), "被新认定为省级研发中心".into()));
        assert_eq!(parts("13个科技项目"), ("科技项目".into(), String::new()));
        assert_eq!(parts("2000多册的防震小册子"), ("防震小册子".into(), String::new()));
    }
}
