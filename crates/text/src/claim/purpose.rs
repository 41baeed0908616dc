//! What money was spent for and time was taken for: the rest of the clause or the next clause tells.

use super::clause::{Clause, Item as Cut, quantity_at};
use super::head::head;
use super::sentence::{Beside, Reader};
use super::tail::tail;
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;

impl Reader<'_> {
    /// What the next clause does, in a few words: money was spent for it.
    pub(super) fn purpose(&self, beside: Beside, cut: &Cut, clause: &Clause, q: &Quantity) -> String {
        let ends_clause = cut.post.is_empty() || q.kind() == Some(Unit::Time);
        let Some(next) = beside.next.filter(|n| ends_clause && !n.aside && clause.closed_by == ',') else { return String::new() };
        let until = next.tokens.iter().position(|&t| quantity_at(self.tokens, t).is_some()).unwrap_or(next.tokens.len());
        let deed = head(self.sentence, self.tokens, &next.tokens[..until]);
        let after = tail(self.sentence, self.tokens, next.tokens.get(until + 1..).unwrap_or(&[]));
        let noun = if deed.object.is_empty() { after.noun } else { deed.object };
        if deed.verb.is_empty() || noun.chars().count() > 30 {
            String::new()
        } else {
            format!("{}{}{noun}", if deed.lead.starts_with('为') { deed.lead.as_str() } else { "" }, deed.verb)
        }
    }

    /// 为1.2万户纳税人减免税费3.6亿元: what the rest of the clause does for the things counted.
    pub(super) fn deed_for(&self, cut: &Cut, following: Option<&Cut>) -> String {
        let for_them = cut.pre.last().is_some_and(|&t| matches!(self.tokens.list[t].text(self.sentence), "为" | "给" | "向"));
        let spent = cut.post.is_empty()
            && quantity_at(self.tokens, cut.at).is_some_and(Quantity::is_money)
            && cut
                .pre
                .last()
                .is_some_and(|&t| matches!(self.tokens.list[t].text(self.sentence), "投入" | "投资" | "筹资" | "出资" | "资金"));
        let batches = quantity_at(self.tokens, cut.at).is_some_and(|q| matches!(q.word(), "批" | "次" | "期" | "轮"))
            && cut.post.is_empty()
            && cut.pre.last().is_some_and(|&t| self.tokens.list[t].text(self.sentence) == "分");
        match following.filter(|f| (for_them || spent || batches) && !f.shares_pre && !f.coordinated) {
            Some(next) => {
                let deed = head(self.sentence, self.tokens, &next.pre);
                let told = for_them || !deed.verb.is_empty() && !deed.lead.starts_with('为');
                if told { deed.text() } else { String::new() }
            }
            None => String::new(),
        }
    }
}
