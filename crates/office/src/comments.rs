//! Word comments put into a document at places of its text, with nothing else changed: every other part is copied byte by
//! byte, and in the body only runs are divided where a comment begins or ends inside one.
//!
//! Places are spans of the text that [`crate::text_of::docx_text`] gives for the same bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use kezhang_text::Span;
use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::input::{Limits, Refusal, part_text};
use crate::paper::clean;
use crate::text_of::{DocxParts, MappedText, Piece, docx_parts, read_parts};

const COMMENTS_TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const COMMENTS_CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const CONTENT_TYPES: &str = "[Content_Types].xml";
const WORD_NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A comment to be put into a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The text it is about.
    pub span: Span,
    /// What it says; every line is a paragraph.
    pub text: String,
}

/// Who comments and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commentator {
    /// Shown as the author.
    pub name: String,
    /// Shown in small.
    pub initials: String,
    /// ISO 8601, e.g. `2026-01-05T09:30:00Z`.
    pub date: String,
}

/// A document with comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commented {
    /// The file.
    pub docx: Vec<u8>,
    /// Comments that found no place, by their position in the list: Word allows none in text boxes and notes.
    pub unplaced: Vec<usize>,
}

/// Puts comments into a Word document.
pub fn with_comments(
    name: &str,
    bytes: &[u8],
    comments: &[Comment],
    commentator: &Commentator,
    limits: &Limits,
) -> Result<Commented, Refusal> {
    let parts = docx_parts(name, bytes, limits)?;
    let mapped = read_parts(&parts, limits)?;
    let mut comment_part = CommentPart::find(&parts)?;
    let mut edits = Edits::default();
    let mut unplaced = Vec::new();
    for (index, comment) in comments.iter().enumerate() {
        match (mapped.first_piece(comment.span), mapped.last_piece(comment.span)) {
            (Some(first), Some(last)) => {
                let id = comment_part.add(comment, commentator);
                edits.begin(&mapped, &parts.main_xml, first, comment.span.start, id);
                edits.end(&mapped, &parts.main_xml, last, comment.span.end, id);
            }
            _ => unplaced.push(index),
        }
    }
    if unplaced.len() == comments.len() {
        return Ok(Commented { docx: bytes.to_vec(), unplaced });
    }
    let mut replaced = comment_part.parts(&parts)?;
    replaced.insert(parts.main_name.clone(), edits.apply(&parts.main_xml, &mapped));
    Ok(Commented { docx: repack(bytes, &replaced)?, unplaced })
}

impl MappedText {
    fn overlapping(&self, span: Span) -> impl Iterator<Item = &Piece> {
        let from = self.pieces.partition_point(|piece| piece.text.end <= span.start);
        self.pieces.iter().skip(from).take_while(move |piece| piece.text.start < span.end)
    }

    fn first_piece(&self, span: Span) -> Option<&Piece> {
        self.overlapping(span).next()
    }

    fn last_piece(&self, span: Span) -> Option<&Piece> {
        self.overlapping(span).last()
    }
}

/// What is inserted at one place of the XML: ends before beginnings.
#[derive(Debug, Default)]
struct Marks {
    ends: Vec<usize>,
    begins: Vec<usize>,
    /// The piece whose run is divided here; `None` between two runs.
    divides: Option<Piece>,
}

#[derive(Debug, Default)]
struct Edits {
    marks: BTreeMap<usize, Marks>,
}

impl Edits {
    fn begin(&mut self, mapped: &MappedText, xml: &str, piece: &Piece, at: usize, id: usize) {
        let place = if piece.plain { piece.xml.start + at.saturating_sub(piece.text.start) } else { piece.xml.start };
        let Some(run) = mapped.runs.get(piece.run) else { return };
        let content = if run.properties.is_empty() { run.tag.end } else { run.properties.end };
        let first_in_run = place == piece.tag.end && xml.get(content..piece.tag.start).is_some_and(|gap| gap.trim().is_empty());
        if first_in_run {
            self.marks.entry(run.xml.start).or_default().begins.push(id);
        } else {
            self.divide(place, piece).begins.push(id);
        }
    }

    fn end(&mut self, mapped: &MappedText, xml: &str, piece: &Piece, at: usize, id: usize) {
        let inside = at.saturating_sub(piece.text.start).min(piece.text.len());
        let place = if piece.plain { piece.xml.start + inside } else { piece.xml.end };
        let Some(run) = mapped.runs.get(piece.run) else { return };
        let closing = format!("</{0}t></{0}r>", mapped.prefix);
        let last_in_run = xml.get(place..run.xml.end) == Some(closing.as_str());
        if last_in_run {
            self.marks.entry(run.xml.end).or_default().ends.push(id);
        } else {
            self.divide(place, piece).ends.push(id);
        }
    }

