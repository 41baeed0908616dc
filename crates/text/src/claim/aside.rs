//! Remarks in brackets: what they speak of, and whether they list parts of the number right before.

use super::clause::{Clause, quantity_at};
use super::head::head;
use super::sentence::Reader;
use crate::lexicon::Tags;

impl Reader<'_> {
    /// A remark like (投资975万元) speaks of the noun right before its bracket. Gives back what was carried.
    pub(super) fn enter_aside(&mut self, clause: &Clause) -> Option<(String, String)> {
        let bracket = clause.bracket?;
        let stop = |t: &crate::token::Token| matches!(t.kind, crate::token::Kind::Mark(_) | crate::token::Kind::Quantity(_));
        let first = self.tokens.list[..bracket].iter().rposition(stop).map_or(0, |p| p + 1);
        let nouns: Vec<usize> = (first..bracket).collect();
        let noun = head(self.sentence, self.tokens, &nouns).object;
        if noun.is_empty() {
            // 孵化器17家（国家级3家、省级6家）: right after a number, what is listed are its parts.
            if self.lists_parts(clause)
                && let Some(whole) = self.carry.wholes.last_mut()
            {
                whole.open = true;
            }
            return None;
        }
        let kept = (self.carry.object.clone(), self.carry.before.clone());
        self.carry.object.clone_from(&noun);
        self.carry.before = noun;
        Some(kept)
    }

    /// The remark follows a number right away and names parts of it, each with a number in the same unit: （国家级3家、省级6家）,
    /// （发明47件）. What tells of another time, of a plan or of another deed is no part.
    fn lists_parts(&self, clause: &Clause) -> bool {
        let follows_number = clause
            .bracket
            .and_then(|b| b.checked_sub(1))
            .is_some_and(|t| matches!(self.tokens.list[t].kind, crate::token::Kind::Quantity(_)));
        let Some(whole) = self.carry.wholes.last().filter(|_| follows_number) else { return false };
        let said = format!("{}{}", whole.verb, whole.object);
        let foreign = |&t: &usize| {
            let token = &self.tokens.list[t];
            let other =
                Tags::TIME.or(Tags::PLAN).or(Tags::TARGET).or(Tags::GROW).or(Tags::FALL).or(Tags::VERSUS).or(Tags::RANKVERB);
            let deed = token.has(Tags::VERB) && !said.contains(token.text(self.sentence));
            matches!(token.kind, crate::token::Kind::Date) || token.has(other) && !token.has(Tags::LEVEL) || deed
        };
        let mut numbers = clause.tokens.iter().filter_map(|&t| quantity_at(self.tokens, t)).peekable();
        let named = clause.tokens.first().is_some_and(|&t| quantity_at(self.tokens, t).is_none());
        named
            && !clause.tokens.iter().any(foreign)
            && numbers.peek().is_some()
            && numbers.all(|q| q.word() == whole.unit && !q.ordinal)
    }
}
