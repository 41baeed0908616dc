//! Chinese numerals that count real things, told from idioms, ordinals and figures of speech.

use rust_decimal::Decimal;

use super::counts::Around;
use super::wording::members;
use crate::lexicon::{self, Tags};
use crate::quantity::Quantity;

/// Whether a Chinese numeral with a measure word counts real things.
pub(super) fn concrete(around: &Around, token: usize, q: &Quantity, before: &str, after: &str) -> bool {
    let word = q.word();
    // 不漏一户、不落一人: nobody was counted.
    if ["不漏", "不落", "不少", "不缺", "不掉"].iter().any(|w| before.ends_with(w)) {
        return false;
    }
    let listed = before.ends_with('等') || members(before) >= 2;
    match word {
        // 种植业、养殖业、农机三大联合社: as many as were named.
        "大" if listed && q.value == Some(Decimal::from(members(before) as u64)) => {
            return thing_follows(after) && !is_abstract(after);
        }
        "大" | "届" | "版" | "层" | "环" | "类" | "大类" | "门类" | "种" | "样" | "款" | "面" | "道"
            if word != "类" && word != "种" =>
        {
            return false;
        }
        "级" => return levels_built(before, after),
        "方面" => return before.ends_with('等') || listed && before.contains('、'),
        "连冠" => return true,
        "期" if after.starts_with(['工', '项', '建', '改', '平', '规']) => return false,
        "国" | "省" | "市" | "县" | "区" | "乡" | "镇" | "村" | "校" | "店" | "厂" | "街道" | "社区" | "班" | "团" | "字"
        | "分" | "方" | "把" | "对" | "双" | "副" | "度" => {
            return listed && matches!(word, "县" | "区" | "市" | "乡" | "镇" | "村" | "校" | "街道" | "社区");
        }
        _ => {}
    }
    if before.ends_with(['第', '每', '某', '另', '哪', '同', '半', '十', '百']) {
        return false;
    }
    let one = q.magnitude == 1 && q.value == Some(Decimal::ONE) && q.upper.is_none() && q.approx.is_none();
    if one {
        return one_counts(around, token, q, before, after);
    }
    let quoted = after.starts_with('“');
    let this =
        !q.bare_magnitude && before.ends_with(['这', '那', '该', '此', '上', '前', '后', '头']) && !before.ends_with("以上");
    let vague = is_abstract(after);
    if this {
        return before.ends_with('这')
            && !vague
            && !(after.is_empty() && matches!(word, "次" | "个"))
            && (!quoted || names_a_thing(&after['“'.len_utf8()..]));
    }
    if vague && !listed {
        return false;
    }
    if let Some(quoted) = after.strip_prefix(['“', '‘']) {
        return listed || names_a_thing(quoted);
    }
    if matches!(word, "个") && listed && vague {
        return before.ends_with('等');
    }
    if word == "个" && stage_like(after) {
        return ["分", "包括", "成", "为"].iter().any(|w| before.ends_with(w)) || listed || before.ends_with("据");
    }
    true
}

/// A short quoted noun (“小巨人”), not a slogan (“一批”, “到位”).
fn names_a_thing(quoted: &str) -> bool {
    let Some(end) = quoted.find(['”', '’']) else { return false };
    let name = &quoted[..end];
    let tags = lexicon::tags_of(name);
    name.chars().count() <= 6
        && !tags.any(Tags::ABSTRACT.or(Tags::VERB).or(Tags::IDIOM))
        && !name.chars().any(crate::numeral::is_chinese_digit)
}

/// 部分, 阶段, 年级 are counted only where something is divided into them.
fn stage_like(after: &str) -> bool {
    ["部分", "阶段", "层次", "批次", "类别", "步骤", "板块", "模块", "年级"].iter().any(|w| after.starts_with(w))
}

