//! 存量: what is there at a date, told from what happened in a period.

use super::head::Head;
use super::tail::Tail;
use crate::cues::{Cues, cues};
use crate::lexicon::{self, Tags};
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;

/// Whether the words of the number itself say that it is a level.
pub(super) fn is_stock(q: &Quantity, head: &Head, tail: &Tail, subject: &str, cues_of_subject: Cues) -> bool {
    // 储备编织袋8万条; projects are prepared.
    if subject.starts_with("储备") && !q.is_money() && !subject.ends_with("项目") {
        return true;
    }
    if tail.ongoing || head.inner.or(head.signs).any(Tags::ONGOING) && !head.verb.is_empty() {
        return true;
    }
    let person_or_thing = matches!(q.kind(), Some(Unit::Count | Unit::Person | Unit::Area | Unit::Length))
        && !matches!(q.word(), "人次" | "场次" | "次" | "场" | "份" | "批" | "批次" | "期" | "起" | "件次" | "户次" | "家次");
    if ["新增", "净增", "新建"].iter().any(|w| head.verb.starts_with(w) || head.verb.ends_with(w)) || subject.contains("新入驻")
    {
        return false;
    }
    let people = ["群众", "受众", "对象", "学员", "人员", "师生", "观众"].iter().any(|p| subject.ends_with(p));
    if people
        && !cues_of_subject.any(Cues::STOCK)
        && !subject.contains("现有")
        && !subject.contains("在册")
        && !subject.contains("在职")
    {
        return false;
    }
    let sum_held = !q.is_money() || ["余额", "限额", "库存", "存量", "规模", "价值"].iter().any(|w| subject.contains(w));
    if cues_of_subject.any(Cues::STOCK) && sum_held && !matches!(q.word(), "次" | "人次" | "场次") {
        return true;
    }
    if !person_or_thing {
        return false;
    }
    // 已列入…的4家企业: picked out by a finished deed.
    let said = head.text();
    let picked_out = said.ends_with('的') && (head.signs.any(Tags::DONE) || cues(&said).any(Cues::PICKED));
    if picked_out && tail.predicate.is_empty() || subject.ends_with("人数") && tail.of && super::counted_noun::is_crew(&tail.noun)
    {
        return true;
    }
    let flows = lexicon_has(subject, Tags::FLOW) || head.signs.any(Tags::FORECAST) || tail.signs.any(Tags::FLOW);
    if head.signs.or(head.inner).any(Tags::STOCK) && head.verb.is_empty()
        || matches!(head_last(head), "有" | "共有" | "现有" | "已有") && !is_honoured(&tail.predicate)
    {
        return true;
    }
    // 全区规模企业125家; 高企达到188家: a noun and its number, no deed.
    let no_deed = head.verb.is_empty() && tail.predicate.is_empty();
    let area = lexicon_starts(head, Tags::AREA);
    let holds = q.kind() == Some(Unit::Person) && tail.of;
    no_deed
        && !flows
        && (area && tail.noun.is_empty() && !head.object.is_empty()
            || head.reach && !head.signs.any(Tags::SHARE) && !head.object.is_empty()
            || holds)
}

/// 共有83项成果获得科学技术奖: that happened.
fn is_honoured(predicate: &str) -> bool {
    ["获", "被", "荣获", "通过", "入选", "入围"].iter().any(|w| predicate.starts_with(w))
}

fn head_last(head: &Head) -> &str {
    head.verb.as_str()
}

/// Whether the text holds a word with the tag.
fn lexicon_has(text: &str, tags: Tags) -> bool {
    let mut at = 0;
    while let Some(found) = lexicon::next(text, at) {
        if found.tags.any(tags) && found.end - found.start > 3 {
            return true;
        }
        at = found.end;
    }
    false
}

fn lexicon_starts(head: &Head, tags: Tags) -> bool {
    let text = head.text();
    lexicon::next(&text, 0).is_some_and(|f| f.start == 0 && f.tags.any(tags))
}

/// 高新技术企业930家: a standing body and its number, and nothing that was done.
pub(super) fn is_there(q: &Quantity, head: &Head, tail: &Tail, subject: &str) -> bool {
    let things = matches!(q.word(), "家" | "户" | "个" | "所" | "座" | "人" | "名" | "处");
    things && head.verb.is_empty() && head.lead.is_empty() && tail.is_empty() && stands(subject)
}

