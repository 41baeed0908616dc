//! `kezhang figures`

use super::open;
use crate::args::Figures;
use crate::outcome::{Outcome, Result, print_json, print_line, sentence};

/// Every indicator of a year.
pub fn run(args: &Figures) -> Result {
    let book = open(&args.book.book)?;
    let figures = book.operator_desk().figures(args.year, args.as_of).map_err(sentence)?;
    if args.json {
        print_json(&figures)?;
        return Ok(Outcome::Done);
    }
    print_line(&format!("{} {}年 日记账第{}行", figures.bureau, figures.year, figures.as_of))?;
    let mut area = String::new();
    for line in &figures.figures {
        if line.area != area {
            area.clone_from(&line.area);
            print_line(&format!("\n{area}"))?;
        }
        let target = line.target.as_ref().map(|target| format!("  目标{target}")).unwrap_or_default();
        let unit = if line.unit == "%" { "个百分点" } else { "%" };
        let growth = line.growth.as_ref().map(|growth| format!("  同比{growth}{unit}")).unwrap_or_default();
        print_line(&format!("  {}：{}{}{target}{growth}  分录{}", line.name, line.shown, line.unit, line.postings))?;
    }
    Ok(Outcome::Done)
}
