//! 文稿: preview in layout with figures as chips, list of figures and gaps, download, publishing.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kezhang_app::error::AppError;
use kezhang_app::exporting::Download;
use kezhang_app::report::{Draft, Format, Printed, PublishedPage, PublishedView, Token, TokenSource, paper_html};

use super::download;
use crate::failure::Answer;
use crate::layout::{Layout, go, page as rendered};
use crate::place::{Place, percent_encode};
use crate::site::Site;

#[derive(Template)]
#[template(path = "documents.html")]
struct IndexPage {
    layout: Layout,
    outlines: Vec<(String, String)>,
    published: Vec<PublishedView>,
}

#[derive(Template)]
#[template(path = "document.html")]
struct DraftPage {
    layout: Layout,
    draft: Draft,
    /// The paper as HTML; every word in it was escaped when it was rendered.
    paper: String,
    may_publish: bool,
    font_notices: Vec<String>,
}

#[derive(Template)]
#[template(path = "published.html")]
struct FrozenPage {
    layout: Layout,
    document: PublishedPage,
    paper: String,
}

impl DraftPage {
    /// The title in one line.
    fn title(&self) -> String {
        self.draft.paper.title.replace('\n', "")
    }

    /// What is missing, each with how often it is.
    fn gaps(&self) -> Vec<(&str, usize)> {
        let mut gaps: Vec<(&str, usize)> = Vec::new();
        for gap in &self.draft.gaps {
            match gaps.iter_mut().find(|(known, _)| known == gap) {
                Some((_, times)) => *times += 1,
                None => gaps.push((gap, 1)),
            }
        }
        gaps
    }

    /// Where a figure of the list leads.
    fn opens(&self, token: &Token) -> String {
        address(&token.source, self.draft.year)
    }
}

/// Where a figure of a document leads.
fn token_address(tokens: &[Token], id: &str, year: i16) -> String {
    let token = tokens.iter().find(|token| token.id == id);
    token.map_or_else(|| "#".to_owned(), |token| address(&token.source, year))
}

fn address(source: &TokenSource, year: i16) -> String {
    match source {
        TokenSource::Book { formula, period, .. } => {
            format!("/figure?f={}&p={}&year={year}", percent_encode(&formula.to_string()), percent_encode(&period.to_string()))
        }
        TokenSource::Reported { id } => format!("/reported?year={year}#{}", percent_encode(id)),
    }
}

/// `GET /documents`
pub async fn index(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let page = IndexPage {
        layout: Layout::new(&place, &desk, "文稿", "documents")?,
        outlines: desk.outlines()?,
        published: desk.published()?,
    };
    rendered(&page.layout, page.render())
}

/// `GET /document/{outline}`
pub async fn page(State(site): State<Site>, place: Place, Path(outline): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let mut layout = Layout::new(&place, &desk, "文稿", "documents")?;
    let draft = desk.draft(&outline, layout.year)?;
    // 2025年 and 年度工作总结 share a 年.
    layout.title = format!("{}年{}", draft.year, draft.name.strip_prefix('年').unwrap_or(&draft.name));
    let paper = paper_html(&draft.paper, &|figure| token_address(&draft.tokens, &figure.id, draft.year));
    let page = DraftPage { may_publish: desk.directs(), font_notices: desk.font_notices(), layout, paper, draft };
    rendered(&page.layout, page.render())
}

/// `GET /document/{outline}/print/{format}`
pub async fn print(State(site): State<Site>, place: Place, Path((outline, format)): Path<(String, String)>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let format = wanted(&format)?;
    let printed = super::slow(|| desk.draft(&outline, year).and_then(|draft| desk.print(&draft.paper, format)))?;
    Ok(file(printed, format))
}

/// `POST /document/{outline}/publish`
pub async fn publish(State(site): State<Site>, place: Place, Path(outline): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let id = desk.publish(&outline, year)?;
    Ok(go(&format!("/published/{id}?year={year}"), "已发布，文稿里的数字从此不变；账上再有变动，这里会并列显示"))
}

/// `GET /published/{id}`
pub async fn published(State(site): State<Site>, place: Place, Path(id): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let document = desk.published_page(numbered(&id)?)?;
    let layout = Layout::new(&place, &desk, document.view.title.clone(), "documents")?;
    let frozen = &document.figures;
    let paper = paper_html(&document.paper, &|figure| {
        let found = frozen.iter().find(|(token, ..)| *token == figure.id);
        found.map_or_else(
            || "#".to_owned(),
            |(_, formula, period)| {
                format!("/figure?f={}&p={}&year={}", percent_encode(formula), percent_encode(period), document.view.year)
            },
        )
    });
    let page = FrozenPage { layout, document, paper };
    rendered(&page.layout, page.render())
}

/// `GET /published/{id}/print/{format}`
pub async fn print_published(
    State(site): State<Site>,
    place: Place,
    Path((id, format)): Path<(String, String)>,
) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let format = wanted(&format)?;
    let id = numbered(&id)?;
    let printed = super::slow(|| desk.published_page(id).and_then(|document| desk.print(&document.frozen, format)))?;
    Ok(file(printed, format))
}

fn numbered(id: &str) -> Result<u64, AppError> {
    id.parse().map_err(|_| AppError::not_found("没有这份已发布的文稿"))
}

fn wanted(format: &str) -> Result<Format, AppError> {
    Format::named(format).ok_or_else(|| AppError::not_found("没有这种格式，可用docx、pdf、html"))
}

fn file(printed: Printed, format: Format) -> Response {
    download(Download { name: printed.name, bytes: printed.bytes }, format.media_type())
}
