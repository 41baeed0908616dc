//! Style sheets and scripts: our own, and those that npm brought. Compiled into the program.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/static"]
struct Static;

/// `GET /static/…`
pub async fn asset(Path(path): Path<String>) -> Response {
    let Some(file) = Static::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_TYPE, file.metadata.mimetype().to_owned()),
        // The address carries the version, so a file may be kept for as long as the browser likes.
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
    ];
    (headers, file.data).into_response()
}

/// `GET /paper.css`: how official documents look on a page, as the office crate has it.
pub async fn paper() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, kezhang_app::PAPER_CSS).into_response()
}

/// What the addresses of assets carry: another program, another address.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A short hash of our own assets, so that a changed style sheet is not served from a cache.
pub fn stamp() -> String {
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
    for name in ["kezhang.css", "kezhang.js", "check.css", "check.js"] {
        if let Some(file) = Static::get(name) {
            for byte in file.data.iter() {
                sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    format!("{VERSION}-{sum:08x}")
}
