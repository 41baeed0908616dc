//! What goes on while things are counted: a contest, a campaign, a training course.

/// Nouns of things that go on while other things are counted.
pub(super) const EVENTS: [&str; 19] = [
    "巡展",
    "义诊",
    "展览",
    "活动",
    "培训班",
    "讲座",
    "大赛",
    "竞赛",
    "演练",
    "行动",
    "活动周",
    "宣传周",
    "科普日",
    "宣传日",
    "宣传月",
    "论坛",
    "洽谈会",
    "博览会",
    "交易会",
];

/// The contest a clause names: 全市青少年科技创新大赛.
pub(super) fn contest(clause: &str) -> Option<String> {
    const KINDS: [&str; 10] = ["展览会", "展会", "大赛", "竞赛", "比赛", "锦标赛", "运动会", "评选", "博览会", "交易会"];
    let end = KINDS.iter().filter_map(|k| clause.rfind(k).map(|at| at + k.len())).max()?;
    let clause_head = &clause[..end];
    let start = ["参加了", "参加", "参与", "举办", "承办", "组织", "获得", "获", "在"]
        .iter()
        .filter_map(|v| clause_head.rfind(v).map(|at| at + v.len()))
        .max()
        .unwrap_or(0);
    let mut name = String::new();
    let mut depth = 0;
    for c in clause_head[start..].chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= i32::from(depth > 0),
            _ if depth == 0 => name.push(c),
            _ => {}
        }
    }
    // 第30届 orders the contest and does not name it.
    while let Some(at) = name.find('第') {
        let Some(session) = name[at..].find('届').filter(|&s| s <= 18) else { break };
        name.replace_range(at..at + session + '届'.len_utf8(), "");
    }
    (name.chars().count() >= 2).then_some(name)
}

/// 支部现有党员 as a whole is 党员.
pub(super) fn after_holding(object: &str) -> &str {
    ["现有", "共有", "拥有", "实有", "原有"].iter().find_map(|w| object.split_once(w)).map_or(object, |(_, noun)| noun)
}
