//! Words around a subject that only say how the number is meant: 其中, 今年, 共, 达到. They are set aside as signs.

use super::head::{Head, View, is_deed};
use crate::lexicon::Tags;
use crate::token::Kind;

/// Takes 达到, 共, 约, 了 and the like away from the end.
pub(super) fn trim_right<'a>(view: &View, mut list: &'a [usize], head: &mut Head) -> &'a [usize] {
    let mut of = false;
    while let Some((&last, rest)) = list.split_last() {
        let token = view.token(last);
        let text = view.text(last);
        let strip = match token.kind {
            Kind::Blank | Kind::Date => true,
            Kind::Mark(m) => matches!(m, ':' | '：' | '、' | ',' | '，' | '-' | '—'),
            Kind::Word(tags) if tags.any(Tags::REACH) && !keeps_meaning(tags, text, rest) => {
                head.reach = true;
                true
            }
            Kind::Word(tags) if tags.any(Tags::TOTAL) && !tags.any(Tags::VERB) => {
                head.total = true;
                true
            }
            // 年度计划的120%: the plan is what it is compared with.
            Kind::Word(tags) if tags.any(Tags::PLAN) && (of || matches!(text, "计划" | "目标" | "任务" | "规划")) => {
                false
            }
            Kind::Word(tags) if tags.any(Tags::ADVERB.or(Tags::FORECAST).or(Tags::PLAN)) && !tags.any(Tags::VERB) => true,
            Kind::Han => {
                of |= text == "的";
                matches!(text, "的" | "了" | "第" | "由" | "从")
            }
            Kind::Word(_) if matches!(text, "由" | "从" | "自") => true,
            Kind::Word(_) if matches!(text, "分别为" | "分别是" | "分别达" | "分别达到") => {
                head.reach = true;
                true
            }
            // 由去年同期的31.2%提高到…
            Kind::Word(tags) if tags.any(Tags::TIME) && rest.last().is_some_and(|&t| matches!(view.text(t), "由" | "从")) => {
                true
            }
            // 提升3.2个百分点至41%.
            _ if rest.is_empty() && matches!(text, "至" | "到") => {
                head.reach = true;
                true
            }
            _ => false,
        };
        if !strip {
            break;
        }
        head.signs = head.signs.or(token.tags());
        list = rest;
    }
    list
}

/// 完成, 实现 and 占 say something by themselves when nothing else is there.
fn keeps_meaning(tags: Tags, text: &str, rest: &[usize]) -> bool {
    let risen = matches!(text, "升至" | "升到" | "上升");
    tags.any(Tags::SHARE.or(Tags::RANKVERB)) && text.chars().count() > 1 && !risen || tags.any(Tags::VERB) && rest.is_empty()
}

