//! 日记账: every change in order, and the verification of the whole.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kezhang_app::Verified;
use kezhang_app::keeping::JournalRow;

use crate::failure::Answer;
use crate::layout::{Layout, page as rendered};
use crate::place::Place;
use crate::site::Site;

/// Lines on one page.
const LINES: u32 = 100;

#[derive(Template)]
#[template(path = "journal.html")]
struct JournalPage {
    layout: Layout,
    rows: Vec<JournalRow>,
    verified: Option<Verified>,
}

impl JournalPage {
    fn older(&self) -> Option<u64> {
        self.rows.last().map(|row| row.seq).filter(|seq| *seq > 1)
    }
}

fn show(place: &Place, site: &Site, verified: Option<Verified>) -> Answer<Response> {
    let desk = place.desk(site)?;
    let before = place.get("before").and_then(|before| before.parse().ok());
    let rows = desk.journal(before, LINES)?;
    let page = JournalPage { layout: Layout::new(place, &desk, "日记账", "journal")?, rows, verified };
    rendered(&page.layout, page.render())
}

/// `GET /journal`
pub async fn page(State(site): State<Site>, place: Place) -> Answer<Response> {
    show(&place, &site, None)
}

/// `POST /journal/verify`
pub async fn verify(State(site): State<Site>, place: Place) -> Answer<Response> {
    let verified = super::slow(|| place.desk(&site).and_then(|desk| Ok(desk.verify()?)))?;
    show(&place, &site, Some(verified))
}
