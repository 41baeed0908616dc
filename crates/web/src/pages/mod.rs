//! The pages, one file a feature. A handler takes the request apart, asks one use-case, and renders.

pub mod accounts;
pub mod api;
pub mod board;
pub mod check;
pub mod check_files;
pub mod close;
pub mod document;
pub mod entry;
pub mod figure;
pub mod home;
pub mod import;
pub mod journal;
pub mod ledger;
pub mod reported;
pub mod search;
pub mod sign;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use kezhang_app::chip::Chip;
use kezhang_app::exporting::Download;

use crate::place::percent_encode;

/// Form fields, in the order of the form.
pub type Fields = Vec<(String, String)>;

/// The value of a form field; blank where the form has none.
pub fn field<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

/// Fields of an entry in a form are named `f.<field>`.
pub fn typed(fields: &Fields) -> kezhang_app::Typed {
    let of_entry = |(name, value): &(String, String)| Some((name.strip_prefix("f.")?.into(), value.clone()));
    fields.iter().filter_map(of_entry).collect()
}

/// Where a chip leads.
pub fn figure_address(chip: &Chip) -> String {
    format!("/figure?f={}&p={}", percent_encode(&chip.formula), percent_encode(&chip.period))
}

/// Work that takes more than a moment must not hold up the other requests of its thread.
pub fn slow<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}

/// A file to keep.
pub fn download(file: Download, media_type: &'static str) -> Response {
    let name = percent_encode(&file.name);
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
    ];
    (headers, file.bytes).into_response()
}

/// Media type of a spreadsheet.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Small helpers that templates call.
pub mod filters {
    use kezhang_app::chip::Chip;

    /// Where a chip leads.
    #[askama::filter_fn]
    pub fn figure(chip: &Chip, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(super::figure_address(chip))
    }

    /// Part of an address.
    #[askama::filter_fn]
    pub fn part(text: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(super::percent_encode(&text.to_string()))
    }
}
