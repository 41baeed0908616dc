//! Words that anywhere in a text say how it is meant, all looked for in one pass.
//!
//! The vocabulary is `data/cues.txt`. A word inside a longer word counts too; what must stand alone belongs to the lexicon.

use std::sync::OnceLock;

use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind};

use crate::data;

static FILE: &str = include_str!("../data/cues.txt");

/// The kinds of words found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cues(u32);

macro_rules! cues {
    ($($name:ident = $section:literal;)*) => {
        impl Cues {
            cues!(@bits 0u32; $($name)*);
        }
        const SECTIONS: &[(&str, Cues)] = &[$(($section, Cues::$name)),*];
    };
    (@bits $n:expr; $head:ident $($tail:ident)*) => {
        pub const $head: Self = Self(1 << $n);
        cues!(@bits $n + 1; $($tail)*);
    };
    (@bits $n:expr;) => {};
}

cues! {
    EXPECTED = "expected";
    EXPECTED_AFTER = "expected_after";
    DONE = "done";
    PLANNED = "planned";
    STRONGLY_PLANNED = "strongly_planned";
    HAPPENED = "happened";
    RUN_UP = "run_up";
    STOCK = "stock";
    HOLDING = "holding";
    SIZE = "size";
    AVERAGE = "average";
    EACH = "each";
    PICKED = "picked";
    NATIONAL = "national";
    PROVINCIAL = "provincial";
    CITY = "city";
    COUNTY = "county";
    CONTEST = "contest";
    ANNOUNCES = "announces";
    TURNS_TO_PLAN = "turns_to_plan";
    LAST_YEAR = "last_year";
    LAST_PERIOD = "last_period";
    YEAR_START = "year_start";
    YEARLY = "yearly";
    COMPARES = "compares";
    PLAN_NOUN = "plan_noun";
    MAY_PLAN = "may_plan";
    LOST = "lost";
    TITLE_REPORTS = "title_reports";
    TITLE_PLANS = "title_plans";
    TITLE_PROBLEMS = "title_problems";
}

impl Cues {
    /// Both together.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any of `other`'s kinds was found.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

struct Finder {
    words: DFA,
    cues: Vec<Cues>,
}

/// Kinds that are asked for of every sentence, and those asked of headings; the others only of clauses that hold a number.
const OF_SENTENCES: Cues = Cues::CONTEST.or(Cues::ANNOUNCES).or(Cues::TURNS_TO_PLAN).or(Cues::LOST);
const OF_TITLES: Cues = Cues::TITLE_REPORTS.or(Cues::TITLE_PLANS).or(Cues::TITLE_PROBLEMS);
const OF_CLAUSES: Cues = Cues(!(OF_SENTENCES.0 | OF_TITLES.0));

fn build(kinds: Cues) -> Option<Finder> {
    let mut words: Vec<&'static str> = Vec::new();
    let mut cues: Vec<Cues> = Vec::new();
    for &(section, cue) in SECTIONS.iter().filter(|(_, cue)| cue.any(kinds)) {
        for word in data::words(FILE, section) {
            match words.iter().position(|w| *w == word) {
                Some(at) => cues[at].0 |= cue.0,
                None => {
                    words.push(word);
                    cues.push(cue);
                }
            }
        }
    }
    let words = DFA::builder().match_kind(MatchKind::Standard).build(&words).ok()?;
    Some(Finder { words, cues })
}

/// The kinds of words a clause holds.
pub(crate) fn cues(text: &str) -> Cues {
    static FINDER: OnceLock<Option<Finder>> = OnceLock::new();
    search(FINDER.get_or_init(|| build(OF_CLAUSES)).as_ref(), text)
}

/// The kinds of words a sentence holds that matter before it is taken apart.
pub(crate) fn sentence_cues(text: &str) -> Cues {
    static FINDER: OnceLock<Option<Finder>> = OnceLock::new();
    search(FINDER.get_or_init(|| build(OF_SENTENCES)).as_ref(), text)
}

/// The kinds of words a heading holds.
pub(crate) fn title_cues(text: &str) -> Cues {
    static FINDER: OnceLock<Option<Finder>> = OnceLock::new();
    search(FINDER.get_or_init(|| build(OF_TITLES)).as_ref(), text)
}

fn search(finder: Option<&Finder>, text: &str) -> Cues {
    let Some(finder) = finder else { return Cues::default() };
    let words = &finder.words;
    let Ok(mut state) = words.start_state(Anchored::No) else { return Cues::default() };
    let mut found = Cues::default();
    for &byte in text.as_bytes() {
        state = words.next_state(Anchored::No, state, byte);
        if words.is_special(state) && words.is_match(state) {
            (0..words.match_len(state)).for_each(|i| found.0 |= finder.cues[words.match_pattern(state, i).as_usize()].0);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_inside_words_count() {
        let found = cues("截至目前,力争全年完成目标");
        assert!(found.any(Cues::DONE) && found.any(Cues::PLANNED) && found.any(Cues::PLAN_NOUN));
        assert!(!found.any(Cues::EXPECTED));
        assert_eq!(cues(""), Cues::default());
    }
}
