//! Making a subject short enough to be said: long lists of examples go, the noun they exemplify stays.

/// A list of examples up to so many characters is kept whole.
const LIST_CHARS_MAX: usize = 12;
/// A subject longer than this loses its relative clause.
const SUBJECT_CHARS_MAX: usize = 30;

/// Words that end in 及, 和, 与 and are not joints.
const JOINT_WORDS: [&str; 14] =
    ["普及", "涉及", "惠及", "波及", "触及", "危及", "以及", "和谐", "共和", "温和", "参与", "给与", "授与", "总和"];

/// `黄瓜、辣椒及西甜瓜等无公害新品种` becomes `无公害新品种`; a short list stays.
pub(super) fn without_examples(object: &str) -> String {
    let marks = object.matches('、').count();
    if marks == 0 {
        return object.to_owned();
    }
    if let Some(at) = object.rfind('等') {
        let head = &object[at + '等'.len_utf8()..];
        let list = object[..at].chars().count();
        let kinds = head.starts_with(['级', '地', '于']);
        if head.chars().count() >= 2 && !kinds {
            return if list <= LIST_CHARS_MAX { object.to_owned() } else { head.to_owned() };
        }
    }
    let list_end = object.rfind('、').unwrap_or(0);
    if object[..list_end].chars().count() <= LIST_CHARS_MAX && marks <= 2 && object.chars().count() <= LIST_CHARS_MAX + 8 {
        return object.to_owned();
    }
    let last = last_member(object);
    // 平台受理投诉、举报、咨询: too short to stand for the others.
    if last.chars().count() <= 2 && object.chars().count() <= SUBJECT_CHARS_MAX {
        return object.to_owned();
    }
    last.to_owned()
}

/// What stands after the last 、, 和, 及 or 与 of a list.
pub(super) fn last_member(text: &str) -> &str {
    let mark = text.rfind('、').map_or(0, |i| i + '、'.len_utf8());
    let mut start = mark;
    for joint in ["及", "和", "与", "以及"] {
        if let Some(at) = text[mark..].rfind(joint).map(|i| i + mark)
            && !JOINT_WORDS.iter().any(|w| w.contains(joint) && around(text, at, w, joint))
            && text[at + joint.len()..].chars().count() >= 4
        {
            start = start.max(at + joint.len());
        }
    }
    &text[start..]
}

fn around(text: &str, at: usize, word: &str, joint: &str) -> bool {
    let offset = word.find(joint).unwrap_or(0);
    at.checked_sub(offset).is_some_and(|start| text.get(start..).is_some_and(|t| t.starts_with(word)))
}

/// The names of a list: 甲、乙和丙.
pub(super) fn list_members(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text.split('、').collect();
    if let Some(last) = names.pop() {
        match last_joint(last) {
            Some(at) => {
                let joint = last[at..].chars().next().map_or(0, char::len_utf8);
                names.extend([last[..at].trim_end_matches('以'), &last[at + joint..]]);
            }
            None => names.push(last),
        }
    }
    names
}

/// How many names a list holds: 甲、乙、丙和丁 is 4.
pub(super) fn members(text: &str) -> usize {
    let marks = text.matches('、').count();
    if marks == 0 {
        return usize::from(last_joint(text).is_some()) * 2;
    }
    marks + 1 + usize::from(text.rfind('、').is_some_and(|i| last_joint(&text[i..]).is_some()))
}

fn last_joint(text: &str) -> Option<usize> {
    ["和", "及", "与"]
        .iter()
        .filter_map(|j| text.rfind(j).filter(|&at| !JOINT_WORDS.iter().any(|w| w.contains(j) && around(text, at, w, j))))
        .max()
}

/// The subject as it leaves: marks at its ends gone, and not longer than can be said.
pub(super) fn finish(subject: &str) -> String {
    let text: String = subject.chars().filter(|c| !c.is_whitespace()).collect();
    // 【食品安全】抽检3150批次: the label heads the paragraph.
    let text = text.rsplit_once('】').map_or(text.as_str(), |(_, rest)| rest);
    let text = text.trim_matches(|c| matches!(c, '、' | ',' | '，' | ':' | '：' | ';' | '；' | '。' | '-' | '—'));
    let text = if text.matches('“').count() == text.matches('”').count() { text } else { text.trim_matches(['“', '”']) };
    let text = text.strip_prefix(['的', '了']).unwrap_or(text);
    let text = text.strip_suffix('由').filter(|t| !t.ends_with(['自', '理', '缘', '事'])).unwrap_or(text);
    if text.chars().count() <= SUBJECT_CHARS_MAX {
        return text.to_owned();
    }
    let shorter = match text.rfind('的') {
        Some(at) if text[at..].chars().count() >= 5 => &text[at + '的'.len_utf8()..],
        _ => text,
    };
    shorter.chars().take(SUBJECT_CHARS_MAX * 2).collect()
}

/// Joins a part to its whole: 发明专利 of 专利申请量 is 发明专利申请量; 过亿元企业 of 龙头企业 is 过亿元龙头企业.
pub(super) fn part_of_whole(part: &str, whole: &str) -> Option<String> {
    let part_chars: Vec<char> = part.chars().collect();
    let whole_chars: Vec<char> = whole.chars().collect();
    // The end of the part is the beginning of the whole.
    for n in (2..=part_chars.len().min(whole_chars.len())).rev() {
        if part_chars[part_chars.len() - n..] == whole_chars[..n] && whole_chars.len() > n {
            return Some(part_chars.iter().chain(&whole_chars[n..]).collect());
        }
    }
    // Both end in the same noun: the part narrows the whole.
    let same = part_chars.iter().rev().zip(whole_chars.iter().rev()).take_while(|(a, b)| a == b).count();
    // 技术交易额 of 技术合同交易额: the part says all of it already.
    let repeats = whole_chars.starts_with(&part_chars[..part_chars.len() - same]);
    if !repeats && same >= 2 && part_chars.len() > same + 1 && whole_chars.len() > same && part_chars.len() <= 7 {
        return Some(part_chars[..part_chars.len() - same].iter().chain(&whole_chars).collect());
    }
    None
}

/// The noun at the end of a phrase: its last two characters, or more where a word is longer.
pub(super) fn last_noun(text: &str) -> &str {
    let count = text.chars().count();
    let at = text.char_indices().nth(count.saturating_sub(2)).map_or(0, |(i, _)| i);
    &text[at..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_of_examples_go() {
        assert_eq!(without_examples("水稻、小麦、玉米、大豆及油菜等主要农作物新品种"), "主要农作物新品种");
        assert_eq!(without_examples("科普、图书等宣传资料"), "科普、图书等宣传资料");
        assert_eq!(without_examples("国家、省、市级工程"), "国家、省、市级工程");
        assert_eq!(without_examples("苹果、梨、桃、杏、李、枣、葡萄优质苗木"), "葡萄优质苗木");
    }

    #[test]
    fn parts_take_over_what_the_whole_says() {
        assert_eq!(part_of_whole("发明专利", "专利申请量").as_deref(), Some("发明专利申请量"));
        assert_eq!(part_of_whole("过亿元企业", "农业龙头企业").as_deref(), Some("过亿元农业龙头企业"));
        assert_eq!(part_of_whole("机械", "规模企业"), None);
    }

    #[test]
    fn names_are_counted() {
        assert_eq!(members("甲镇、乙镇和丙乡"), 3);
        assert_eq!(members("甲镇、乙镇、丙乡"), 3);
        assert_eq!(members("重点项目"), 0);
    }
}
