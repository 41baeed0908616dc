//! `kezhang serve`

use kezhang_app::error::io_reason;
use kezhang_app::keeping::ServeLock;
use kezhang_app::kezhang::Kezhang;
use kezhang_app::packs;
use kezhang_web::{NewBook, serve};

use crate::args::Serve;
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Serves a book, or the page that makes one.
pub fn run(args: &Serve) -> Result {
    let folder = &args.book.book;
    let book = if kezhang_app::keeping::is_book(folder) { Some(open_for_serving(args)?) } else { None };
    std::fs::create_dir_all(folder).map_err(|error| format!("建不了文件夹 {}：{}", folder.display(), io_reason(&error)))?;
    let _lock = ServeLock::take(folder).map_err(sentence)?;
    let new_book = NewBook { folder: folder.clone(), packs: args.packs.clone(), fonts: args.fonts.clone() };
    let ready = |address, code: Option<&str>| {
        let _ = match code {
            None => print_line(&format!("科账已打开：http://{address}/  （账簿 {}，Ctrl+C 关闭）", folder.display())),
            Some(code) => {
                print_line(&format!("{} 还没有账簿，请打开这个地址建账：http://{address}/setup?code={code}", folder.display()))
            }
        };
    };
    serve(book, new_book, args.listen, ready)
        .map_err(|error| format!("{} 监听不了：{}。请用 --listen 换一个", args.listen, io_reason(&error)))?;
    Ok(Outcome::Done)
}

fn open_for_serving(args: &Serve) -> Result<Kezhang> {
    let sources = match &args.packs {
        Some(folder) => packs::in_folder(folder).map_err(sentence)?,
        None => packs::shipped(),
    };
    super::packs::must_be_right(&sources)?;
    let book = Kezhang::open(&args.book.book).map_err(sentence)?.with_fonts(args.fonts.clone());
    if let Some(entries) = book.operator_desk().adopt(&sources).map_err(sentence)? {
        eprintln!("业务包有更新，账簿已采用新的定义，{entries}条记录重新计数（日记账里有记载）");
    }
    Ok(book)
}
