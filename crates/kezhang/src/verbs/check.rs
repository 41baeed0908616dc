//! `kezhang check`

use std::path::{Path, PathBuf};

use kezhang_app::check::{CheckSummary, CheckedText, FindingView, as_json, not_too_long, takes_comments, with_word_comments};
use kezhang_app::desk::Desk;
use kezhang_app::reading::{check_without_book, words_of};

use super::input::{Input, each};
use super::progress::remark;
use super::{open, write_whole};
use crate::args::Check;
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Checks reports: inside, and against a book.
pub fn run(args: &Check) -> Result {
    let book = args.book.as_deref().map(open).transpose()?;
    let desk = book.as_ref().map(|book| book.operator_desk());
    let year = match (&desk, args.year) {
        (Some(desk), None) => Some(desk.default_year().map_err(sentence)?),
        (_, year) => year,
    };
    let target = args.docx.as_deref().map(|path| Target::of(path, &args.files)).transpose()?;
    let (mut results, mut unreadable): (Vec<CheckedText>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    let work = |input: &Input| {
        let checked = check(input, desk.as_ref().zip(year))?;
        let mut outcome = if checked.summary.found() { Outcome::Found } else { Outcome::Done };
        if !args.json && !args.summary {
            print_checked(&checked)?;
        }
        if let Some(target) = &target {
            outcome = outcome.max(target.write(input, &checked)?);
        }
        results.push(checked);
        Ok(outcome)
    };
    let outcome = each(&args.files, work, |name, why| unreadable.push((name, why)))?;
    if args.json {
        print_line(&as_json(&results, &unreadable)?)?;
    } else if args.summary || results.len() > 1 {
        print_overview(&results)?;
    }
    Ok(outcome)
}

fn check(input: &Input, book: Option<(&Desk, i16)>) -> Result<CheckedText> {
    match book {
        Some((desk, year)) => desk.check_file(&input.name, &input.bytes, year).map_err(sentence),
        None => {
            not_too_long(input.bytes.len()).map_err(sentence)?;
            let (text, notices) = words_of(&input.name, &input.bytes).map_err(sentence)?;
            Ok(check_without_book(&input.name, &text, notices))
        }
    }
}

/// Where commented documents go.
enum Target {
    File(PathBuf),
    Folder(PathBuf),
}

impl Target {
    fn of(path: &Path, inputs: &[PathBuf]) -> Result<Self> {
        let one = matches!(inputs, [input] if !input.is_dir());
        if one && !path.is_dir() {
            return Ok(Self::File(path.to_path_buf()));
        }
        std::fs::create_dir_all(path).map_err(|error| {
            format!("核对多份文稿时，--docx 后面写放批注稿的文件夹。{} 不能用作文件夹：{error}", path.display())
        })?;
        Ok(Self::Folder(path.to_path_buf()))
    }

    /// Writes the document with its comments. Among several texts those that are no Word documents are passed over.
    fn write(&self, input: &Input, checked: &CheckedText) -> Result {
        let path = match self {
            Self::File(path) => path.clone(),
            Self::Folder(_) if !takes_comments(&input.bytes) => {
                remark(&format!("{}：不是Word文档（docx），没有写批注", input.name));
                return Ok(Outcome::Done);
            }
            Self::Folder(folder) => folder.join(Path::new(&input.name).with_extension("docx")),
        };
        let same =
            |source: &Path| source.canonicalize().ok().is_some_and(|source| path.canonicalize().is_ok_and(|path| path == source));
        if input.path.as_deref().is_some_and(same) {
            return Err("批注稿不能盖掉原稿，请另起名字".to_owned());
        }
        let commented = with_word_comments(checked, &input.bytes).map_err(sentence)?;
        write_whole(&path, &commented.bytes)?;
        remark(&format!("{}：{}处批注，写在 {}", input.name, commented.comments, path.display()));
        if commented.unplaced > 0 {
            remark(&format!("{}：{}处在文本框或脚注里，批注放不进去，写在第一条批注里", input.name, commented.unplaced));
        }
        Ok(Outcome::Done)
    }
}

fn print_checked(checked: &CheckedText) -> Result<()> {
    print_line(&format!("{}：{}", checked.name, checked.said()))?;
    for notice in &checked.notices {
        print_line(&format!("  {notice}"))?;
    }
    checked.findings.iter().filter(|finding| !finding.ignored()).try_for_each(print_finding)?;
    for claim in checked.claims.iter().filter(|claim| claim.differs()) {
        let name = claim.bound.as_ref().map(|bound| bound.name.as_str()).unwrap_or_default();
        print_line(&format!("  不符 “{}”与“{name}”：{}", claim.quote, claim.verdict.why))?;
    }
    Ok(())
}

fn print_finding(finding: &FindingView) -> Result<()> {
    print_line(&format!("  {} {} [{}]", finding.severity_word(), finding.what, finding.code))?;
    let more = [&finding.arithmetic, &finding.suggestion];
    more.into_iter().filter(|text| !text.is_empty()).try_for_each(|text| print_line(&format!("      {text}")))
}

/// One page: the sums, a line a text, and how often each kind of finding came up.
fn print_overview(results: &[CheckedText]) -> Result<()> {
    let sum = results.iter().fold(CheckSummary::default(), |sum, checked| sum.with(checked.summary));
    let year = results.iter().find_map(|checked| checked.year);
    print_line(&format!("概要：{}份文稿，{}", results.len(), sum.sentence(year)))?;
    for checked in results {
        print_line(&format!("  {}：{}", checked.name, checked.said()))?;
    }
    let mut kinds: Vec<(&FindingView, usize)> = Vec::new();
    for finding in results.iter().flat_map(|checked| &checked.findings).filter(|finding| !finding.ignored()) {
        match kinds.iter_mut().find(|(known, _)| known.code == finding.code) {
            Some((_, count)) => *count += 1,
            None => kinds.push((finding, 1)),
        }
    }
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    kinds
        .iter()
        .try_for_each(|(kind, count)| print_line(&format!("  {} {} {count}处 [{}]", kind.severity_word(), kind.title, kind.code)))
}
