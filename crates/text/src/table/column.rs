//! What the columns of a table are, by their headings.

use super::caption::is_year;
use super::split::Part;
use super::unit::{shared_unit, unit_in, without_unit};
use crate::claim::Aspect;
use crate::cues::{Cues, cues};
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
    /// The heading itself says the unit.
    pub own_unit: bool,
    /// What the heading names besides times and words like 完成 and 增长; for a column of growth or shares, what the column it
    /// goes with names.
    pub noun: String,
    /// The period the heading names.
    pub period: String,
}

impl Column {
    pub const fn is_value(&self) -> bool {
        !matches!(self.role, Role::Ordinal | Role::Name | Role::Unit | Role::Text)
    }

    /// Growth, shares, completion: a percentage where nothing else is said.
    pub const fn is_ratio(&self) -> bool {
        matches!(self.role, Role::Completion | Role::Growth | Role::Share)
    }

    /// So much of one for each of another: such figures do not add up.
    fn is_average(&self) -> bool {
        const EACH: [&str; 8] = ["人均", "平均", "户均", "亩均", "单产", "单价", "均价", "密度"];
        self.own_unit && self.unit.as_deref().is_some_and(|u| u.contains('/'))
            || EACH.iter().any(|w| self.heading.contains(w))
            || self.heading.ends_with(['比', '率']) && self.unit.as_deref().is_none_or(|u| u == "%")
            || self.heading.ends_with("指数")
    }

    pub fn aspect(&self, subject: &str, kind: Option<Kind>) -> Aspect {
        match self.role {
            Role::Completion | Role::Share => Aspect::Ratio,
            Role::Growth => Aspect::Growth,
            Role::Rank => Aspect::Rank,
            _ if kind == Some(Kind::Share) || self.is_average() => Aspect::Ratio,
            _ if kind == Some(Kind::Count) && cues(subject).any(Cues::AVERAGE) => Aspect::Ratio,
            _ if ["总数", "保有", "拥有", "人口", "企业数"].iter().any(|w| subject.contains(w)) => Aspect::Stock,
            _ if kind != Some(Kind::Money) && cues(subject).any(Cues::STOCK) => Aspect::Stock,
            _ => Aspect::Flow,
        }
    }
}

/// The columns by the cells of the heading row.
pub(super) fn columns(cells: &[Part], unit: Option<&str>) -> Vec<Column> {
    let mut named = false;
    let mut columns: Vec<Column> = Vec::with_capacity(cells.len());
    for cell in cells {
        let heading = without_unit(cell.text).to_owned();
        let mut role = role_of(&heading);
        // Where nothing else names the rows, 单位 are the units of an organisation.
        if role == Role::Unit && heading == "单位" && !named {
            role = Role::Name;
        }
        // 名次 before the name is a running number.
        if role == Role::Rank && columns.is_empty() {
            role = Role::Ordinal;
        }
        if role == Role::Value && !named || role == Role::Name {
            role = if named { Role::Text } else { Role::Name };
            named = true;
        }
        let own = unit_in(cell.text).map(str::to_owned);
        let own_unit = own.is_some();
        let unit = own.or_else(|| shared_unit(&heading, unit));
        let mut period = if is_year(&heading) { heading.clone() } else { period_in(&heading) };
        // 比上年增长 is not of the year before.
        if role == Role::Growth && period == "上年" {
            period.clear();
        }
        if role == Role::Growth && period.is_empty() && !heading.contains("年均") {
            period = latest_year(&columns);
        }
        let mut noun = noun_of(&heading, role);
        if noun.is_empty() {
            let own = unit.as_deref().filter(|_| own_unit);
            noun = noun_on_the_left(&columns, &heading, role, own);
        }
        columns.push(Column { role, heading, unit, own_unit, noun, period });
    }
    columns
}

/// 2023年 2024年 增长: the growth is that of the later year.
fn latest_year(columns: &[Column]) -> String {
    columns.iter().filter(|c| c.is_value() && is_year(&c.period)).map(|c| c.period.as_str()).max().unwrap_or("").to_owned()
}

/// What a heading names, without the words that say when, planned or grown.
fn noun_of(heading: &str, role: Role) -> String {
    if !matches!(role, Role::Value | Role::Target | Role::LastYear | Role::Completion | Role::Growth | Role::Share | Role::Rank)
        || says_only_when(heading)
    {
        return String::new();
    }
    if role == Role::Value { without_time(heading).to_owned() } else { bare_noun(heading).to_owned() }
}

/// A noun without the words around it.
fn bare_noun(heading: &str) -> &str {
    const AROUND: [&str; 46] = [
        "同比增长",
        "同比",
        "环比",
        "增长率",
        "增长",
        "增速",
        "增幅",
        "增减",
        "增加",
        "比上年",
        "较上年",
        "年均",
        "占比",
        "比重",
        "比例",
        "完成率",
        "执行率",
        "完成比例",
        "完成进度",
        "完成数",
        "完成值",
        "完成",
        "实际",
        "累计",
        "年度",
        "全年",
        "本年",
        "年初",
        "预算数",
        "预算",
        "目标值",
        "目标数",
        "目标",
        "计划数",
        "计划",
        "任务数",
        "任务",
        "指标值",
        "上年",
        "去年",
        "同期",
        "情况",
        "位次",
        "排名",
        "名次",
        "±",
    ];
    let mut noun = without_time(heading).trim();
    while let Some(shorter) = AROUND.iter().find_map(|w| noun.strip_prefix(w).or_else(|| noun.strip_suffix(w))) {
        noun = shorter.trim();
    }
    if noun.chars().count() < 2 || noun.starts_with('占') || says_only_when(noun) { "" } else { noun }
}

