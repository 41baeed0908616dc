//! One sentence read: its clauses in order, each quantity that counts as a claim, with what was carried over.

use super::assemble::Found;
use super::carry::{Carry, Item, Whole};
use super::clause::{Clause, Item as Cut, Place, clauses, items, places, quantity_at};
use super::compare;
use super::counts::{Around, counted};
use super::distribute::{each_name, name_at};
use super::event::{EVENTS, contest};
use super::head::{Head, head};
use super::meaning::{Mood, mood};
use super::stock;
use super::subject::{base, shares_end};
use super::suspect::Years;
use super::tail::{Tail, tail};
use super::wording::{finish, without_examples};
use super::{Aspect, Claim, Comparison, Status, period};
use crate::cues::{Cues, cues};
use crate::lexicon::{self, Tags};
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;
use crate::section::Tense;
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
    /// What the sentence before has left.
    pub left: &'a Left,
    /// The kinds of words the sentence holds.
    pub said: Cues,
}

/// What a sentence leaves to the next one.
#[derive(Default)]
pub(crate) struct Left {
    /// It ended in plans.
    pub planned: bool,
    /// Its claims whose parts a sentence that begins with 其中 may list.
    wholes: Vec<Whole>,
}

impl Left {
    fn planned(planned: bool) -> Self {
        Self { planned, wholes: Vec::new() }
    }
}

/// Reads one sentence and adds its claims.
pub(crate) fn read_sentence(sentence: &str, context: &SentenceContext, claims: &mut Vec<Claim>) -> Left {
    let tokens = tokens(sentence);
    if tokens.quantities.is_empty() {
        return Left::planned(context.left.planned);
    }
    let places = places(&tokens);
    let clauses = clauses(&tokens, &places);
    let around = |clause| Around { sentence, tokens: &tokens, places: &places, clause };
    let counts: Vec<Vec<usize>> = clauses.iter().map(|clause| counted(&around(clause))).collect();
    // Most sentences with a numeral count nothing: 进一步, 第三届.
    if counts.iter().all(Vec::is_empty) {
        return Left::planned(false);
    }
    let among = sentence.trim_start().starts_with("其中");
    // Of what was measured, not of what was counted: 其中初中20所 names its own kind.
    let measured = |w: &&Whole| crate::measure::exact(&w.unit).is_some_and(|m| m.kind.is_dimension() || m.kind == Unit::Money);
    let wholes = if among { context.left.wholes.iter().filter(measured).cloned().collect() } else { Vec::new() };
    let mut reader = Reader {
        sentence,
        tokens: &tokens,
        places: &places,
        context,
        carry: Carry { topic: context.topic.to_owned(), wholes, ..Carry::default() },
        mood: if context.left.planned { Mood::Planned } else { Mood::Unsaid },
        said: Mood::Unsaid,
        expected_year: None,
        period: None,
        first: claims.len(),
        aspects: Vec::new(),
        in_aside: false,
        open_outside: None,
        holds_contest: context.said.any(Cues::CONTEST),
    };
    for (i, clause) in clauses.iter().enumerate() {
        let beside = Beside { previous: i.checked_sub(1).map(|p| &clauses[p]), next: clauses.get(i + 1) };
        reader.clause(clause, &counts[i], beside, claims);
    }
    let counted = claims.len() > reader.first;
    let planned = reader.mood == Mood::Planned && counted && claims.last().is_some_and(|c| c.status == Status::Target);
    Left { planned, wholes: reader.carry.wholes }
}

/// What the numbers of 21:50:29 are the shares of.
pub(crate) const SECTORS: [&str; 3] = ["第一", "第二", "第三"];

/// The clauses before and after.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    pub(super) previous: Option<&'a Clause>,
    pub(super) next: Option<&'a Clause>,
}

/// A number that is no comparison, with all that was found out about it.
struct Counting<'a> {
    clause: &'a Clause,
    beside: Beside<'a>,
    cut: &'a Cut,
    following: Option<&'a Cut>,
    q: &'a Quantity,
    head: &'a Head,
    tail: &'a Tail,
    /// What 分别 says it is of.
    told: Option<String>,
}

