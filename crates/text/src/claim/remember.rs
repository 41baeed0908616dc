//! What a claim leaves behind for the rest of its sentence: its verb, its thing, and itself as a whole whose parts may follow.

use super::carry::{Base, Whole};
use super::counted_noun::is_aim;
use super::event::{EVENTS, after_holding};
use super::head::Head;

use super::sentence::Reader;
use super::subject::{APPROVALS, is_level_only, is_result};
use super::tail::Tail;
use crate::cues::{Cues, cues};
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;

/// So many claims are remembered within a sentence.
const CARRIED_MAX: usize = 64;

impl Reader<'_> {
    /// A sentence that goes on and on speaks of what it said last.
    pub(super) fn forget_old(&mut self) {
        if self.carry.bases.len() > CARRIED_MAX * 2 {
            self.carry.bases.drain(..CARRIED_MAX);
        }
        if self.carry.wholes.len() > CARRIED_MAX * 2 {
            self.carry.wholes.drain(..CARRIED_MAX);
            self.open_outside = self.open_outside.and_then(|w| w.checked_sub(CARRIED_MAX));
        }
    }

    pub(super) fn remember(&mut self, q: &Quantity, head: &Head, tail: &Tail, subject: &str, number: usize, is_part: bool) {
        let carry = &mut self.carry;
        carry.hint_is_last = false;
        let before = std::mem::take(&mut carry.before);
        // A span of time is nothing a rank or a growth could speak of.
        if q.kind() == Some(Unit::Time) && !head.object.ends_with("天数") {
            return;
        }
        carry.bases.push(Base { claim: number, subject: subject.to_owned(), aside: self.in_aside });
        carry.subject = subject.to_owned();
        if is_part {
            return;
        }
        if head.is_bare_verb() && tail.is_empty() {
            // 立项13项: the list goes on with the verb before.
        } else if !head.verb.is_empty() {
            carry.verb = if tail.predicate.is_empty() { head.verb.clone() } else { String::new() };
            carry.lead = head.lead.clone();
        } else if head.reach || !head.lead.is_empty() || !tail.predicate.is_empty() || cues(&head.object).any(Cues::HOLDING) {
            carry.verb.clear();
        }
        let noun = self.noun_left(q, head, tail, before);
        let carry = &mut self.carry;
        if !noun.is_empty() && !head.attribute || carry.object.is_empty() {
            carry.object.clone_from(&noun);
        }
        if let Some(thing) =
            ["目标任务", "年度任务", "年度目标", "全年任务", "全年目标"].iter().find_map(|aim| carry.object.strip_suffix(aim))
        {
            carry.object = thing.to_owned();
        }
        self.note_event(head, tail);
        self.carry.unit = q.word().to_owned();
        let whole = self.whole_left(q, head, tail, number, noun);
        self.carry.wholes.push(whole);
    }

    /// The thing that was counted, as far as it was named. `before` is what the clause before spoke of.
    fn noun_left(&self, q: &Quantity, head: &Head, tail: &Tail, before: String) -> String {
        let carry = &self.carry;
        let noun = if !tail.noun.is_empty() {
            tail.noun.clone()
        } else if head.is_empty() && carry.subject == before {
            before.clone()
        } else if head.object.is_empty() && !head.lead.starts_with(['为', '向', '对']) {
            head.lead.clone()
        } else {
            head.object.clone()
        };
        // 省级52家 after 国家级创新型企业16家: the thing is still the one that was named.
        let still = (is_level_only(&noun) || head.verb.is_empty() && is_result(&noun))
            && carry.unit == q.word()
            && !carry.object.is_empty();
        // 年度任务180家: the thing is what the section is about.
        match is_aim(&noun) {
            _ if still => carry.object.clone(),
            true if !before.is_empty() => before,
            true if carry.object.is_empty() => carry.topic.clone(),
            _ => noun,
        }
    }

    /// The claim as a whole whose parts may follow.
    fn whole_left(&self, q: &Quantity, head: &Head, tail: &Tail, claim: usize, noun: String) -> Whole {
        let carry = &self.carry;
        // 总投资286万元,其中省级资金120万元: the money is that of what was invested in, not of its verb.
        let fund = head.attribute && q.is_money();
        let object = match noun.is_empty() {
            _ if fund => carry.subject.clone(),
            true => carry.object.clone(),
            false => noun,
        };
        // 申报67项,获准立项41项,其中国家级12项: of those that were approved.
        let approved = head.is_bare_verb() && tail.is_empty() && APPROVALS.iter().any(|a| head.verb.ends_with(a));
        let verb = match () {
            () if fund => String::new(),
            () if approved => head.verb.clone(),
            () => carry.verb.clone(),
        };
        Whole {
            claim,
            said: carry.subject.clone(),
            lead: head.lead.clone(),
            verb,
            object: after_holding(&object).to_owned(),
            unit: q.word().to_owned(),
            value: q.value,
            is_fund: fund,
            open: false,
        }
    }

    /// What goes on while other things are counted.
    fn note_event(&mut self, head: &Head, tail: &Tail) {
        let carry = &mut self.carry;
        let goes_on = |said: &str| EVENTS.iter().any(|e| said.ends_with(e)) && (3..=14).contains(&said.chars().count());
        let event = goes_on(&carry.object);
        if event {
            carry.event.clone_from(&carry.object);
        }
        // 流动科技馆巡展2个县; 指导31所学校开展应急疏散演练: what the clause tells of goes on in the next one.
        let told = format!("{}{}", head.lead, head.verb);
        if let Some(told) = [told.as_str(), tail.predicate.as_str()].into_iter().find(|told| goes_on(told)) {
            carry.event = told.trim_start_matches("开展").to_owned();
        }
        carry.event_passed = !event && (carry.event_counted || carry.event_passed);
        carry.event_counted = event;
    }
}
