//! 核数: paste or upload; the text marked up, each finding explained, decisions remembered, claims accepted as reported
//! figures. What is handed in is kept, so that its check has an address: reloaded, sent to a colleague, gone on with after a
//! decision. Files to take away are in `check_files`.

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use kezhang_app::check::{Bound, CheckedClaim, CheckedText, Decided, Judgement, MarkedBlock, PASTED, takes_comments};
use kezhang_app::error::AppError;
use kezhang_app::reading::words_of;

use super::{Fields, field, filters};
use crate::failure::{Answer, Failure};
use crate::layout::{Layout, go, page as rendered};
use crate::place::{Place, percent_encode};
use crate::site::Site;

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    layout: Layout,
    result: Option<Checked>,
    mistake: Option<String>,
}

/// A checked text with what its page offers.
struct Checked {
    text: CheckedText,
    blocks: Vec<MarkedBlock>,
    year: i16,
    /// The hash it was kept under.
    kept: String,
    /// Year and name, for every address below this one.
    query: String,
    may_accept: bool,
    may_teach: bool,
    is_docx: bool,
    /// What a claim can be said to speak of.
    figures: Vec<String>,
}

impl CheckPage {
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

    /// Whether this candidate is the one that was taken.
    fn is_bound(&self, claim: &CheckedClaim, candidate: &Bound) -> bool {
        claim.bound.as_ref().is_some_and(|bound| bound.formula == candidate.formula)
    }

    /// Whether a person has said that the book has nothing of the kind.
    fn is_nothing(&self, claim: &CheckedClaim) -> bool {
        claim.taught.as_ref().is_some_and(|taught| taught.decision == "none")
    }

    fn passed_over(&self, claim: &CheckedClaim) -> bool {
        claim.decided.as_ref().is_some_and(Decided::ignores)
    }
}

/// `GET /check`
pub async fn page(State(site): State<Site>, place: Place) -> Answer<Response> {
    blank(&site, &place, None)
}

fn blank(site: &Site, place: &Place, mistake: Option<String>) -> Answer<Response> {
    let desk = place.desk(site)?;
    desk.sees_business()?;
    let page = CheckPage { layout: Layout::new(place, &desk, "核数", "check")?, result: None, mistake };
    rendered(&page.layout, page.render())
}

/// `POST /check`: keeps what is handed in and goes to its check.
pub async fn hand_in(State(site): State<Site>, place: Place, form: Multipart) -> Answer<Response> {
    let handed = handed_in(form).await?;
    let desk = place.desk(&site)?;
    let year = handed.year.map_or_else(|| place.year_or_default(&desk), Ok)?;
    let (name, bytes) = handed.file.unwrap_or_else(|| (PASTED.to_owned(), handed.text.into_bytes()));
    let kept = super::slow(|| {
        let (text, _) =
            if name == PASTED { (String::from_utf8_lossy(&bytes).into_owned(), Vec::new()) } else { words_of(&name, &bytes)? };
        if text.trim().is_empty() {
            return Err(AppError::unusable("没有文字，请粘贴文稿或选择文件"));
        }
        desk.keep_for_check(&name, &bytes)
    });
    match kept {
        Ok(kept) => Ok(Redirect::to(&address(&kept, &query(&name, year))).into_response()),
        Err(error @ (AppError::Unusable(_) | AppError::Office(_))) => blank(&site, &place, Some(error.to_string())),
        Err(error) => Err(error.into()),
    }
}

/// `GET /check/{kept}`
pub async fn result(State(site): State<Site>, place: Place, Path(kept): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let name = name_in(&place);
    let text = super::slow(|| desk.check_kept(&name, &kept, year))?;
    let may_teach = desk.teaches();
    let checked = Checked {
        blocks: text.marked(),
        year,
        query: query(&name, year),
        may_accept: desk.directs(),
        may_teach,
        is_docx: takes_comments(&desk.upload(&kept)?),
        figures: if may_teach { desk.figure_names()? } else { Vec::new() },
        kept,
        text,
    };
    let page = CheckPage { layout: Layout::new(&place, &desk, "核数", "check")?, result: Some(checked), mistake: None };
    rendered(&page.layout, page.render())
}

