//! Making a new book: the bureau, its towns and sections, and the first account. There is no default password.

use std::path::{Path, PathBuf};

use kezhang_ledger::command::{Actor, Command};
use kezhang_ledger::definition::{Catalog, Role, load};
use kezhang_ledger::id::UserId;
use kezhang_ledger::settings::{Section, Settings, Town};

use crate::error::{AppError, Result};
use crate::kezhang::Kezhang;
use crate::{clock, packs};

/// What the set-up page asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetupForm {
    /// 单位全称.
    pub name: String,
    /// 文稿里的简称.
    pub short_name: String,
    /// 文稿里的辖区称呼.
    pub area: String,
    /// 主送.
    pub addressee: String,
    /// 行政区划代码.
    pub region: String,
    /// 镇街, one a line.
    pub towns: String,
    /// 科室, one a line: `名称:业务1、业务2`.
    pub sections: String,
    /// First account.
    pub user: String,
    /// Name of its person.
    pub person: String,
    /// Its password.
    pub password: String,
    /// The password again.
    pub again: String,
}

impl SetupForm {
    /// A form with what can be proposed: one section for everything.
    pub fn example() -> Self {
        let areas: Vec<String> = load(packs::shipped())
            .map(|catalog| catalog.packs.iter().map(|pack| pack.name.clone()).collect())
            .unwrap_or_default();
        Self {
            short_name: "区科技局".to_owned(),
            area: "全区".to_owned(),
            addressee: "区人民政府".to_owned(),
            sections: format!("业务科：{}", areas.join("、")),
            ..Self::default()
        }
    }

    /// The form from its fields.
    pub fn from_fields(field: &dyn Fn(&str) -> String) -> Self {
        Self {
            name: field("name").trim().to_owned(),
            short_name: field("short_name").trim().to_owned(),
            area: field("area").trim().to_owned(),
            addressee: field("addressee").trim().to_owned(),
            region: field("region").trim().to_owned(),
            towns: field("towns"),
            sections: field("sections"),
            user: field("user").trim().to_owned(),
            person: field("person").trim().to_owned(),
            password: field("password"),
            again: field("again"),
        }
    }

    /// Makes the book and its first account, a director who manages accounts.
    ///
    /// # Errors
    /// Something in the form is missing or wrong, or the folder cannot be written; then no book is left.
    pub fn make(&self, folder: &Path, pack_folder: Option<&Path>, fonts: Option<PathBuf>) -> Result<Kezhang> {
        let sources = pack_folder.map_or_else(|| Ok(packs::shipped()), packs::in_folder)?;
        let wrong = |count: usize| AppError::unusable(format!("业务包有{count}处错误，请先运行 kezhang packs check"));
        let catalog = load(sources.clone()).map_err(|mistakes| wrong(mistakes.len()))?;
        let mistakes = packs::check(&sources).len();
        if mistakes > 0 {
            return Err(wrong(mistakes));
        }
        let settings = self.settings(&catalog)?;
        if self.person.is_empty() {
            return Err(AppError::unusable("请填管理员姓名"));
        }
        if self.password != self.again {
            return Err(AppError::WeakPassword("两次填的口令不一样".to_owned()));
        }
        let user = UserId::from(self.user.as_str());
        crate::account::check_account(&user, &self.password)?;
        let book = Kezhang::create(folder, settings, sources)?.with_fonts(fonts);
        let command = Command::SetUser {
            user: user.clone(),
            name: self.person.clone(),
            role: Some(Role::Director),
            section: None,
            manages: true,
        };
        let first = Actor { user: user.clone(), role: Role::Director, section: None };
        book.store.submit(&first, &command, &clock::now())?;
        book.set_password(&user, &self.password)?;
        Ok(book)
    }

    fn settings(&self, catalog: &Catalog) -> Result<Settings> {
        for (name, text) in [("单位全称", &self.name), ("简称", &self.short_name), ("辖区称呼", &self.area)] {
            if text.is_empty() {
                return Err(AppError::unusable(format!("请填{name}")));
            }
        }
        let lines =
            |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let towns = lines(&self.towns).into_iter().enumerate().map(|(at, name)| Town { code: format!("t{:02}", at + 1), name });
        let mut sections = Vec::new();
        for (at, line) in lines(&self.sections).iter().enumerate() {
            let (name, areas) = line.split_once([':', '：']).unwrap_or((line, ""));
            let mut packs = Vec::new();
            for area in areas.split(['、', ',', '，']).map(str::trim).filter(|area| !area.is_empty()) {
                let pack = catalog.packs.iter().find(|pack| pack.name == area || *pack.id.as_str() == *area);
                let pack = pack.ok_or_else(|| {
                    let known: Vec<&str> = catalog.packs.iter().map(|pack| pack.name.as_str()).collect();
                    AppError::unusable(format!("科室“{name}”的业务“{area}”不认识，可填：{}", known.join("、")))
                })?;
                packs.push(pack.id.clone());
            }
            sections.push(Section { id: format!("s{:02}", at + 1).into(), name: name.trim().to_owned(), packs });
        }
        if sections.is_empty() {
            return Err(AppError::unusable("请至少填一个科室"));
        }
        Ok(Settings {
            bureau: if self.region.is_empty() { "bureau".into() } else { self.region.as_str().into() },
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            area: self.area.clone(),
            addressee: self.addressee.clone(),
            region: self.region.clone(),
            towns: towns.collect(),
            sections,
        })
    }
}
