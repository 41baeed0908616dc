//! 数字缺失: places where a unit stands and its number is gone (…基金项目项、, 有家企业经考核…, 扶持资金余万元).
//!
//! Chinese words end in the same characters as measure words do (事项, 国家), so each rule asks for what no word explains.

use rust_decimal::Decimal;

use super::approx::{Approx, Bound};
use super::{Lost, Quantity};
use crate::measure;

/// Nouns that are counted with the measure word behind them; 项目项 is then a lost number.
const COUNTED: [(&str, &str); 34] = [
    ("项目", "项"),
    ("专项", "项"),
    ("课题", "项"),
    ("工程", "项"),
    ("成果", "项"),
    ("技术", "项"),
    ("奖励", "项"),
    ("标准", "项"),
    ("制度", "项"),
    ("项目", "个"),
    ("企业", "家"),
    ("单位", "家"),
    ("公司", "家"),
    ("机构", "家"),
    ("合作社", "家"),
    ("企业", "户"),
    ("农户", "户"),
    ("专利", "件"),
    ("案件", "件"),
    ("商标", "件"),
    ("中心", "家"),
    ("平台", "个"),
    ("基地", "个"),
    ("人员", "名"),
    ("农民", "人次"),
    ("人员", "人次"),
    ("群众", "人次"),
    ("资料", "份"),
    ("培训班", "期"),
    ("活动", "场次"),
    ("资金", "万元"),
    ("经费", "万元"),
    ("投资", "亿元"),
    ("产值", "亿元"),
];
/// Beginnings of a clause that only a number can precede.
const HEADLESS: [&str; 16] = [
    "个项目",
    "个子项目",
    "个单位",
    "个乡镇",
    "个村",
    "个企业",
    "个品种",
    "个部门",
    "家企业",
    "家单位",
    "家公司",
    "项专利",
    "项成果",
    "名农民",
    "名科技人员",
    "件专利",
];
/// What stands before a measure word that has lost its number in the middle of a clause.
const BEFORE_MEASURE: [&str; 14] =
    ["等", "有", "我区", "我县", "我市", "全区", "全县", "全市", "对", "及", "共", "为", "其中", "组织"];
/// 元 begins other words too.
const YUAN_WORDS: [&str; 12] = ["元旦", "元宵", "元月", "元素", "元首", "元气", "元件", "元年", "元老", "元代", "元勋", "元帅"];

/// What is left of a quantity that has lost its digits begins with one of these.
const fn is_sign(c: char) -> bool {
    matches!(c, '余' | '多' | '个' | '家' | '项' | '名' | '件' | '户' | '份' | '人' | '期' | '场' | '万' | '亿' | '元')
}

/// Lost numbers in a sentence, in order. `taken` tells which bytes belong to a number that is there.
pub(crate) fn find(sentence: &str, taken: impl Fn(usize) -> bool) -> Vec<Quantity> {
    let mut found = Vec::new();
    for (at, c) in sentence.char_indices().filter(|(_, c)| is_sign(*c)) {
        if taken(at) {
            continue;
        }
        let (before, rest) = sentence.split_at(at);
        let quantity = match c {
            '余' | '多' => remainder(before, rest, at),
            _ => unit_alone(before, rest, at),
        };
        if let Some(q) = quantity
            && !taken(q.end.saturating_sub(1))
            && found.last().is_none_or(|l: &Quantity| l.end <= q.start)
        {
            found.push(q);
        }
    }
    found
}

fn lost(at: usize, unit: &'static str, magnitude: &str, end: usize, approx: Option<Approx>) -> Option<Quantity> {
    let measure = measure::exact(unit)?;
    let (_, value) = measure::magnitude_at(magnitude).unwrap_or((0, 1));
    Some(Quantity {
        start: at,
        end,
        unit_end: end,
        value: None,
        upper: None,
        precision: Decimal::ONE,
        rounding: Decimal::ONE,
        magnitude: value,
        unit: format!("{magnitude}{}", measure::unit_text(unit)),
        measure: Some(measure),
        approx,
        chinese: false,
        ordinal: false,
        bare_magnitude: false,
        sector: None,
        lost: Some(Lost::Digits),
    })
}

/// 余万元, 多亿元 without a number before.
fn remainder(before: &str, rest: &str, at: usize) -> Option<Quantity> {
    let word = if rest.starts_with('余') { "余" } else { "多" };
    if before.ends_with([
        '其', '剩', '结', '盈', '富', '业', '残', '冗', '空', '许', '众', '诸', '很', '大', '更', '最', '增', '至', '年', '剰',
    ]) || before.ends_with(|c: char| !crate::is_han(c))
    {
        return None;
    }
    let after = &rest[word.len()..];
    let (len, _) = measure::magnitude_at(after).unwrap_or((0, 1));
    let unit = measure::at(&after[len..])?;
    // 多家, 多次 are ordinary words; 余家 is not.
    let plain = len == 0
        && (word == "多"
            || !matches!(
                unit.word,
                "元" | "份"
                    | "人"
                    | "人次"
                    | "家"
                    | "项"
                    | "户"
                    | "亩"
                    | "名"
                    | "件"
                    | "个"
                    | "场"
                    | "场次"
                    | "本"
                    | "册"
                    | "吨"
            ));
    if plain || len > 0 && unit.word != "元" && word == "多" && unit.word != "人次" && unit.word != "亩" {
        return None;
    }
    lost(
        at,
        unit.word,
        &after[..len],
        at + word.len() + len + unit.word.len(),
        Some(Approx { word: if word == "余" { "余" } else { "多" }, bound: Bound::Above }),
    )
}

