//! What the columns of a table are, by their headings.

use super::{Part, is_unit};
use crate::claim::Aspect;
use crate::measure::Kind;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Running numbers.
    Ordinal,
    /// The names of the rows.
    Name,
    /// Units of the rows.
    Unit,
    /// Planned values.
    Target,
    /// Values of the row.
    Value,
    /// Values of the year before.
    LastYear,
    /// How much of the plan is done.
    Completion,
    /// Growth.
    Growth,
    /// Shares.
    Share,
    /// Places in an order.
    Rank,
    /// Remarks.
    Text,
}

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub role: Role,
    /// The heading without its unit.
    pub heading: String,
    pub unit: Option<String>,
    /// The period the heading names.
    pub period: String,
}

impl Column {
    pub const fn is_value(&self) -> bool {
        !matches!(self.role, Role::Ordinal | Role::Name | Role::Unit | Role::Text)
    }

    pub fn aspect(&self, subject: &str, kind: Option<Kind>) -> Aspect {
        match self.role {
            Role::Completion | Role::Share => Aspect::Ratio,
            Role::Growth => Aspect::Growth,
            Role::Rank => Aspect::Rank,
            _ if kind == Some(Kind::Share) => Aspect::Ratio,
            _ if ["总数", "保有", "拥有", "存栏", "人口", "现有", "在校", "企业数"].iter().any(|w| subject.contains(w)) => {
                Aspect::Stock
            }
            _ => Aspect::Flow,
        }
    }
}

/// The columns by the cells of the heading row.
pub(super) fn columns(cells: &[Part], unit: Option<&str>) -> Vec<Column> {
    let mut named = false;
    cells
        .iter()
        .map(|cell| {
            let heading = without_unit(cell.text).to_owned();
            let mut role = role_of(&heading);
            // Where nothing else names the rows, 单位 are the units of an organisation.
            if role == Role::Unit && heading == "单位" && !named {
                role = Role::Name;
            }
            if role == Role::Value && !named || role == Role::Name {
                role = if named { Role::Text } else { Role::Name };
                named = true;
            }
            let own = unit_in(cell.text).map(str::to_owned);
            let period = period_in(&heading);
            Column { role, heading, unit: own.or_else(|| unit.map(str::to_owned)), period }
        })
        .collect()
}

/// A heading row names its rows and holds at least one column of values.
pub(super) fn is_heading(columns: &[Column]) -> bool {
    let values = columns.iter().filter(|c| c.is_value()).count();
    let filled = columns.iter().filter(|c| !c.heading.is_empty()).count();
    values >= 1 && filled * 3 >= columns.len() * 2 && columns.iter().any(|c| c.role == Role::Name)
}

fn role_of(heading: &str) -> Role {
    let has = |words: &[&str]| words.iter().any(|w| heading.contains(w));
    if heading == "序号" || heading == "编号" {
        Role::Ordinal
    } else if matches!(heading, "单位" | "计量单位") {
        Role::Unit
    } else if has(&["完成率", "完成比例", "完成进度", "执行率", "占计划", "占目标", "占年度"]) {
        Role::Completion
    } else if has(&["同比", "增长", "增速", "增幅", "增减", "比上年"]) {
        Role::Growth
    } else if has(&["占比", "比重", "比例"]) {
        Role::Share
    } else if has(&["位次", "排名", "名次"]) {
        Role::Rank
    } else if has(&["上年", "去年", "同期"]) {
        Role::LastYear
    } else if has(&["目标", "计划", "任务", "预算数", "年初预算", "本年预算", "指标值"]) {
        Role::Target
    } else if has(&["备注", "说明", "责任", "牵头", "时限", "措施", "联系", "负责"]) {
        Role::Text
    } else if matches!(
        heading,
        "指标"
            | "指标名称"
            | "项目"
            | "名称"
            | "项目名称"
            | "类别"
            | "地区"
            | "乡镇"
            | "镇街"
            | "科目"
            | "内容"
            | "事项"
            | "县区"
            | "县(市、区)"
            | "单位名称"
            | "企业名称"
            | "分类"
    ) {
        Role::Name
    } else {
        Role::Value
    }
}

/// The unit in brackets at the end of a heading or a name: 产值(万元).
pub(super) fn unit_in(text: &str) -> Option<&str> {
    let open = text.rfind(['(', '（'])?;
    let inner = text[open..].trim_start_matches(['(', '（']).trim_end_matches([')', '）']);
    let unit = inner.trim_start_matches("单位").trim_start_matches([':', '：']);
    is_unit(unit).then_some(unit)
}

/// The text without its unit in brackets.
pub(super) fn without_unit(text: &str) -> &str {
    match (unit_in(text), text.rfind(['(', '（'])) {
        (Some(_), Some(open)) => text[..open].trim_end(),
        _ => text,
    }
}

/// 1-11月完成, 2023年: the period a heading names.
fn period_in(heading: &str) -> String {
    if ["上年", "去年", "同期"].iter().any(|w| heading.contains(w)) {
        return "上年".to_owned();
    }
    let end = ["月份", "月", "年度", "年", "季度", "半年"].iter().filter_map(|u| heading.rfind(u).map(|at| at + u.len())).max();
    let Some(end) = end else { return String::new() };
    let head = &heading[..end];
    let start = head
        .find(|c: char| c.is_ascii_digit() || matches!(c, '一' | '二' | '三' | '四' | '上' | '下' | '本' | '全' | '前'))
        .unwrap_or(0);
    let period = head[start..].trim_end_matches('年');
    if period.chars().count() < 2 { head[start..].to_owned() } else { period.to_owned() }
}

/// What a cell counts: the row, and the column where it says something of its own.
pub(super) fn subject(column: &Column, row: &str) -> String {
    match column.role {
        Role::Completion => format!("{row}完成率"),
        Role::Growth => format!("{row}同比增长"),
        Role::Share => format!("{row}{}", if column.heading.contains("比重") { "比重" } else { "占比" }),
        Role::Rank => format!("{row}位次"),
        Role::Target | Role::LastYear => row.to_owned(),
        _ if says_only_when(&column.heading) => row.to_owned(),
        _ => format!("{row}{}", column.heading),
    }
}

/// Headings like 实际完成, 本年累计, 2023年.
fn says_only_when(heading: &str) -> bool {
    let rest: String =
        heading.chars().filter(|c| !c.is_ascii_digit() && !"年月季度份本全上下半一二三四至-—".contains(*c)).collect();
    rest.is_empty()
        || [
            "完成",
            "实际",
            "累计",
            "执行数",
            "数量",
            "数值",
            "决算",
            "当期",
            "完成数",
            "完成值",
            "实绩",
            "合计",
            "实际完成",
            "完成情况",
            "累计完成",
        ]
        .iter()
        .any(|w| rest == *w)
}
