//! How reports are written: sentences and outlines.

use super::Place;
use crate::id::PackId;
use crate::sentence::Template;

/// Which part of a report a sentence belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentenceKind {
    /// What was done.
    Summary,
    /// What is planned.
    Plan,
}

/// A report sentence.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Pack, which is also its section of the report.
    pub pack: PackId,
    /// Summary or plan.
    pub kind: SentenceKind,
    /// The words with their slots.
    pub template: Template,
    /// Left out where the book has nothing for its first figure, instead of printing a gap.
    pub optional: bool,
    /// Place.
    pub place: Place,
}

/// The outline (提纲) of a report.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Id: `summary`, `plan`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Title with slots.
    pub title: Template,
    /// Parts in order.
    pub parts: Vec<Part>,
    /// Place.
    pub place: Place,
}

/// A part of an outline.
#[derive(Clone, Debug)]
pub struct Part {
    /// Heading with slots; none for the lead.
    pub heading: Option<Template>,
    /// What it holds.
    pub content: PartContent,
    /// Place.
    pub place: Place,
}

/// What a part of an outline holds.
#[derive(Clone, Debug)]
pub enum PartContent {
    /// One paragraph a text, with slots.
    Words(Vec<Template>),
    /// Table of targets: 目标, 实际, 完成率, 同比.
    Targets,
    /// The summary sentences, one heading a pack.
    Areas,
    /// The plan sentences, one heading a pack.
    Plans,
    /// Next year's targets, numbered.
    PlannedTargets,
}
