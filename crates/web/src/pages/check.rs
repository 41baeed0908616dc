//! 核数: paste or upload; the text marked up, each finding explained, claims accepted as reported figures.

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, State};
use axum::response::Response;
use kezhang_app::check::{CheckedClaim, CheckedText, MarkedLine};
use kezhang_app::error::AppError;

use super::{Fields, field, filters};
use crate::failure::{Answer, Failure};
use crate::layout::{Layout, go, page as rendered};
use crate::place::Place;
use crate::site::Site;

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    layout: Layout,
    result: Option<CheckedText>,
    lines: Vec<MarkedLine>,
    may_accept: bool,
    mistake: Option<String>,
    /// The hash of the kept text, to accept claims of it.
    kept: String,
}

impl CheckPage {
    fn new(layout: Layout) -> Self {
        Self { layout, result: None, lines: Vec::new(), may_accept: false, mistake: None, kept: String::new() }
    }

    fn severity_word(&self, severity: &str) -> &'static str {
        match severity {
            "error" => "错误",
            "warning" => "疑点",
            _ => "提示",
        }
    }

    fn aspect_word(&self, claim: &CheckedClaim) -> &'static str {
        match claim.aspect.as_str() {
            "flow" => "发生额",
            "stock" => "余额",
            "ratio" => "比率",
            "growth" => "增长",
            "rank" => "位次",
            _ => "其他",
        }
    }
}

/// `GET /check`
pub async fn page(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    desk.sees_business()?;
    let page = CheckPage::new(Layout::new(&place, &desk, "核数", "check")?);
    rendered(&page.layout, page.render())
}

/// `POST /check`
pub async fn run(State(site): State<Site>, place: Place, form: Multipart) -> Answer<Response> {
    let handed = handed_in(form).await?;
    let desk = place.desk(&site)?;
    let mut page = CheckPage::new(Layout::new(&place, &desk, "核数", "check")?);
    let year = handed.year.unwrap_or(page.layout.year);
    let checked = super::slow(|| match &handed.file {
        Some((name, bytes)) => desk.check_file(name, bytes, year),
        None => desk.check_text(&handed.text, year),
    });
    match checked {
        Ok(checked) => {
            page.lines = checked.marked();
            page.may_accept = desk.directs();
            if page.may_accept {
                page.kept = desk.keep_upload(&checked.name, checked.original.as_bytes())?;
            }
            page.result = Some(checked);
        }
        Err(error @ (AppError::Unusable(_) | AppError::Office(_))) => page.mistake = Some(error.to_string()),
        Err(error) => return Err(error.into()),
    }
    rendered(&page.layout, page.render())
}

/// `POST /check/accept`
pub async fn accept(State(site): State<Site>, place: Place, Form(fields): Form<Fields>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year: i16 = field(&fields, "year").parse().map_err(|_| AppError::unusable("请选年份"))?;
    let bytes = desk.upload(field(&fields, "kept"))?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let chosen: Vec<usize> =
        fields.iter().filter(|(name, _)| name == "claim").filter_map(|(_, number)| number.parse().ok()).collect();
    let accepted = super::slow(|| {
        let checked = desk.check_named(field(&fields, "name"), &text, year)?;
        desk.accept_reported(&checked, year, &chosen)
    })?;
    let known = if accepted.known > 0 { format!("，{}个以前采用过", accepted.known) } else { String::new() };
    let said = format!("已采用{}个上报数{known}。它们与账上的数并列显示，不计入发生额", accepted.accepted);
    Ok(go(&format!("/reported?year={year}"), &said))
}

struct HandedIn {
    text: String,
    file: Option<(String, Vec<u8>)>,
    year: Option<i16>,
}

async fn handed_in(mut form: Multipart) -> Result<HandedIn, Failure> {
    let broken = |_| Failure::from(AppError::unusable("上传没有完成，或文件太大，请重试"));
    let mut handed = HandedIn { text: String::new(), file: None, year: None };
    while let Some(part) = form.next_field().await.map_err(broken)? {
        let (name, file) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
        let bytes = part.bytes().await.map_err(broken)?;
        match (name.as_str(), file) {
            (_, Some(file)) if !file.is_empty() => handed.file = Some((file, bytes.to_vec())),
            ("text", None) => handed.text = String::from_utf8_lossy(&bytes).into_owned(),
            ("year", None) => handed.year = std::str::from_utf8(&bytes).ok().and_then(|year| year.parse().ok()),
            _ => {}
        }
    }
    Ok(handed)
}
