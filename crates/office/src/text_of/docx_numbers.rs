//! Numbers that Word makes for paragraphs: 一、（一）1. They are not in the document's text but a reader sees them, and
//! sections are told by them.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::paper::chinese_number;

const LEVELS: usize = 9;

/// The numbering of a document: lists, and styles that belong to one.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels by the id of the abstract list.
    lists: BTreeMap<String, Vec<Level>>,
    /// For every list in use, its abstract list and the numbers some levels begin with.
    uses: BTreeMap<String, (String, BTreeMap<usize, u32>)>,
    /// List and level of the styles that have one, and the style each style is based on.
    styles: BTreeMap<String, (Option<String>, usize)>,
    parents: BTreeMap<String, String>,
    counts: BTreeMap<String, Vec<Option<u32>>>,
    begun: Vec<String>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    text: String,
    start: u32,
}

impl Numbering {
    /// Reads the parts that define numbering. What is broken in them numbers nothing.
    pub(super) fn read(numbering_xml: Option<&str>, styles_xml: Option<&str>) -> Numbering {
        let mut numbering = Numbering::default();
        if let Some(xml) = numbering_xml {
            numbering.read_lists(xml);
        }
        if let Some(xml) = styles_xml {
            numbering.read_styles(xml);
        }
        numbering
    }

    fn read_lists(&mut self, xml: &str) {
        let (mut list, mut used, mut level) = (None::<String>, None::<String>, 0);
        each_element(xml, |name, element, _| match name {
            "abstractNum" => {
                list = value(element, "abstractNumId");
                used = None;
                if let Some(id) = &list {
                    self.lists.insert(id.clone(), vec![Level { start: 1, ..Level::default() }; LEVELS]);
                }
            }
            "num" => {
                used = value(element, "numId");
                list = None;
            }
            "abstractNumId" => {
                if let (Some(id), Some(of)) = (&used, value(element, "val")) {
                    self.uses.insert(id.clone(), (of, BTreeMap::new()));
                }
            }
            "lvl" | "lvlOverride" => level = number(element, "ilvl").unwrap_or(LEVELS),
            "startOverride" => {
                let start = value(element, "val").and_then(|start| start.parse().ok());
                if let (Some((_, starts)), Some(start)) = (used.as_ref().and_then(|id| self.uses.get_mut(id)), start) {
                    starts.insert(level, start);
                }
            }
            "start" | "numFmt" | "lvlText" => {
                let levels = list.as_ref().and_then(|id| self.lists.get_mut(id));
                let Some(slot) = levels.and_then(|levels| levels.get_mut(level)) else { return };
                let Some(value) = value(element, "val") else { return };
                match name {
                    "start" => slot.start = value.parse().unwrap_or(1),
                    "numFmt" => slot.format = value,
                    _ => slot.text = value,
                }
            }
            _ => {}
        });
    }

    fn read_styles(&mut self, xml: &str) {
        let mut style = None::<String>;
        each_element(xml, |name, element, inside_numbering| match name {
            "style" => style = value(element, "styleId"),
            "basedOn" => {
                if let (Some(style), Some(parent)) = (&style, value(element, "val")) {
                    self.parents.insert(style.clone(), parent);
                }
            }
            "numId" | "ilvl" if inside_numbering => {
                let Some(style) = &style else { return };
                let entry = self.styles.entry(style.clone()).or_default();
                match name {
                    "numId" => entry.0 = value(element, "val"),
                    _ => entry.1 = number(element, "val").unwrap_or(0),
                }
            }
            _ => {}
        });
    }

