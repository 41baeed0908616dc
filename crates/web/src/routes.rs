//! The index: everything that can be asked for, and who answers.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

use crate::pages::{
    accounts, api, board, check, check_files, close, document, entry, figure, home, import, journal, ledger, reported, search,
    sign,
};
use crate::site::Site;
use crate::{assets, security};

/// Largest upload: an evidence file of 50 MB with its form around it.
const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Every route.
pub fn routes(site: Site) -> Router {
    let work = Router::new()
        .route("/", get(home::page))
        .route("/board", get(board::page))
        .route("/board/export.xlsx", get(board::export))
        .route("/board/target", post(board::set_target))
        .route("/ledgers", get(ledger::index))
        .route("/ledger/{ledger}", get(ledger::page).post(entry::create))
        .route("/ledger/{ledger}/new", get(entry::blank))
        .route("/ledger/{ledger}/export.xlsx", get(ledger::export))
        .route("/ledger/{ledger}/template.xlsx", get(ledger::template))
        .route("/ledger/{ledger}/import", get(import::page).post(import::upload))
        .route("/ledger/{ledger}/import/{hash}", post(import::go_on))
        .route("/entry/{entry}", get(entry::page).post(entry::revise))
        .route("/entry/{entry}/move", post(entry::advance))
        .route("/entry/{entry}/void", post(entry::void))
        .route("/entry/{entry}/attach", post(entry::attach))
        .route("/entry/{entry}/file/{hash}", get(entry::file))
        .route("/figure", get(figure::page))
        .route("/documents", get(document::index))
        .route("/document/{outline}", get(document::page))
        .route("/document/{outline}/print/{format}", get(document::print))
        .route("/document/{outline}/publish", post(document::publish))
        .route("/published/{id}", get(document::published))
        .route("/published/{id}/print/{format}", get(document::print_published))
        .route("/check", get(check::page).post(check::hand_in))
        .route("/check/{kept}", get(check::result))
        .route("/check/{kept}/finding", post(check::decide))
        .route("/check/{kept}/teach", post(check::teach))
        .route("/check/{kept}/accept", post(check::accept))
        .route("/check/{kept}/summary", get(check_files::summary))
        .route("/check/{kept}/comments.docx", get(check_files::comments))
        .route("/check/{kept}/marked.html", get(check_files::marked))
        .route("/check/{kept}/check.json", get(check_files::json))
        .route("/reported", get(reported::page).post(reported::withdraw))
        .route("/close", get(close::page).post(close::close))
        .route("/journal", get(journal::page))
        .route("/journal/verify", post(journal::verify))
        .route("/accounts", get(accounts::page).post(accounts::set))
        .route("/accounts/reset", post(accounts::reset))
        .route("/password", get(sign::password).post(sign::change_password))
        .route("/search", get(search::page))
        .route("/api/figures", get(api::figures));
    let open = Router::new()
        .route("/sign-in", get(sign::sign_in_page).post(sign::sign_in))
        .route("/sign-out", post(sign::sign_out))
        .route("/setup", get(sign::setup_page).post(sign::setup))
        .route("/paper.css", get(assets::paper))
        .route("/static/{*path}", get(assets::asset));
    work.merge(open)
        .fallback(sign::nothing_here)
        .method_not_allowed_fallback(sign::nothing_to_see)
        .layer(middleware::from_fn(security::guard))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http())
        .with_state(site)
}