/// An item with its neighbours in the clause.
#[derive(Clone, Copy)]
struct Among<'a> {
    cut: &'a Cut,
    following: Option<&'a Cut>,
    chain: Chain,
    /// 二等奖、三等奖各1项: the one that is read now.
    each: Option<&'a str>,
}

pub(super) struct Reader<'a> {
    pub(super) sentence: &'a str,
    pub(super) tokens: &'a Tokens,
    pub(super) places: &'a [Place],
    pub(super) context: &'a SentenceContext<'a>,
    pub(super) carry: Carry,
    pub(super) mood: Mood,
    /// What was said of the last number alone.
    pub(super) said: Mood,
    /// The year that 预计 was said of.
    pub(super) expected_year: Option<u16>,
    pub(super) period: Option<String>,
    /// Number of the first claim of this sentence.
    pub(super) first: usize,
    /// Aspects of the claims of this sentence.
    pub(super) aspects: Vec<Aspect>,
    /// The clause being read stands in brackets.
    pub(super) in_aside: bool,
    /// The whole whose parts were being listed when the brackets opened.
    pub(super) open_outside: Option<usize>,
    /// The sentence names a contest somewhere.
    pub(super) holds_contest: bool,
}

impl Reader<'_> {
    fn clause(&mut self, clause: &Clause, counted: &[usize], beside: Beside, claims: &mut Vec<Claim>) {
        if self.holds_contest
            && let Some(contest) = contest(self.clause_text(clause))
        {
            self.carry.contest = contest;
        }
        if clause.aside && !self.in_aside {
            self.open_outside = self.carry.wholes.iter().rposition(|w| w.open);
        }
        self.in_aside = clause.aside;
        if counted.is_empty() {
            self.observe(clause);
            return;
        }
        let kept = clause.aside.then(|| self.enter_aside(clause)).flatten();
        let cuts = items(self.sentence, self.tokens, clause, counted);
        for (i, cut) in cuts.iter().enumerate() {
            let among = Among { cut, following: cuts.get(i + 1), chain: Chain::of(&cuts, i), each: None };
            let each = self.each_of(cut);
            let times = each.len().max(1);
            for name in (0..times).map(|n| each.get(n)) {
                if let Some(claim) = self.item(clause, beside, Among { each: name.map(String::as_str), ..among }, claims) {
                    claims.push(claim);
                }
            }
        }
        if clause.closed_by == '。' || clause.closed_by == ';' || clause.closed_by == '；' {
            self.carry.wholes.iter_mut().for_each(|w| w.open = false);
        }
        // What a remark lists as parts ends with it.
        if clause.aside && clause.closed_by == ')' {
            self.carry.wholes.iter_mut().for_each(|w| w.open = false);
            if let Some(whole) = self.open_outside.take().and_then(|w| self.carry.wholes.get_mut(w)) {
                whole.open = true;
            }
        }
        if let Some((object, before)) = kept {
            self.carry.object = object;
            self.carry.before = before;
        }
        self.carry.before.clear();
    }

    pub(super) fn clause_text(&self, clause: &Clause) -> &str {
        match (clause.tokens.first(), clause.tokens.last()) {
            (Some(&first), Some(&last)) => &self.sentence[self.tokens.list[first].start..self.tokens.list[last].end],
            _ => "",
        }
    }

    /// A clause without claims still tells about time and certainty, and who acts.
    fn observe(&mut self, clause: &Clause) {
        let text = self.clause_text(clause);
        let head = head(self.sentence, self.tokens, &clause.tokens);
        let said = mood(text, cues(text), &self.told(""), &head);
        let apart = told_apart(text.trim()).map(str::to_owned);
        let opens = head.signs.any(Tags::PLAN)
            || ["力争", "计划", "预期", "目标", "拟", "到"].iter().any(|w| text.trim_start().starts_with(w));
        let resolved = said == Mood::Planned
            && !self.holds_next(clause, text)
            && (self.context.tense == Tense::Plan || opens && !text.contains("确保"));
        if said == Mood::Expected || resolved || (said == Mood::Done && self.mood == Mood::Unsaid && text.contains("已")) {
            self.mood = said;
        }
        if let Some(thing) = apart {
            if !thing.is_empty() {
                self.carry.told_apart = thing;
            } else if self.carry.told_apart.is_empty() {
                self.carry.told_apart = self.carry.last_noun();
            }
        }
        if let Some(period) = period::before(self.sentence, self.tokens, &clause.tokens) {
            self.period = Some(period);
        }
        if clause.aside {
            return;
        }
        let noun = without_examples(head.object.rsplit('的').next().unwrap_or(""));
        let noun = if noun.matches('“').count() == noun.matches('”').count() {
            noun.as_str()
        } else {
            noun.trim_matches(['”', '“'])
        };
        if EVENTS.iter().any(|e| noun.ends_with(e)) && (3..=14).contains(&noun.chars().count()) {
            self.carry.event = noun.to_owned();
            self.carry.event_counted = false;
            self.carry.event_passed = false;
        }
        if !head.lead.is_empty() && head.lead.chars().count() <= 14 {
            self.carry.hint.clone_from(&head.lead);
            self.carry.hint_is_last = true;
        }
        self.carry.before =
            if head.object.chars().count() <= 20 && clause.closed_by != '。' { head.object } else { String::new() };
    }

    fn item(&mut self, clause: &Clause, beside: Beside, among: Among, claims: &[Claim]) -> Option<Claim> {
        let Among { cut, following, chain, each } = among;
        let q = quantity_at(self.tokens, cut.at)?;
        self.forget_old();
        let quote = self.places[cut.at].quote;
        let within = |list: &[usize]| -> Vec<usize> {
            list.iter().copied().filter(|&t| quote.is_none() || q.word() == "连冠" || self.places[t].quote == quote).collect()
        };
        let mut head = head(self.sentence, self.tokens, &within(&cut.pre));
        let respectively = chain.length > 1 && self.says_respectively(cut);
        if let Some(name) = each {
            head.object = name.to_owned();
            head.verb.clear();
            head.lead.clear();
        }
        let named = respectively.then(|| name_at(&head.object, chain.place, chain.length)).flatten();
        // 国家级9项、省级62项,分别争取资金4100万元和6850万元: of what was counted just before.
        let told = if respectively && named.is_none() { self.told_at(chain) } else { None };
        if let Some(name) = named {
            head.object = name;
        }
        let tail = tail(self.sentence, self.tokens, &within(&cut.post));
        let comparison = self.comparing(q, &tail, cut, claims);
        let (subject, comparison, part_of) = match comparison {
            Some(found) => self.comparison(q, &found, chain, claims),
            None => self.counting(Counting { clause, beside, cut, following, q, head: &head, tail: &tail, told }, claims.len()),
        };
        let previous = beside.previous;
        Some(self.claim(Found { clause, previous, cut, q, head: &head, tail: &tail, subject, comparison, part_of }))
    }

    /// The comparison a number makes, where it makes one.
    fn comparing(&self, q: &Quantity, tail: &Tail, cut: &Cut, claims: &[Claim]) -> Option<compare::Found> {
        if !tail.predicate.is_empty() || q.sector.is_some() {
            return None;
        }
        // 目标是1.8%,实际完成1.74%: the figure itself, no share of the aim.
        let aimed = claims.last().filter(|c| c.sentence == self.context.number);
        let aimed = aimed.is_some_and(|c| c.status == Status::Target && c.unit == q.unit && c.comparison.is_none());
        compare::find(self.sentence, self.tokens, &cut.pre, q)
            .filter(|found| !(aimed && found.comparing == compare::Comparing::Completion))
    }

    /// Subject and whole of a number that is no comparison; it is remembered for what follows.
    fn counting(&mut self, item: Counting, number: usize) -> (String, Option<Comparison>, Option<usize>) {
        let Counting { clause, beside, cut, following, q, head, tail, told } = item;
        let part = if q.sector.is_none() { self.part_of(q, head, cut) } else { None };
        let purpose = match self.deed_for(cut, following) {
            deed if deed.is_empty() => self.purpose(beside, cut, clause, q),
            deed => deed,
        };
        let item = Item {
            q,
            head,
            tail,
            whole: part.map(|p| &self.carry.wholes[p]),
            purpose: &purpose,
            coordinated: cut.coordinated,
            year_before: self.names_year_before(cut),
        };
        let said = match (told, q.sector.and_then(|place| SECTORS.get(usize::from(place)))) {
            (_, Some(sector)) => format!("三次产业结构{sector}产业比重"),
            (Some(thing), _) => format!("{thing}{}", head.text()),
            _ => base(&item, &self.carry),
        };
        // 资料上万份, 烟叶税过亿元: the word belongs to the number.
        let said = q.approx.filter(|a| matches!(a.word, "上" | "过")).map_or(said.as_str(), |a| said.trim_end_matches(a.word));
        let subject = finish(said);
        let whole = part.map(|p| self.carry.wholes[p].claim);
        self.remember(q, head, tail, &subject, number, part.is_some());
        // 428家规上工业企业中: what follows tells of some of them.
        if stock::is_among(tail, self.after(clause, q))
            && stock::names_body(&tail.noun)
            && let Some(whole) = self.carry.wholes.last_mut().filter(|w| w.claim == number)
        {
            whole.open = true;
        }
        (subject, None, whole)
    }

    /// 到2020年底,全市拥有孵化器4家: what is there by that day is no plan.
    fn holds_next(&self, clause: &Clause, text: &str) -> bool {
        const NEAR_BYTES: usize = 60;
        let end = clause.tokens.last().map_or(0, |&t| self.tokens.list[t].end);
        let rest = self.sentence[end..].trim_start_matches([',', '，', ' ']);
        let near = &rest[..rest.floor_char_boundary(NEAR_BYTES.min(rest.len()))];
        let next = near.split([',', '，', '；', ';', '。']).next().unwrap_or("");
        text.trim_start().starts_with('到') && cues(next).any(Cues::HOLDING)
    }

    /// The names of which 各 tells the same number each.
    fn each_of(&self, cut: &Cut) -> Vec<String> {
        let counts = quantity_at(self.tokens, cut.at).is_some_and(|q| !q.is_amount() || q.is_money());
        match (cut.pre.first(), cut.pre.last()) {
            (Some(&first), Some(&last)) if counts && !cut.shares_pre => {
                each_name(&self.sentence[self.tokens.list[first].start..self.tokens.list[last].end])
            }
            _ => Vec::new(),
        }
    }

    /// What was counted in this place of a list just as long as the one that 分别 begins.
    fn told_at(&self, chain: Chain) -> Option<String> {
        let bases = &self.carry.bases;
        let from = bases.len().checked_sub(chain.length + chain.place)?;
        let listed = &bases[from..from + chain.length];
        let alike = listed.windows(2).all(|pair| shares_end(&pair[0].subject, &pair[1].subject));
        let thing = listed.get(chain.place).filter(|_| alike)?.subject.as_str();
        let deed = lexicon::next(thing, 0).filter(|f| f.start == 0 && f.tags.any(Tags::VERB)).map_or(0, |f| f.end);
        Some(if thing[deed..].chars().count() >= 4 { &thing[deed..] } else { thing }.to_owned())
    }

    fn says_respectively(&self, cut: &Cut) -> bool {
        let text = |t: &usize| self.tokens.list[*t].text(self.sentence);
        cut.pre.iter().any(|t| text(t).starts_with("分别") || text(t).starts_with("依次"))
    }

    fn names_year_before(&self, cut: &Cut) -> bool {
        let text = |t: &usize| self.tokens.list[*t].text(self.sentence);
        cut.pre.iter().any(|t| matches!(text(t), "上年" | "去年" | "上年同期" | "去年同期" | "上年度" | "同期"))
    }
}

/// Where an item stands among those joined by 、 and 和.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain {
    pub place: usize,
    pub length: usize,
}

impl Chain {
    fn of(cuts: &[Cut], at: usize) -> Self {
        let first = (0..=at).rev().find(|&i| i == 0 || !cuts[i].coordinated).unwrap_or(0);
        let length = 1 + cuts[first + 1..].iter().take_while(|c| c.coordinated).count();
        Self { place: at - first, length }
    }
}

/// 卫生技术人员按学历分, 按岗位划分: what is told apart; empty where it was named before.
fn told_apart(clause: &str) -> Option<&str> {
    let said = ["分", "划分", "分类", "来分", "看", "来看", "统计"].iter().find_map(|end| clause.strip_suffix(end))?;
    let at = said.rfind('按')?;
    let by = said[at + '按'.len_utf8()..].chars().count();
    (1..=6).contains(&by).then(|| &said[..at])
}
