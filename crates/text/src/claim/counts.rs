//! Which quantities say something about the work, and which only name, order or measure in passing.
//!
//! Arabic numbers with a measure word count unless something speaks against it; Chinese numerals count only where
//! nothing makes them an idiom, an ordinal or a figure of speech.

use super::clause::{Clause, Place, quantity_at};
use crate::lexicon::{self, Tags};
use crate::measure::Kind as Unit;
use crate::quantity::Quantity;
use crate::token::{Kind, Tokens};
use super::wording::members;
use rust_decimal::Decimal;

/// What is around a quantity in its clause.
pub(super) struct Around<'t> {
    pub sentence: &'t str,
    pub tokens: &'t Tokens,
    pub places: &'t [Place],
    pub clause: &'t Clause,
}

impl<'t> Around<'t> {
    /// The text of the clause before a token; brackets left out stay out.
    fn before(&self, token: usize) -> &'t str {
        let first = self.clause.tokens.first().copied().unwrap_or(token);
        &self.sentence[self.tokens.list[first].start..self.tokens.list[token].start]
    }

    fn after(&self, token: usize) -> &'t str {
        let last = self.clause.tokens.last().copied().unwrap_or(token);
        &self.sentence[self.tokens.list[token].end..self.tokens.list[last].end.max(self.tokens.list[token].end)]
    }

    fn previous(&self, token: usize) -> Option<usize> {
        let at = self.clause.tokens.iter().position(|&t| t == token)?;
        self.clause.tokens[..at].iter().rev().copied().find(|&t| self.tokens.list[t].kind != Kind::Blank)
    }
}

/// The tokens of the clause that are claims.
pub(super) fn counted(around: &Around) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for &token in &around.clause.tokens {
        if let Some(q) = quantity_at(around.tokens, token)
            && counts(around, token, q)
        {
            found.push(token);
        }
    }
    drop_thresholds(around, &mut found);
    found
}

/// 3000万元以上工业项目75个: the first number says which projects, the second one how many.
fn drop_thresholds(around: &Around, found: &mut Vec<usize>) {
    let all = found.clone();
    found.retain(|&token| {
        let Some(q) = quantity_at(around.tokens, token) else { return false };
        let suffix = around.sentence[q.unit_end..q.end].trim();
        let after = around.after(token);
        let threshold = matches!(suffix, "以上" | "及以上" | "以下" | "以内") && after.starts_with(|c: char| crate::is_han(c));
        let later = all.iter().any(|&t| t > token && !around.sentence[q.end..around.tokens.list[t].start].contains(['、', '和']));
        !(threshold && later)
    });
}

fn counts(around: &Around, token: usize, q: &Quantity) -> bool {
    let place = around.places[token];
    let before = around.before(token).trim_end();
    let after = around.after(token);
    if place.in_title {
        return false;
    }
    if q.lost.is_some() {
        return place.quote.is_none();
    }
    if q.ordinal {
        return is_rank(before, q);
    }
    if q.word() == "连冠" {
        return true;
    }
    if let Some(open) = place.quote {
        let opens_quote = open + 1 == token;
        let amount = q.is_amount() && !opens_quote;
        return !q.chinese && amount;
    }
    if q.bare_magnitude && q.approx.is_none() && !before.ends_with(['近', '上', '逾', '超', '过', '约']) {
        return false;
    }
    if each_before(before) {
        return false;
    }
    match q.kind() {
        None => without_unit(around, token, q, before, after),
        Some(Unit::Time) => is_duration(before, after, q),
        Some(Unit::Share) => share_counts(before, q),
        Some(Unit::Degree) => q.word() == "级" && after.starts_with("地震") || matches!(q.word(), "℃" | "摄氏度" | "分贝"),
        Some(Unit::Rank) => !q.chinese || concrete(around, token, q, before, after),
        _ if q.chinese => concrete(around, token, q, before, after),
        _ => arabic_counts(q, before, after),
    }
}

/// 每万人, 每10名: a rate's base.
fn each_before(before: &str) -> bool {
    before.ends_with('每') || before.ends_with("平均每")
}

fn arabic_counts(q: &Quantity, before: &str, after: &str) -> bool {
    match q.word() {
        "级" => after.starts_with("地震"),
        "届" | "版" => false,
        "快" => before.ends_with("选定了") || before.ends_with('了'),
        "大" => after.starts_with(crate::is_han) && !after.starts_with('型'),
        "号" => false,
        "期" => !after.starts_with(['工', '项', '建', '改']),
        "分" => before.ends_with(['得', '为', '达', '分', '到']) || before.contains("分"),
        "成" => !after.starts_with(['立', '为', '功', '果', '效']),
        "国" | "省" | "市" | "县" | "区" | "乡" | "镇" | "村" => !after.starts_with(['科', '委', '直', '政', '长', '域', '道', '级']),
        _ => true,
    }
}

