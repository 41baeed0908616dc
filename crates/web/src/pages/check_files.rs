//! What a check leaves behind to take away: the Word document with comments, the marked text as one web page, the summary of
//! one page for the printer, the JSON for programs.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kezhang_app::check::{CheckedClaim, CheckedText, FindingView, MarkedBlock};
use kezhang_app::error::AppError;
use kezhang_app::exporting::Download;

use super::check::{name_in, query};
use super::download;
use crate::failure::Answer;
use crate::layout::{Layout, page as rendered};
use crate::place::Place;
use crate::site::Site;

/// Media type of a Word document.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// How many of one kind the summary names, so that it stays on one page; the rest it counts.
const NAMED_MAX: usize = 10;

#[derive(Template)]
#[template(path = "check_summary.html")]
struct SummaryPage {
    layout: Layout,
    text: CheckedText,
    year: i16,
    day: String,
    /// The way back to the check.
    kept: String,
    query: String,
}

impl SummaryPage {
    fn findings(&self) -> Vec<&FindingView> {
        self.text.findings.iter().filter(|finding| !finding.ignored()).take(NAMED_MAX).collect()
    }

    fn more_findings(&self) -> usize {
        self.text.summary.findings.saturating_sub(NAMED_MAX)
    }

    fn differing(&self) -> Vec<&CheckedClaim> {
        self.text.claims.iter().filter(|claim| claim.differs()).take(NAMED_MAX).collect()
    }

    fn more_differing(&self) -> usize {
        self.text.summary.differ.saturating_sub(NAMED_MAX)
    }

    /// What is not in the book, by its subjects.
    fn absent(&self) -> String {
        let absent: Vec<&CheckedClaim> = self.text.claims.iter().filter(|claim| claim.verdict.kind == "absent").collect();
        let mut subjects: Vec<&str> = absent.iter().map(|claim| claim.subject.as_str()).filter(|s| !s.is_empty()).collect();
        subjects.dedup();
        let named = subjects.iter().take(NAMED_MAX).copied().collect::<Vec<_>>().join("、");
        if subjects.len() > NAMED_MAX { format!("{named}等") } else { named }
    }
}

#[derive(Template)]
#[template(path = "check_marked.html")]
struct MarkedPage {
    text: CheckedText,
    blocks: Vec<MarkedBlock>,
}

/// `GET /check/{kept}/summary`
pub async fn summary(State(site): State<Site>, place: Place, Path(kept): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let name = name_in(&place);
    let text = super::slow(|| desk.check_kept(&name, &kept, year))?;
    let layout = Layout::new(&place, &desk, "核数概要", "check")?;
    let page = SummaryPage { text, year, day: kezhang_app::clock::today_in_words(), kept, query: query(&name, year), layout };
    rendered(&page.layout, page.render())
}

/// `GET /check/{kept}/comments.docx`
pub async fn comments(State(site): State<Site>, place: Place, Path(kept): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let name = name_in(&place);
    let commented = super::slow(|| desk.kept_with_comments(&name, &kept, year))?;
    Ok(download(Download { name: format!("{}（核数批注）.docx", stem(&name)), bytes: commented.bytes }, DOCX))
}

/// `GET /check/{kept}/marked.html`
pub async fn marked(State(site): State<Site>, place: Place, Path(kept): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let name = name_in(&place);
    let text = super::slow(|| desk.check_kept(&name, &kept, year))?;
    let page = MarkedPage { blocks: text.marked(), text };
    let file = Download { name: format!("{}（核数标注）.html", stem(&name)), bytes: page.render()?.into_bytes() };
    Ok(download(file, "text/html; charset=utf-8"))
}

/// `GET /check/{kept}/check.json`: the form of `kezhang check --json`.
pub async fn json(State(site): State<Site>, place: Place, Path(kept): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let text = super::slow(|| desk.check_kept(&name_in(&place), &kept, year))?;
    let json = kezhang_app::check::as_json(&[text], &[]).map_err(AppError::unusable)?;
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], json).into_response())
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