/// Whether a number counts things or people that can be there, not events.
fn counts_things(q: &Quantity) -> bool {
    const EVENTS: [&str; 14] = ["人次", "场次", "次", "场", "份", "批", "批次", "期", "起", "件次", "户次", "家次", "届", "笔"];
    matches!(q.kind(), Some(Unit::Count | Unit::Person)) && !EVENTS.contains(&q.word())
}

/// 428家规上工业企业中: what follows tells of some of them.
pub(super) fn is_among(tail: &Tail, after: &str) -> bool {
    let noun = tail.noun.as_str();
    !noun.is_empty() && after.trim_start_matches('的').strip_prefix(noun).is_some_and(|rest| rest.starts_with(['中', '里', '内']))
}

/// 428家规上工业企业中, 全县137个行政村: those among whom something is told.
pub(super) fn is_population(q: &Quantity, head: &Head, tail: &Tail, after: &str) -> bool {
    let noun = tail.noun.as_str();
    let among = is_among(tail, after);
    let bare = head.verb.is_empty() && (head.object.is_empty() || lexicon::tags_of(&head.object).any(Tags::AREA));
    counts_things(q) && bare && names_body(noun) && (among || !head.object.is_empty())
}

/// 累计建成省级平台28个: all that were built up to now.
pub(super) fn is_run_up(q: &Quantity, before: &str, subject: &str) -> bool {
    const DEEDS: [&str; 8] = ["建成", "建立", "培育", "拥有", "认定", "组建", "设立", "入库"];
    let deed = before.split("累计").skip(1).any(|rest| DEEDS.iter().any(|d| rest.starts_with(d)));
    // 企业技术中心累计746家.
    let all = ["累计", "累计达", "累计达到", "累计有"].iter().any(|w| before.trim_end().ends_with(w));
    (deed || all) && counts_things(q) && names_body(subject.trim_end_matches("入库"))
}

/// 科技示范户由210户增加到480户: both are levels.
pub(super) fn is_moved_to(q: &Quantity, before: &str, after: &str) -> bool {
    const TO: [&str; 12] =
        ["增加到", "增加至", "增至", "增长到", "增长至", "发展到", "发展至", "扩大到", "扩大至", "壮大到", "减少到", "减少至"];
    let from = before.rsplit(['，', ',']).next().is_some_and(|clause| clause.contains(['由', '从']));
    counts_things(q) && from && TO.iter().any(|to| before.ends_with(to) || after.starts_with(to))
}

/// Bodies that stand. A name that ends with one of these is one.
const BODIES: [&str; 58] = [
    "队伍",
    "高企",
    "科小",
    "企业",
    "公司",
    "中心",
    "基地",
    "实验室",
    "平台",
    "园区",
    "学校",
    "中学",
    "初中",
    "高中",
    "文化站",
    "文化馆",
    "卫生院",
    "小学",
    "幼儿园",
    "医院",
    "机构",
    "协会",
    "学会",
    "合作社",
    "联盟",
    "工作站",
    "图书馆",
    "职工",
    "教师",
    "会员",
    "农场",
    "示范社",
    "示范户",
    "行政村",
    "自然村",
    "贫困村",
    "县市区",
    "区县",
    "县区",
    "市场主体",
    "经营主体",
    "用户",
    "产业链",
    "专业户",
    "孵化器",
    "众创空间",
    "研究院",
    "研究所",
    "党组织",
    "党支部",
    "党员",
    "医师",
    "护士",
    "网点",
    "站点",
    "敬老院",
    "养老院",
    "养殖场",
];

/// 农业科技园区, 卫生院: bodies that stand, whatever happens in a period.
pub(crate) fn names_body(subject: &str) -> bool {
    BODIES.iter().any(|body| subject.ends_with(body))
}

/// 省级以上创新平台: a body, and nothing done to it.
pub(crate) fn stands(subject: &str) -> bool {
    names_body(subject) && !holds_deed(subject)
}

/// 覆盖学校, 评价入库企业: a deed picks them out.
fn holds_deed(subject: &str) -> bool {
    let mut at = 0;
    while let Some(found) = lexicon::next(subject, at) {
        // 检测机构 is a body; 检查企业 is a deed.
        let named = found.tags.any(Tags::NOUN) || found.tags.any(Tags::INSTITUTION) && found.start > 0;
        if found.tags.any(Tags::VERB.or(Tags::CAUSE)) && !named {
            return true;
        }
        at = found.end;
    }
    false
}
