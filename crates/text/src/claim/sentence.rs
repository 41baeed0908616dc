//! One sentence read: its clauses in order, each quantity that counts as a claim, with what was carried over.

use rust_decimal::Decimal;

use super::clause::{Clause, Item as Cut, Place, clauses, items, places, quantity_at};
use super::compare::{self, Comparing, Found};
use super::counts::{Around, counted};
use super::head::{Head, head};
use super::meaning::{Mood, TARGET_ENDS, aspect, mood, status};
use super::subject::{Base, Carry, Item, Whole, base, compared};
use super::suspect::{Years, suspect};
use super::tail::{Tail, tail};
use super::wording::{finish, members, without_examples};
use super::{Aspect, Claim, Status, Comparison, period};
use crate::cues::{Cues, cues, sentence_cues};
use crate::measure::Kind as Unit;
use crate::quantity::{Approx, Bound, Quantity, interval, prefix_bound};
use crate::section::Tense;
use crate::span::Span;
use crate::token::{Tokens, tokens};

/// What a sentence is read in.
pub(crate) struct SentenceContext<'a> {
    /// First byte of the sentence in the text.
    pub start: usize,
    pub number: usize,
    pub tense: Tense,
    pub section: Option<usize>,
    /// What the section is about.
    pub topic: &'a str,
    pub year: Option<&'a str>,
    pub years: &'a Years,
    /// The sentence before, in the same line, spoke of plans.
    pub planned_before: bool,
}

/// Nouns of things that go on while other things are counted.
const EVENTS: [&str; 16] = ["活动", "培训班", "讲座", "大赛", "竞赛", "演练", "行动", "活动周", "宣传周", "科普日", "宣传日", "宣传月", "论坛", "洽谈会", "博览会", "交易会"];

/// A quotation is not longer than so many characters.
const QUOTE_CHARS_MAX: usize = 60;
const QUOTE_CHARS_MIN: usize = 6;

/// Reads one sentence and adds its claims. Tells whether it ended in plans.
pub(crate) fn read_sentence(sentence: &str, context: &SentenceContext, claims: &mut Vec<Claim>) -> bool {
    let tokens = tokens(sentence);
    if tokens.quantities.is_empty() {
        return context.planned_before;
    }
    let places = places(&tokens);
    let clauses = clauses(&tokens, &places);
    let mut reader = Reader { sentence, tokens: &tokens, places: &places, context, carry: Carry { topic: context.topic.to_owned(), ..Carry::default() }, mood: if context.planned_before { Mood::Planned } else { Mood::Unsaid }, period: None, first: claims.len(), aspects: Vec::new(), in_aside: false, holds_contest: sentence_cues(sentence).any(Cues::CONTEST) };
    for (i, clause) in clauses.iter().enumerate() {
        let beside = Beside { previous: i.checked_sub(1).map(|p| &clauses[p]), next: clauses.get(i + 1) };
        reader.clause(clause, beside, claims);
    }
    reader.mood == Mood::Planned && claims.len() > reader.first && claims.last().is_some_and(|c| c.status == Status::Target)
}

/// The clauses before and after.
#[derive(Clone, Copy)]
struct Beside<'a> {
    previous: Option<&'a Clause>,
    next: Option<&'a Clause>,
}

struct Reader<'a> {
    sentence: &'a str,
    tokens: &'a Tokens,
    places: &'a [Place],
    context: &'a SentenceContext<'a>,
    carry: Carry,
    mood: Mood,
    period: Option<String>,
    /// Number of the first claim of this sentence.
    first: usize,
    /// Aspects of the claims of this sentence.
    aspects: Vec<Aspect>,
    /// The clause being read stands in brackets.
    in_aside: bool,
    /// The sentence names a contest somewhere.
    holds_contest: bool,
}

