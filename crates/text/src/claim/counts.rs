//! Which quantities say something about the work, and which only name, order or measure in passing.
//!
//! Arabic numbers with a measure word count unless something speaks against it; Chinese numerals count only where
//! nothing makes them an idiom, an ordinal or a figure of speech.

use super::clause::{Clause, Place, quantity_at};
use super::concrete::concrete;
use crate::cues::Cues;
use crate::lexicon::{self, Tags};
use crate::measure::Kind as Unit;
use crate::quantity::{self, Quantity, Reading};
use crate::token::{Kind, Tokens};
use rust_decimal::Decimal;

/// Whether a sentence is worth taking apart: it holds a digit, a Chinese numeral that counts, or a sign of a lost one.
pub(crate) fn may_count(sentence: &str, said: Cues) -> bool {
    let bytes = sentence.as_bytes();
    let counts = |(at, c): (usize, char)| {
        crate::numeral::is_arabic_digit(c)
            || matches!(c, '*' | 'x' | 'X' | '万' | '亿')
            || crate::numeral::is_chinese_digit(c) && matches!(quantity::read(sentence, at), Some(Reading::Quantity(_)))
    };
    bytes.iter().any(u8::is_ascii_digit) || said.any(Cues::LOST) || sentence.char_indices().any(counts)
}

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

    pub(super) fn previous(&self, token: usize) -> Option<usize> {
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
        let above = ["超", "超过", "过", "逾"].iter().any(|w| around.before(token).ends_with(w)) && after.starts_with('的');
        let names = |c: char| crate::is_han(c) || c.is_ascii_digit();
        let bounded = matches!(suffix, "以上" | "及以上" | "以下" | "以内") && after.starts_with(names);
        let threshold = above || bounded;
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
    if q.sector.is_some() {
        return true;
    }
    if is_top(before, q) {
        return place.quote.is_none() && (after.is_empty() || after.starts_with(['、', '(', '（', '。']));
    }
    if let Some(open) = place.quote {
        let opens_quote = open + 1 == token;
        let amount = q.is_amount() && !opens_quote;
        return !q.chinese && amount;
    }
    if q.bare_magnitude && q.approx.is_none() && !before.ends_with(['近', '上', '逾', '超', '过', '约', '破']) {
        return false;
    }
    // 几位同志: nobody was counted.
    if q.chinese && q.magnitude == 1 && q.value == Some(Decimal::ONE) && q.approx.is_some_and(|a| a.word == "几") {
        return false;
    }
    if each_before(before) {
        return false;
    }
    match q.kind() {
        None => without_unit(around, token, q, before, after),
        Some(Unit::Time) => is_duration(before, after, q),
        Some(Unit::Share) => share_counts(before, after, q),
        Some(Unit::Degree) => q.word() == "级" && is_magnitude(before, after) || matches!(q.word(), "℃" | "摄氏度" | "分贝"),
        Some(Unit::Rank) => !q.chinese || concrete(around, token, q, before, after),
        _ if q.chinese && q.bare_magnitude && q.is_amount() => true,
        _ if q.chinese && is_session(before, after) => false,
        _ if q.chinese => concrete(around, token, q, before, after),
        _ => arabic_counts(q, before, after),
    }
}

/// 区十五届人大三次会议, 县委十二届二次全会: a meeting's name.
fn is_session(before: &str, after: &str) -> bool {
    let recent: String = before.chars().rev().take(10).collect();
    recent.contains('届') && ["会议", "全会", "全体会议", "全委会", "大会"].iter().any(|m| after.starts_with(m))
}

/// 每万人, 每10名: a rate's base.
fn each_before(before: &str) -> bool {
    before.ends_with('每') || before.ends_with("平均每")
}

/// 3.2级地震, 最大震级3.2级.
fn is_magnitude(before: &str, after: &str) -> bool {
    after.starts_with("地震") || before.ends_with("震级") || before.ends_with("震级为")
}

fn arabic_counts(q: &Quantity, before: &str, after: &str) -> bool {
    match q.word() {
        "级" => is_magnitude(before, after),
        "人" => !after.starts_with('制'),
        "届" | "版" => false,
        "快" => before.ends_with("选定了") || before.ends_with('了'),
        "大" => after.starts_with(crate::is_han) && !after.starts_with('型'),
        "号" => false,
        "期" => !after.starts_with(['工', '项', '建', '改']),
        "分" => before.ends_with(['得', '为', '达', '分', '到']) || before.contains("分"),
        "成" => !after.starts_with(['立', '为', '功', '果', '效']),
        "国" | "省" | "市" | "县" | "区" | "乡" | "镇" | "村" => {
            !after.starts_with(['科', '委', '直', '政', '长', '域', '道', '级'])
        }
        _ => true,
    }
}