    fn divide(&mut self, place: usize, piece: &Piece) -> &mut Marks {
        let marks = self.marks.entry(place).or_default();
        marks.divides = Some(piece.clone());
        marks
    }

    /// The body with the marks in it.
    fn apply(&self, xml: &str, mapped: &MappedText) -> String {
        let prefix = &mapped.prefix;
        let mut insertions: BTreeMap<usize, String> = BTreeMap::new();
        for (place, marks) in &self.marks {
            let inserted = marks_xml(prefix, marks);
            let inserted = match &marks.divides {
                None => inserted,
                Some(piece) => {
                    let run = mapped.runs.get(piece.run);
                    let tag = run.map_or("", |run| run.tag.of(xml));
                    let properties = run.map_or("", |run| run.properties.of(xml));
                    keep_blanks(&mut insertions, xml, piece);
                    format!("</{prefix}t></{prefix}r>{inserted}{tag}{properties}<{prefix}t xml:space=\"preserve\">")
                }
            };
            insertions.entry(*place).or_default().push_str(&inserted);
        }
        let mut out = String::with_capacity(xml.len() + insertions.values().map(String::len).sum::<usize>());
        let mut from = 0;
        for (place, inserted) in &insertions {
            out.push_str(xml.get(from..*place).unwrap_or_default());
            out.push_str(inserted);
            from = *place;
        }
        out.push_str(xml.get(from..).unwrap_or_default());
        out
    }
}

/// The first half of a divided text element may now end in a blank, which Word drops unless told otherwise.
fn keep_blanks(insertions: &mut BTreeMap<usize, String>, xml: &str, piece: &Piece) {
    if !piece.tag.of(xml).contains("xml:space") {
        insertions.insert(piece.tag.end - 1, " xml:space=\"preserve\"".to_owned());
    }
}

fn marks_xml(prefix: &str, marks: &Marks) -> String {
    let mut xml = String::new();
    for id in &marks.ends {
        xml.push_str(&format!(
            "<{prefix}commentRangeEnd {prefix}id=\"{id}\"/><{prefix}r><{prefix}commentReference {prefix}id=\"{id}\"/></{prefix}r>"
        ));
    }
    for id in &marks.begins {
        xml.push_str(&format!("<{prefix}commentRangeStart {prefix}id=\"{id}\"/>"));
    }
    xml
}

/// The part that holds the comments: the document's own or a new one.
struct CommentPart {
    name: String,
    /// The XML it had; `None` for a new part.
    old: Option<String>,
    prefix: String,
    next_id: usize,
    added: String,
}

impl CommentPart {
    fn find(parts: &DocxParts<'_>) -> Result<CommentPart, Refusal> {
        let folder = folder_of(&parts.main_name);
        let relations = relations_text(parts)?;
        let target = element_with(&relations, "Relationship", COMMENTS_TYPE).and_then(|element| attribute(&element, "Target"));
        let new = |name: String| CommentPart { name, old: None, prefix: "w:".to_owned(), next_id: 0, added: String::new() };
        let Some(target) = target else { return Ok(new(format!("{folder}comments.xml"))) };
        let name = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{folder}{target}"),
        };
        if !parts.package.has(&name) {
            return Ok(new(name));
        }
        let old = part_text(parts.package.read(&name)?, &name)?;
        let prefix = root_prefix(&old);
        let marker = format!("{prefix}id=\"");
        let ids = old.split(marker.as_str()).skip(1).filter_map(|rest| rest.split('"').next()?.parse::<u32>().ok());
        let next_id = ids.max().map_or(0, |id| usize::try_from(id).unwrap_or(0) + 1);
        Ok(CommentPart { name, old: Some(old), prefix, next_id, added: String::new() })
    }

    /// Adds a comment and gives its id.
    fn add(&mut self, comment: &Comment, commentator: &Commentator) -> usize {
        let id = self.next_id;
        self.next_id += 1;
        let p = &self.prefix;
        let value = |text: &str| escape(clean(text).into_owned()).into_owned();
        self.added.push_str(&format!(
            "<{p}comment {p}id=\"{id}\" {p}author=\"{}\" {p}date=\"{}\" {p}initials=\"{}\">",
            value(&commentator.name),
            value(&commentator.date),
            value(&commentator.initials)
        ));
        for line in comment.text.lines() {
            self.added.push_str(&format!("<{p}p><{p}r><{p}t xml:space=\"preserve\">{}</{p}t></{p}r></{p}p>", value(line)));
        }
        self.added.push_str(&format!("</{p}comment>"));
        id
    }

    /// The parts that change besides the body.
    fn parts(&self, parts: &DocxParts<'_>) -> Result<BTreeMap<String, String>, Refusal> {
        let mut changed = BTreeMap::new();
        if let Some(old) = &self.old {
            changed.insert(self.name.clone(), append_to_root(old, &self.added));
            return Ok(changed);
        }
        let new = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{WORD_NAMESPACE}\">{}</w:comments>",
            self.added
        );
        changed.insert(self.name.clone(), new);
        let types = part_text(parts.package.read(CONTENT_TYPES)?, CONTENT_TYPES)?;
        let prefix = root_prefix(&types);
        let entry = format!("<{prefix}Override PartName=\"/{}\" ContentType=\"{COMMENTS_CONTENT}\"/>", self.name);
        changed.insert(CONTENT_TYPES.to_owned(), append_to_root(&types, &entry));
        let relations = relations_text(parts)?;
        if element_with(&relations, "Relationship", COMMENTS_TYPE).is_none() {
            let prefix = root_prefix(&relations);
            let id =
                (1..).map(|n| format!("rIdKezhang{n}")).find(|id| !relations.contains(&format!("\"{id}\""))).unwrap_or_default();
            let target = self.name.rsplit('/').next().unwrap_or(&self.name);
            let entry = format!("<{prefix}Relationship Id=\"{id}\" Type=\"{COMMENTS_TYPE}\" Target=\"{target}\"/>");
            changed.insert(relations_name(&parts.main_name), append_to_root(&relations, &entry));
        }
        Ok(changed)
    }
}

