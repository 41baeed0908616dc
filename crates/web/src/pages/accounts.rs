//! 账号.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kezhang_app::Role;
use kezhang_app::desk::Desk;
use kezhang_app::error::AppError;
use kezhang_app::managing::{Account, AccountView};

use super::{Fields, field};
use crate::failure::Answer;
use crate::layout::{Layout, page as rendered};
use crate::place::Place;
use crate::site::Site;

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    layout: Layout,
    accounts: Vec<AccountView>,
    sections: Vec<(String, String)>,
    /// Account and its new password, shown this once.
    fresh: Option<(String, String)>,
    mistake: Option<String>,
}

fn show(place: &Place, desk: &Desk, fresh: Option<(String, String)>, mistake: Option<String>) -> Answer<Response> {
    let settings = desk.settings()?;
    let status = if mistake.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = AccountsPage {
        accounts: desk.accounts()?,
        layout: Layout::new(place, desk, "账号", "accounts")?,
        sections: settings.sections.iter().map(|section| (section.id.to_string(), section.name.clone())).collect(),
        fresh,
        mistake,
    };
    Ok((status, rendered(&page.layout, page.render())?).into_response())
}

/// `GET /accounts`
pub async fn page(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    show(&place, &desk, None, None)
}

/// `POST /accounts`
pub async fn set(State(site): State<Site>, place: Place, Form(fields): Form<Fields>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let account = Account {
        user: field(&fields, "user").trim().to_owned(),
        name: field(&fields, "name").to_owned(),
        role: Role::named(field(&fields, "role")),
        section: Some(field(&fields, "section")).filter(|id| !id.is_empty()).map(Into::into),
        manages: field(&fields, "manages") == "1",
    };
    match super::slow(|| desk.set_account(&account)) {
        Ok(password) => show(&place, &desk, password.map(|password| (account.user, password)), None),
        Err(error @ AppError::Unusable(_)) => show(&place, &desk, None, Some(error.to_string())),
        Err(error) => Err(error.into()),
    }
}

/// `POST /accounts/reset`
pub async fn reset(State(site): State<Site>, place: Place, Form(fields): Form<Fields>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let user = field(&fields, "user").to_owned();
    let password = super::slow(|| desk.reset_password(&user))?;
    show(&place, &desk, Some((user, password)), None)
}
