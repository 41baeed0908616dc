//! 上报数: figures accepted from old reports, each with its sentence; beside the book's, never in it.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use kezhang_app::opening::{ReportedView, printed};

use super::{Fields, filters};
use crate::failure::Answer;
use crate::layout::{Layout, go, page as rendered};
use crate::place::Place;
use crate::site::Site;

#[derive(Template)]
#[template(path = "reported.html")]
struct ReportedPage {
    layout: Layout,
    rows: Vec<ReportedView>,
    may_withdraw: bool,
}

impl ReportedPage {
    fn printed(&self, row: &ReportedView) -> String {
        printed(&row.reported)
    }
}

/// `GET /reported`
pub async fn page(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let layout = Layout::new(&place, &desk, "上报数", "reported")?;
    let page = ReportedPage { rows: desk.reported(layout.year)?, may_withdraw: desk.directs(), layout };
    rendered(&page.layout, page.render())
}

/// `POST /reported`: withdraws what is ticked.
pub async fn withdraw(State(site): State<Site>, place: Place, Form(fields): Form<Fields>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let ids: Vec<String> = fields.into_iter().filter(|(name, _)| name == "id").map(|(_, id)| id).collect();
    let count = ids.len();
    desk.withdraw_reported(year, ids)?;
    Ok(go(&format!("/reported?year={year}"), &format!("已撤回{count}个上报数，日记账里留有记录")))
}
