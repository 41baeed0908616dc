//! How alike two wordings are, and which words tell similar figures apart.

use crate::claim::{Claim, Comparing};

/// Words that do not change what a figure is.
const FILLERS: [&str; 34] = [
    "全国", "全省", "全市", "全县", "全区", "我省", "我市", "我县", "我区", "我局", "全局", "辖区", "实现", "完成", "达到",
    "组织", "开展", "累计", "各类", "各级", "各项", "有关", "相关", "新", "的", "数量", "总数", "数", "量", "总", "共", "已",
    "本", "和",
];

/// Families of words of which a figure has one: what is applied for is not what is approved.
const FAMILIES: [&[&[&str]]; 9] = [
    &[&["逾期"], &["到期", "应验收"]],
    &[&["收集", "征集"], &["办结", "解决"]],
    &[&["规模以上", "规上"]],
    &[
        &["申报", "申请", "推荐", "受理"],
        &["立项", "获批", "获准", "批准"],
        &["认定"],
        &["验收", "结题"],
        &["授权"],
        &["培育", "入库"],
        &["在研"],
    ],
    &[
        &["合同额", "成交额", "合同金额", "成交"],
        &["到位"],
        &["拨付", "下达", "拨款"],
        &["投资", "投入"],
        &["补助", "奖补", "资助"],
    ],
    &[&["新增", "新认定", "新建", "新培育", "新入库"], &["总数", "保有", "拥有", "现有", "有效", "存量", "累计"]],
    &[&["输出"], &["吸纳"]],
    &[&["出栏"], &["存栏"]],
    &[&["面积"], &["产量"], &["产值"], &["增加值"], &["收入"], &["利润"], &["税"]],
];

/// The words that tell figures apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stages;

impl Stages {
    pub const fn new() -> Self {
        Self
    }

    /// How much speaks against the two being one figure, and why.
    #[allow(clippy::unused_self)] // the families may one day be given by the caller
    pub fn conflict(&self, name: &str, subject: &str) -> (i64, Option<String>) {
        let mut penalty = 0;
        let mut reason = None;
        for family in FAMILIES {
            // 申报…项目立项: the last word tells how far it has come.
            let member = |text: &str| {
                let last = |group: &&[&str]| group.iter().filter_map(|w| text.rfind(w).map(|at| at + w.len())).max();
                (0..family.len()).filter_map(|g| last(&family[g]).map(|end| (end, g))).max().map(|(_, g)| g)
            };
            let word = |text: &str, group: usize| family[group].iter().find(|w| text.contains(**w)).copied().unwrap_or("");
            match (member(name), member(subject)) {
                (Some(a), Some(b)) if a != b => {
                    penalty += 450;
                    reason = Some(format!("“{}”不是“{}”", word(subject, b), word(name, a)));
                }
                (Some(_), None) => penalty += 90,
                (None, Some(_)) => penalty += 75,
                _ => {}
            }
        }
        (penalty, reason)
    }
}

/// The subject a claim compares, or its own.
pub(super) fn base_subject(claim: &Claim) -> String {
    let subject = claim.subject.as_str();
    let Some(comparison) = &claim.comparison else { return subject.to_owned() };
    let cut = match comparison.comparing {
        Comparing::Share => subject.find('占'),
        Comparing::Completion => subject.rfind("完成"),
        Comparing::Rank => {
            ["全国", "全省", "全市", "全县", "全区", "得分排名", "排名"].iter().filter_map(|w| subject.rfind(w)).min()
        }
        Comparing::Multiple => subject.find("相当于"),
        Comparing::Doubling => subject.find("比去年"),
        Comparing::Rise | Comparing::Fall => [
            "同比",
            "环比",
            "年均",
            "比上年",
            "比年初",
            "增长",
            "增加",
            "下降",
            "减少",
            "提高",
            "降低",
            "上升",
            "增速",
            "增幅",
            "高于",
            "低于",
        ]
        .iter()
        .filter_map(|w| subject.rfind(w))
        .min(),
    };
    match cut {
        Some(at) if at > 0 => subject[..at].to_owned(),
        _ => subject.to_owned(),
    }
}

/// Measure words that count the same things: 项 and 个 for projects, 家 and 户 for enterprises.
pub(super) fn same_counter(a: &str, b: &str) -> bool {
    const LOOSE: [&[&str]; 4] =
        [&["项", "个", "件"], &["家", "户", "个"], &["人", "名", "位", "个"], &["次", "场", "场次", "期", "期次"]];
    LOOSE.iter().any(|group| group.contains(&a) && group.contains(&b))
}

/// A wording without what does not change its meaning, ready to be compared many times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Core(Vec<char>);

impl Core {
    pub fn of(text: &str) -> Self {
        Self(core(text))
    }
}

fn core(text: &str) -> Vec<char> {
    let mut text = text.to_owned();
    for filler in FILLERS {
        if text.chars().count() > filler.chars().count() + 1 {
            text = text.replace(filler, "");
        }
    }
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// 0 to 1000: how much of the name the subject says, and how much else it says.
pub(super) fn similarity(Core(name): &Core, Core(subject): &Core) -> u32 {
    if name.is_empty() || subject.is_empty() || subject.len() > 80 {
        return 0;
    }
    let common = common_subsequence(name, subject);
    let of_name = common * 1000 / name.len();
    let of_subject = common * 1000 / subject.len();
    let score = (of_name * 65 + of_subject * 35) / 100;
    u32::try_from(score).unwrap_or(0)
}

/// Length of the longest sequence of characters both hold in order.
fn common_subsequence(a: &[char], b: &[char]) -> usize {
    let mut row = vec![0usize; b.len() + 1];
    for &x in a {
        let mut diagonal = 0;
        for (j, &y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_and_conflicts() {
        let similarity = |name, subject| similarity(&Core::of(name), &Core::of(subject));
        assert!(similarity("专利申请量", "全区专利申请") > 900);
        assert!(similarity("高新技术企业申报数", "申报高新技术企业") > 600);
        assert!(similarity("技术合同成交额", "培训农民") < 200);
        assert!(Stages::new().conflict("获得立项数", "申报项目").0 >= 450);
        assert!(Stages::new().conflict("到位资金", "技术合同成交额").0 >= 450);
    }
}