    /// The number of the next paragraph, empty if it has none. `own` is what the paragraph itself says.
    pub(super) fn next(&mut self, style: Option<&str>, own_list: Option<&str>, own_level: Option<usize>) -> String {
        let (style_list, style_level) = self.of_style(style);
        let Some(used) = own_list.map(str::to_owned).or(style_list).filter(|id| id != "0") else { return String::new() };
        let level = own_level.unwrap_or(style_level);
        let Some((list, starts)) = self.uses.get(&used).cloned() else { return String::new() };
        let Some(levels) = self.lists.get(&list).filter(|levels| level < levels.len()) else { return String::new() };
        let counts = self.counts.entry(list).or_insert_with(|| vec![None; LEVELS]);
        // A list in use that begins some level anew does so at its first paragraph.
        if !starts.is_empty() && !self.begun.contains(&used) {
            for level in starts.keys().filter(|level| **level < LEVELS) {
                counts[*level] = None;
            }
            self.begun.push(used);
        }
        let start_of = |level: usize| starts.get(&level).copied().or_else(|| levels.get(level).map(|l| l.start)).unwrap_or(1);
        for (upper, count) in counts.iter_mut().enumerate().take(level) {
            count.get_or_insert_with(|| start_of(upper));
        }
        counts[level] = Some(counts[level].map_or_else(|| start_of(level), |count| count.saturating_add(1)));
        for lower in counts.iter_mut().skip(level + 1) {
            *lower = None;
        }
        let mut text = String::new();
        let mut signs = levels[level].text.chars().peekable();
        while let Some(sign) = signs.next() {
            let referred = signs.peek().and_then(|digit| digit.to_digit(10)).and_then(|digit| usize::try_from(digit).ok());
            match referred {
                Some(digit @ 1..=LEVELS) if sign == '%' => {
                    signs.next();
                    let count = counts[digit - 1].unwrap_or_else(|| start_of(digit - 1));
                    text.push_str(&formatted(&levels[digit - 1].format, count));
                }
                _ => text.push(sign),
            }
        }
        if levels[level].format == "bullet" { String::new() } else { text }
    }

    /// The list a style belongs to, by itself or by a style it is based on.
    fn of_style(&self, style: Option<&str>) -> (Option<String>, usize) {
        let mut at = style;
        for _ in 0..LEVELS {
            let Some(style) = at else { break };
            if let Some((Some(list), level)) = self.styles.get(style) {
                return (Some(list.clone()), *level);
            }
            at = self.parents.get(style).map(String::as_str);
        }
        (None, 0)
    }
}

/// A count in one of Word's formats; formats that Chinese documents do not use come as digits.
fn formatted(format: &str, count: u32) -> String {
    let number = usize::try_from(count).unwrap_or(0);
    let letter = |first: u8| char::from(first + u8::try_from((count.max(1) - 1) % 26).unwrap_or(0)).to_string();
    match format {
        "none" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographTraditional" => chinese_number(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&count) => {
            char::from_u32(0x2460 + count - 1).map_or(String::new(), String::from)
        }
        "upperLetter" => letter(b'A'),
        "lowerLetter" => letter(b'a'),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

/// Visits every start tag: local name, element, and whether it stands inside `numPr`.
fn each_element(xml: &str, mut visit: impl FnMut(&str, &BytesStart<'_>, bool)) {
    let mut reader = Reader::from_str(xml);
    let mut inside_numbering = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) => {
                inside_numbering |= element.local_name().as_ref() == "numPr";
                visit(element.local_name().as_ref(), &element, inside_numbering);
            }
            Event::Empty(element) => visit(element.local_name().as_ref(), &element, inside_numbering),
            Event::End(element) if element.local_name().as_ref() == "numPr" => inside_numbering = false,
            Event::Eof => break,
            _ => {}
        }
    }
}

/// An attribute by its local name.
pub(super) fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(|value| value.into_owned())
}

pub(super) fn number(element: &BytesStart<'_>, name: &str) -> Option<usize> {
    value(element, name)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = r#"<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="7">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2-%3."/></w:lvl>
        <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
        </w:numbering>"#;
    const STYLES: &str = r#"<w:styles xmlns:w="x"><w:style w:styleId="H1"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:styleId="Mine"><w:basedOn w:val="H1"/></w:style></w:styles>"#;

    #[test]
    fn paragraphs_are_numbered_as_word_shows_them() {
        let mut numbering = Numbering::read(Some(LISTS), Some(STYLES));
        let mut next = |style: Option<&str>, list: Option<&str>, level: Option<usize>| numbering.next(style, list, level);
        assert_eq!(next(Some("Mine"), None, None), "一、");
        assert_eq!(next(None, Some("1"), Some(1)), "（一）");
        assert_eq!(next(None, Some("1"), Some(1)), "（二）");
        assert_eq!(next(None, Some("1"), Some(2)), "二-3.");
        assert_eq!(next(None, Some("1"), Some(3)), "");
        assert_eq!(next(Some("H1"), None, None), "二、");
        assert_eq!(next(None, Some("1"), Some(1)), "（一）");
        assert_eq!(next(Some("H1"), Some("0"), None), "");
        assert_eq!(next(None, Some("2"), Some(0)), "五、");
        assert_eq!(next(None, Some("2"), Some(0)), "六、");
        assert_eq!(next(None, Some("9"), Some(0)), "");
        assert_eq!(next(None, Some("1"), Some(20)), "");
        assert_eq!(next(None, None, None), "");
    }
}
