//! 搜索.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kezhang_app::search::{Found, SearchPage};

use super::filters;
use crate::failure::Answer;
use crate::layout::{Layout, page as rendered};
use crate::place::Place;
use crate::site::Site;

#[derive(Template)]
#[template(path = "search.html")]
struct ResultsPage {
    layout: Layout,
    found: SearchPage,
}

impl ResultsPage {
    fn entries(&self) -> &[Found] {
        &self.found.entries
    }
}

/// `GET /search`
pub async fn page(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let words = place.get("q").unwrap_or_default().to_owned();
    let layout = Layout::new(&place, &desk, format!("搜索“{words}”"), "")?;
    let found = desk.search(&words, layout.year)?;
    let page = ResultsPage { layout, found };
    rendered(&page.layout, page.render())
}
