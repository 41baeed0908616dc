//! Signing in and out, one's own password, and the page that makes a new book.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kezhang_app::error::AppError;
use kezhang_app::setup::SetupForm;

use super::{Fields, field};
use crate::assets;
use crate::failure::{Answer, Failure};
use crate::layout::{Layout, go, page as rendered};
use crate::place::{Place, SESSION};
use crate::site::Site;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    stamp: String,
    next: String,
    user: String,
    mistake: Option<String>,
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    layout: Layout,
    mistake: Option<String>,
}

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    stamp: String,
    code: String,
    form: SetupForm,
    mistakes: Vec<String>,
}

/// Only addresses inside this site may follow a sign-in.
fn inside(next: &str) -> &str {
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r']);
    if own { next } else { "/" }
}

/// `GET /sign-in`
pub async fn sign_in_page(State(site): State<Site>, place: Place) -> Answer<Response> {
    site.book()?;
    let page = SignInPage {
        stamp: assets::stamp(),
        next: inside(place.get("next").unwrap_or("/")).to_owned(),
        user: String::new(),
        mistake: None,
        said: place.said.clone(),
    };
    Ok(Html(page.render()?).into_response())
}

/// `POST /sign-in`
pub async fn sign_in(State(site): State<Site>, Form(fields): Form<Fields>) -> Answer<Response> {
    let next = inside(field(&fields, "next")).to_owned();
    let book = site.book()?;
    match super::slow(|| book.sign_in(field(&fields, "user"), field(&fields, "password"))) {
        Ok(token) => {
            let cookie = format!("{SESSION}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200");
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&next)).into_response())
        }
        Err(error @ (AppError::WrongPassword | AppError::TooManyTries(_))) => {
            let status =
                if matches!(error, AppError::WrongPassword) { StatusCode::UNAUTHORIZED } else { StatusCode::TOO_MANY_REQUESTS };
            let page = SignInPage {
                stamp: assets::stamp(),
                next,
                user: field(&fields, "user").to_owned(),
                mistake: Some(error.to_string()),
                said: None,
            };
            Ok((status, Html(page.render()?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /sign-out`
pub async fn sign_out(State(site): State<Site>, place: Place) -> Answer<Response> {
    site.book()?.sign_out(&place.token)?;
    let mut response = go("/sign-in", "已退出");
    let forget = HeaderValue::from_static("kezhang_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    response.headers_mut().append(header::SET_COOKIE, forget);
    Ok(response)
}

/// `GET /password`
pub async fn password(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let page = PasswordPage { layout: Layout::new(&place, &desk, "修改口令", "")?, mistake: None };
    rendered(&page.layout, page.render())
}

/// `POST /password`
pub async fn change_password(State(site): State<Site>, place: Place, Form(fields): Form<Fields>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let (old, new, again) = (field(&fields, "old"), field(&fields, "new"), field(&fields, "again"));
    let changed = if new == again {
        super::slow(|| desk.change_password(old, new))
    } else {
        Err(AppError::WeakPassword("两次填的新口令不一样".to_owned()))
    };
    match changed {
        Ok(()) => Ok(go("/sign-in", "口令已改，请用新口令登录")),
        Err(error @ (AppError::WeakPassword(_) | AppError::WrongPassword | AppError::TooManyTries(_))) => {
            let layout = Layout::new(&place, &desk, "修改口令", "")?;
            let page = PasswordPage { layout, mistake: Some(error.to_string()) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page.layout, page.render())?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Whoever makes the book must have seen the terminal.
fn admitted(site: &Site, code: &str) -> Result<(), Failure> {
    match site.setup_code() {
        Some(wanted) if wanted == code => Ok(()),
        Some(_) => Err(AppError::denied("建账要用终端里给出的地址").into()),
        None => Err(AppError::denied("账簿已经建立，请登录").into()),
    }
}

/// `GET /setup`
pub async fn setup_page(State(site): State<Site>, place: Place) -> Answer<Response> {
    let code = place.get("code").unwrap_or_default().to_owned();
    admitted(&site, &code)?;
    let page = SetupPage { stamp: assets::stamp(), code, form: SetupForm::example(), mistakes: Vec::new() };
    Ok(Html(page.render()?).into_response())
}

/// `POST /setup`
pub async fn setup(State(site): State<Site>, Form(fields): Form<Fields>) -> Answer<Response> {
    let code = field(&fields, "code").to_owned();
    admitted(&site, &code)?;
    let form = SetupForm::from_fields(&|name| field(&fields, name).to_owned());
    let new = site.new_book();
    match super::slow(|| form.make(&new.folder, new.packs.as_deref(), new.fonts.clone())) {
        Ok(book) => {
            site.put_book(book)?;
            Ok(go("/sign-in", "账簿已经建立，请登录"))
        }
        Err(error) => {
            let mistakes = match error.refusals() {
                [] => vec![error.to_string()],
                refusals => refusals.iter().map(|at| at.refusal.sentence()).collect(),
            };
            let page = SetupPage { stamp: assets::stamp(), code, form, mistakes };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
    }
}

/// An address that only takes what a form sends, typed or opened from the history.
pub async fn nothing_to_see() -> Failure {
    AppError::not_found("这个地址只接收表单，没有可看的页面。请从菜单重新进入").into()
}

/// Anything else.
pub async fn nothing_here() -> Failure {
    AppError::not_found("没有这个页面，可能是地址抄错了").into()
}
