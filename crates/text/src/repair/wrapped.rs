//! 硬换行: a text copied from a PDF has a line break at the end of every printed line, in the middle of sentences.
//!
//! One long line without a full stop is a heading, an address, a line of a table. Lines are joined only where the lines
//! around prove a printed width: several end in mid-sentence at the same column, hardly any is wider, they hold marks of
//! running text, and their paragraphs end in a full stop.

use super::Class;
use super::draft::{Change, Draft};
use super::line::{self, begins_anew, columns, is_open};
use super::numbers;
use super::shift::LOST;

/// No page of prose is narrower, no page wider.
const COLUMNS: std::ops::RangeInclusive<usize> = 36..=128;
const LINE_BYTES_MIN: usize = 50;
const LINE_BYTES_MAX: usize = 210;
/// Lines of one width differ by so much, since a mark or a number is not parted.
const SPREAD: usize = 4;
const SLACK: usize = 3;
/// A full stop or a comma may stand out over the edge.
const HANGING: usize = 2;
/// After a lost character the width is less certain.
const SLACK_LOST: usize = 14;
/// A longer stretch is looked at in parts, at the end of a paragraph.
const SEGMENT_LINES: usize = 400;
/// So many joins into whole paragraphs prove the width also for paragraphs without a full stop.
const STRONG: usize = 6;
/// A sentence that ends after so few characters of a line began on the line before.
const FRAGMENT_CHARS_MAX: usize = 6;

#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
    columns: usize,
    /// As wide is what cannot be parted at its beginning.
    head_columns: usize,
    /// Ends in mid-sentence, and is running Chinese text.
    open: bool,
    /// Can go on from the line before.
    continues: bool,
}

impl Line<'_> {
    /// The line as a converter sees it that takes every character for as wide as another.
    fn by_count(&self) -> Self {
        let head = line::unparted(self.text).chars().count() * 2;
        Self { columns: self.text.chars().count() * 2, head_columns: head.min(line::TOKEN_MAX), ..*self }
    }
}

/// `broken`: other passes found that the text had been broken into lines.
pub(super) fn pass(draft: &mut Draft, broken: bool) {
    let text = draft.text();
    let mut changes = Vec::new();
    let mut segment = Segment { from: 0, lines: 0, hints: usize::from(broken) };
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain(Some(text.len()));
    for end in ends {
        let bytes = &text.as_bytes()[start..end];
        let long = bytes.len() > LINE_BYTES_MAX;
        let open = !bytes.is_empty() && !ends_in_mark(bytes);
        if long || (segment.lines > SEGMENT_LINES && !open) {
            segment.join(text, start, broken, &mut changes);
            segment = Segment { from: end + 1, lines: 0, hints: usize::from(broken) };
        } else {
            segment.lines += 1;
            segment.hints += usize::from(open && bytes.len() >= LINE_BYTES_MIN) + usize::from(begins_in_mark(bytes));
        }
        start = end + 1;
    }
    segment.join(text, text.len(), broken, &mut changes);
    draft.apply(changes);
}

/// Cheap: whether the last character is 。 or ；.
fn ends_in_mark(bytes: &[u8]) -> bool {
    bytes.ends_with("。".as_bytes()) || bytes.ends_with("；".as_bytes())
}

/// A mark that no line of print begins with. The first byte tells most lines apart.
fn begins_in_mark(bytes: &[u8]) -> bool {
    matches!(bytes, [0xe3, 0x80, 0x81 | 0x82, ..] | [0xef, 0xbc, 0x8c | 0x9b, ..])
}

/// Neighbouring lines none of which is too long for print.
struct Segment {
    from: usize,
    lines: usize,
    /// Lines that look broken.
    hints: usize,
}

impl Segment {
    fn join(&self, text: &str, end: usize, broken: bool, changes: &mut Vec<Change>) {
        if self.hints == 0 || self.lines < 2 {
            return;
        }
        let lines = without_page_marks(lines_of(text, self.from, end));
        let parted = lines.windows(2).any(|pair| parts_number(&pair[0], &pair[1]));
        // Print is as wide everywhere; some converters cut after so many characters instead.
        let by_count = || lines.iter().map(Line::by_count).collect::<Vec<_>>();
        let joins = joins_by_width(&lines, broken || parted).or_else(|| joins_by_width(&by_count(), broken || parted));
        for (i, pair) in lines.windows(2).enumerate() {
            if joins.as_ref().is_some_and(|joins| joins[i]) || is_surely_broken(&pair[0], &pair[1], broken) {
                let Some(between) = line::seam(pair[0].text, pair[1].text) else { continue };
                let was = pair[0].start + pair[0].text.len();
                let page_ends = !text[was..pair[1].start].trim().is_empty();
                let class = if page_ends { Class::PageNumber } else { Class::WrappedLine };
                changes.push(Change::new(class, was, pair[1].start, between));
            }
        }
    }
}

