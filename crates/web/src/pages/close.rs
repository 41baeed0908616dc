//! 结账.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use kezhang_app::keeping::{ClosingStatement, NextClosing};

use super::{Fields, field};
use crate::failure::Answer;
use crate::layout::{Layout, go, page as rendered};
use crate::place::Place;
use crate::site::Site;

#[derive(Template)]
#[template(path = "close.html")]
struct ClosePage {
    layout: Layout,
    closings: Vec<ClosingStatement>,
    next: Vec<NextClosing>,
    directs: bool,
}

/// `GET /close`
pub async fn page(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let page = ClosePage {
        layout: Layout::new(&place, &desk, "结账", "close")?,
        closings: desk.closings()?,
        next: desk.next_closings()?,
        directs: desk.directs(),
    };
    rendered(&page.layout, page.render())
}

/// `POST /close`
pub async fn close(State(site): State<Site>, place: Place, Form(fields): Form<Fields>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let statement = desk.close(field(&fields, "period"))?;
    Ok(go("/close", &format!("已结账至{}，链头见结账单，请打印存档", statement.through)))
}
