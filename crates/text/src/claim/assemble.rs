//! One claim put together from what was found out about its item.

use rust_decimal::Decimal;

use super::clause::{Clause, Item as Cut};
use super::compare::Comparing;
use super::head::Head;
use super::meaning::{Mood, TARGET_ENDS, Told, aspect, mood, status};
use super::sentence::Reader;
use super::stock::{self, is_there};
use super::suspect::suspect;
use super::tail::Tail;
use super::wording::members;
use super::{Aspect, Claim, Comparison, Status, period};
use crate::cues::{Cues, cues};
use crate::measure::Kind as Unit;
use crate::quantity::{Approx, Bound, Quantity, interval, prefix_bound};
use crate::section::Tense;
use crate::span::Span;

/// 市下达我县户用沼气池建设任务2000口; 承担任务3项 are counted.
fn names_task(before: &str, q: &Quantity) -> bool {
    before.trim_end().ends_with("任务") && !before.contains("完成") && !matches!(q.word(), "项" | "个" | "件" | "条" | "次")
}

fn without_versus(before: &str) -> String {
    ["上年同期", "去年同期", "上年", "去年"].iter().fold(before.to_owned(), |text, word| text.replace(word, ""))
}

/// The last calendar year a text names.
fn year_in(text: &str) -> Option<u16> {
    let end = text.rfind('年')?;
    let digits = text.get(end.checked_sub(4)?..end).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok()
}

fn position(clause: &Clause, token: usize) -> usize {
    clause.tokens.iter().position(|&t| t == token).unwrap_or(clause.tokens.len())
}

fn back(text: &str, from: usize, chars: usize) -> usize {
    text[..from].char_indices().rev().take(chars).last().map_or(from, |(i, _)| i)
}

fn forward(text: &str, from: usize, chars: usize) -> usize {
    text[from..].char_indices().nth(chars).map_or(text.len(), |(i, _)| from + i)
}

/// A quotation is not longer than so many characters.
const QUOTE_CHARS_MAX: usize = 60;

/// So much before a number tells how it is meant: a clause that is longer says it again.
const BEFORE_BYTES_MAX: usize = 900;

const QUOTE_CHARS_MIN: usize = 5;

/// Everything found out about one item.
pub(super) struct Found<'f> {
    pub clause: &'f Clause,
    pub previous: Option<&'f Clause>,
    pub cut: &'f Cut,
    pub q: &'f Quantity,
    pub head: &'f Head,
    pub tail: &'f Tail,
    pub subject: String,
    pub comparison: Option<Comparison>,
    pub part_of: Option<usize>,
}

