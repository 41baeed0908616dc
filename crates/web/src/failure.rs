//! A failed use-case as an answer: what, where, what to do, and a code to quote.

use askama::Template;
use axum::http::{HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kezhang_app::error::AppError;

use crate::assets;
use crate::place::percent_encode;

/// What a handler gives.
pub type Answer<T = Response> = Result<T, Failure>;

/// A use-case that failed, or a page that could not be rendered.
#[derive(Debug)]
pub enum Failure {
    /// The use-case says why.
    App(AppError),
    /// The template failed; a fault of this program.
    Template(String),
    /// Nobody is signed in; come back here after signing in.
    SignIn {
        /// Where to.
        next: String,
        /// Only a part of a page was asked for; the whole page must go.
        part: bool,
    },
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::SignInFirst => Self::SignIn { next: String::new(), part: false },
            other => Self::App(other),
        }
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::Template(error.to_string())
    }
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    stamp: String,
    heading: &'static str,
    sentences: Vec<String>,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, heading, sentences) = match &self {
            Self::SignIn { next, part } => {
                let to = if next.is_empty() { "/sign-in".to_owned() } else { format!("/sign-in?next={}", percent_encode(next)) };
                // A browser follows a redirect inside the part that htmx asked for; this header makes htmx leave the page.
                return match part {
                    true => (StatusCode::UNAUTHORIZED, [(HeaderName::from_static("hx-redirect"), to)]).into_response(),
                    false => Redirect::to(&to).into_response(),
                };
            }
            Self::Template(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "页面出错",
                vec!["页面没有排出来，数据没有改动。请把这句话告诉维护人员 [KZ-602]".to_owned()],
            ),
            Self::App(error) => {
                let (status, heading) = status(error);
                let sentences = match error.refusals() {
                    [] => vec![error.to_string()],
                    refusals => refusals.iter().map(|at| at.refusal.to_string()).collect(),
                };
                (status, heading, sentences)
            }
        };
        if let Self::Template(why) = &self {
            tracing::error!(why, "template failed");
        }
        let page = FailurePage { stamp: assets::stamp(), heading, sentences: sentences.clone() };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => (status, sentences.join("\n")).into_response(),
        }
    }
}

fn status(error: &AppError) -> (StatusCode, &'static str) {
    match error {
        AppError::Refused(refusals) => match refusals.first().map(|at| at.refusal.code()) {
            Some("KZ-101" | "KZ-131") => (StatusCode::FORBIDDEN, "您无权办理"),
            // What somebody may not see is to them as if it were not there.
            Some("KZ-102" | "KZ-103" | "KZ-104") => (StatusCode::NOT_FOUND, "没有找到"),
            _ => (StatusCode::UNPROCESSABLE_ENTITY, "没有办成"),
        },
        AppError::Store(_) => (StatusCode::SERVICE_UNAVAILABLE, "账簿暂时读写不了"),
        AppError::SignInFirst | AppError::WrongPassword => (StatusCode::UNAUTHORIZED, "请登录"),
        AppError::TooManyTries(_) => (StatusCode::TOO_MANY_REQUESTS, "请稍候"),
        AppError::WeakPassword(_) | AppError::Unusable(_) | AppError::Office(_) => (StatusCode::UNPROCESSABLE_ENTITY, "没有办成"),
        AppError::Denied(_) => (StatusCode::FORBIDDEN, "您无权办理"),
        AppError::NotFound(_) => (StatusCode::NOT_FOUND, "没有找到"),
    }
}
