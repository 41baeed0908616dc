//! Undoing damage that copying from document-sharing sites does to a report.
//!
//! Every repair is a replacement with its place in the original and can be taken back by itself. What cannot be
//! restored for certain is reported as unsure and left alone; clean text comes back byte for byte.

mod blanks;
mod draft;
mod furniture;
mod gbk;
mod line;
mod marks;
mod numbers;
mod pages;
mod pinyin;
mod readings;
mod shift;
mod spun;
mod straddle;
mod tags;
mod traditional;
mod wrapped;

use std::borrow::Cow;

use serde::Serialize;

use crate::span::Span;
use draft::Draft;

/// What kind of damage was undone. Where several were undone in one place, the first of this list names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// 网页附带内容: what the site put around the report.
    Furniture,
    /// 错位乱码: one byte was lost and everything slid by one.
    ByteShift,
    /// 跨字乱码: a byte-blind replacement hit the halves of two characters.
    Straddle,
    /// 标签残留: the end of a character went with the beginning of a tag.
    CutTag,
    /// 分页切断: the text was cut every n characters and numbered.
    PageCut,
    /// 嵌入页码: printed page numbers inside words.
    PageNumber,
    /// 拼音污染: a reading in brackets after a character, and the character's traditional form.
    Pinyin,
    /// 繁体字: a traditional form in a text that was written in simplified characters.
    Traditional,
    /// 多余符号: a stray ` or ' after 的.
    StrayMark,
    /// 多余空格: blanks inside words.
    Blank,
    /// 丢失换行: a line break that had become a blank.
    LineBreak,
    /// 硬换行: a line break at the end of every printed line, or around a number.
    WrappedLine,
    /// 引号变形: a closing quotation mark of another kind.
    Quote,
    /// 同义替换: words exchanged by a machine. Only changed when asked for.
    Spun,
}

impl Class {
    /// What the user reads.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Furniture => "网页附带内容",
            Self::Pinyin => "拼音污染",
            Self::Traditional => "繁体字",
            Self::ByteShift => "错位乱码",
            Self::Straddle => "跨字乱码",
            Self::CutTag => "标签残留",
            Self::StrayMark => "多余符号",
            Self::PageCut => "分页切断",
            Self::PageNumber => "嵌入页码",
            Self::Blank => "多余空格",
            Self::LineBreak => "丢失换行",
            Self::WrappedLine => "硬换行",
            Self::Quote => "引号变形",
            Self::Spun => "同义替换",
        }
    }
}

/// One repair. `original` is its place in the text as it came, `repaired` in the text as it is now, both in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// Kind of damage.
    pub class: Class,
    /// Place in the original.
    pub original: Span,
    /// Place in the repaired text.
    pub repaired: Span,
}

/// Something that looks damaged but was not changed, or could be restored only in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unsure {
    /// Kind of damage.
    pub class: Class,
    /// Place in the repaired text.
    pub repaired: Span,
    /// What stands there.
    pub text: String,
    /// Why it is doubted.
    pub why: String,
    /// What it probably was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likely: Option<String>,
}

/// A text after repair.
#[derive(Debug, Clone, Serialize)]
pub struct Repaired<'a> {
    /// The text as it came.
    #[serde(skip)]
    pub original: &'a str,
    /// The repaired text.
    pub text: Cow<'a, str>,
    /// What was changed, in order, never overlapping.
    pub repairs: Vec<Repair>,
    /// What was doubted, in order.
    pub unsure: Vec<Unsure>,
}

impl<'a> Repaired<'a> {
    /// What stood where something was repaired.
    pub fn was(&self, repair: &Repair) -> &'a str {
        repair.original.of(self.original)
    }

    /// What stands there now.
    pub fn is(&self, repair: &Repair) -> &str {
        repair.repaired.of(&self.text)
    }

    /// The text with the chosen repairs (their numbers in [`Repaired::repairs`]) taken back. All of them taken back give the original.
    pub fn undo(&self, chosen: impl Fn(usize) -> bool) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for (number, repair) in self.repairs.iter().enumerate() {
            out.push_str(&self.text[at..repair.repaired.start]);
            out.push_str(if chosen(number) { self.was(repair) } else { self.is(repair) });
            at = repair.repaired.end;
        }
        out.push_str(&self.text[at..]);
        out
    }
}

/// What repair may do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Change words that a machine exchanged, where the words beside them leave no doubt. Otherwise they are only reported.
    pub spun_words: bool,
}

/// Repairs a text. Spun words are reported, not changed.
pub fn repair(text: &str) -> Repaired<'_> {
    repair_with(text, Options::default())
}

/// Repairs a text.
pub fn repair_with(text: &str, options: Options) -> Repaired<'_> {
    let mut draft = Draft::new(text);
    // Readings in brackets tell where the byte accidents happened, so those come before the readings go.
    let polluted = pinyin::evidence(draft.text());
    straddle::pass(&mut draft, polluted);
    shift::pass(&mut draft, polluted);
    pinyin::pass(&mut draft, polluted);
    traditional::pass(&mut draft, polluted);
    let tags = tags::pass(&mut draft);
    let site = furniture::pass(&mut draft);
    let cut = pages::rejoin(&mut draft);
    pages::drop_page_numbers(&mut draft, &site);
    marks::pass(&mut draft, polluted.is_any() || site.is_certain());
    let numbers = numbers::pass(&mut draft);
    wrapped::pass(&mut draft, tags || numbers);
    blanks::pass(&mut draft, cut || site.is_certain());
    spun::pass(&mut draft, options.spun_words);
    finish(text, draft)
}

fn finish<'a>(original: &'a str, draft: Draft<'a>) -> Repaired<'a> {
    let (text, edits, doubts) = draft.finish();
    let repairs = edits.into_iter().map(|e| Repair { class: e.class, original: e.original, repaired: e.current }).collect();
    let mut unsure: Vec<Unsure> = doubts
        .into_iter()
        .map(|d| Unsure { class: d.class, repaired: d.span, text: d.span.of(&text).to_owned(), why: d.why, likely: d.likely })
        .collect();
    unsure.sort_by_key(|u| u.repaired);
    Repaired { original, text, repairs, unsure }
}