fn lines_of(text: &str, from: usize, end: usize) -> Vec<Line<'_>> {
    let mut start = from;
    let mut lines = Vec::new();
    for raw in text[from..end].split_inclusive('\n') {
        let body = raw.trim_end();
        let running = !line::is_tabular(body);
        lines.push(Line {
            start,
            text: body,
            columns: columns(body),
            head_columns: columns(line::unparted(body)).min(line::TOKEN_MAX),
            open: running && is_open(body) && line::is_chinese(body),
            continues: running && !begins_anew(body) && !body.is_ascii(),
        });
        start += raw.len();
    }
    lines
}

/// A page number (- 3 -) in the middle of a sentence, between empty lines or not: there one printed page ends and the next begins. Lines that
/// are not joined over it keep it.
fn without_page_marks(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    const GAP_LINES_MAX: usize = 5;
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let gap = lines[at..].iter().take_while(|l| l.text.trim().is_empty() || line::is_page_number(l.text)).count();
        let marked = lines[at..at + gap].iter().filter(|l| line::is_page_number(l.text)).count() == 1;
        let between = kept.last().is_some_and(|l| l.open) && lines.get(at + gap).is_some_and(|l| l.continues);
        if gap > 0 && gap <= GAP_LINES_MAX && marked && between {
            at += gap;
        } else {
            kept.extend_from_slice(&lines[at..at + gap.max(1)]);
            at += gap.max(1);
        }
    }
    kept
}

/// What needs no width: a line that begins with a mark, with the unit of the number before, or with the few last
/// characters of a sentence whose character before the break is lost; in a broken text also a line of more than one
/// sentence whose last one is left open.
fn is_surely_broken(line: &Line, next: &Line, broken: bool) -> bool {
    if !line.open || !next.continues {
        return false;
    }
    let lost = line.text.ends_with(LOST);
    begins_in_mark(next.text.as_bytes())
        || parts_number(line, next)
        || (lost && is_fragment(next.text))
        || (broken && !lost && line.columns >= *COLUMNS.start() && line.text.contains('。'))
}

/// A number at the end of running text and its unit on the next line.
fn parts_number(line: &Line, next: &Line) -> bool {
    line.open
        && next.continues
        && COLUMNS.contains(&line.columns)
        && line.text.ends_with(|c: char| c.is_ascii_digit())
        && line::has_mark(line.text)
        && numbers::begins_with_unit(next.text)
}

fn is_fragment(text: &str) -> bool {
    const WHOLE: [&str; 4] = ["特此", "谢谢", "以上", "此致"];
    let end = text.chars().take(FRAGMENT_CHARS_MAX + 1).position(|c| !crate::span::is_han(c));
    end.is_some_and(|at| at > 0 && text.chars().nth(at) == Some('。')) && !WHOLE.iter().any(|w| text.starts_with(w))
}