/// 第二, 第3位, 第二名 after words of ranking.
fn is_rank(before: &str, q: &Quantity) -> bool {
    let before = before.strip_suffix('第').unwrap_or(before);
    if !matches!(q.word(), "" | "位" | "名") {
        return false;
    }
    const RANKED: [&str; 22] = [
        "居",
        "列",
        "排",
        "排名",
        "名列",
        "位次",
        "位",
        "跃居",
        "升至",
        "升到",
        "稳居",
        "得分",
        "评比",
        "考核",
        "全国",
        "全省",
        "全市",
        "全县",
        "全区",
        "省",
        "市",
        "前进到",
    ];
    let tail: String = before.chars().rev().take(14).collect::<Vec<_>>().into_iter().rev().collect();
    let ranked = RANKED.iter().any(|w| tail.contains(w));
    // 第一书记, 第一季度 never reach here as ranks: they carry a noun right after and no 位 or 名.
    if q.word().is_empty() {
        ranked
            && ["居", "列", "排", "位", "名", "升", "得分", "全国", "全省", "全市", "全县", "全区"]
                .iter()
                .any(|w| tail.contains(w))
    } else {
        ranked || ["获", "得", "夺", "摘"].iter().any(|w| tail.contains(w))
    }
}

/// 位居全市前三, 排名全省前10位: a rank that is told by its bound.
pub(super) fn is_top(before: &str, q: &Quantity) -> bool {
    before.strip_suffix('前').is_some_and(|b| {
        matches!(q.word(), "" | "位" | "名")
            && q.magnitude == 1
            && ["居", "列", "排名", "排在", "排", "跻身", "进入", "位次"]
                .iter()
                .any(|w| b.rfind(w).is_some_and(|at| b[at + w.len()..].chars().count() <= 4))
    })
}

fn share_counts(before: &str, after: &str, q: &Quantity) -> bool {
    match q.word() {
        "番" => ["翻", "翻了", "翻近", "翻了近"].iter().any(|w| before.ends_with(w)),
        // 增长两成, 不到三成: where nothing follows that 成 could begin.
        "成" if q.chinese && (!after.starts_with(crate::is_han) || after.starts_with(['以', '左', '多'])) => true,
        "成" | "分" if q.chinese => before.ends_with(['近', '超', '约', '达', '占', '有']) || q.approx.is_some(),
        "折" => false,
        "分" => {
            before.ends_with("得分")
                || before.ends_with("评分")
                || before.ends_with("平均分")
                || before.ends_with("总分")
                || before.ends_with("满意度")
        }
        "倍" => true,
        _ => true,
    }
}

/// Units of time that date things.
const DATING: &str = "时 点 号 世纪 年代 年度 周年 月 日 季度 学年 学期 年头 载 春秋";
/// Words after which a span of time was spent or saved.
const SPENT: &str = "不足 不到 用 用了 历时 耗时 为期 仅 只有 仅用 提前 提前了 缩短 缩短至 缩短到 压缩至 压缩到 压缩 缩减至 减少 推迟 延长 时长 时间 时限 累计 达 达到 不超过 共计 共 总时长 停产";

/// 用两个月时间, 连续四年, 为期25天, 提前3个月. Everything else with a unit of time is a date or a habit.
fn is_duration(before: &str, after: &str, q: &Quantity) -> bool {
    if DATING.split(' ').any(|w| w == q.word()) {
        return false;
    }
    if matches!(q.word(), "岁" | "周岁") {
        return before.contains("寿命") || before.contains("平均");
    }
    if before.ends_with("连续") || before.ends_with("连续了") {
        return !after.starts_with('来') && !after.starts_with("以来");
    }
    let by_verb = SPENT.split(' ').any(|w| before.ends_with(w));
    let whole_day = q.value == Some(Decimal::from(24)) && after.starts_with(['值', '在', '不', '监', '服', '轮']);
    match q.word() {
        "年" => before.ends_with("为期") || before.ends_with("历时") || before.ends_with('用') && after.starts_with("时间"),
        "天" if ["天数", "天数达", "天数为", "天数达到", "日数"].iter().any(|w| before.ends_with(w)) => true,
        "天" | "小时" | "个小时" | "分钟" | "学时" | "课时" | "个工作日" | "工作日" => {
            (by_verb || after.starts_with("时间")) && !whole_day
        }
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
            return ["扣分", "事故", "上访", "投诉", "差错", "死亡", "伤亡", "感染", "疫情", "案件", "违规", "复发"]
                .iter()
                .any(|w| after.starts_with(w));
        }
        return place_list_counts(around, token, q, before, after);
    }
    let scored = ["得分", "评分", "指数", "总分", "均分", "达到", "达", "为", "位次"].iter().any(|w| before.ends_with(w))
        && ["分", "指数", "位次", "系数"].iter().any(|w| before.contains(w));
    // 死亡率为0.
    let none =
        q.value == Some(Decimal::ZERO) && ["为", "是", "达到"].iter().any(|w| before.ends_with(w)) && before.contains('率');
    let share = none || before.contains('占') && before.chars().count() > 3 && !before.ends_with(['第', '.', '(']);
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