impl Reader<'_> {
    fn clause(&mut self, clause: &Clause, beside: Beside, claims: &mut Vec<Claim>) {
        if self.holds_contest
            && let Some(contest) = contest(self.clause_text(clause))
        {
            self.carry.contest = contest;
        }
        let around = Around { sentence: self.sentence, tokens: self.tokens, places: self.places, clause };
        let counted = counted(&around);
        if counted.is_empty() {
            self.observe(clause);
            return;
        }
        self.in_aside = clause.aside;
        let kept = clause.aside.then(|| self.enter_aside(clause)).flatten();
        let cuts = items(self.sentence, self.tokens, clause, &counted);
        for (i, cut) in cuts.iter().enumerate() {
            let chain = Chain::of(&cuts, i);
            if let Some(claim) = self.item(clause, beside, cut, chain, claims) {
                claims.push(claim);
            }
        }
        if clause.closed_by == '。' || clause.closed_by == ';' || clause.closed_by == '；' {
            self.carry.wholes.iter_mut().for_each(|w| w.open = false);
        }
        if let Some((object, before)) = kept {
            self.carry.object = object;
            self.carry.before = before;
        }
        self.carry.before.clear();
    }

    /// A remark like (投资975万元) speaks of the noun right before its bracket. Gives back what was carried.
    fn enter_aside(&mut self, clause: &Clause) -> Option<(String, String)> {
        let bracket = clause.bracket?;
        let stop = |t: &crate::token::Token| matches!(t.kind, crate::token::Kind::Mark(_) | crate::token::Kind::Quantity(_));
        let first = self.tokens.list[..bracket].iter().rposition(stop).map_or(0, |p| p + 1);
        let nouns: Vec<usize> = (first..bracket).collect();
        let noun = head(self.sentence, self.tokens, &nouns).object;
        if noun.is_empty() {
            return None;
        }
        let kept = (self.carry.object.clone(), self.carry.before.clone());
        self.carry.object.clone_from(&noun);
        self.carry.before = noun;
        Some(kept)
    }

    fn clause_text(&self, clause: &Clause) -> &str {
        match (clause.tokens.first(), clause.tokens.last()) {
            (Some(&first), Some(&last)) => &self.sentence[self.tokens.list[first].start..self.tokens.list[last].end],
            _ => "",
        }
    }

    /// A clause without claims still tells about time and certainty, and who acts.
    fn observe(&mut self, clause: &Clause) {
        let text = self.clause_text(clause);
        let head = head(self.sentence, self.tokens, &clause.tokens);
        let said = mood(text, "", &head);
        let opens = head.signs.any(crate::lexicon::Tags::PLAN) || ["力争", "计划", "预期", "目标", "拟"].iter().any(|w| text.trim_start().starts_with(w));
        let resolved = said == Mood::Planned && (self.context.tense == Tense::Plan || opens && !text.contains("确保"));
        if said == Mood::Expected || resolved || (said == Mood::Done && self.mood == Mood::Unsaid && text.contains("已")) {
            self.mood = said;
        }
        if let Some(period) = period::before(self.sentence, self.tokens, &clause.tokens) {
            self.period = Some(period);
        }
        if clause.aside {
            return;
        }
        let noun = without_examples(head.object.rsplit('的').next().unwrap_or(""));
        let noun = noun.trim_matches(['”', '“']);
        if EVENTS.iter().any(|e| noun.ends_with(e)) && (3..=14).contains(&noun.chars().count()) {
            self.carry.event = noun.to_owned();
        }
        if !head.lead.is_empty() && head.lead.chars().count() <= 14 {
            self.carry.hint.clone_from(&head.lead);
        }
        self.carry.before = if head.object.chars().count() <= 20 && clause.closed_by != '。' { head.object } else { String::new() };
    }

    fn item(&mut self, clause: &Clause, beside: Beside, cut: &Cut, chain: Chain, claims: &[Claim]) -> Option<Claim> {
        let q = quantity_at(self.tokens, cut.at)?;
        let quote = self.places[cut.at].quote;
        let within = |list: &[usize]| -> Vec<usize> { list.iter().copied().filter(|&t| quote.is_none() || q.word() == "连冠" || self.places[t].quote == quote).collect() };
        let head = head(self.sentence, self.tokens, &within(&cut.pre));
        let tail = tail(self.sentence, self.tokens, &within(&cut.post));
        let comparison = if tail.predicate.is_empty() { compare::find(self.sentence, self.tokens, &cut.pre, q) } else { None };
        let number = claims.len();
        let (subject, comparison, part_of) = match comparison {
            Some(found) => self.comparison(&found, chain, number, claims),
            None => {
                let part = self.part_of(q, &head, cut.coordinated);
                let purpose = self.purpose(beside, cut, clause, q);
                let item = Item { q, head: &head, tail: &tail, whole: part.map(|p| &self.carry.wholes[p]), purpose: &purpose, coordinated: cut.coordinated };
                let said = base(&item, &self.carry);
                // 资料上万份: 上 belongs to the number.
                let said = if q.approx.is_some_and(|a| a.word == "上") { said.trim_end_matches('上') } else { said.as_str() };
                let subject = finish(said);
                let whole = part.map(|p| self.carry.wholes[p].claim);
                self.remember(q, &head, &tail, &subject, number, part.is_some());
                (subject, None, whole)
            }
        };
        Some(self.claim(clause, beside.previous, cut, q, &head, &tail, subject, comparison, part_of))
    }

    /// Subject and base of a comparison.
    fn comparison(&mut self, found: &Found, chain: Chain, number: usize, claims: &[Claim]) -> (String, Option<Comparison>, Option<usize>) {
        let bases = &self.carry.bases;
        let outside: Vec<Base> = if self.in_aside { bases.clone() } else { bases.iter().filter(|b| !b.aside).cloned().collect() };
        let bases = &outside;
        let pairs = chain.length > 1 && bases.len() >= chain.length && bases[bases.len() - chain.length..].iter().all(|b| claims.get(b.claim).is_some_and(|c| c.unit == claims[bases[bases.len() - 1].claim.min(claims.len() - 1)].unit));
        let at = if (found.respectively || pairs) && bases.len() >= chain.length { bases.len() - chain.length + chain.place } else { bases.len().wrapping_sub(1) };
        let base = bases.get(at).cloned();
        let subject = finish(&compared(found, base.as_ref().map(|b| b.subject.as_str()), &self.carry));
        let base_claim = if found.own.is_empty() { base.map(|b| b.claim) } else { None };
        if found.own.is_empty() {
            // 比上年提高…, 居全省第二: what follows still speaks of the same thing.
        } else {
            self.carry.bases.push(Base { claim: number, subject: found.own.clone(), aside: self.in_aside });
            self.carry.subject.clone_from(&found.own);
            self.carry.object.clone_from(&found.own);
        }
        (subject, Some(Comparison { comparing: found.comparing, against: found.against, base: base_claim }), None)
    }

    /// What the next clause does, in a few words: money was spent for it.
    fn purpose(&self, beside: Beside, cut: &Cut, clause: &Clause, q: &Quantity) -> String {
        let ends_clause = cut.post.is_empty() || q.kind() == Some(Unit::Time);
        let Some(next) = beside.next.filter(|n| ends_clause && !n.aside && clause.closed_by == ',') else { return String::new() };
        let until = next.tokens.iter().position(|&t| quantity_at(self.tokens, t).is_some()).unwrap_or(next.tokens.len());
        let deed = head(self.sentence, self.tokens, &next.tokens[..until]);
        let after = tail(self.sentence, self.tokens, next.tokens.get(until + 1..).unwrap_or(&[]));
        let noun = if deed.object.is_empty() { after.noun } else { deed.object };
        if deed.verb.is_empty() || noun.chars().count() > 30 { String::new() } else { format!("{}{}{noun}", if deed.lead.starts_with('为') { deed.lead.as_str() } else { "" }, deed.verb) }
    }

    /// The whole this one is a part of, by its number in the carry.
    fn part_of(&mut self, q: &Quantity, head: &Head, coordinated: bool) -> Option<usize> {
        let wholes = &mut self.carry.wholes;
        let same_unit = |w: &Whole| w.unit == q.word() || q.word().is_empty();
        let at = if head.part {
            wholes.iter_mut().for_each(|w| w.open = false);
            // The nearest one in the same unit that is large enough; a smaller one only when there is no other.
            let large = |w: &Whole| same_unit(w) && w.value.zip(q.value).is_none_or(|(w, p)| w >= p);
            let at = wholes.iter().rposition(large).or_else(|| wholes.iter().rposition(same_unit)).or(wholes.len().checked_sub(1))?;
            wholes[at].open = true;
            at
        } else {
            wholes.iter().rposition(|w| w.open)?
        };
        let acts = !coordinated && !head.verb.is_empty();
        let begins_anew = !head.part && (head.total || acts && (!head.lead.is_empty() || wholes[at].verb.is_empty()));
        if begins_anew {
            wholes[at].open = false;
            return None;
        }
        same_unit(&wholes[at]).then_some(at)
    }

    fn remember(&mut self, q: &Quantity, head: &Head, tail: &Tail, subject: &str, number: usize, is_part: bool) {
        let carry = &mut self.carry;
        carry.before.clear();
        // A span of time is nothing a rank or a growth could speak of.
        if q.kind() == Some(Unit::Time) {
            return;
        }
        if is_part {
            carry.bases.push(Base { claim: number, subject: subject.to_owned(), aside: self.in_aside });
            carry.subject = subject.to_owned();
            return;
        }
        carry.bases.push(Base { claim: number, subject: subject.to_owned(), aside: self.in_aside });
        carry.subject = subject.to_owned();
        let noun = if !tail.noun.is_empty() {
            tail.noun.clone()
        } else if head.object.is_empty() && !head.lead.starts_with(['为', '向', '对']) {
            head.lead.clone()
        } else {
            head.object.clone()
        };
        if head.is_bare_verb() && tail.is_empty() {
            // 立项13项: the list goes on with the verb before.
        } else if !head.verb.is_empty() {
            carry.verb = if tail.predicate.is_empty() { head.verb.clone() } else { String::new() };
            carry.lead = head.lead.clone();
        } else if head.reach || !head.lead.is_empty() || !tail.predicate.is_empty() {
            carry.verb.clear();
        }
        if !noun.is_empty() && !head.attribute {
            carry.object = noun.clone();
        } else if carry.object.is_empty() {
            carry.object = noun.clone();
        }
        if EVENTS.iter().any(|e| carry.object.ends_with(e)) && carry.object.chars().count() <= 14 {
            carry.event.clone_from(&carry.object);
        }
        carry.unit = q.word().to_owned();
        let object = if noun.is_empty() { carry.object.clone() } else { noun };
        carry.wholes.push(Whole { claim: number, lead: head.lead.clone(), verb: carry.verb.clone(), object: after_holding(&object).to_owned(), unit: q.word().to_owned(), value: q.value, open: false });
    }

    #[allow(clippy::too_many_arguments)] // the parts of one item, put together once
    fn claim(&mut self, clause: &Clause, previous: Option<&Clause>, cut: &Cut, q: &Quantity, head: &Head, tail: &Tail, subject: String, comparison: Option<Comparison>, part_of: Option<usize>) -> Claim {
        let clause_start = clause.tokens.first().map_or(q.start, |&t| self.tokens.list[t].start);
        let before = &self.sentence[clause_start..q.start];
        let after = self.after(clause, q);
        let completion = comparison.as_ref().is_some_and(|c| c.comparing == Comparing::Completion);
        let said = if completion { Mood::Unsaid } else { mood(before, after, head) };
        // 目标产量650公斤 says something about this number only.
        let lasting = !TARGET_ENDS.iter().any(|w| before.trim_end().ends_with(w));
        if said != Mood::Unsaid && lasting {
            self.mood = said;
        }
        let approx = q.approx.or_else(|| prefix_bound(before)).or_else(|| (self.mood == Mood::Expected).then_some(Approx { word: "预计", bound: Bound::Expected }));
        let comparing = comparison.as_ref().map(|c| c.comparing);
        let in_name = self.places[cut.at].quote.is_some();
        let whole = part_of.and_then(|w| w.checked_sub(self.first)).and_then(|w| self.aspects.get(w).copied());
        let mut aspect = if in_name { Aspect::Other } else { aspect(q, head, tail, comparing, &subject) };
        let thing = matches!(q.kind(), Some(Unit::Count | Unit::Person | Unit::Area));
        let listed_on = self.carry.holding && thing && head.verb.is_empty() && tail.predicate.is_empty();
        if (whole == Some(Aspect::Stock) || listed_on) && aspect == Aspect::Flow && head.verb.is_empty() {
            aspect = Aspect::Stock;
        }
        if comparison.is_none() && !head.is_bare_verb() {
            let holds = cues(before).any(Cues::HOLDING);
            self.carry.holding = holds || listed_on;
        }
        self.aspects.push(aspect);
        let period = period::before(self.sentence, self.tokens, &clause.tokens[..position(clause, cut.at)]);
        if period.is_some() {
            self.period.clone_from(&period);
        }
        let exact = matches!(q.kind(), None | Some(Unit::Count | Unit::Person | Unit::Time | Unit::Rank)) && q.magnitude == 1;
        let (low, high) = match q.value {
            Some(value) => interval(value, q.upper, q.precision, q.rounding, approx, exact),
            None => (None, None),
        };
        let unit_lost = comparing == Some(Comparing::Share) && q.unit.is_empty() && q.value.is_some_and(|v| v > Decimal::ONE);
        let written = &self.sentence[q.start..q.unit_end];
        let quote = self.quote(clause, previous, cut);
        let offset = self.context.start;
        let listed = Some(members(&head.object)).filter(|&n| n >= 2 && tail.predicate.is_empty() | !tail.noun.is_empty() && head.verb.is_empty());
        Claim {
            value: q.value,
            low,
            high,
            unit: q.unit.clone(),
            approx: approx.map(|a| a.word.to_owned()),
            level: period::level(&subject),
            aspect,
            status: status(said, self.mood, self.context.tense),
            period: self.period.clone().or_else(|| self.context.year.map(str::to_owned)).unwrap_or_default(),
            part_of,
            comparison,
            suspect: suspect(q, written, unit_lost, self.context.years),
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
            listed,
            cell: None,
            subject,
        }
    }

    fn after(&self, clause: &Clause, q: &Quantity) -> &str {
        let end = clause.tokens.last().map_or(q.end, |&t| self.tokens.list[t].end);
        self.sentence.get(q.end..end.max(q.end)).unwrap_or("")
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
            start = previous.filter(|p| !p.aside).and_then(|p| p.tokens.first()).map_or(start, |&t| self.tokens.list[t].start.min(start));
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

fn position(clause: &Clause, token: usize) -> usize {
    clause.tokens.iter().position(|&t| t == token).unwrap_or(clause.tokens.len())
}

fn back(text: &str, from: usize, chars: usize) -> usize {
    text[..from].char_indices().rev().take(chars).last().map_or(from, |(i, _)| i)
}

fn forward(text: &str, from: usize, chars: usize) -> usize {
    text[from..].char_indices().nth(chars).map_or(text.len(), |(i, _)| from + i)
}

/// Where an item stands among those joined by 、 and 和.
#[derive(Debug, Clone, Copy)]
struct Chain {
    place: usize,
    length: usize,
}

impl Chain {
    fn of(cuts: &[Cut], at: usize) -> Self {
        let first = (0..=at).rev().find(|&i| i == 0 || !cuts[i].coordinated).unwrap_or(0);
        let length = 1 + cuts[first + 1..].iter().take_while(|c| c.coordinated).count();
        Self { place: at - first, length }
    }
}

/// 支部现有党员 as a whole is 党员.
fn after_holding(object: &str) -> &str {
    ["现有", "共有", "拥有", "实有", "原有"].iter().find_map(|w| object.split_once(w)).map_or(object, |(_, noun)| noun)
}

/// The contest a clause names: 全市青少年科技创新大赛.
fn contest(clause: &str) -> Option<String> {
    const KINDS: [&str; 8] = ["大赛", "竞赛", "比赛", "锦标赛", "运动会", "评选", "博览会", "交易会"];
    let end = KINDS.iter().filter_map(|k| clause.rfind(k).map(|at| at + k.len())).max()?;
    let clause_head = &clause[..end];
    let start = ["参加了", "参加", "参与", "举办", "承办", "组织", "获得", "获", "在"].iter().filter_map(|v| clause_head.rfind(v).map(|at| at + v.len())).max().unwrap_or(0);
    let mut name = String::new();
    let mut depth = 0;
    for c in clause_head[start..].chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= i32::from(depth > 0),
            _ if depth == 0 => name.push(c),
            _ => {}
        }
    }
    // 第30届 orders the contest and does not name it.
    while let Some(at) = name.find('第') {
        let Some(session) = name[at..].find('届').filter(|&s| s <= 18) else { break };
        name.replace_range(at..at + session + '届'.len_utf8(), "");
    }
    (name.chars().count() >= 2).then_some(name)
}

/// Whether a sentence is worth taking apart: it holds a digit, a Chinese numeral, or a sign of a lost one.
pub(crate) fn may_count(sentence: &str) -> bool {
    sentence.chars().any(|c| crate::numeral::is_arabic_digit(c) || crate::numeral::is_chinese_digit(c) || matches!(c, '*' | 'x' | 'X' | '万' | '亿')) || sentence_cues(sentence).any(Cues::LOST)
}