/// For each line, whether the next one belongs to it by the printed width; `None` where there is no such width.
fn joins_by_width(lines: &[Line], broken: bool) -> Option<Vec<bool>> {
    let goes_on = |i: usize| lines[i].open && lines.get(i + 1).is_some_and(|n| n.continues);
    let candidates: Vec<usize> = (0..lines.len()).filter(|&i| goes_on(i) && COLUMNS.contains(&lines[i].columns)).collect();
    let width = common_width(candidates.iter().map(|&i| lines[i].columns).collect())?;
    let full = |i: usize, slack: usize| {
        let next = &lines[i + 1];
        lines[i].columns <= width && next.columns <= width + HANGING && lines[i].columns + next.head_columns + slack > width
    };
    let links = |slack: usize| (0..lines.len()).map(|i| goes_on(i) && full(i, slack)).collect::<Vec<bool>>();
    let lost = |i: usize| lines[i].text.ends_with(LOST);
    let mut joins = links(SLACK);
    let exact = links(0);
    // Most print is exact; then a heading is not mistaken for a full line because it is nearly as wide.
    if count(&exact) * 10 >= count(&joins) * 9 {
        joins = exact;
    }
    // Much shorter lines are headings, and slogans are known by their beginnings.
    let against = |i: usize| !lost(i) && lines[i].columns * 4 > width * 3 && !begin_alike(&lines[i], &lines[i + 1]);
    let open = candidates.iter().filter(|&&i| joins[i] || against(i)).count();
    let wider = lines.iter().filter(|l| l.columns > width + HANGING && !l.text.is_ascii()).count();
    let proof = Proof::of(lines, &joins);
    if !proof.holds(open, wider, broken) {
        return None;
    }
    for (first, end) in chains(&joins) {
        if !is_paragraph(&lines[first..=end], proof.joins >= STRONG) {
            joins[first..end].fill(false);
        }
    }
    for (i, join) in joins.iter_mut().enumerate() {
        *join |= lost(i) && goes_on(i) && full(i, SLACK_LOST);
    }
    Some(joins)
}

/// The width at which most of these lines end.
fn common_width(mut columns: Vec<usize>) -> Option<usize> {
    columns.sort_unstable();
    let mut best: Option<(usize, usize)> = None;
    let mut low = 0;
    for (high, &width) in columns.iter().enumerate() {
        while columns[low] + SPREAD < width {
            low += 1;
        }
        let count = high + 1 - low;
        if best.is_none_or(|(most, _)| count >= most) {
            best = Some((count, width));
        }
    }
    best.map(|(_, width)| width)
}

fn count(flags: &[bool]) -> usize {
    flags.iter().filter(|f| **f).count()
}

/// Whether lines of full width are running text: no slogans side by side, no name of a project above its description.
/// What ends without a full stop must have clauses, in a text that is otherwise proven.
fn is_paragraph(lines: &[Line], proven: bool) -> bool {
    let (Some(last), joins) = (lines.last(), lines.len() - 1) else { return false };
    let parallel = lines.windows(2).filter(|w| begin_alike(&w[0], &w[1])).count();
    let body = &lines[..joins];
    let whole = !last.open;
    parallel * 2 < joins.max(2)
        && body.iter().any(|l| line::has_mark(l.text))
        && (whole || (proven && body[0].text.contains(['，', ',', '。'])))
}

fn begin_alike(line: &Line, next: &Line) -> bool {
    line.text.chars().next() == next.text.chars().next()
}

/// The runs of joins: first line and last line.
fn chains(joins: &[bool]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut first = None;
    for (i, &join) in joins.iter().enumerate() {
        match (join, first) {
            (true, None) => first = Some(i),
            (false, Some(from)) => {
                found.push((from, i));
                first = None;
            }
            _ => {}
        }
    }
    found
}

/// What the paragraphs that would come out whole tell. All are numbers of joins.
#[derive(Default)]
struct Proof {
    joins: usize,
    /// After a line that holds a mark.
    marked: usize,
    /// After a line that ends with a mark, as those of a verse do.
    paused: usize,
    /// Between lines that begin with the same character, as slogans do.
    parallel: usize,
    /// A paragraph has two or more.
    consecutive: bool,
}

impl Proof {
    fn of(lines: &[Line], joins: &[bool]) -> Self {
        let mut proof = Self::default();
        for (first, end) in chains(joins).into_iter().filter(|&(_, end)| !lines[end].open) {
            proof.joins += end - first;
            proof.consecutive |= end - first > 1;
            for i in first..end {
                let text = lines[i].text;
                proof.marked += usize::from(line::has_mark(text));
                proof.paused += usize::from(text.ends_with(line::is_closing));
                proof.parallel += usize::from(begin_alike(&lines[i], &lines[i + 1]));
            }
        }
        proof
    }

    /// `open`: lines that end in mid-sentence before another; `wider`: lines that no such width would let stand.
    const fn holds(&self, open: usize, wider: usize, broken: bool) -> bool {
        let enough = self.joins >= 4 || (self.joins >= 2 && self.consecutive) || (self.joins >= 1 && broken);
        enough
            && self.joins * 10 >= open * 7
            && wider * 3 <= self.joins
            && self.marked * 2 >= self.joins
            && self.paused * 2 <= self.joins
            && self.parallel * 3 <= self.joins
    }
}
