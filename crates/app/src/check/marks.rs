//! The text with its marks: lines of runs, each run with the claims and findings that cover it.

use serde::Serialize;

use super::CheckedText;

/// A line of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarkedLine {
    /// Its runs.
    pub runs: Vec<MarkedRun>,
}

/// A stretch of text under the same marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarkedRun {
    /// The words.
    pub text: String,
    /// The claim whose number this is.
    pub claim: Option<usize>,
    /// The findings that speak of it.
    pub findings: Vec<usize>,
    /// `agree`, `differ`, `absent`, `undecided`, or blank.
    pub verdict: &'static str,
    /// `error`, `warning`, `hint`, or blank.
    pub severity: String,
}

impl CheckedText {
    /// The text as marked lines.
    pub fn marked(&self) -> Vec<MarkedLine> {
        let chars: Vec<char> = self.text.chars().collect();
        let mut cuts: Vec<usize> = vec![0, chars.len()];
        cuts.extend(self.claims.iter().flat_map(|claim| [claim.start, claim.end]));
        cuts.extend(self.findings.iter().flat_map(|finding| finding.places.iter().flat_map(|(from, to)| [*from, *to])));
        cuts.extend(chars.iter().enumerate().filter(|(_, c)| **c == '\n').flat_map(|(at, _)| [at, at + 1]));
        cuts.retain(|at| *at <= chars.len());
        cuts.sort_unstable();
        cuts.dedup();
        let mut lines = vec![MarkedLine { runs: Vec::new() }];
        for pair in cuts.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            if chars[from] == '\n' {
                lines.push(MarkedLine { runs: Vec::new() });
                continue;
            }
            let run = self.run(from, to, chars[from..to].iter().collect());
            if let Some(line) = lines.last_mut() {
                line.runs.push(run);
            }
        }
        lines
    }

    fn run(&self, from: usize, to: usize, text: String) -> MarkedRun {
        let claim = self.claims.iter().find(|claim| claim.start <= from && to <= claim.end);
        let covering = self
            .findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.places.iter().any(|(start, end)| *start <= from && to <= *end));
        let findings: Vec<usize> = covering.map(|(at, _)| at).collect();
        let severity = findings.first().map(|at| self.findings[*at].severity.clone()).unwrap_or_default();
        MarkedRun {
            text,
            claim: claim.map(|claim| claim.number),
            findings,
            verdict: claim.map_or("", |claim| claim.verdict.kind),
            severity,
        }
    }
}
