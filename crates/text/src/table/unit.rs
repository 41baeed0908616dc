//! In what the figures of a table are counted: as headings, names and the line above the table say it.

use crate::measure;

/// A line above a table is not longer than so many bytes.
const LINE_BYTES_MAX: usize = 240;

/// Whether a text is a unit: 万元, 家, %.
pub(super) fn is_unit(text: &str) -> bool {
    let (_, word) = measure::split(text);
    measure::exact(word).is_some() || text.split('/').all(|p| measure::exact(measure::split(p).1).is_some())
}

/// 单位:万元 above a table, alone or at the end of its caption: the units besides %, joined by 、, and whether the line says
/// nothing else.
pub(super) fn unit_line(line: &str) -> Option<(String, bool)> {
    if line.len() > LINE_BYTES_MAX {
        return None;
    }
    let at = line.rfind("单位")?;
    let before = line[..at].trim_end_matches([' ', '　', '\t']);
    let alone = before.trim().trim_start_matches(['(', '（']).is_empty();
    if !alone && before.len() == at && !before.ends_with(['(', '（']) {
        return None;
    }
    let rest = line[at + "单位".len()..].trim_start().strip_prefix([':', '：'])?;
    let units = rest.trim().trim_end_matches([')', '）']).split([',', '，', '、', ';', ' ', '　']).map(str::trim);
    let mut units = units.filter(|u| is_unit(u)).peekable();
    units.peek()?;
    let units: Vec<&str> = units.filter(|u| !matches!(*u, "%" | "％")).collect();
    Some((units.join("、"), alone))
}

/// The unit of the whole table, where the column can be counted in it: rates are percentages, and people are not money.
pub(super) fn shared_unit(heading: &str, units: Option<&str>) -> Option<String> {
    const MONEY: [&str; 16] = [
        "额",
        "资金",
        "经费",
        "收入",
        "产值",
        "税",
        "款",
        "投入",
        "支出",
        "费",
        "投资",
        "营收",
        "利润",
        "增加值",
        "预算",
        "决算",
    ];
    const COUNTS: [&str; 8] = ["人数", "户数", "家数", "个数", "件数", "次数", "企业数", "项目数"];
    let ends = |words: &[&str]| words.iter().any(|w| heading.ends_with(w));
    if heading.ends_with('率') && !ends(&["功率", "频率", "汇率", "速率"]) {
        return Some("%".to_owned());
    }
    let units: Vec<&str> = units?.split('、').filter(|u| !u.is_empty()).collect();
    let is_money = |u: &&&str| u.ends_with('元');
    let only = |money: bool| {
        let mut fitting = units.iter().filter(|u| is_money(u) == money);
        fitting.next().filter(|_| fitting.next().is_none()).map(|u| (*u).to_owned())
    };
    match units[..] {
        [unit] => Some(unit.to_owned()).filter(|u| !(u.ends_with('元') && ends(&COUNTS))),
        _ if MONEY.iter().any(|w| heading.contains(w)) => only(true),
        _ if ends(&COUNTS) || heading == "数量" => only(false),
        _ => None,
    }
}

/// The unit in brackets at the end of a heading or a name: 产值(万元).
pub(super) fn unit_in(text: &str) -> Option<&str> {
    if let Some(at) = text.char_indices().next_back().filter(|(at, c)| matches!(c, '%' | '％') && *at > 0) {
        return Some(&text[at.0..]);
    }
    let open = text.rfind(['(', '（'])?;
    let inner = text[open..].trim_start_matches(['(', '（']).trim_end_matches([')', '）']);
    let unit = inner.trim_start_matches("单位").trim_start_matches([':', '：']).trim();
    is_unit(unit).then_some(unit)
}

/// The text without its unit in brackets.
pub(super) fn without_unit(text: &str) -> &str {
    match (unit_in(text), text.rfind(['(', '（'])) {
        (Some("%" | "％"), _) if text.ends_with(['%', '％']) => text.trim_end_matches(['%', '％', '/', '±']).trim_end(),
        (Some(_), Some(open)) => text[..open].trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_above_a_table_say_its_units() {
        assert_eq!(unit_line("单位：万元、%\n"), Some(("万元".to_owned(), true)));
        assert_eq!(unit_line("科技成果转化情况（单位：项、万元）"), Some(("项、万元".to_owned(), false)));
        assert_eq!(unit_line("单位：科技局"), None);
        assert_eq!(unit_line("牵头单位：市"), None);
    }

    #[test]
    fn of_several_units_the_heading_tells() {
        assert_eq!(shared_unit("合同金额", Some("项、万元")).as_deref(), Some("万元"));
        assert_eq!(shared_unit("数量", Some("项、万元")).as_deref(), Some("项"));
        assert_eq!(shared_unit("类型", Some("项、万元")), None);
        assert_eq!(shared_unit("参训人数", Some("万元")), None);
        assert_eq!(shared_unit("整改率", Some("处")).as_deref(), Some("%"));
    }
}
