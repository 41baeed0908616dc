//! `kezhang demo`

use indicatif::{ProgressBar, ProgressStyle};
use kezhang_app::demo_book::make;

use crate::args::Demo;
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Makes the demo book and prints the accounts it made.
pub fn run(args: &Demo) -> Result {
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar.set_message("记账");
    let made = make(&args.book.book, args.seed, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })
    .map_err(sentence)?;
    bar.finish_and_clear();
    print_line(&format!("演示账簿已建在 {}：日记账{}行，链头 {}", args.book.book.display(), made.lines, made.head))?;
    print_line("账号（口令是刚才随机生成的，也写在账簿文件夹的 演示账号.txt 里）：")?;
    for account in &made.accounts {
        print_line(&format!(
            "  {:<10} {}  {} {} {}",
            account.user, account.password, account.name, account.role, account.section
        ))?;
    }
    Ok(Outcome::Done)
}
