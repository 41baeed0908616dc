//! What a sentence has said so far, for the items that leave it out.

use super::head::Head;
use super::tail::Tail;
use crate::quantity::Quantity;

/// What a sentence has said so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Carry {
    pub lead: String,
    pub verb: String,
    pub object: String,
    /// The subject of the last claim that was no comparison.
    pub subject: String,
    /// The unit word of that claim.
    pub unit: String,
    /// Subjects of all claims so far in this sentence that were no comparisons.
    pub bases: Vec<Base>,
    /// Claims whose parts may follow, the latest last.
    pub wholes: Vec<Whole>,
    /// What is going on while things are counted: 科技进社区活动.
    pub event: String,
    /// The event was itself counted: but for people, it holds for the next item only.
    pub event_counted: bool,
    /// That next item is over.
    pub event_passed: bool,
    /// 卫生技术人员按学历分: what is being told apart.
    pub told_apart: String,
    /// What the clause right before acts on.
    pub before: String,
    /// Who or what the clause before spoke of: 高企总数 in 高企总数实现翻番.
    pub hint: String,
    /// Nothing was counted since.
    pub hint_is_last: bool,
    /// 现有, 共有 was said and holds on: what is listed is there.
    pub holding: bool,
    /// So many claims were compared one by one with 分别: 同比分别增长5%和8%.
    pub paired: usize,
    /// A contest named in the sentence: 科技创新大赛.
    pub contest: String,
    /// The topic of the section: 招商引资.
    pub topic: String,
}

impl Carry {
    /// The thing that was counted last as a whole.
    pub fn last_noun(&self) -> String {
        self.wholes.last().map_or_else(|| self.object.clone(), |whole| whole.object.clone())
    }
}

/// A claim that a comparison can refer to.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub claim: usize,
    pub subject: String,
    /// Stands in brackets: what follows outside does not speak of it.
    pub aside: bool,
}

/// A claim whose parts may follow.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    pub claim: usize,
    /// Its subject, as it was said.
    pub said: String,
    pub lead: String,
    pub verb: String,
    pub object: String,
    pub unit: String,
    pub value: Option<rust_decimal::Decimal>,
    /// Money told of what was counted before: 总投资286万元.
    pub is_fund: bool,
    /// 其中 was said: what follows are parts until something new begins.
    pub open: bool,
}

/// Everything known about one item.
pub(super) struct Item<'a> {
    pub q: &'a Quantity,
    pub head: &'a Head,
    pub tail: &'a Tail,
    /// The whole this is a part of.
    pub whole: Option<&'a Whole>,
    /// What the next clause does: a sum was spent, or time was taken, for that.
    pub purpose: &'a str,
    /// Follows the item before after 、 or 和.
    pub coordinated: bool,
    /// 上年为15家: the same of the year before.
    pub year_before: bool,
}