/// The noun of the column on the left that a column like 增长, 上年同期 or 实际完成 goes with.
fn noun_on_the_left(columns: &[Column], heading: &str, role: Role, unit: Option<&str>) -> String {
    let compares = match role {
        Role::Completion | Role::Growth | Role::Share | Role::Rank => true,
        Role::Target | Role::LastYear => unit.is_none(),
        Role::Value => unit.is_none() && ["完成", "实际", "实绩"].iter().any(|w| heading.contains(w)),
        _ => return String::new(),
    };
    let counts = |c: &&Column| matches!(c.role, Role::Value | Role::Target | Role::LastYear) && !c.noun.is_empty();
    let left = columns.iter().rfind(counts).filter(|c| compares || c.own_unit && c.unit.as_deref() == unit);
    left.map_or_else(String::new, |c| bare_noun(&c.noun).to_owned())
}

/// 2023年产值 and 本年产值 name 产值.
fn without_time(heading: &str) -> &str {
    let year = heading.get(..4).filter(|y| is_year(y)).and_then(|_| heading[4..].strip_prefix('年'));
    let this = || ["本年度", "本年", "全年", "当年"].iter().find_map(|w| heading.strip_prefix(w));
    let rest = year.map(|r| r.trim_start_matches('度')).or_else(this);
    rest.filter(|r| r.chars().count() >= 2).unwrap_or(heading)
}

/// A heading row names its rows and holds at least one column of values. Dashes are no names.
pub(super) fn is_heading(columns: &[Column]) -> bool {
    let says = |c: &&Column| c.heading.chars().any(char::is_alphanumeric);
    let values = columns.iter().filter(says).filter(|c| c.is_value()).count();
    let filled = columns.iter().filter(says).count();
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
    } else if heading == "±%" || has(&["同比", "增长", "增速", "增幅", "增减", "比上年"]) {
        Role::Growth
    } else if has(&["占比", "比重", "比例"]) {
        Role::Share
    } else if has(&["位次", "排名", "名次"]) {
        Role::Rank
    } else if has(&["上年", "去年", "同期"]) {
        Role::LastYear
    } else if has(&["目标", "计划", "任务", "预算数", "年初预算", "本年预算", "指标值"]) {
        Role::Target
    } else if has(&["备注", "说明", "责任", "牵头", "时限", "措施", "联系", "负责"])
        || has(&[
            "电话",
            "手机",
            "号码",
            "传真",
            "邮编",
            "代码",
            "编码",
            "编号",
            "身份证",
            "学号",
            "工号",
            "账号",
            "经度",
            "纬度",
        ])
    {
        Role::Text
    } else if ROW_NAMES.contains(&heading) || names_times(heading) || names_people(heading) {
        Role::Name
    } else {
        Role::Value
    }
}

/// Headings over the names of rows.
const ROW_NAMES: [&str; 27] = [
    "指标",
    "指标名称",
    "项目",
    "名称",
    "项目名称",
    "类别",
    "地区",
    "乡镇",
    "镇街",
    "科目",
    "内容",
    "事项",
    "县区",
    "县(市、区)",
    "单位名称",
    "企业名称",
    "分类",
    "园区",
    "街道",
    "区域",
    "部门",
    "行业",
    "级别",
    "等级",
    "类型",
    "种类",
    "区县",
];

/// Whether a heading stands over the names of rows of a report's table.
pub(super) fn names_rows(heading: &str) -> bool {
    ROW_NAMES.contains(&heading) || names_times(heading) || ["单位", "学校", "企业", "品种", "乡(镇)", "村"].contains(&heading)
}

/// Whether the rows below are times.
pub(super) fn names_times(heading: &str) -> bool {
    matches!(heading, "年份" | "月份" | "年度" | "季度" | "时间" | "日期")
}

/// Whether the rows below are persons or teams, whose figures are seldom those of a report.
pub(super) fn names_people(heading: &str) -> bool {
    matches!(heading, "姓名" | "联系人" | "学生" | "选手" | "球员" | "球队" | "队伍" | "队名")
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
    // 2024年 is 2024; 上半年 keeps its 年.
    let said = &head[start..];
    let period = said.strip_suffix('年').filter(|year| year.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(said);
    match (period.chars().count(), head[start..].chars().count()) {
        (_, 0 | 1) => String::new(),
        (0 | 1, _) => head[start..].to_owned(),
        _ => period.to_owned(),
    }
}

/// What a cell counts: the row, and the column where it says something of its own.
pub(super) fn subject(column: &Column, row: &str) -> String {
    let noun = &column.noun;
    // A row named by a time counts what its column names.
    let row = if !noun.is_empty() && is_time(row) { "" } else { row };
    match column.role {
        Role::Completion => format!("{row}{}完成率", noun.trim_end_matches("完成")),
        Role::Growth => format!("{row}{noun}同比增长"),
        Role::Share => match column.heading.find('占').map(|at| &column.heading[at..]) {
            Some(of) if of.chars().count() > 2 => format!("{row}{noun}{of}"),
            _ => format!("{row}{noun}{}", if column.heading.contains("比重") { "比重" } else { "占比" }),
        },
        Role::Rank => format!("{row}{noun}位次"),
        _ => format!("{row}{noun}"),
    }
}

/// 2023年, 1—6月, 上半年: a row or a column that is a time.
pub(super) fn is_time(text: &str) -> bool {
    is_year(text) || text.ends_with(['年', '月', '份', '度']) && says_only_when(text)
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
