//! The outline of a report: headings, what they say about tense, and which year they speak of.
//!
//! Headings are found at the beginning of lines and of sentences, since copied texts lose their line breaks.

mod marker;
mod tense;
mod topic;

use serde::Serialize;

pub(crate) use marker::marker_at;
pub(crate) use tense::{is_plan_cue, tense_of};
pub(crate) use topic::topic;

use crate::cues::Cues;
use crate::span::Span;

/// Whether a section tells what was done, what is planned, or what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tense {
    /// 总结: what happened.
    #[default]
    Report,
    /// 计划: what is meant to happen.
    Plan,
    /// 问题: what is wrong.
    Problem,
}

/// One heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// 0 for a title, 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, 5 for ① and 一是.
    pub level: u8,
    /// The mark as written: 一、.
    pub marker: String,
    /// The heading without its mark.
    pub title: String,
    /// The section above.
    pub parent: Option<usize>,
    /// Report, plan or problems.
    pub tense: Tense,
    /// The year the heading names, as written (2024, 20xx).
    pub year: Option<String>,
    /// Place of the heading in the text, in bytes.
    pub span: Span,
}

/// A heading is not longer than so many characters; what is longer is a sentence.
const TITLE_CHARS_MAX: usize = 42;

/// Keeps the place in the outline while a text is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outline {
    pub sections: Vec<Section>,
    current: Option<usize>,
    /// Body text said that from here on it is about the future.
    plan_from_here: bool,
}

impl Outline {
    /// Looks at the beginning of a sentence, with the kinds of words it holds; opens a section when it is a heading. Tells how
    /// many bytes belong to the mark.
    pub fn see_sentence(&mut self, sentence: &str, said: Cues, start: usize, starts_line: bool, ends_line: bool) -> usize {
        let blank = sentence.len() - sentence.trim_start().len();
        let body = sentence.trim_start();
        let Some(marker) = marker_at(body) else {
            if starts_line && ends_line && is_title(body) {
                self.open(0, "", body.trim(), start + blank, start + sentence.trim_end().len());
            } else if is_plan_cue(body, said) {
                self.plan_from_here = true;
            }
            return blank;
        };
        let title_end = body.find(['。', '\n', ':', '：', ';', '；']).unwrap_or(body.len());
        let title = body[marker.len..title_end].trim();
        let title = if title.chars().count() > TITLE_CHARS_MAX { title.split([',', '，']).next().unwrap_or("") } else { title };
        if !marker.inline {
            self.open(marker.level, &body[..marker.len], title, start + blank, start + blank + title_end);
        }
        blank + marker.len
    }

    fn open(&mut self, level: u8, marker: &str, title: &str, start: usize, end: usize) {
        let mut parent = self.current;
        while let Some(p) = parent {
            if self.sections[p].level < level {
                break;
            }
            parent = self.sections[p].parent;
        }
        let inherited = parent.map(|p| self.sections[p].tense);
        let found = tense_of(title);
        if level <= 1 || found.is_some() {
            self.plan_from_here = false;
        }
        let named = tense::year_in(title);
        let ahead = named.as_deref().is_some_and(|year| self.looks_ahead(title, year));
        let tense = found.or(ahead.then_some(Tense::Plan)).or(inherited).unwrap_or_default();
        let year = named.or_else(|| parent.and_then(|p| self.sections[p].year.clone()));
        self.sections.push(Section {
            level,
            marker: marker.trim().to_owned(),
            title: title.to_owned(),
            parent,
            tense,
            year,
            span: Span::new(start, end),
        });
        self.current = Some(self.sections.len() - 1);
    }

    /// 2026年重点工作 after 2025年重点工作完成情况: what a later year has to do is planned.
    fn looks_ahead(&self, title: &str, year: &str) -> bool {
        let work = ["重点工作", "工作重点", "重点任务", "主要任务", "主要工作"].iter().any(|word| title.contains(word));
        let earlier = |section: &Section| section.tense == Tense::Report && section.year.as_deref().is_some_and(|y| y < year);
        work && self.sections.iter().any(earlier)
    }