/// 第二, 第3位, 第二名 after words of ranking.
fn is_rank(before: &str, q: &Quantity) -> bool {
    let before = before.strip_suffix('第').unwrap_or(before);
    if !matches!(q.word(), "" | "位" | "名") {
        return false;
    }
    const RANKED: [&str; 22] = ["居", "列", "排", "排名", "名列", "位次", "位", "跃居", "升至", "升到", "稳居", "得分", "评比", "考核", "全国", "全省", "全市", "全县", "全区", "省", "市", "前进到"];
    let tail: String = before.chars().rev().take(14).collect::<Vec<_>>().into_iter().rev().collect();
    let ranked = RANKED.iter().any(|w| tail.contains(w));
    // 第一书记, 第一季度 never reach here as ranks: they carry a noun right after and no 位 or 名.
    if q.word().is_empty() { ranked && ["居", "列", "排", "位", "名", "升", "得分", "全国", "全省", "全市", "全县", "全区"].iter().any(|w| tail.contains(w)) } else { ranked || ["获", "得", "夺", "摘"].iter().any(|w| tail.contains(w)) }
}

fn share_counts(before: &str, q: &Quantity) -> bool {
    match q.word() {
        "番" => before.ends_with('翻') || before.ends_with("翻了"),
        "成" | "分" if q.chinese => before.ends_with(['近', '超', '约', '达', '占', '有']) || q.approx.is_some(),
        "折" => false,
        "分" => before.ends_with("得分") || before.ends_with("评分") || before.ends_with("平均分") || before.ends_with("总分") || before.ends_with("满意度"),
        "倍" => true,
        _ => true,
    }
}

/// 用两个月时间, 连续四年, 为期25天, 提前3个月. Everything else with a unit of time is a date or a habit.
fn is_duration(before: &str, after: &str, q: &Quantity) -> bool {
    if matches!(q.word(), "时" | "点" | "号" | "岁" | "周岁" | "世纪" | "年代" | "年度" | "周年" | "月" | "日" | "季度" | "学年" | "学期" | "年头" | "载" | "春秋") {
        return false;
    }
    let consecutive = before.ends_with("连续") || before.ends_with("连续了") || before.ends_with("已连续");
    if consecutive {
        return !after.starts_with('来') && !after.starts_with("以来");
    }
    let spent = ["用", "用了", "历时", "耗时", "为期", "仅用", "提前", "提前了", "缩短", "缩短至", "缩短到", "压缩至", "压缩到", "压缩", "缩减至", "减少", "推迟", "延长", "时长", "时间", "时限", "累计", "达", "达到", "不超过", "共计", "共", "总时长", "停产"];
    let by_verb = spent.iter().any(|w| before.ends_with(w));
    let whole_day = q.value == Some(Decimal::from(24)) && after.starts_with(['值', '在', '不', '监', '服', '轮']);
    match q.word() {
        "年" => before.ends_with("为期") || before.ends_with("历时"),
        "天" | "小时" | "个小时" | "分钟" | "学时" | "课时" | "个工作日" | "工作日" => (by_verb || after.starts_with("时间")) && !whole_day,
        _ => by_verb && !before.ends_with("共") || after.starts_with("时间") && before.ends_with(['用', '了', '近']),
    }
}

/// 占全区工业总产值73, 得分98.5, 零扣分, 迤车、纸厂两乡镇.
fn without_unit(around: &Around, token: usize, q: &Quantity, before: &str, after: &str) -> bool {
    let ends = after.is_empty() || after.starts_with(['、', '以', '左', ' ']);
    if q.magnitude > 1 {
        return !q.chinese || q.approx.is_some();
    }
    if q.chinese {
        if q.value == Some(Decimal::ZERO) {
            return ["扣分", "事故", "上访", "投诉", "差错", "死亡", "伤亡", "感染", "疫情", "案件", "违规", "复发"].iter().any(|w| after.starts_with(w));
        }
        return place_list_counts(around, token, q, before, after);
    }
    let scored = ["得分", "评分", "指数", "总分", "均分", "达到", "达", "为", "位次"].iter().any(|w| before.ends_with(w)) && ["分", "指数", "位次", "系数"].iter().any(|w| before.contains(w));
    let share = before.contains('占') && before.chars().count() > 3 && !before.ends_with(['第', '.', '(']);
    (scored || share && !before.ends_with('占')) && ends
}

