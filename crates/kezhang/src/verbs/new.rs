//! `kezhang new`

use kezhang_app::account::random_password;
use kezhang_app::setup::SetupForm;

use crate::args::New;
use crate::outcome::{Outcome, Result, print_line, sentence};

/// Makes a book and its first account, whose password is shown once.
pub fn run(args: &New) -> Result {
    let password = random_password().map_err(sentence)?;
    let form = SetupForm {
        name: args.name.clone(),
        short_name: args.short_name.clone(),
        area: args.area.clone(),
        addressee: args.addressee.clone(),
        region: args.region.clone(),
        user: args.user.clone(),
        person: args.person.clone(),
        password: password.clone(),
        again: password.clone(),
        ..SetupForm::example()
    };
    form.make(&args.book.book, args.packs.as_deref(), None).map_err(sentence)?;
    print_line(&format!("账簿已建在 {}", args.book.book.display()))?;
    print_line(&format!("管理员账号 {} 口令 {password}（只显示这一次）", args.user))?;
    Ok(Outcome::Done)
}
