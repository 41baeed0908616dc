//! What a comparison speaks of: the claim before it, one of several with 分别, or a thing of its own.

use super::carry::Base;
use super::compare::{Comparing, Found};
use super::distribute::name_at;
use super::parts::{compared, strip_area};
use super::sentence::{Chain, Reader};
use super::wording::finish;
use super::{Claim, Comparison, Status};
use crate::quantity::Quantity;

impl Reader<'_> {
    /// Subject and base of a comparison.
    pub(super) fn comparison(
        &mut self,
        q: &Quantity,
        found: &Found,
        chain: Chain,
        claims: &[Claim],
    ) -> (String, Option<Comparison>, Option<usize>) {
        let number = claims.len();
        let outside = self.comparable(found, claims);
        let base = self.share_before(q, found, number, claims).or_else(|| self.base_of(found, chain, &outside, claims));
        if found.respectively {
            self.carry.paired = chain.length;
        }
        let mut found = found.clone();
        if let Some(name) = found.respectively.then(|| name_at(&found.own, chain.place, chain.length)).flatten() {
            found.own = name;
        }
        // 事故7起,起数减少3起: of what was counted so.
        if found.own == "起数"
            && let Some(counted) = outside.iter().rev().find(|b| claims.get(b.claim).is_some_and(|c| c.unit == "起"))
        {
            found.own = format!("{}起数", counted.subject);
        }
        // 其中民生支出占84.3%: of the whole that was told.
        if found.comparing == Comparing::Share && matches!(found.said.as_str(), "占" | "占了" | "占到") {
            found.said = format!("占{}", self.whole_told(&found.own, base.as_ref(), claims));
        }
        let found = &found;
        let subject = finish(&compared(found, base.as_ref().map(|b| b.subject.as_str()), &self.carry));
        let base_claim = if found.own.is_empty() { base.map(|b| b.claim) } else { None };
        // 总面积比上年增加0.8万亩: no thing that what follows could speak of.
        let attribute = matches!(
            found.own.as_str(),
            "总面积" | "面积" | "总量" | "总数" | "总额" | "数量" | "规模" | "总规模" | "增速" | "增幅"
        );
        if found.own.is_empty() || attribute {
            // 比上年提高…, 居全省第二: what follows still speaks of the same thing.
        } else {
            self.carry.bases.push(Base { claim: number, subject: found.own.clone(), aside: self.in_aside });
            self.carry.subject.clone_from(&found.own);
            self.carry.object.clone_from(&found.own);
        }
        (subject, Some(Comparison { comparing: found.comparing, against: found.against, base: base_claim }), None)
    }

    /// The claims a comparison can speak of.
    fn comparable(&self, found: &Found, claims: &[Claim]) -> Vec<Base> {
        let seen = |b: &&Base| self.in_aside || !b.aside;
        // (目标172家,完成97.7%): what was done is measured, not what was aimed at.
        let done = |b: &&Base| {
            found.comparing != Comparing::Completion || claims.get(b.claim).is_none_or(|c| c.status != Status::Target)
        };
        self.carry.bases.iter().filter(seen).filter(done).cloned().collect()
    }

    /// The claim it does speak of: the last one, or with 分别 the one at the same place of the list before.
    fn base_of(&self, found: &Found, chain: Chain, bases: &[Base], claims: &[Claim]) -> Option<Base> {
        let unit = |b: &Base| claims.get(b.claim).map(|c| c.unit.as_str());
        let listed = bases.len().checked_sub(chain.length).map(|from| &bases[from..]);
        let alike = listed.is_some_and(|l| l.iter().all(|b| unit(b).is_some() && unit(b) == l.last().and_then(unit)));
        let pairs = chain.length > 1 && (alike || self.carry.paired == chain.length);
        match listed.filter(|_| found.respectively || pairs) {
            Some(listed) => listed.get(chain.place).cloned(),
            None => bases.last().cloned(),
        }
    }

    /// 占工业总产值的比重达41.2%,比上年提高2.1个百分点: it is the share that has grown.
    fn share_before(&self, q: &Quantity, found: &Found, number: usize, claims: &[Claim]) -> Option<Base> {
        let grown = q.word().contains("百分点") && found.own.is_empty() && !found.respectively;
        let last = claims.last().filter(|c| grown && c.sentence == self.context.number)?;
        let share = last.comparison.as_ref().is_some_and(|c| c.comparing == Comparing::Share);
        share.then(|| Base { claim: number - 1, subject: last.subject.clone(), aside: self.in_aside })
    }

    /// What a share is a share of, where 占 does not say it: the whole of what was counted last, or what the clause before
    /// spoke of (案件中).
    fn whole_told(&self, own: &str, base: Option<&Base>, claims: &[Claim]) -> String {
        let part_of = base.filter(|_| own.is_empty()).and_then(|b| claims.get(b.claim)?.part_of);
        let told = match part_of.and_then(|w| claims.get(w)) {
            Some(whole) => whole.subject.as_str(),
            None if own.is_empty() => "",
            None => match self.carry.before.strip_suffix(['中', '里']) {
                Some(among) => among,
                None => self.carry.wholes.last().map_or("", |w| w.said.as_str()),
            },
        };
        strip_area(told).to_owned()
    }
}
