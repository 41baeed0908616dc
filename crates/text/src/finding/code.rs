//! The kinds of findings: stable codes, how bad each is, and why it is one.

use serde::Serialize;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 提示: worth a look.
    Info,
    /// 存疑: probably wrong.
    Warning,
    /// 错误: cannot be right.
    Error,
}

impl Severity {
    /// What the user reads.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "提示",
            Self::Warning => "疑点",
            Self::Error => "错误",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal, $severity:ident, $title:literal, $reason:literal;)*) => {
        /// What kind of contradiction was found. Codes are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Code {
            $($(#[doc = $doc])* $name,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as programs see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// How bad it is.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }

            /// Its name for the user.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }

            /// Why it is a finding.
            pub const fn reason(self) -> &'static str {
                match self { $(Self::$name => $reason),* }
            }
        }
    };
}

codes! {
    /// A unit without its number.
    DigitsLost = "digits-lost", Error, "数字缺失", "计量单位前应有数字，文中没有，多为转载时丢失。";
    /// xx or ** in place of digits.
    DigitsMasked = "digits-masked", Info, "数字隐去", "数字以 xx 或 * 代替，未填写。";
    /// A share without its percent sign.
    PercentSignLost = "percent-sign-lost", Error, "缺百分号", "“占……”后的数值大于 1 且没有单位，应为百分数。";
    /// The value equals a year of the text.
    YearLikeValue = "year-like-value", Warning, "疑为年份覆盖", "数值等于或含有文中年份，转载时批量替换年份会误改数字。";
    /// A year with three digits.
    YearDigitsLost = "year-digits-lost", Error, "年份残缺", "年份只有三位数字。";
    /// Two years without a dash.
    YearRangeJoined = "year-range-joined", Error, "起止年份缺连接号", "两个年份连写在一起，中间的连接号丢失。";
    /// 13月, 2月30日.
    DateImpossible = "date-impossible", Error, "日期不存在", "月份大于 12 或日期超出当月天数。";
    /// A date after the period of the report.
    DateOutsidePeriod = "date-outside-period", Warning, "日期超出报告期", "总结中已完成的事项，其日期晚于标题所写的报告期。";
    /// A part is larger than its whole.
    PartExceedsWhole = "part-exceeds-whole", Error, "其中项大于总数", "“其中”所列的一项大于它所属的总数。";
    /// Parts that exclude each other add up to more than the whole.
    PartsExceedWhole = "parts-exceed-whole", Error, "分项之和大于总数", "互不重叠的分项相加，大于总数。";
    /// Complete parts do not add up to the whole.
    PartsDifferFromWhole = "parts-differ-from-whole", Error, "分项之和不等于总数", "分项已列全（分别为、合计、表格合计行等），相加与总数不等。";
    /// Shares of the three sectors do not make up 100.
    SectorsDiffer = "sectors-differ", Error, "三次产业比重不合100", "三次产业的比重相加应为 100，四舍五入的误差以内不提示。";
    /// A share is not what its part and whole give.
    ShareDiffers = "share-differs", Error, "占比不符", "由部分与总数算出的占比，与文中所写不一致。";
    /// A rate is not what its two numbers give.
    RateDiffers = "rate-differs", Error, "比率不符", "由同一句的两个数字算出的比率，与文中所写不一致。";
    /// A completion rate is not what target and value give.
    CompletionDiffers = "completion-differs", Error, "完成率不符", "由目标与实际算出的完成率，与文中所写不一致。";
    /// Growth is not what this and last year's figures give.
    GrowthDiffers = "growth-differs", Error, "增幅不符", "由本期与上期数字算出的增幅或倍数，与文中所写不一致。";
    /// A share or rate above 100 percent where it cannot be.
    PercentOverHundred = "percent-over-100", Error, "百分比超过 100%", "部分占整体的比重、合格率一类的比率不可能超过 100%，降幅也不可能超过 100%。";
    /// The same figure has two values.
    SameFigureTwoValues = "same-figure-two-values", Warning, "同一指标前后不一", "同一指标、同一时期、同一口径，前后写了两个数。";
    /// Ten thousand times too large or too small.
    UnitSlip = "unit-slip", Error, "单位疑差一万倍", "同一数字前后相差一万倍，多为元、万元、亿元写错。";
    /// More was approved than applied for.
    ApprovedExceedsApplied = "approved-exceeds-applied", Warning, "获批多于申报", "同一批次获批、认定、立项的数量不应多于申报的数量。";
    /// A list does not have as many members as its number says.
    ListCountDiffers = "list-count-differs", Warning, "数目与所列不符", "数字所说的个数，与前后列出的名称个数不一致。";
    /// A stock got smaller while only additions are told.
    StockShrinks = "stock-shrinks", Warning, "总数减少而只说新增", "总数比上年少，文中却只有新增、没有减少的说明。";
    /// The expected year is below what has already been reached.
    YearBelowYearToDate = "year-below-year-to-date", Warning, "全年数小于当年累计", "全年（预计）数小于前几个月已经完成的数。";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_speak() {
        let mut seen = std::collections::HashSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.as_str()));
            assert!(!code.reason().is_empty() && !code.title().is_empty());
        }
    }
}
