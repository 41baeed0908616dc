//! What surrounds every page: where am I, which year, who am I, where can I go.

use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use kezhang_app::desk::Desk;
use kezhang_app::error::AppError;

use crate::assets;
use crate::failure::Failure;
use crate::place::{Place, SAID, percent_encode};

/// What surrounds a page.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Changes with the program's own assets.
    pub stamp: String,
    /// Title of the page.
    pub title: String,
    /// Bureau's name.
    pub bureau: String,
    /// Year that holds everywhere.
    pub year: i16,
    /// Years to choose from, newest first.
    pub years: Vec<i16>,
    /// Path of this page.
    pub path: String,
    /// Query of this page without the year, to go on with in another one.
    pub rest: Vec<(String, String)>,
    /// Name of the person.
    pub person: String,
    /// Role in words.
    pub role: &'static str,
    /// Which entry of the menu is this.
    pub active: &'static str,
    /// The menu: key, address, label.
    pub menu: Vec<(&'static str, String, &'static str)>,
    /// What was said about the last change.
    pub said: Option<String>,
}

impl Layout {
    /// The surroundings of a page.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn new(place: &Place, desk: &Desk, title: impl Into<String>, active: &'static str) -> Result<Self, AppError> {
        let settings = desk.settings()?;
        let year = place.year_or_default(desk)?;
        let mut years = desk.years()?;
        for wanted in [year, desk.default_year()?] {
            if !years.contains(&wanted) {
                years.push(wanted);
            }
        }
        years.sort_unstable_by(|a, b| b.cmp(a));
        let rest = place.query.iter().filter(|(name, _)| !matches!(name.as_str(), "year" | "page" | "open")).cloned().collect();
        Ok(Self {
            stamp: assets::stamp(),
            title: title.into(),
            bureau: settings.name,
            year,
            years,
            path: place.path.clone(),
            rest,
            person: desk.user.name.clone(),
            role: desk.role().map_or("管理员", kezhang_app::Role::name),
            active,
            menu: menu(desk, year),
            said: place.said.clone(),
        })
    }
}

fn menu(desk: &Desk, year: i16) -> Vec<(&'static str, String, &'static str)> {
    let mut menu = Vec::new();
    let mut add = |key, path: &str, label| menu.push((key, format!("{path}?year={year}"), label));
    if desk.role().is_some() {
        add("home", "/", "工作台");
        add("board", "/board", "指标看板");
        add("ledgers", "/ledgers", "台账");
        add("documents", "/documents", "文稿");
        add("check", "/check", "核数");
        add("reported", "/reported", "上报数");
        add("close", "/close", "结账");
    }
    if desk.audits() {
        add("journal", "/journal", "日记账");
    }
    if desk.user.manages {
        add("accounts", "/accounts", "账号");
    }
    menu
}

/// A rendered page. What was said has been shown, so its cookie goes.
pub fn page(layout: &Layout, rendered: Result<String, askama::Error>) -> Result<Response, Failure> {
    let html = Html(rendered?);
    if layout.said.is_none() {
        return Ok(html.into_response());
    }
    let forget = format!("{SAID}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    Ok(([(header::SET_COOKIE, forget)], html).into_response())
}

/// Goes to another page and says there what was done.
pub fn go(to: &str, said: &str) -> Response {
    let cookie = format!("{SAID}={}; Path=/; Max-Age=60; HttpOnly; SameSite=Strict", percent_encode(said));
    ([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response()
}
