//! 记录: the form, its transitions, evidence, life.

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use kezhang_app::desk::Desk;
use kezhang_app::entry_page::EntryPage;
use kezhang_app::entry_save::Saved;
use kezhang_app::error::AppError;
use kezhang_app::exporting::Download;
use kezhang_app::screening::ScreeningCard;

use super::{Fields, download, field, filters, typed};
use crate::failure::{Answer, Failure};
use crate::layout::{Layout, go, page as rendered};
use crate::place::Place;
use crate::site::Site;

#[derive(Template)]
#[template(path = "entry.html")]
struct FormPage {
    layout: Layout,
    entry: EntryPage,
    /// The transition whose form is open.
    opened: String,
    /// 条件核验, where the ledger has rules.
    screening: Option<ScreeningCard>,
}

impl FormPage {
    fn new_entry(&self) -> bool {
        self.entry.id.is_empty()
    }

    fn mistakes(&self) -> usize {
        let fields = self.entry.groups.iter().flat_map(|group| &group.fields);
        let steps = self.entry.transitions.iter().flat_map(|step| &step.fields);
        fields.chain(steps).filter(|field| field.mistake.is_some()).count() + self.entry.refusals.len()
    }
}

fn show(place: &Place, desk: &Desk, entry: EntryPage, opened: &str) -> Answer<Response> {
    let mut layout = Layout::new(place, desk, "记录", "ledgers")?;
    layout.title.clone_from(&entry.title);
    let screening = if entry.id.is_empty() { None } else { desk.screening(&entry.id)? };
    let page = FormPage { layout, entry, opened: opened.to_owned(), screening };
    rendered(&page.layout, page.render())
}

fn saved(place: &Place, desk: &Desk, saved: Saved, opened: &str) -> Answer<Response> {
    match saved {
        Saved::Done { entry, said } => {
            let year = place.year.map(|year| format!("?year={year}")).unwrap_or_default();
            Ok(go(&format!("/entry/{entry}{year}"), &said))
        }
        Saved::Again(page) => {
            let mut response = show(place, desk, *page, opened)?;
            *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

/// `GET /ledger/{ledger}/new`
pub async fn blank(State(site): State<Site>, place: Place, Path(ledger): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let entry = desk.new_entry(&ledger)?;
    show(&place, &desk, entry, "")
}

/// `POST /ledger/{ledger}`
pub async fn create(
    State(site): State<Site>,
    place: Place,
    Path(ledger): Path<String>,
    Form(fields): Form<Fields>,
) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let result = desk.create_entry(&ledger, typed(&fields))?;
    saved(&place, &desk, result, "")
}

/// `GET /entry/{entry}`
pub async fn page(State(site): State<Site>, place: Place, Path(id): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let entry = desk.entry_page(&id)?;
    let opened = place.get("do").unwrap_or_default().to_owned();
    show(&place, &desk, entry, &opened)
}

/// `POST /entry/{entry}`
pub async fn revise(
    State(site): State<Site>,
    place: Place,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let result = desk.revise_entry(&id, base(&fields)?, typed(&fields))?;
    saved(&place, &desk, result, "")
}

/// `POST /entry/{entry}/move`
pub async fn advance(
    State(site): State<Site>,
    place: Place,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let transition = field(&fields, "transition");
    let result = desk.move_entry(&id, base(&fields)?, transition, typed(&fields), field(&fields, "opinion"))?;
    saved(&place, &desk, result, transition)
}

/// `POST /entry/{entry}/void`
pub async fn void(
    State(site): State<Site>,
    place: Place,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let result = desk.void_entry(&id, base(&fields)?, field(&fields, "reason"))?;
    saved(&place, &desk, result, "void")
}

/// `POST /entry/{entry}/attach`
pub async fn attach(State(site): State<Site>, place: Place, Path(id): Path<String>, form: Multipart) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let (name, bytes) = uploaded(form).await?;
    let result = desk.attach(&id, &name, &bytes)?;
    saved(&place, &desk, result, "")
}

/// `GET /entry/{entry}/file/{hash}`
pub async fn file(State(site): State<Site>, place: Place, Path((id, hash)): Path<(String, String)>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let (name, bytes) = desk.evidence(&id, &hash)?;
    // Whatever the file is, a browser must neither run it nor guess what it is.
    let mut response = download(Download { name, bytes }, "application/octet-stream");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    Ok(response)
}

fn base(fields: &Fields) -> Result<u32, Failure> {
    field(fields, "base").parse().map_err(|_| AppError::unusable("页面不完整，请刷新后再试").into())
}

/// The first file of a form.
pub(super) async fn uploaded(mut form: Multipart) -> Result<(String, Vec<u8>), Failure> {
    let broken = |_| Failure::from(AppError::unusable("上传没有完成，或文件超过64MB，请重试"));
    while let Some(part) = form.next_field().await.map_err(broken)? {
        if let Some(name) = part.file_name().map(str::to_owned) {
            let bytes = part.bytes().await.map_err(broken)?;
            if !name.is_empty() {
                return Ok((name, bytes.to_vec()));
            }
        }
    }
    Err(AppError::unusable("没有选择文件").into())
}