    /// Forgets all headings but those above the place we are in.
    pub fn forget_passed(&mut self) {
        let mut kept = Vec::new();
        let mut at = self.current;
        while let Some(s) = at {
            kept.push(self.sections[s].clone());
            at = self.sections[s].parent;
        }
        kept.reverse();
        for (i, section) in kept.iter_mut().enumerate() {
            section.parent = i.checked_sub(1);
        }
        self.current = kept.len().checked_sub(1);
        self.sections = kept;
    }

    /// The section we are in.
    pub const fn current(&self) -> Option<usize> {
        self.current
    }

    /// The tense of what is being read.
    pub fn tense(&self) -> Tense {
        if self.plan_from_here {
            return Tense::Plan;
        }
        self.current.map_or(Tense::Report, |c| self.sections[c].tense)
    }

    /// The year the headings speak of.
    pub fn year(&self) -> Option<&str> {
        self.current.and_then(|c| self.sections[c].year.as_deref())
    }

    /// Whether the heading we are in is a title line.
    pub fn in_title(&self, start: usize) -> bool {
        self.current.is_some_and(|c| {
            self.sections[c].level == 0 && self.sections[c].span.start <= start && start < self.sections[c].span.end
        })
    }

    /// The headings from the top down to a section.
    pub fn path(&self, section: Option<usize>) -> Vec<&str> {
        path(&self.sections, section)
    }
}

/// The titles from the top down to a section.
pub(crate) fn path(sections: &[Section], section: Option<usize>) -> Vec<&str> {
    let mut path = Vec::new();
    let mut at = section;
    while let Some(section) = at.and_then(|s| sections.get(s)) {
        path.push(section.title.as_str());
        at = section.parent;
    }
    path.reverse();
    path
}

/// A line without a mark that names a kind of document and is no sentence.
fn is_title(line: &str) -> bool {
    const KINDS: [&str; 18] = [
        "总结", "计划", "报告", "要点", "方案", "规划", "汇报", "述职", "思路", "打算", "安排", "情况", "清单", "目标", "回顾",
        "意见", "任务", "体会",
    ];
    let line = line.trim();
    let count = line.chars().count();
    (4..=TITLE_CHARS_MAX).contains(&count)
        && !line.contains(['。', ',', '，', ';', '；', ':', '：', '\t'])
        && KINDS.iter().any(|k| line.contains(k))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cues::sentence_cues;

    #[test]
    fn the_outline_follows_headings_and_their_tense() {
        let mut outline = Outline::default();
        for line in [
            "某县科技局2023年工作总结及2024年工作计划",
            "一、2023年工作情况",
            "（一）项目争取",
            "二、存在的问题",
            "三、2024年工作计划",
            "1.培育企业。",
        ] {
            outline.see_sentence(line, sentence_cues(line), 0, true, true);
        }
        let tenses: Vec<Tense> = outline.sections.iter().map(|s| s.tense).collect();
        assert_eq!(tenses, [Tense::Report, Tense::Report, Tense::Report, Tense::Problem, Tense::Plan, Tense::Plan]);
        assert_eq!(outline.year(), Some("2024"));
        assert_eq!(
            outline.path(outline.current()),
            ["某县科技局2023年工作总结及2024年工作计划", "2024年工作计划", "培育企业"].map(|s| s).to_vec()
        );
    }

    #[test]
    fn body_text_can_turn_to_the_future() {
        let mut outline = Outline::default();
        let plan = "2008年科技工作的指导思想是:以创新为主线。";
        outline.see_sentence(plan, sentence_cues(plan), 0, false, false);
        assert_eq!(outline.tense(), Tense::Plan);
        outline.see_sentence("一、2007年工作总结", Cues::default(), 0, true, true);
        assert_eq!(outline.tense(), Tense::Report);
    }
}
