//! 工作台.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kezhang_app::home::Home;

use super::filters;
use crate::failure::Answer;
use crate::layout::{Layout, page as rendered};
use crate::place::Place;
use crate::site::Site;

/// Lines of a list before one must ask for more, so that the year's targets stand on the first screen.
const SHOWN: usize = 6;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    layout: Layout,
    home: Home,
}

/// `GET /`
pub async fn page(State(site): State<Site>, place: Place) -> Answer<Response> {
    if let Some(code) = site.setup_code()
        && place.get("code") == Some(code)
    {
        return Ok(Redirect::to(&format!("/setup?code={code}")).into_response());
    }
    let desk = place.desk(&site)?;
    if desk.role().is_none() {
        return Ok(Redirect::to("/accounts").into_response());
    }
    let layout = Layout::new(&place, &desk, "工作台", "home")?;
    let home = desk.home(layout.year)?;
    let page = HomePage { layout, home };
    rendered(&page.layout, page.render())
}
