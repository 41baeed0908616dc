//! The text in its layout with its marks: headings, paragraphs and tables of runs, each run with the claims and findings that cover it, and the anchors that lists
//! jump to. One sweep over the text, however many marks it has.

use kezhang_text::Section;
use serde::Serialize;

use super::CheckedText;

/// A paragraph, heading or table of the text, as it is laid out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum MarkedBlock {
    /// A heading; 0 is a title.
    Heading(u8, Vec<MarkedRun>),
    /// A paragraph.
    Paragraph(Vec<MarkedRun>),
    /// Rows of cells.
    Table(Vec<Vec<Vec<MarkedRun>>>),
}

/// A stretch of text under the same marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MarkedRun {
    /// The words.
    pub text: String,
    /// The claim whose number this is.
    pub claim: Option<usize>,
    /// The findings that speak of it, by their number; those that are ignored are not marked.
    pub findings: Vec<usize>,
    /// `agree`, `differ`, `absent`, `undecided`, `unheld`, or blank.
    pub verdict: &'static str,
    /// `error`, `warning`, `hint`, or blank: the worst of its findings.
    pub severity: String,
    /// Where lists jump to: `at-3` for a claim, `place-2-0` for the first place of a finding.
    pub anchors: Vec<String>,
}

impl MarkedRun {
    /// Whether anything is said of it.
    pub fn is_marked(&self) -> bool {
        self.claim.is_some() || !self.findings.is_empty()
    }

    /// The card that a mark leads to.
    pub fn card(&self) -> String {
        match (self.findings.first(), self.claim) {
            (Some(finding), _) => format!("finding-{finding}"),
            (None, Some(claim)) => format!("claim-{claim}"),
            (None, None) => String::new(),
        }
    }
}

/// Something that covers a stretch of the text.
#[derive(Clone, Copy)]
enum Cover {
    Claim(usize),
    /// Position in the list of findings, and which of its places.
    Finding(usize, usize),
}

/// Which lines of a text are headings, of which level.
pub(super) fn headings(text: &str, sections: &[Section]) -> Vec<(usize, u8)> {
    let (mut line, mut at, mut found) = (0, 0, Vec::new());
    for section in sections {
        let Some(before) = text.get(at..section.span.start) else { continue };
        line += before.matches('\n').count();
        at = section.span.start;
        let whole = text[at..].split('\n').next().unwrap_or_default();
        let begins = text[..at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
        // A heading that runs on into its sentence stands in a paragraph.
        if begins && whole.trim_end().len() <= section.span.len() + '。'.len_utf8() {
            found.push((line, section.level));
        }
    }
    found
}

impl CheckedText {
    /// The text in its layout, with marks.
    pub fn marked(&self) -> Vec<MarkedBlock> {
        let mut blocks: Vec<MarkedBlock> = Vec::new();
        for (at, line) in self.marked_lines().into_iter().enumerate() {
            let heading = self.headings.binary_search_by_key(&at, |(line, _)| *line).ok();
            match (heading.and_then(|heading| self.headings.get(heading)), blocks.last_mut()) {
                (Some((_, level)), _) => blocks.push(MarkedBlock::Heading(*level, joined(line))),
                (None, Some(MarkedBlock::Table(rows))) if line.len() > 1 => rows.push(line),
                (None, _) if line.len() > 1 => blocks.push(MarkedBlock::Table(vec![line])),
                (None, _) => blocks.push(MarkedBlock::Paragraph(joined(line))),
            }
        }
        blocks
    }

    /// The lines of the text, each with its cells (parted by tabs), each with its runs.
    fn marked_lines(&self) -> Vec<Vec<Vec<MarkedRun>>> {
        let chars: Vec<char> = self.text.chars().collect();
        let covers = self.covers(chars.len());
        let mut cuts: Vec<usize> = vec![0, chars.len()];
        cuts.extend(covers.iter().flat_map(|(from, to, _)| [*from, *to]));
        cuts.extend(chars.iter().enumerate().filter(|(_, c)| matches!(c, '\n' | '\t')).flat_map(|(at, _)| [at, at + 1]));
        cuts.sort_unstable();
        cuts.dedup();
        let mut lines = vec![vec![Vec::new()]];
        let (mut next, mut active): (usize, Vec<(usize, usize, Cover)>) = (0, Vec::new());
        // A place that begins at a line's end is jumped to at the next words.
        let mut waiting = Vec::new();
        for pair in cuts.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            active.retain(|(_, end, _)| *end > from);
            while let Some(cover) = covers.get(next).filter(|(start, ..)| *start <= from) {
                waiting.push(anchor(cover.2, self));
                active.push(*cover);
                next += 1;
            }
            match chars[from] {
                '\n' => lines.push(vec![Vec::new()]),
                '\t' => lines.last_mut().into_iter().for_each(|line| line.push(Vec::new())),
                _ => {
                    let mut run = self.run(&active, chars[from..to].iter().collect());
                    run.anchors = std::mem::take(&mut waiting);
                    lines.last_mut().and_then(|line| line.last_mut()).into_iter().for_each(|cell| cell.push(run.clone()));
                }
            }
        }
        lines
    }

    /// Everything that covers something, by where it begins.
    fn covers(&self, length: usize) -> Vec<(usize, usize, Cover)> {
        let mut covers: Vec<(usize, usize, Cover)> =
            self.claims.iter().map(|claim| (claim.start, claim.end, Cover::Claim(claim.number))).collect();
        for (at, finding) in self.findings.iter().enumerate() {
            covers.extend(finding.places.iter().enumerate().map(|(n, place)| (place.start, place.end, Cover::Finding(at, n))));
        }
        covers.retain(|(from, to, _)| from < to && *to <= length);
        covers.sort_by_key(|(from, ..)| *from);
        covers
    }

    fn run(&self, active: &[(usize, usize, Cover)], text: String) -> MarkedRun {
        let mut run = MarkedRun { text, ..MarkedRun::default() };
        // The list of findings is sorted, worst first.
        let mut findings: Vec<usize> = Vec::new();
        for (_, _, cover) in active {
            match cover {
                Cover::Claim(number) => run.claim = Some(*number),
                Cover::Finding(at, _) if !self.findings[*at].ignored() => findings.push(*at),
                Cover::Finding(..) => {}
            }
        }
        findings.sort_unstable();
        findings.dedup();
        run.severity = findings.first().map(|at| self.findings[*at].severity.clone()).unwrap_or_default();
        run.findings = findings.into_iter().map(|at| self.findings[at].number).collect();
        let claim = run.claim.and_then(|number| self.claims.get(number));
        run.verdict = claim.map_or("", |claim| match claim.verdict.kind {
            "differ" if !claim.differs() => "undecided",
            kind => kind,
        });
        run
    }
}

/// The runs of a line that is no row.
fn joined(line: Vec<Vec<MarkedRun>>) -> Vec<MarkedRun> {
    line.into_iter().flatten().collect()
}

fn anchor(cover: Cover, text: &CheckedText) -> String {
    match cover {
        Cover::Claim(number) => format!("at-{number}"),
        Cover::Finding(at, place) => format!("place-{}-{place}", text.findings[at].number),
    }
}
