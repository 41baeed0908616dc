//! `kezhang close`, `verify`, `rebuild`, `backup`, `restore`

use kezhang_app::keeping;

use super::open;
use crate::args::{Backup, Book, Close, Restore};
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Closes a period and prints the closing statement.
pub fn close(args: &Close) -> Result {
    let statement = open(&args.book.book)?.operator_desk().close(&args.period).map_err(sentence)?;
    print_line(&format!("{}结账单", statement.bureau))?;
    print_line(&format!("期间  {}（至{}）", statement.period, statement.through))?;
    print_line(&format!("结账  {} {}", statement.closed_at, statement.closed_by))?;
    print_line(&format!("日记账第{}行，链头（SM3） {}", statement.seq, statement.head))?;
    Ok(Outcome::Done)
}

/// Holds the book against its journal; says everything that is wrong.
pub fn verify(args: &Book) -> Result {
    let verified = open(&args.book)?.operator_desk().verify().map_err(sentence)?;
    for damage in &verified.damage {
        print_line(&format!("{}：{} [{}]", damage.place, damage.what, damage.code))?;
    }
    if verified.damage.is_empty() {
        print_line(&format!("核验无误：日记账{}行，分录{}笔，链头 {}", verified.lines, verified.postings, verified.head))?;
        return Ok(Outcome::Done);
    }
    eprintln!("共{}处不符", verified.damage.len());
    Ok(Outcome::Found)
}

/// Makes every projection anew.
pub fn rebuild(args: &Book) -> Result {
    open(&args.book)?.store().rebuild().map_err(sentence)?;
    print_line("已按日记账重建台账、余额和检索")?;
    verify(args)
}

/// Copies the whole book into one file.
pub fn backup(args: &Backup) -> Result {
    open(&args.book.book)?.store().backup(&args.file).map_err(sentence)?;
    print_line(&format!("已备份到 {}", args.file.display()))?;
    Ok(Outcome::Done)
}

/// Puts a backup in the place of the book; the old one is kept beside it.
pub fn restore(args: &Restore) -> Result {
    let kept = keeping::restore(&args.file, &args.book.book).map_err(sentence)?;
    if let Some(kept) = kept {
        print_line(&format!("原来的账簿没有删，改名为 {}", kept.display()))?;
    }
    print_line(&format!("已恢复到 {}", args.book.book.display()))?;
    Ok(Outcome::Done)
}