fn unit_alone(before: &str, rest: &str, at: usize) -> Option<Quantity> {
    let (len, _) = measure::magnitude_at(rest).unwrap_or((0, 1));
    let unit = measure::at(&rest[len..])?;
    let end = at + len + unit.word.len();
    let after = &rest[len + unit.word.len()..];
    let written = &rest[..len + unit.word.len()];
    let ends_phrase = after.is_empty() || after.starts_with(['、', ',', '，', ';', '；', '。', '(', '（', '和', '及']);
    let doubled = ends_phrase
        && !before.ends_with(['各', '这', '那', '几', '每', '整', '哪', '数', '某', '单', '多', '半', '一', '两', '逐'])
        && written == "个"
        && ends_in_thing(before)
        || ends_phrase
            && !(written == "家" && before.ends_with("企业"))
            && COUNTED.iter().any(|(noun, unit)| *unit == written && before.ends_with(noun));
    let starts_clause = before.is_empty() || before.ends_with([',', '，', ';', '；', '。', ':', '：', '、']);
    let headless = starts_clause && HEADLESS.iter().any(|h| rest.starts_with(h));
    let inside = matches!(unit.word, "个" | "家" | "项" | "名")
        && len == 0
        && BEFORE_MEASURE.iter().any(|b| before.ends_with(b))
        && after.starts_with(crate::is_han)
        && is_counted_next(rest, before);
    let money = written.ends_with('元') && unit.word == "元" && money_alone(before, written, after, rest);
    if doubled || headless || inside || money { lost(at, unit.word, &rest[..len], end, None) } else { None }
}

/// 示范点, 工作站, 基地: a thing that is counted with 个.
fn ends_in_thing(before: &str) -> bool {
    const THINGS: [&str; 14] = [
        "示范点",
        "示范区",
        "示范村",
        "示范社区",
        "工作站",
        "基地",
        "平台",
        "园区",
        "中心",
        "站点",
        "试点",
        "品种",
        "车间",
        "大棚",
    ];
    THINGS.iter().any(|t| before.ends_with(t))
}

/// After the measure word follows what is counted, and the two together are no word of their own.
fn is_counted_next(rest: &str, before: &str) -> bool {
    const WORDS: [&str; 26] = [
        "个人", "个别", "个体", "个性", "个数", "个案", "个税", "个中", "个头", "个私", "个股", "家庭", "家长", "家乡", "家电",
        "家具", "家园", "家禽", "家畜", "家政", "项目", "名称", "名单", "名优", "名牌", "名录",
    ];
    const COUNTED_NEXT: [&str; 18] = [
        "子项目",
        "项目",
        "企业",
        "单位",
        "公司",
        "乡镇",
        "村",
        "社区",
        "部门",
        "品种",
        "地震",
        "专利",
        "学校",
        "中心",
        "基地",
        "科技",
        "重点",
        "县",
    ];
    if WORDS.iter().any(|w| rest.starts_with(w)) {
        return false;
    }
    let after = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
    // 等个, 我区个 cannot stand; 有个, 为个, 对个 can, unless something that is counted follows.
    let hard =
        before.ends_with('等') || ["我区", "我县", "我市", "全区", "全县", "全市", "其中"].iter().any(|b| before.ends_with(b));
    (hard && rest.starts_with('个')) || COUNTED_NEXT.iter().any(|n| after.starts_with(n))
}

/// 配套了元工作经费, 投入资金万元。
fn money_alone(before: &str, written: &str, after: &str, rest: &str) -> bool {
    if YUAN_WORDS.iter().any(|w| rest.starts_with(w)) {
        return false;
    }
    let after_particle = before.ends_with('了') && !after.starts_with("以上");
    let after_amount = ["资金", "投资", "投入", "经费", "补助", "收入", "产值", "利润", "税收", "金额", "达", "达到", "共计"]
        .iter()
        .any(|w| before.ends_with(w));
    let ends_phrase = after.is_empty() || after.starts_with([',', '，', ';', '；', '。', '、']);
    after_particle && (written == "元" || ends_phrase) || after_amount && ends_phrase && written != "元"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<String> {
        find(text, |_| false).into_iter().map(|q| q.unit).collect()
    }

    #[test]
    fn a_unit_without_its_number_is_seen() {
        assert_eq!(units("获批省级科技专项项、市级成果项"), ["项", "项"]);
        assert_eq!(units("争取补助余万元,为村里添置了元设备"), ["万元", "元"]);
        assert_eq!(units("截至年底,有家企业通过复审"), ["家"]);
        assert_eq!(units("个项目完成验收,智能装备等个项目达到先进水平"), ["个", "个"]);
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        for text in [
            "多家企业参与各类事项,国家和专家",
            "结余万分之一",
            "有个人申请,对个别单位约谈",
            "其余单位整改",
            "许多项目",
            "举办了元旦晚会",
            "新增多个品种",
            "大家都有家庭农场",
        ] {
            assert!(units(text).is_empty(), "{text}: {:?}", units(text));
        }
    }
}
