//! Figures as JSON, for programs. The form is that of `kezhang figures --json`.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kezhang_app::error::AppError;

use crate::failure::Answer;
use crate::place::Place;
use crate::site::Site;

/// `GET /api/figures?year=2025`
pub async fn figures(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let as_of = place.get("as_of").and_then(|seq| seq.parse().ok());
    let figures = super::slow(|| desk.figures(year, as_of))?;
    let json = serde_json::to_string(&figures).map_err(|error| AppError::unusable(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], json).into_response())
}
