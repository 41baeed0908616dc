//! A checked Word document with its findings as Word comments at their places. The document itself stays as it is.

use kezhang_office::comments::{Comment, Commentator, with_comments};
use kezhang_office::input::{FileKind, Limits, sniff};
use kezhang_text::Span;
use kezhang_text::repair::Repaired;

use super::memory::Decided;
use super::view::{CheckedClaim, CheckedText, FindingView};
use crate::clock;
use crate::error::{AppError, Result};

/// A stretch of the text that repair has replaced, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    original: Span,
    repaired: Span,
}

/// Where a repaired text differs from its original, in order.
pub(super) fn patches(repaired: &Repaired) -> Vec<Patch> {
    repaired.repairs.iter().map(|repair| Patch { original: repair.original, repaired: repair.repaired }).collect()
}

/// A Word document with comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentedDocx {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many comments stand in it.
    pub comments: usize,
    /// How many findings found no place of their own (Word allows none in text boxes and notes); they stand in the first comment.
    pub unplaced: usize,
}

/// Whether comments can be put into a file.
pub fn takes_comments(bytes: &[u8]) -> bool {
    sniff(bytes) == FileKind::Docx
}

/// Puts what a check has found into the Word document it has read: the summary where the text begins, every open finding and
/// difference at its place. What was ignored is left out.
///
/// # Errors
/// The file is no Word document.
pub fn with_word_comments(text: &CheckedText, bytes: &[u8]) -> Result<CommentedDocx> {
    if !takes_comments(bytes) {
        return Err(AppError::unusable("不是Word文档（docx），写不了批注"));
    }
    let now = clock::now().at;
    // Word takes the time as the writer's own, whatever its zone.
    let date = now.get(..19).map_or_else(|| now.clone(), |local| format!("{local}Z"));
    let commentator = Commentator { name: "科账核数".to_owned(), initials: "核".to_owned(), date };
    let remarks = remarks(text);
    let put = |homeless: &[usize]| {
        let mut comments = vec![Comment { span: beginning(&text.original), text: summary(text, &remarks, homeless) }];
        let placed = remarks.iter().enumerate().filter(|(at, _)| !homeless.contains(at));
        comments.extend(placed.map(|(_, comment)| comment.clone()));
        let commented = with_comments(&text.name, bytes, &comments, &commentator, &Limits::default())?;
        Ok::<_, AppError>((commented, comments.len()))
    };
    let (first, _) = put(&[])?;
    let homeless: Vec<usize> = first.unplaced.iter().filter_map(|at| at.checked_sub(1)).collect();
    let (commented, comments) = if homeless.is_empty() { (first, remarks.len() + 1) } else { put(&homeless)? };
    Ok(CommentedDocx { comments: comments - commented.unplaced.len(), bytes: commented.docx, unplaced: homeless.len() })
}

/// The first words of a text.
fn beginning(text: &str) -> Span {
    let start = text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
    let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| start + at);
    Span::new(start, end)
}

fn summary(text: &CheckedText, remarks: &[Comment], homeless: &[usize]) -> String {
    let mut lines = vec![format!("科账核数：{}", text.said())];
    if !homeless.is_empty() {
        lines.push("以下各处在文本框或脚注里，批注放不进去：".to_owned());
        lines.extend(homeless.iter().filter_map(|at| remarks.get(*at)).map(|comment| comment.text.clone()));
    }
    lines.join("\n")
}

/// Every comment but the first: findings at each of their places, differences at their numbers.
fn remarks(text: &CheckedText) -> Vec<Comment> {
    let bytes = ByteOf::new(&text.text);
    let span = |start: usize, end: usize| text.in_original(Span::new(bytes.at(start), bytes.at(end)));
    let mut comments = Vec::new();
    for finding in text.findings.iter().filter(|finding| !finding.ignored()) {
        for (at, place) in finding.places.iter().enumerate() {
            let said = if at == 0 {
                finding_said(finding)
            } else {
                format!("与前面批注的“{}”有关：{}", finding.title, finding.what)
            };
            comments.push(Comment { span: span(place.start, place.end), text: said });
        }
    }
    for claim in text.claims.iter().filter(|claim| claim.differs()) {
        comments.push(Comment { span: span(claim.start, claim.end), text: difference_said(claim) });
    }
    comments.sort_by_key(|comment| (comment.span.start, comment.span.end));
    comments
}

fn finding_said(finding: &FindingView) -> String {
    let mut lines = vec![format!("【{}】{}", finding.severity_word(), finding.title), finding.what.clone()];
    lines.extend([&finding.arithmetic, &finding.suggestion].into_iter().filter(|line| !line.is_empty()).cloned());
    lines.extend(finding.decided.as_ref().map(accepted));
    lines.join("\n")
}

fn difference_said(claim: &CheckedClaim) -> String {
    let bound = claim.bound.as_ref().map(|bound| format!("“{}”（{}）", bound.name, bound.period)).unwrap_or_default();
    let mut lines = vec![format!("【不符】与账上{bound}不符"), claim.verdict.why.clone()];
    lines.extend(claim.decided.as_ref().map(accepted));
    lines.join("\n")
}

/// `已采纳，待改：按台账改（王敏 2025-03-05）`.
fn accepted(decided: &Decided) -> String {
    let reason = if decided.reason.is_empty() { String::new() } else { format!("：{}", decided.reason) };
    format!("已采纳，待改{reason}（{} {}）", decided.who, decided.on)
}

impl CheckedText {
    /// A stretch of the repaired text as a stretch of the original, both in bytes. What was replaced counts as a whole.
    fn in_original(&self, span: Span) -> Span {
        let before = self.patches.partition_point(|patch| patch.repaired.end <= span.start);
        let inside = self.patches.get(before).filter(|patch| patch.repaired.start < span.start);
        let start = inside.map_or_else(|| self.shifted(before, span.start), |patch| patch.original.start);
        let before = self.patches.partition_point(|patch| patch.repaired.start < span.end);
        let inside = before.checked_sub(1).map(|at| self.patches[at]).filter(|patch| span.end < patch.repaired.end);
        let end = inside.map_or_else(|| self.shifted(before, span.end), |patch| patch.original.end);
        Span::new(start, end.max(start))
    }

    /// A place behind the first so many patches.
    fn shifted(&self, patches: usize, at: usize) -> usize {
        let last = patches.checked_sub(1).map(|last| self.patches[last]);
        last.map_or(at, |patch| patch.original.end + at.saturating_sub(patch.repaired.end))
    }
}

/// Byte places of characters.
struct ByteOf {
    bytes: Vec<usize>,
}

impl ByteOf {
    fn new(text: &str) -> Self {
        Self { bytes: text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() }
    }

    fn at(&self, char: usize) -> usize {
        self.bytes.get(char).or(self.bytes.last()).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::check_alone;
    use super::*;

    #[test]
    fn places_of_a_repaired_text_are_found_in_the_original() {
        let original = "縣(xiàn)科技局積極組織企業(yè)申報(bào)項目,共申報36項，其中國家級5項、省級10項、市級25項。";
        let text = check_alone("稿", original, Vec::new());
        assert_ne!(text.text, original, "the text was repaired");
        let bytes = ByteOf::new(&text.text);
        for claim in &text.claims {
            let span = text.in_original(Span::new(bytes.at(claim.start), bytes.at(claim.end)));
            let number = claim.value.unwrap().normalize().to_string();
            assert!(span.of(original).starts_with(&number), "{} is not {number}", span.of(original));
        }
        let whole = text.in_original(Span::new(0, text.text.len()));
        assert_eq!(whole.of(original).trim_end(), original);
    }
}