/// The folder of a part with its slash; empty at the root.
fn folder_of(name: &str) -> String {
    name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"))
}

fn relations_name(main_name: &str) -> String {
    let file = main_name.rsplit('/').next().unwrap_or(main_name);
    format!("{}_rels/{file}.rels", folder_of(main_name))
}

/// The relations of the body; an empty list if there are none.
fn relations_text(parts: &DocxParts<'_>) -> Result<String, Refusal> {
    let name = relations_name(&parts.main_name);
    if parts.package.has(&name) {
        return part_text(parts.package.read(&name)?, &name);
    }
    Ok("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_owned())
}

/// The prefix of the root element with its colon; empty without one.
fn root_prefix(xml: &str) -> String {
    let root = xml.split('<').skip(1).find(|tag| !tag.starts_with(['?', '!'])).unwrap_or_default();
    let name = root.split([' ', '>', '/', '\n', '\r', '\t']).next().unwrap_or_default();
    name.split_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"))
}

/// Appends elements as the last of the root's, which may have had none.
fn append_to_root(xml: &str, added: &str) -> String {
    let trimmed = xml.trim_end();
    if let Some(open) = trimmed.strip_suffix("/>") {
        let name = open.rsplit('<').next().and_then(|tag| tag.split([' ', '\n', '\r', '\t']).next()).unwrap_or_default();
        return format!("{open}>{added}</{name}>");
    }
    match trimmed.rfind("</") {
        Some(at) => format!("{}{added}{}", trimmed.get(..at).unwrap_or_default(), trimmed.get(at..).unwrap_or_default()),
        None => format!("{trimmed}{added}"),
    }
}

/// The first element of a name that has an attribute of a value.
fn element_with(xml: &str, name: &str, value: &str) -> Option<String> {
    let value = format!("\"{value}\"");
    let mut tags = xml.split('<').filter_map(|tag| tag.split('>').next());
    tags.find(|tag| tag.split([' ', '/']).next().is_some_and(|tag| tag.ends_with(name)) && tag.contains(&value))
        .map(str::to_owned)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let after = tag.split(&format!("{name}=\"")).nth(1)?;
    after.split('"').next().map(str::to_owned)
}

/// The package with some parts replaced or added; all others are copied as they are packed.
fn repack(bytes: &[u8], replaced: &BTreeMap<String, String>) -> Result<Vec<u8>, Refusal> {
    let damaged = |part: &str| Refusal::Damaged { part: part.to_owned() };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("压缩包目录"))?;
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let name_at = |index| archive.name_for_index(index).and_then(Result::ok).map(|name| name.into_owned()).unwrap_or_default();
    let names: Vec<String> = (0..archive.len()).map(name_at).collect();
    for (index, name) in names.iter().enumerate() {
        if let Some(content) = replaced.get(name) {
            out.start_file(name, options).and_then(|()| Ok(out.write_all(content.as_bytes())?)).map_err(|_| damaged(name))?;
        } else {
            let file = archive.by_index_raw(index).map_err(|_| damaged(name))?;
            out.raw_copy_file(file).map_err(|_| damaged(name))?;
        }
    }
    for (name, content) in replaced.iter().filter(|(name, _)| !names.contains(name)) {
        out.start_file(name, options).and_then(|()| Ok(out.write_all(content.as_bytes())?)).map_err(|_| damaged(name))?;
    }
    Ok(out.finish().map_err(|_| damaged("压缩包目录"))?.into_inner())
}