/// Takes connectives, adverbs and expressions of time away from the beginning.
pub(super) fn trim_left<'a>(view: &View, mut list: &'a [usize], head: &mut Head) -> &'a [usize] {
    while let Some((&first, rest)) = list.split_first() {
        let token = view.token(first);
        let text = view.text(first);
        let leads = Tags::ADVERB.or(Tags::TOTAL).or(Tags::CONNECTIVE).or(Tags::TIME).or(Tags::LISTMARK).or(Tags::FORECAST);
        let strip = match token.kind {
            Kind::Blank | Kind::Mark(_) => !matches!(token.kind, Kind::Mark('“' | '《' | '(' | '（')),
            Kind::Date => true,
            // 截至10月底, 近三年.
            Kind::Word(_)
                if matches!(text, "截至" | "截止" | "自" | "从" | "到" | "至" | "近" | "在" | "于")
                    && rest.first().is_some_and(|&n| is_time(view, n)) =>
            {
                true
            }
            Kind::Word(tags) if tags.any(Tags::PART) => {
                head.part = true;
                true
            }
            // 定期检验率: an adverb that no verb follows belongs to the noun.
            Kind::Word(tags)
                if tags.any(Tags::ADVERB)
                    && !tags.any(Tags::TOTAL.or(Tags::CONNECTIVE).or(Tags::TIME))
                    && text.chars().count() > 1
                    && !acts_next(view, rest) =>
            {
                false
            }
            Kind::Word(tags) if tags.any(leads) && !tags.any(Tags::VERB.or(Tags::ATTRIBUTE)) => {
                head.total |= tags.any(Tags::TOTAL);
                true
            }
            Kind::Word(tags)
                if tags.any(Tags::PLAN) && !matches!(text, "争取" | "计划" | "目标" | "将" | "要" | "规划" | "打算") =>
            {
                true
            }
            // 争取 is a goal before another verb, and a deed before a noun.
            Kind::Word(tags) if tags.any(Tags::PLAN) && rest.is_empty() => true,
            // 任务净增12家: how many are to be added.
            Kind::Word(_) if matches!(text, "任务" | "目标") && rest.first().is_some_and(|&n| is_deed(view, n)) => {
                head.signs = head.signs.or(Tags::PLAN);
                list = rest;
                continue;
            }
            // 年度目标为: what follows is aimed at.
            Kind::Word(_) if matches!(text, "目标" | "任务" | "计划" | "目标任务") && next_is(view, rest, "为") => {
                head.signs = head.signs.or(Tags::PLAN);
                list = &rest[1..];
                continue;
            }
            _ if matches!(text, "能" | "可" | "能够" | "可以") => true,
            Kind::Word(tags) if tags.any(Tags::PLAN) && !head.total && rest.first().is_some_and(|&n| aims_at(view, n)) => true,
            // 五年共发放…: a span of time that is no claim.
            Kind::Quantity(q) => view.tokens.quantities.get(q).is_some_and(|q| q.kind() == Some(crate::measure::Kind::Time)),
            Kind::Han => matches!(text, "的" | "了" | "要" | "并" | "内" | "间" | "中" | "末" | "底"),
            _ => false,
        };
        if !strip {
            break;
        }
        head.signs = head.signs.or(token.tags());
        if token.kind == Kind::Date {
            head.signs = head.signs.or(Tags::TIME);
        }
        list = rest;
    }
    list
}

fn next_is(view: &View, rest: &[usize], word: &str) -> bool {
    rest.first().is_some_and(|&t| view.text(t) == word)
}

/// A date, an expression of time, a span of time.
fn is_time(view: &View, t: usize) -> bool {
    match view.token(t).kind {
        Kind::Date => true,
        Kind::Word(tags) => tags.any(Tags::TIME),
        Kind::Quantity(q) => view.tokens.quantities.get(q).is_some_and(|q| q.kind() == Some(crate::measure::Kind::Time)),
        _ => false,
    }
}

/// A verb, another adverb, a preposition or nothing follows.
fn acts_next(view: &View, rest: &[usize]) -> bool {
    rest.first().is_none_or(|&t| {
        is_deed(view, t)
            || view.token(t).has(
                Tags::ADVERB.or(Tags::PREPOSITION).or(Tags::AREA).or(Tags::REACH).or(Tags::CAUSE).or(Tags::GROW).or(Tags::FALL),
            )
            || view.token(t).kind != Kind::Han && !view.token(t).has(Tags::ATTRIBUTE.or(Tags::NOUN))
    })
}

/// 争取申报…: a goal. 争取扶持资金…: a deed, 扶持 belongs to the noun.
fn aims_at(view: &View, t: usize) -> bool {
    let noun_like = matches!(
        view.text(t),
        "扶持" | "补助" | "奖励" | "支持" | "资助" | "融资" | "投资" | "奖补" | "补贴" | "贷款" | "项目" | "科技"
    );
    view.token(t).has(Tags::VERB.or(Tags::CAUSE).or(Tags::PREPOSITION)) && !noun_like
}
