//! 数字: a figure opened, as a page or in the drawer.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use kezhang_app::error::AppError;
use kezhang_app::figure_page::{BreakdownPart, FigurePage};
use rust_decimal::Decimal;

use super::filters;
use crate::failure::Answer;
use crate::layout::{Layout, page as rendered};
use crate::place::{Place, percent_encode};
use crate::site::Site;

/// Parts of a breakdown shown at once: so many that the entries below stay in sight.
const SLICES: usize = 5;

#[derive(Template)]
#[template(path = "figure.html", block = "main")]
struct Part {
    layout: Layout,
    figure: FigurePage,
    drawer: bool,
    formula: String,
    tab: String,
}

#[derive(Template)]
#[template(path = "figure.html")]
struct Whole {
    layout: Layout,
    figure: FigurePage,
    drawer: bool,
    formula: String,
    tab: String,
}

/// What both renderings call.
macro_rules! helpers {
    ($name:ident) => {
        impl $name {
            fn address(&self, tab: &str, page: u32) -> String {
                format!(
                    "/figure?f={}&p={}&tab={tab}&page={page}&year={}",
                    percent_encode(&self.formula),
                    percent_encode(&self.figure.chip.period),
                    self.layout.year
                )
            }

            /// Where a part of a breakdown leads; blank where nothing is written in the field it goes by.
            fn opens(&self, slice: &BreakdownPart) -> String {
                let Some(formula) = &slice.formula else { return String::new() };
                let period = percent_encode(&self.figure.chip.period);
                format!("/figure?f={}&p={period}&year={}", percent_encode(formula), self.layout.year)
            }

            fn pages(&self) -> u32 {
                let most = self.figure.parts.iter().map(|part| match self.tab.as_str() {
                    "postings" => part.postings_total,
                    _ => part.entries_total,
                });
                let rows = u64::from(kezhang_app::figure_page::PAGE_ROWS);
                u32::try_from(most.max().unwrap_or(0).div_ceil(rows)).unwrap_or(1).max(1)
            }

            /// The trend as the chart reads it.
            fn chart(&self) -> String {
                chart(&self.figure)
            }
        }
    };
}
helpers!(Part);
helpers!(Whole);

/// Months of this year and last year for the chart: decimals as JSON numbers, what is not there as null.
fn chart(figure: &FigurePage) -> String {
    let number = |value: &Option<Decimal>| value.map_or_else(|| "null".to_owned(), |value| value.normalize().to_string());
    let names: Vec<String> = figure.months.iter().map(|month| format!("\"{}\"", month.name)).collect();
    let now: Vec<String> = figure.months.iter().map(|month| number(&month.now)).collect();
    let before: Vec<String> = figure.months.iter().map(|month| number(&month.before)).collect();
    format!("{{\"names\":[{}],\"now\":[{}],\"before\":[{}]}}", names.join(","), now.join(","), before.join(","))
}

/// `GET /figure`
pub async fn page(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let formula = place.get("f").ok_or_else(|| AppError::not_found("没有指明数字"))?.to_owned();
    let mut layout = Layout::new(&place, &desk, "数字", "board")?;
    let period = place.get("p").map_or_else(|| layout.year.to_string(), str::to_owned);
    let page = place.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let figure = desk.figure_page(&formula, &period, page)?;
    layout.title.clone_from(&figure.name);
    let tab = if place.get("tab") == Some("postings") { "postings" } else { "entries" }.to_owned();
    if place.part {
        let part = Part { layout, figure, drawer: true, formula, tab };
        return Ok(Html(part.render()?).into_response());
    }
    let whole = Whole { layout, figure, drawer: false, formula, tab };
    rendered(&whole.layout, whole.render())
}
