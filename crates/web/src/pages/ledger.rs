//! 台账: the list of ledgers, a ledger as a table, its export and import template.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kezhang_app::ledger_page::{AreaView, LedgerPage, ListParams};

use super::{XLSX, download, filters};
use crate::failure::Answer;
use crate::layout::{Layout, page as rendered};
use crate::place::{Place, percent_encode};
use crate::site::Site;

#[derive(Template)]
#[template(path = "ledgers.html")]
struct IndexPage {
    layout: Layout,
    areas: Vec<AreaView>,
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct TablePage {
    layout: Layout,
    ledger: LedgerPage,
    params: ListParams,
    all_years: bool,
}

impl TablePage {
    /// The address of this list with one thing changed; blank takes it away.
    fn with(&self, key: &str, value: &str) -> String {
        address(&self.layout.path, &self.layout, &self.params, self.all_years, Some((key, value)))
    }

    fn with_state(&self, id: &str) -> String {
        let mut params = self.params.clone();
        match params.states.iter().position(|state| state == id) {
            Some(at) => drop(params.states.remove(at)),
            None => params.states.push(id.to_owned()),
        }
        params.page = 1;
        address(&self.layout.path, &self.layout, &params, self.all_years, None)
    }

    fn export(&self) -> String {
        address(&format!("{}/export.xlsx", self.layout.path), &self.layout, &self.params, self.all_years, Some(("page", "")))
    }

    fn to_page(&self, page: u32) -> String {
        self.with("page", &page.to_string())
    }

    /// A click on a heading sorts by it; a second one turns the order round.
    fn sorted(&self, id: &str) -> String {
        let next = if self.params.sort == *id { format!("-{id}") } else { id.to_owned() };
        self.with("sort", &next)
    }

    fn arrow(&self, id: &str) -> &'static str {
        match self.params.sort.strip_prefix('-') {
            Some(field) if field == id => "▼",
            None if self.params.sort == *id => "▲",
            _ => "",
        }
    }

    /// The filter as a sentence: 年份=2025 且 状态=已立项.
    fn sentence(&self) -> String {
        let mut parts = Vec::new();
        if let Some(name) = self.ledger.dated_by.as_ref().filter(|_| !self.all_years) {
            parts.push(format!("{name}={}年", self.layout.year));
        }
        let states: Vec<&str> = self.ledger.states.iter().filter(|s| s.chosen).map(|s| s.name.as_str()).collect();
        if !states.is_empty() {
            parts.push(format!("状态={}", states.join("、")));
        }
        for filter in self.ledger.filters.iter().filter(|filter| !filter.chosen.is_empty()) {
            let name = filter.choices.iter().find(|(code, _)| *code == filter.chosen).map_or(&filter.chosen, |(_, name)| name);
            parts.push(format!("{}={name}", filter.name));
        }
        if !self.params.words.is_empty() {
            parts.push(format!("含“{}”", self.params.words));
        }
        if parts.is_empty() { "全部记录".to_owned() } else { parts.join(" 且 ") }
    }
}

fn address(path: &str, layout: &Layout, params: &ListParams, all_years: bool, change: Option<(&str, &str)>) -> String {
    let mut pairs: Vec<(String, String)> = vec![("year".to_owned(), layout.year.to_string())];
    if all_years {
        pairs.push(("all".to_owned(), "1".to_owned()));
    }
    pairs.extend(params.states.iter().map(|state| ("state".to_owned(), state.clone())));
    pairs.extend(params.fields.iter().map(|(id, value)| (format!("f.{id}"), value.clone())));
    for (name, value) in [("q", &params.words), ("sort", &params.sort)] {
        pairs.push((name.to_owned(), value.clone()));
    }
    if params.voided {
        pairs.push(("voided".to_owned(), "1".to_owned()));
    }
    if let Some((key, value)) = change {
        pairs.retain(|(name, _)| name != key);
        pairs.push((key.to_owned(), value.to_owned()));
    }
    pairs.retain(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = pairs.iter().map(|(n, v)| format!("{}={}", percent_encode(n), percent_encode(v))).collect();
    format!("{path}?{}", pairs.join("&"))
}

fn params(place: &Place, year: i16) -> (ListParams, bool) {
    let all_years = place.get("all").is_some();
    let fields: BTreeMap<String, String> = place
        .query
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("f.")?.to_owned(), value.clone())))
        .filter(|(_, value)| !value.trim().is_empty())
        .collect();
    let params = ListParams {
        year: (!all_years).then_some(year),
        states: place.query.iter().filter(|(name, _)| name == "state").map(|(_, value)| value.clone()).collect(),
        fields,
        words: place.get("q").unwrap_or_default().to_owned(),
        sort: place.get("sort").unwrap_or_default().to_owned(),
        page: place.get("page").and_then(|page| page.parse().ok()).unwrap_or(1),
        voided: place.get("voided").is_some(),
    };
    (params, all_years)
}

/// `GET /ledgers`
pub async fn index(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let page = IndexPage { layout: Layout::new(&place, &desk, "台账", "ledgers")?, areas: desk.areas()? };
    rendered(&page.layout, page.render())
}

/// `GET /ledger/{ledger}`
pub async fn page(State(site): State<Site>, place: Place, Path(id): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let mut layout = Layout::new(&place, &desk, "台账", "ledgers")?;
    let (params, all_years) = params(&place, layout.year);
    let ledger = desk.ledger_page(&id, &params)?;
    layout.title = format!("{}台账", ledger.name);
    let page = TablePage { layout, ledger, params, all_years };
    rendered(&page.layout, page.render())
}

/// `GET /ledger/{ledger}/export.xlsx`
pub async fn export(State(site): State<Site>, place: Place, Path(id): Path<String>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let (params, _) = params(&place, place.year_or_default(&desk)?);
    let file = super::slow(|| desk.export_ledger(&id, &params))?;
    Ok(download(file, XLSX))
}

/// `GET /ledger/{ledger}/template.xlsx`
pub async fn template(State(site): State<Site>, place: Place, Path(id): Path<String>) -> Answer<Response> {
    Ok(download(place.desk(&site)?.import_template(&id)?, XLSX))
}
