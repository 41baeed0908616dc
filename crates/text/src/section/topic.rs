//! What a section is about, by its heading: 加大招商引资工作 is about 招商引资.

use crate::lexicon::{self, Tags};

/// Words that only say that something was done well.
const LEADING: [&str; 40] = [
    "加大",
    "加强",
    "加快",
    "狠抓",
    "强化",
    "深化",
    "推进",
    "推动",
    "抓好",
    "做好",
    "扎实",
    "大力",
    "积极",
    "着力",
    "全面",
    "努力",
    "切实",
    "深入",
    "进一步",
    "不断",
    "持续",
    "完善",
    "提升",
    "提高",
    "突出",
    "注重",
    "聚焦",
    "坚持",
    "统筹",
    "稳步",
    "有序",
    "认真",
    "全力",
    "主动",
    "紧抓",
    "紧盯",
    "优化",
    "夯实",
    "落实",
    "健全",
];
const TRAILING: [&str; 24] = [
    "工作力度",
    "工作",
    "力度",
    "水平",
    "能力",
    "成效",
    "取得新成绩",
    "取得新进展",
    "取得新突破",
    "取得新成效",
    "情况",
    "管理",
    "建设",
    "方面",
    "再上新台阶",
    "稳步推进",
    "扎实推进",
    "不断深化",
    "成效明显",
    "成效显著",
    "有序推进",
    "进展顺利",
    "明显增强",
    "稳中有进",
];
const TOPIC_CHARS_MAX: usize = 12;

/// The noun a heading speaks of; empty when it speaks of none in particular.
pub(crate) fn topic(title: &str) -> String {
    let clause = title.split([',', '，', '。', ';', '；', ':', '：']).rfind(|c| !c.trim().is_empty()).unwrap_or("").trim();
    let mut text = clause;
    loop {
        let before = text;
        for word in LEADING {
            text = text.strip_prefix(word).unwrap_or(text);
        }
        if let Some(found) =
            lexicon::next(text, 0).filter(|f| f.start == 0 && f.tags.any(Tags::ADVERB) && !f.tags.any(Tags::VERB))
        {
            text = &text[found.end..];
        }
        for word in TRAILING {
            text = text.strip_suffix(word).unwrap_or(text);
        }
        if text == before {
            break;
        }
    }
    let count = text.chars().count();
    if (2..=TOPIC_CHARS_MAX).contains(&count)
        && !text.contains(['、', '“', '《'])
        && !["年", "总结", "计划", "打算", "目标", "工作", "情况"].iter().any(|w| text.contains(w))
    {
        text.to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_their_topic() {
        assert_eq!(topic("加大招商引资工作"), "招商引资");
        assert_eq!(topic("扎实推进科技特派员工作"), "科技特派员");
        assert_eq!(topic("2023年工作总结"), "");
    }
}
