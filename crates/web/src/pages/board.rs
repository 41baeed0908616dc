//! 指标看板.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use kezhang_app::board::{Board, Light, percent};

use super::{Fields, XLSX, download, field, filters};
use crate::failure::Answer;
use crate::layout::{Layout, go, page as rendered};
use crate::place::Place;
use crate::site::Site;
use crate::spark::{HEIGHT, Spark, WIDTH, spark};

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage {
    layout: Layout,
    board: Board,
    directs: bool,
    /// Section and light chosen; blank: all.
    section: String,
    light: String,
    sections: Vec<String>,
    target: Option<TargetForm>,
}

/// The form of one target, opened by its address.
struct TargetForm {
    id: String,
    name: String,
    unit: String,
    value: String,
    at_most: bool,
}

impl BoardPage {
    fn spark(&self, row: &kezhang_app::board::BoardRow) -> Spark {
        spark(&row.months)
    }

    fn completion(&self, row: &kezhang_app::board::BoardRow) -> String {
        row.completion.map(percent).unwrap_or_default()
    }

    /// Width of the bar: nothing is gained by drawing more than the whole.
    fn bar(&self, row: &kezhang_app::board::BoardRow) -> String {
        row.completion.unwrap_or_default().min(rust_decimal::Decimal::ONE_HUNDRED).max(rust_decimal::Decimal::ZERO).to_string()
    }

    fn shown(&self, area: &kezhang_app::board::BoardArea) -> bool {
        (self.section.is_empty() || self.section == area.section) && area.rows.iter().any(|row| self.row_shown(row))
    }

    fn row_shown(&self, row: &kezhang_app::board::BoardRow) -> bool {
        match self.light.as_str() {
            "" => true,
            "gap" => !row.actual.known,
            wanted => row.light.is_some_and(|light| light.class() == wanted),
        }
    }

    /// Whether anything was reported for the year at all.
    fn reported(&self) -> bool {
        self.board.areas.iter().flat_map(|area| &area.rows).any(|row| !row.reported.is_empty())
    }

    /// Class, word and number of each light.
    fn lights(&self) -> [(&'static str, &'static str, usize); 3] {
        [Light::Green, Light::Amber, Light::Red]
            .map(|light| (light.class(), self.board.word(light), self.board.lights[light as usize]))
    }
}

/// `GET /board`
pub async fn page(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let layout = Layout::new(&place, &desk, "指标看板", "board")?;
    let board = desk.board(layout.year)?;
    let mut sections: Vec<String> = board.areas.iter().map(|area| area.section.clone()).collect();
    sections.sort();
    sections.dedup();
    let target = match place.get("target").filter(|_| desk.directs()) {
        Some(id) => {
            let row = board.areas.iter().flat_map(|area| &area.rows).find(|row| row.id == id);
            let standing = desk.target(id, layout.year)?;
            row.map(|row| TargetForm {
                id: row.id.clone(),
                name: row.name.clone(),
                unit: row.unit.clone(),
                value: standing.map(|(value, _)| value.normalize().to_string()).unwrap_or_default(),
                at_most: standing.is_some_and(|(_, operator)| operator == kezhang_app::TargetOperator::AtMost),
            })
        }
        None => None,
    };
    let page = BoardPage {
        directs: desk.directs(),
        section: place.get("section").unwrap_or_default().to_owned(),
        light: place.get("light").unwrap_or_default().to_owned(),
        sections,
        target,
        layout,
        board,
    };
    rendered(&page.layout, page.render())
}

/// `GET /board/export.xlsx`
pub async fn export(State(site): State<Site>, place: Place) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year = place.year_or_default(&desk)?;
    Ok(download(desk.export_board(year)?, XLSX))
}

/// `POST /board/target`
pub async fn set_target(State(site): State<Site>, place: Place, Form(fields): Form<Fields>) -> Answer<Response> {
    let desk = place.desk(&site)?;
    let year: i16 = field(&fields, "year").parse().unwrap_or_default();
    let (indicator, value) = (field(&fields, "indicator"), field(&fields, "value"));
    desk.set_target(indicator, year, value, field(&fields, "operator") == "at_most")?;
    let said = if value.trim().is_empty() {
        "目标已取消".to_owned()
    } else {
        format!("{year}年目标已下达：{}", value.trim())
    };
    Ok(go(&format!("/board?year={year}"), &said))
}
