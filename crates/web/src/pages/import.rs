//! 导入: upload → every row with its verdict → write.

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kezhang_app::desk::Desk;
use kezhang_app::error::AppError;
use kezhang_app::importing::{ImportChoices, ImportPlan, RowView, Verdict};
use kezhang_app::ledger_page::ListParams;

use super::entry::uploaded;
use super::{Fields, field};
use crate::failure::Answer;
use crate::layout::{Layout, go, page as rendered};
use crate::place::Place;
use crate::site::Site;

/// Good rows shown on the page; all bad ones are.
const GOOD_ROWS_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    layout: Layout,
    ledger: String,
    ledger_name: String,
    plan: Option<ImportPlan>,
    choices: ImportChoices,
    /// What has been written already, where something is left to do.
    said: Option<String>,
    /// Why the file cannot be read as a table of this ledger.
    mistake: Option<String>,
}

impl ImportPage {
    /// Bad rows first, then what fits of the others.
    fn rows<'p>(&self, plan: &'p ImportPlan) -> Vec<&'p RowView> {
        let bad = plan.rows.iter().filter(|row| row.verdict == Verdict::Bad);
        let good = plan.rows.iter().filter(|row| row.verdict != Verdict::Bad).take(GOOD_ROWS_SHOWN);
        bad.chain(good).collect()
    }

    fn word(&self, row: &RowView) -> &'static str {
        match row.verdict {
            Verdict::New => "新增",
            Verdict::Revised => "修改",
            Verdict::Same => "无变化",
            Verdict::Bad => "有错",
            Verdict::Skipped => "不导入",
        }
    }

    fn class(&self, row: &RowView) -> &'static str {
        match row.verdict {
            Verdict::New | Verdict::Revised => "good",
            Verdict::Same | Verdict::Skipped => "quiet",
            Verdict::Bad => "bad",
        }
    }

    fn mistake_at(&self, row: &RowView, column: &usize) -> Option<String> {
        let at: Vec<&str> = row.mistakes.iter().filter(|m| m.column == Some(*column)).map(|m| m.reason.as_str()).collect();
        (!at.is_empty()).then(|| at.join("；"))
    }

    /// Cells typed anew that are right now; wrong ones stand in the table to be typed once more.
    fn settled(&self, plan: &ImportPlan) -> Vec<(usize, usize, &str)> {
        let wrong = |row: usize, column: usize| {
            let row = plan.rows.iter().find(|known| known.row == row);
            row.is_some_and(|row| row.mistakes.iter().any(|mistake| mistake.column == Some(column)))
        };
        let edits = self.choices.edits.iter().filter(|((row, column), _)| !wrong(*row, *column));
        edits.map(|((row, column), text)| (*row, *column, text.as_str())).collect()
    }

    /// Mistakes that stand at no column.
    fn elsewhere(&self, row: &RowView) -> Vec<String> {
        let apart = row.mistakes.iter().filter(|mistake| mistake.column.is_none());
        apart.map(|m| if m.field.is_empty() { m.reason.clone() } else { format!("{}：{}", m.field, m.reason) }).collect()
    }
}

/// `GET /ledger/{ledger}/import`
pub async fn page(State(site): State<Site>, place: Place, Path(id): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    // Whoever may not write here is told so before choosing a file.
    desk.new_entry(&id)?;
    begin(&place, &desk, id, None)
}

/// The page before there is a table to show.
fn begin(place: &Place, desk: &Desk, ledger: String, mistake: Option<String>) -> Answer<Response> {
    let ledger_name = desk.ledger_page(&ledger, &ListParams::default())?.name;
    let layout = Layout::new(place, desk, format!("导入{ledger_name}"), "ledgers")?;
    let status = if mistake.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ImportPage { layout, ledger, ledger_name, plan: None, choices: ImportChoices::default(), said: None, mistake };
    Ok((status, rendered(&page.layout, page.render())?).into_response())
}

/// `POST /ledger/{ledger}/import`
pub async fn upload(State(site): State<Site>, place: Place, Path(id): Path<String>, form: Multipart) -> Answer<Response> {
    let (name, bytes) = uploaded(form).await?;
    let desk = place.desk(&site)?;
    let choices = ImportChoices::default();
    let plan = super::slow(|| {
        let plan = desk.plan_import(&id, &name, &bytes, &choices)?;
        // Only what reads as a table is kept for the next step.
        desk.keep_upload(&name, &bytes)?;
        Ok::<_, AppError>(plan)
    });
    match plan {
        Ok(plan) => show(&place, &site, &id, plan, choices, None),
        Err(error @ (AppError::Unusable(_) | AppError::Office(_))) => begin(&place, &desk, id, Some(error.to_string())),
        Err(error) => Err(error.into()),
    }
}

/// `POST /ledger/{ledger}/import/{hash}`: columns matched, cells edited, or the order to write.
pub async fn go_on(
    State(site): State<Site>,
    place: Place,
    Path((id, hash)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let choices = choices(&fields);
    let name = field(&fields, "file").to_owned();
    let bytes = desk.upload(&hash)?;
    let mut said = None;
    let plan = match field(&fields, "order") {
        order @ ("all" | "good") => {
            let good_only = order == "good";
            match super::slow(|| desk.import(&id, &name, &bytes, &choices, good_only)) {
                Ok(imported) if imported.bad == 0 => {
                    let year = place.year_or_default(&desk)?;
                    return Ok(go(&format!("/ledger/{id}?year={year}"), &imported.said));
                }
                // What is left to fix stays before the person.
                Ok(imported) => {
                    said = Some(imported.said);
                    super::slow(|| desk.plan_import(&id, &name, &bytes, &choices))?
                }
                Err(AppError::Unusable(_)) => super::slow(|| desk.plan_import(&id, &name, &bytes, &choices))?,
                Err(error) => return Err(error.into()),
            }
        }
        _ => super::slow(|| desk.plan_import(&id, &name, &bytes, &choices))?,
    };
    show(&place, &site, &id, plan, choices, said)
}

fn show(
    place: &Place,
    site: &Site,
    id: &str,
    plan: ImportPlan,
    choices: ImportChoices,
    said: Option<String>,
) -> Answer<Response> {
    let desk = place.desk(site)?;
    let layout = Layout::new(place, &desk, format!("导入{}", plan.ledger_name), "ledgers")?;
    let status = if plan.bad > 0 { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ledger_name = plan.ledger_name.clone();
    let page = ImportPage { layout, ledger: id.to_owned(), ledger_name, plan: Some(plan), choices, said, mistake: None };
    Ok((status, rendered(&page.layout, page.render())?).into_response())
}

/// `column.3=name`, `cell.12.3=text`, `sheet=0`.
fn choices(fields: &Fields) -> ImportChoices {
    let mut choices = ImportChoices { sheet: field(fields, "sheet").parse().ok(), ..ImportChoices::default() };
    for (name, value) in fields {
        if let Some(column) = name.strip_prefix("column.").and_then(|at| at.parse().ok()) {
            choices.columns.insert(column, if value.is_empty() { "-".to_owned() } else { value.clone() });
        } else if let Some((row, column)) = name.strip_prefix("cell.").and_then(|at| at.split_once('.'))
            && let (Ok(row), Ok(column)) = (row.parse(), column.parse())
        {
            choices.edits.insert((row, column), value.clone());
        }
    }
    choices
}
