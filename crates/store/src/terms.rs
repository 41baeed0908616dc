//! Search terms: Chinese text as overlapping pairs of characters, everything else as lower-case words.
//!
//! Pairs find every substring of two characters or more, need no dictionary and no start-up time; a phrase of pairs is an
//! exact substring. Single characters are found as the beginning of a pair.

/// The terms of a text, separated by blanks, ready for a full-text index that splits at blanks.
pub fn terms(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for run in runs(text) {
        for term in run.terms() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&term);
        }
    }
    out
}

/// A full-text query for what a person typed: every word must occur as it stands. `None` where nothing can be searched.
pub fn query(typed: &str) -> Option<String> {
    let mut phrases: Vec<Vec<Run>> = Vec::new();
    for run in runs(typed).into_iter().take(RUNS_MAX) {
        match phrases.last_mut() {
            Some(phrase) if run.adjacent => phrase.push(run),
            _ => phrases.push(vec![run]),
        }
    }
    let parts: Vec<String> = phrases.iter().map(|phrase| quote(phrase)).collect();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// A phrase of terms that stand side by side. The last term may go on: `2` finds `2025`, `镇` finds `镇街`.
fn quote(phrase: &[Run]) -> String {
    let mut terms: Vec<String> = phrase.iter().flat_map(Run::terms).collect();
    let open_end = match phrase.last() {
        // Pairs end where the text typed ends; the single last character would demand that the word ends there too.
        Some(Run { kind: Kind::Han(chars), .. }) if chars.len() > 1 => {
            terms.pop();
            ""
        }
        _ => "*",
    };
    // Terms are letters and digits only, so nothing typed can end the quotes.
    format!("\"{}\"{open_end}", terms.join(" "))
}

/// More words than this in one search are no search.
const RUNS_MAX: usize = 12;

/// A run of characters of one kind.
struct Run {
    kind: Kind,
    /// Whether it follows the run before it without a gap.
    adjacent: bool,
}

enum Kind {
    Word(String),
    Han(Vec<char>),
}

impl Run {
    /// A word as it is; Han characters in pairs, and the last one alone, so that a search for it finds it there too.
    fn terms(&self) -> Vec<String> {
        match &self.kind {
            Kind::Word(word) => vec![word.clone()],
            Kind::Han(chars) => {
                let pairs = chars.windows(2).map(|pair| pair.iter().collect());
                pairs.chain(chars.last().map(ToString::to_string)).collect()
            }
        }
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut adjacent = false;
    for c in text.chars() {
        if is_han(c) {
            match runs.last_mut() {
                Some(Run { kind: Kind::Han(chars), .. }) if adjacent => chars.push(c),
                _ => runs.push(Run { kind: Kind::Han(vec![c]), adjacent }),
            }
            adjacent = true;
        } else if c.is_alphanumeric() {
            let lower: String = c.to_lowercase().filter(|c| c.is_alphanumeric()).collect();
            match runs.last_mut() {
                Some(Run { kind: Kind::Word(word), .. }) if adjacent => word.push_str(&lower),
                _ => runs.push(Run { kind: Kind::Word(lower), adjacent }),
            }
            adjacent = true;
        } else {
            adjacent = false;
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_pairs_and_words() {
        assert_eq!(terms("科技局,GAP 示范"), "科技 技局 局 gap 示范 范");
        assert_eq!(terms("镇"), "镇");
        assert_eq!(query("科技局").as_deref(), Some("\"科技 技局\""));
        assert_eq!(query("装置2").as_deref(), Some("\"装置 置 2\"*"));
        assert_eq!(query("镇 2025").as_deref(), Some("\"镇\"* AND \"2025\"*"));
        assert_eq!(query("\" OR 1=1 --").as_deref(), Some("\"or\"* AND \"1\"* AND \"1\"*"));
        assert_eq!(query("  。"), None);
    }
}