/// `POST /check/{kept}/finding`: accepts or ignores a finding or a difference, or takes that back.
pub async fn decide(
    State(site): State<Site>,
    place: Place,
    Path(kept): Path<String>,
    Form(fields): Form<Fields>,
) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let name = name_in(&place);
    let unclear = || AppError::unusable("没有写明怎样处理，请在核数页上选择");
    let judgement = Judgement::parse(field(&fields, "decision")).ok_or_else(unclear)?;
    let reason = field(&fields, "reason");
    let (said, card) = super::slow(|| {
        let text = desk.check_kept(&name, &kept, year)?;
        match (field(&fields, "finding").parse::<usize>(), field(&fields, "claim").parse::<usize>()) {
            (Ok(finding), _) => Ok((desk.judge_finding(&text, finding, judgement, reason)?, format!("finding-{finding}"))),
            (_, Ok(claim)) => Ok((desk.judge_difference(&text, claim, judgement, reason)?, format!("claim-{claim}"))),
            _ => Err(unclear()),
        }
    })?;
    Ok(go(&format!("{}#{card}", address(&kept, &query(&name, year))), &said))
}

/// `POST /check/{kept}/teach`: remembers what a claim speaks of, or forgets it.
pub async fn teach(
    State(site): State<Site>,
    place: Place,
    Path(kept): Path<String>,
    Form(fields): Form<Fields>,
) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let name = name_in(&place);
    let claim: usize = field(&fields, "claim").parse().map_err(|_| AppError::unusable("没有写明是哪个数字，请重新核数"))?;
    let (figure, other, reason) = (field(&fields, "figure"), field(&fields, "other").trim(), field(&fields, "reason"));
    let said = super::slow(|| {
        let text = desk.check_kept(&name, &kept, year)?;
        match (figure, other) {
            ("-forget", _) => desk.unteach(&text, claim),
            ("-none", "") => desk.teach(&text, claim, None, reason),
            // Whoever has written a name means it, whatever was chosen above it.
            (_, other) if !other.is_empty() => desk.teach(&text, claim, Some(other), reason),
            ("-other", _) => desk.teach(&text, claim, Some(""), reason),
            (figure, _) => desk.teach(&text, claim, Some(figure), reason),
        }
    })?;
    Ok(go(&format!("{}#claim-{claim}", address(&kept, &query(&name, year))), &said))
}

/// `POST /check/{kept}/accept`
pub async fn accept(
    State(site): State<Site>,
    place: Place,
    Path(kept): Path<String>,
    Form(fields): Form<Fields>,
) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    let chosen: Vec<usize> =
        fields.iter().filter(|(name, _)| name == "claim").filter_map(|(_, number)| number.parse().ok()).collect();
    let accepted = super::slow(|| {
        let checked = desk.check_kept(&name_in(&place), &kept, year)?;
        desk.accept_reported(&checked, year, &chosen)
    })?;
    let known = if accepted.known > 0 { format!("，{}个以前采用过", accepted.known) } else { String::new() };
    let said = format!("已采用{}个上报数{known}。它们与账上的数并列显示，不计入发生额", accepted.accepted);
    Ok(go(&format!("/reported?year={year}"), &said))
}

/// The name in the address of a kept text.
pub(super) fn name_in(place: &Place) -> String {
    place.get("name").filter(|name| !name.is_empty()).unwrap_or(PASTED).to_owned()
}

/// Year and name, for an address.
pub(super) fn query(name: &str, year: i16) -> String {
    format!("year={year}&name={}", percent_encode(name))
}

fn address(kept: &str, query: &str) -> String {
    format!("/check/{}?{query}", percent_encode(kept))
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
            ("year", None) => {
                let year = std::str::from_utf8(&bytes).ok().and_then(|year| year.trim().parse().ok());
                handed.year = year.filter(|year| (1900..=2100).contains(year));
            }
            _ => {}
        }
    }
    Ok(handed)
}
