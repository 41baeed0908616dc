//! Sentences of the packs taken apart: what stands around each slot. Text made from them is recognised for certain.

use super::Facet;
use crate::claim::{Claim, Comparing};

/// A slot with the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub target: String,
    /// What a function around the target asks for: `yoy(...)` is growth.
    pub facet: Option<Facet>,
    /// The words before it within its clause.
    before: String,
    /// The words after it up to the next mark or slot.
    after: String,
}

/// The slots of all sentences.
pub(super) fn slots(sentences: &[String]) -> Vec<Slot> {
    sentences.iter().flat_map(|s| slots_of(s)).collect()
}

fn slots_of(sentence: &str) -> Vec<Slot> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = sentence[at..].find('{').map(|i| i + at) {
        let Some(close) = sentence[open..].find('}').map(|i| i + open) else { break };
        let inner = &sentence[open + 1..close];
        let (facet, target) = unwrap(inner);
        let before = clause_tail(&sentence[..open]);
        let after = clause_head(&sentence[close + 1..]);
        found.push(Slot { target: target.to_owned(), facet, before: before.to_owned(), after: after.to_owned() });
        at = close + 1;
    }
    found
}

/// `yoy(patent.filed)` is the growth of `patent.filed`; options after a comma or a colon are left out, but for those of a
/// filter: `patent.filed[kind=发明|外观设计,town=东]` is one figure.
fn unwrap(inner: &str) -> (Option<Facet>, &str) {
    let call = inner.split_once('(').filter(|(name, _)| !name.contains('['));
    let Some((name, rest)) = call else { return (None, until_option(inner)) };
    let target = until_option(rest.trim_end_matches(')'));
    let facet = match name.trim() {
        "yoy" | "growth" | "同比" => Some(Facet::Growth),
        "share" | "占比" => Some(Facet::Share),
        "completion" | "完成率" => Some(Facet::Completion),
        "rank" | "位次" => Some(Facet::Rank),
        "target" | "目标" => Some(Facet::Target),
        _ => None,
    };
    (facet, target)
}

/// The figure without the options after it.
fn until_option(text: &str) -> &str {
    let mut in_filter = false;
    let end = text.find(|c: char| match c {
        '[' | ']' => {
            in_filter = c == '[';
            false
        }
        _ => !in_filter && matches!(c, ',' | '|' | ':'),
    });
    text[..end.unwrap_or(text.len())].trim()
}

const MARKS: [char; 11] = [',', '，', '。', ';', '；', ':', '：', '、', '{', '}', '\n'];

fn clause_tail(text: &str) -> &str {
    let start = text.char_indices().rev().find(|(_, c)| MARKS.contains(c)).map_or(0, |(i, c)| i + c.len_utf8());
    text[start..].trim()
}

fn clause_head(text: &str) -> &str {
    let end = text.find(MARKS).unwrap_or(text.len());
    text[..end].trim()
}

impl Slot {
    /// Whether a claim stands in text made from this slot.
    pub fn fits(&self, claim: &Claim) -> bool {
        if self.facet == Some(Facet::Growth) {
            return false; // bound by the claim it compares
        }
        if self.before.chars().count() < 2 || claim.comparison.as_ref().is_some_and(|c| c.comparing != Comparing::Share) {
            return false;
        }
        let Some(number_at) = claim.quote.rfind(&self.before).map(|i| i + self.before.len()) else { return false };
        // Nothing but blanks and a word like 达到 between the words of the template and the number.
        let rest = claim.quote[number_at..].trim_start();
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
        let number_here = digits.len() < rest.len() || rest.chars().next().is_some_and(crate::numeral::is_chinese_digit);
        let starts = claim.quote[..number_at - self.before.len()].is_empty()
            || claim.quote[..number_at - self.before.len()].ends_with(MARKS);
        number_here && starts && (self.after.is_empty() || digits.trim_start().starts_with(self.after.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_know_their_words() {
        let found =
            slots(&["全年专利申请{patent.filed}件,其中发明专利{patent.filed[kind=发明]}件{yoy(patent.filed)}。".to_owned()]);
        assert_eq!(found.len(), 3);
        assert_eq!((found[0].before.as_str(), found[0].after.as_str()), ("全年专利申请", "件"));
        assert_eq!(found[1].target, "patent.filed[kind=发明]");
        assert_eq!(found[2].facet, Some(Facet::Growth));
        let found = slots(&["引进{service.count[kind=a|b,town=c], digits=0}项，推广{yoy(service.count[kind=a|b])}。".to_owned()]);
        assert_eq!(found[0].target, "service.count[kind=a|b,town=c]");
        assert_eq!((found[1].target.as_str(), found[1].facet), ("service.count[kind=a|b]", Some(Facet::Growth)));
    }
}