impl Reader<'_> {
    pub(super) fn claim(&mut self, mut found: Found) -> Claim {
        if found.subject.is_empty() {
            found.subject = self.words_around(found.clause, found.q);
        }
        let Found { clause, previous, cut, q, head, tail, .. } = found;
        let clause_start = clause.tokens.first().map_or(q.start, |&t| self.tokens.list[t].start);
        let near = self.sentence.ceil_char_boundary(q.start.saturating_sub(BEFORE_BYTES_MAX));
        let before = &self.sentence[clause_start.max(near)..q.start];
        let words = cues(before);
        // 目标产量650公斤、700公斤: what is said of the first number is said of all.
        let listed = cut.coordinated && (cut.shares_pre || found.head.is_empty()) && found.comparison.is_none();
        let said = if listed { self.said } else { self.mood_said(&found, before, words) };
        self.said = said;
        let approx = q
            .approx
            .or_else(|| prefix_bound(before))
            .or_else(|| (self.mood == Mood::Expected).then_some(Approx { word: "预计", bound: Bound::Expected }));
        let aspect = self.aspect_in_list(&found, before, words);
        let exact = matches!(q.kind(), None | Some(Unit::Count | Unit::Person | Unit::Time | Unit::Rank))
            && q.magnitude == 1
            && q.sector.is_none()
            && q.precision == Decimal::ONE; // 6.85件/万人 is a mean, rounded to its last place
        let (low, high) = q.value.map_or((None, None), |value| interval(value, q.upper, q.precision, q.rounding, approx, exact));
        let comparing = found.comparison.as_ref().map(|c| c.comparing);
        let unit_lost = comparing == Some(Comparing::Share) && q.unit.is_empty() && q.value.is_some_and(|v| v > Decimal::ONE);
        let quote = self.quote(clause, previous, cut);
        let offset = self.context.start;
        Claim {
            value: q.value,
            low,
            high,
            unit: q.unit.clone(),
            approx: approx.map(|a| a.word.to_owned()),
            level: period::level(&found.subject),
            aspect,
            status: match self.starts_from(clause, cut.at) {
                true => Status::Actual,
                false => status(planned_bound(said, self.context.tense, approx), self.mood, self.context.tense),
            },
            period: self.period_said(clause, cut.at),
            part_of: found.part_of,
            suspect: suspect(q, &self.sentence[q.start..q.unit_end], unit_lost, self.context.years),
            quote: quote.of(self.sentence).trim().to_owned(),
            span: Span::new(offset + q.start, offset + q.end),
            quote_span: Span::new(offset + quote.start, offset + quote.end),
            chars: Span::default(),
            section: self.context.section,
            sentence: self.context.number,
            verb: head.verb.clone(),
            object: if tail.noun.is_empty() { head.object.clone() } else { tail.noun.clone() },
            total: head.total,
            among: head.part,
            listed: Some(members(&head.object))
                .filter(|&n| n >= 2 && head.verb.is_empty() && (tail.predicate.is_empty() || !tail.noun.is_empty())),
            cell: None,
            comparison: found.comparison,
            subject: found.subject,
        }
    }

    /// What the words around the number say about certainty; it holds on for what follows.
    fn mood_said(&mut self, found: &Found, before: &str, words: Cues) -> Mood {
        if found.comparison.as_ref().is_some_and(|c| c.comparing == Comparing::Completion) {
            return Mood::Unsaid;
        }
        let aim = super::counted_noun::is_aim(&found.head.object) && found.head.verb.is_empty() && found.clause.aside;
        if aim || super::counted_noun::aims(found.q, &found.tail.noun) {
            return Mood::Planned;
        }
        // 比上年提高0.09个百分点: that last year is over says nothing about this one.
        let compared = found.comparison.is_some().then(|| without_versus(before));
        let words = compared.as_deref().map_or(words, cues);
        let before_it = compared.as_deref().unwrap_or(before);
        let said = mood(before_it, words, &self.told(self.after(found.clause, found.q)), found.head);
        // 下达建设任务2000口 says something about this number only.
        if said != Mood::Expected && names_task(before, found.q) {
            return Mood::Planned;
        }
        // 目标产量650公斤 says something about this number only.
        let year = year_in(before);
        // 2011年预计为316亿元,2006年仅有19.8亿元: what is expected of one year is known of an earlier one.
        if found.comparison.is_none()
            && said == Mood::Unsaid
            && self.mood == Mood::Expected
            && year.zip(self.expected_year).is_some_and(|(y, e)| y < e)
        {
            self.mood = Mood::Unsaid;
        }
        if said == Mood::Expected {
            self.expected_year = year;
        }
        let lasting = !TARGET_ENDS.iter().any(|w| before.trim_end().ends_with(w));
        if said != Mood::Unsaid && lasting {
            self.mood = said;
        }
        said
    }

    /// 由2020年的1.35%提高到: where a plan starts from is known.
    fn starts_from(&self, clause: &Clause, token: usize) -> bool {
        let before = &clause.tokens[..position(clause, token)];
        // 日处理能力由2万吨提高到5万吨.
        let led = before.last().is_some_and(|&t| self.tokens.list[t].text(self.sentence).ends_with(['由', '从']));
        led || period::is_starting_point(self.sentence, self.tokens, before)
    }

    /// What is told around a number, for its mood.
    pub(super) fn told<'t>(&'t self, after: &'t str) -> Told<'t> {
        // “十三五”期间累计投入 is over, whatever the section is about.
        let over = || ["期间", "以来", "年来", "截至"].iter().any(|w| self.sentence.contains(w));
        let plans = self.mood == Mood::Planned || self.mood == Mood::Unsaid && self.context.tense == Tense::Plan;
        let planning = plans && !over();
        Told { after, sentence: self.sentence, planning }
    }

    /// The aspect by itself, or that of the list or the whole it belongs to.
    fn aspect_in_list(&mut self, found: &Found, before: &str, words: Cues) -> Aspect {
        let Found { q, head, tail, .. } = found;
        let in_name = self.places[found.cut.at].quote.is_some();
        let own = if in_name { Aspect::Other } else { aspect(q, head, tail, found.comparison.as_ref(), &found.subject) };
        let whole = found.part_of.and_then(|w| w.checked_sub(self.first)).and_then(|w| self.aspects.get(w).copied());
        let thing = matches!(q.kind(), Some(Unit::Count | Unit::Person | Unit::Area | Unit::Length));
        let body = found.cut.coordinated && stock::names_body(&found.subject);
        let listed_on = self.carry.holding && thing && (head.verb.is_empty() || body) && tail.predicate.is_empty();
        let new = ["新入驻", "新增", "新认定", "新建", "当年"].iter().any(|w| found.subject.contains(w));
        let stock = (whole == Some(Aspect::Stock) || listed_on) && !new && own == Aspect::Flow && (head.verb.is_empty() || body);
        if found.comparison.is_none() && !head.is_bare_verb() {
            self.carry.holding = words.any(Cues::HOLDING) || listed_on;
        }
        // 招引亿元以上项目60个,其中十亿元以上不少于5个: a part of what was done is itself done.
        let done = whole == Some(Aspect::Flow)
            && own == Aspect::Stock
            && head.verb.is_empty()
            && !cues(&found.subject).any(Cues::STOCK.or(Cues::HOLDING));
        let apart = &self.carry.told_apart;
        let kind = !apart.is_empty() && thing && head.verb.is_empty() && found.subject.ends_with(apart.as_str());
        let own_flow = own == Aspect::Flow && found.comparison.is_none();
        let stands = own_flow
            && whole.is_none()
            && self.carry.wholes.iter().all(|w| !w.open)
            && (self.carry.verb.is_empty() || !found.subject.contains(self.carry.verb.as_str()))
            && is_there(q, head, tail, &found.subject)
            && !new;
        let after = self.after(found.clause, q);
        let level = own_flow
            && (stock::is_population(q, head, tail, after)
                || stock::is_run_up(q, before, &found.subject)
                || stock::is_moved_to(q, before, after));
        let aspect = match (stock || stands || level || kind && own == Aspect::Flow, done) {
            (true, _) => Aspect::Stock,
            (_, true) => Aspect::Flow,
            _ => own,
        };
        self.aspects.push(aspect);
        aspect
    }

    /// The period said before the number, else the last one the sentence said, else the year of the section.
    fn period_said(&mut self, clause: &Clause, token: usize) -> String {
        let before = &clause.tokens[..position(clause, token)];
        if let Some(period) = period::before(self.sentence, self.tokens, before) {
            // 由去年同期的31.2%提高到36.5%: the second number is of the period that was spoken of before.
            if period::is_starting_point(self.sentence, self.tokens, before) {
                return period;
            }
            self.period = Some(period);
        }
        self.period.clone().or_else(|| self.context.year.map(str::to_owned)).unwrap_or_default()
    }

    /// The last resort for a subject: what stands before the number in its clause, or after it.
    fn words_around(&self, clause: &Clause, q: &Quantity) -> String {
        let start = clause.tokens.first().map_or(q.start, |&t| self.tokens.list[t].start);
        let start = start.max(self.sentence.ceil_char_boundary(q.start.saturating_sub(BEFORE_BYTES_MAX)));
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).take(12).collect::<String>();
        let before = letters(self.sentence.get(start..q.start).unwrap_or(""));
        if before.is_empty() { letters(self.after(clause, q)) } else { before }
    }

    pub(super) fn after(&self, clause: &Clause, q: &Quantity) -> &str {
        let end = clause.tokens.last().map_or(q.end, |&t| self.tokens.list[t].end);
        let near = self.sentence.floor_char_boundary(q.end + BEFORE_BYTES_MAX);
        self.sentence.get(q.end..end.max(q.end).min(near)).unwrap_or("")
    }

    /// The item with what belongs to it; a very short one takes in the clause before.
    fn quote(&self, clause: &Clause, previous: Option<&Clause>, cut: &Cut) -> Span {
        let q = &self.tokens.list[cut.at];
        let first = cut.pre.first().copied().unwrap_or(cut.at);
        let mut start = self.tokens.list[first].start.min(q.start);
        let clause_end = clause.tokens.last().map_or(q.end, |&t| self.tokens.list[t].end);
        let mut end = cut.post.last().map_or(q.end, |&t| self.tokens.list[t].end.max(q.end));
        if self.sentence[start..q.end].chars().count() > QUOTE_CHARS_MAX / 2 || !cut.post.is_empty() {
            end = clause_end.max(end);
        }
        if self.sentence[start..end].chars().count() < QUOTE_CHARS_MIN && !clause.aside {
            start = previous
                .filter(|p| !p.aside)
                .and_then(|p| p.tokens.first())
                .map_or(start, |&t| self.tokens.list[t].start.min(start));
        }
        let chars = self.sentence[start..end].chars().count();
        if chars > QUOTE_CHARS_MAX {
            let after = self.sentence[q.end..end.max(q.end)].chars().count().min(QUOTE_CHARS_MAX / 2);
            end = end.min(forward(self.sentence, q.end, after));
            start = start.max(back(self.sentence, q.start, QUOTE_CHARS_MAX.saturating_sub(after + 8).max(12)));
        }
        Span::new(start, end.max(q.end))
    }
}

/// 获批经费不少于800万元 among plans: the verb tells what is to be won, not that it was.
fn planned_bound(said: Mood, tense: Tense, approx: Option<Approx>) -> Mood {
    let bound = approx.is_some_and(|a| matches!(a.bound, Bound::AtLeast | Bound::AtMost));
    if said == Mood::Done && tense == Tense::Plan && bound { Mood::Planned } else { said }
}