/// What the numeral counts is an idea: 方面, 问题, 重点, 良好风气.
fn is_abstract(after: &str) -> bool {
    let mut at = 0;
    for _ in 0..4 {
        let Some(found) = lexicon::next(after, at) else { return false };
        let gap = after[at..found.start].chars().count();
        // 另有两项进入答辩环节: what is counted was said before, and the idea is where it went.
        if found.start == 0
            && at == 0
            && found.tags.any(Tags::PREDICATE)
            && !found.tags.any(Tags::ABSTRACT)
            && found.end - found.start > 3
        {
            return false;
        }
        if found.tags.any(Tags::ABSTRACT) && (found.start == 0 || gap <= 2) {
            // 重点实验室, 特色产业基地 begin with such a word and are things.
            let rest = &after[found.end..];
            let thing = lexicon::next(rest, 0).is_some_and(|n| n.start <= 6 && n.tags.any(Tags::INSTITUTION.or(Tags::PLACE)))
                || rest.starts_with("的") && !found.tags.any(Tags::FLOW);
            return !thing || found.end - found.start <= 3 && !rest.is_empty() && found.start > 0;
        }
        if gap > 2 || found.tags.any(Tags::INSTITUTION.or(Tags::PLACE).or(Tags::LEVEL)) {
            return false;
        }
        at = found.end;
    }
    false
}

/// 一 counts after a deed (举办一次洽谈会, 更换了一台抽水机, 仅此一家), not as an article (一个民族, 一套机制).
fn one_counts(around: &Around, token: usize, q: &Quantity, before: &str, after: &str) -> bool {
    const VAGUE: [&str; 24] = [
        "系列", "套", "批", "些", "种", "份", "片", "股", "番", "把", "张", "类", "部", "面", "组", "篇", "段", "声", "门", "级",
        "环", "则", "单", "快",
    ];
    let word = q.word();
    // 撰写调研报告一篇: the number closes what was made.
    let made =
        after.is_empty() && before.chars().count() >= 4 && lexicon::next(before, 0).is_some_and(|f| f.tags.any(Tags::VERB));
    let body = matches!(word, "个" | "座" | "处") && super::names_body(before);
    if made && (matches!(word, "篇" | "部" | "套" | "份") || body) {
        return true;
    }
    if VAGUE.contains(&word)
        || before.ends_with([
            '这', '那', '再', '又', '每', '某', '同', '新', '下', '上', '任', '另', '统', '最', '逐', '其', '为', '是', '以',
            '跑',
        ])
    {
        return false;
    }
    if before.ends_with("仅此") || before.ends_with("唯此") {
        return true;
    }
    // 新建院士工作站一家: the number closes the phrase.
    let held = ["开展", "举办", "组织", "召开", "举行", "进行", "参加", "承办"].iter().any(|w| before.contains(w));
    if (after.is_empty() || after.starts_with(['、', '(']))
        && (!matches!(word, "次" | "个" | "项" | "条") || word == "次" && held)
        && before.chars().count() >= 4
    {
        return true;
    }
    let Some(previous) = around.previous(token) else { return false };
    let previous = around.tokens.list[previous];
    let text = previous.text(around.sentence);
    let deed = previous.has(Tags::VERB)
        || before.ends_with('了')
        || before.ends_with("起")
        || text.ends_with(['了', '出', '织', '开', '建', '打']);
    if !deed {
        return false;
    }
    match word {
        "次" => {
            !after.starts_with(['性', '又', '创', '供', '污', '能']) && !after.is_empty() && lexicon::next(after, 0).is_some()
        }
        "个" | "项" | "条" | "支" | "所" | "座" | "处" | "家" | "名" | "位" => {
            thing_follows(after) && !is_abstract(after)
        }
        _ => true,
    }
}

/// The noun that follows is an institution, a machine, a person.
fn thing_follows(after: &str) -> bool {
    let mut at = 0;
    while let Some(found) = lexicon::next(after, at) {
        if found.tags.any(Tags::INSTITUTION) {
            return true;
        }
        at = found.end;
        if at > 90 {
            break;
        }
    }
    false
}

/// 形成了区、街道、社区三级…网: an achieved structure, where otherwise 三级 only orders.
fn levels_built(before: &str, after: &str) -> bool {
    before.contains('、')
        && ["形成了", "建成了", "建立了", "构建了", "组建了"].iter().any(|w| before.contains(w))
        && ["网", "体系", "队伍", "机制", "平台"].iter().any(|w| after.contains(w))
}