/// 甲、乙两乡镇: as many names as the numeral says, then a word for places.
fn place_list_counts(around: &Around, token: usize, q: &Quantity, before: &str, after: &str) -> bool {
    let Some(value) = q.value else { return false };
    let word = around.tokens.list.get(token + 1).is_some_and(|t| t.start == around.tokens.list[token].end && t.has(Tags::PLACE));
    let noun = word || lexicon::next(after, 0).is_some_and(|w| w.start == 0 && w.tags.any(Tags::PLACE));
    let names = before.matches(['、']).count() + before.matches(['和', '与', '及']).count().min(1) + 1;
    noun && before.contains('、') && Decimal::from(names as u64) == value && !after.starts_with("级")
}

/// Whether a Chinese numeral with a measure word counts real things.
fn concrete(around: &Around, token: usize, q: &Quantity, before: &str, after: &str) -> bool {
    let word = q.word();
    let listed = before.ends_with('等') || members(before) >= 2;
    match word {
        "大" | "届" | "版" | "层" | "环" | "类" | "大类" | "门类" | "种" | "样" | "款" | "面" | "道" if word != "类" && word != "种" => return false,
        "级" => return levels_built(before, after),
        "方面" => return before.ends_with('等') || listed && before.contains('、'),
        "连冠" => return true,
        "期" if after.starts_with(['工', '项', '建', '改', '平', '规']) => return false,
        "国" | "省" | "市" | "县" | "区" | "乡" | "镇" | "村" | "校" | "店" | "厂" | "街道" | "社区" | "班" | "团" | "字" | "分" | "方" | "把" | "对" | "双" | "副" | "度" => return listed && matches!(word, "县" | "区" | "市" | "乡" | "镇" | "村" | "校" | "街道" | "社区"),
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
    let this = !q.bare_magnitude && before.ends_with(['这', '那', '该', '此', '上', '前', '后', '头']) && !before.ends_with("以上");
    let vague = is_abstract(after);
    if this {
        return before.ends_with('这') && !vague && !(after.is_empty() && matches!(word, "次" | "个")) && (!quoted || names_a_thing(&after['“'.len_utf8()..]));
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
    name.chars().count() <= 6 && !tags.any(Tags::ABSTRACT.or(Tags::VERB).or(Tags::IDIOM)) && !name.chars().any(crate::numeral::is_chinese_digit)
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
        if found.tags.any(Tags::ABSTRACT) && (found.start == 0 || gap <= 2) {
            // 重点实验室, 特色产业基地 begin with such a word and are things.
            let rest = &after[found.end..];
            let thing = lexicon::next(rest, 0).is_some_and(|n| n.start <= 6 && n.tags.any(Tags::INSTITUTION.or(Tags::PLACE))) || rest.starts_with("的") && !found.tags.any(Tags::FLOW);
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
    const VAGUE: [&str; 24] = ["系列", "套", "批", "些", "种", "份", "片", "股", "番", "把", "张", "类", "部", "面", "组", "篇", "段", "声", "门", "级", "环", "则", "单", "快"];
    let word = q.word();
    if VAGUE.contains(&word) || before.ends_with(['这', '那', '再', '又', '每', '某', '同', '新', '下', '上', '任', '另', '统', '最', '逐', '其', '为', '是', '以', '跑']) {
        return false;
    }
    if before.ends_with("仅此") || before.ends_with("唯此") {
        return true;
    }
    // 新建院士工作站一家: the number closes the phrase.
    let held = ["开展", "举办", "组织", "召开", "举行", "进行", "参加", "承办"].iter().any(|w| before.contains(w));
    if (after.is_empty() || after.starts_with(['、', '('])) && (!matches!(word, "次" | "个" | "项" | "条") || word == "次" && held) && before.chars().count() >= 4 {
        return true;
    }
    let Some(previous) = around.previous(token) else { return false };
    let previous = around.tokens.list[previous];
    let text = previous.text(around.sentence);
    let deed = previous.has(Tags::VERB) || before.ends_with('了') || before.ends_with("起") || text.ends_with(['了', '出', '织', '开', '建', '打']);
    if !deed {
        return false;
    }
    match word {
        "次" => !after.starts_with(['性', '又', '创', '供', '污', '能']) && !after.is_empty() && lexicon::next(after, 0).is_some(),
        "个" | "项" | "条" | "支" | "所" | "座" | "处" | "家" | "名" | "位" => thing_follows(after) && !is_abstract(after),
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
    before.contains('、') && ["形成了", "建成了", "建立了", "构建了", "组建了"].iter().any(|w| before.contains(w)) && ["网", "体系", "队伍", "机制", "平台"].iter().any(|w| after.contains(w))
}
