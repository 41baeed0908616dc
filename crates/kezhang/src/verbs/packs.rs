//! `kezhang packs check` and `packs adopt`

use std::path::Path;

use kezhang_app::packs::{Sources, check, in_folder, shipped};

use super::open;
use crate::args::{Packs, PacksVerb};
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Checks or adopts packs.
pub fn run(args: &Packs) -> Result {
    match &args.verb {
        PacksVerb::Check { folder } => {
            let sources = sources(folder.as_deref())?;
            let mistakes = check(&sources);
            for mistake in &mistakes {
                print_line(mistake)?;
            }
            if mistakes.is_empty() {
                print_line(&format!("{}个文件，没有错误", sources.len()))?;
                return Ok(Outcome::Done);
            }
            eprintln!("{}处错误", mistakes.len());
            Ok(Outcome::Found)
        }
        PacksVerb::Adopt { folder, book } => {
            let sources = sources(folder.as_deref())?;
            must_be_right(&sources)?;
            let said = match open(&book.book)?.operator_desk().adopt(&sources).map_err(sentence)? {
                Some(entries) => format!("账簿已采用新的业务包，{entries}条记录重新计数"),
                None => "账簿用的就是这一版业务包".to_owned(),
            };
            print_line(&said)?;
            Ok(Outcome::Done)
        }
    }
}

fn sources(folder: Option<&Path>) -> Result<Sources> {
    folder.map_or_else(|| Ok(shipped()), |folder| in_folder(folder).map_err(sentence))
}

/// Broken packs do not start.
pub fn must_be_right(sources: &Sources) -> Result<()> {
    let mistakes = check(sources);
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(format!("业务包有{}处错误，没有打开账簿：\n{}", mistakes.len(), mistakes.join("\n")))
    }
}
