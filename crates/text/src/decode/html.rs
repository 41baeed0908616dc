//! A web page as plain lines: blocks become lines, table cells are parted by tabs, scripts and styles go.
//!
//! Reads in one pass and in pieces; keeps no tree, so no page can make it slow or deep.

/// Turns a page into text, piece by piece.
#[derive(Debug, Default)]
pub struct HtmlText {
    state: State,
    tag: String,
    entity: String,
    /// Inside an element whose text is not for reading; its name.
    skipping: Option<&'static str>,
    preformatted: bool,
    /// A blank in the source that has not been written yet.
    pending_blank: Option<char>,
    last: Option<char>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    Entity,
    Tag,
    Quoted(char),
    Comment,
}

/// Elements whose content is dropped.
const SKIPPED: [&str; 8] = ["script", "style", "head", "noscript", "template", "svg", "rt", "rp"];
/// Elements that begin and end a line.
const BLOCKS: [&str; 34] = [
    "p",
    "div",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "tr",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "caption",
    "section",
    "article",
    "header",
    "footer",
    "nav",
    "main",
    "aside",
    "blockquote",
    "pre",
    "form",
    "figure",
    "title",
];
const ENTITIES: [(&str, &str); 32] = [
    ("nbsp", " "),
    ("lt", "<"),
    ("gt", ">"),
    ("amp", "&"),
    ("quot", "\""),
    ("apos", "'"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("hellip", "…"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("middot", "·"),
    ("times", "×"),
    ("ensp", " "),
    ("emsp", "\u{3000}"),
    ("thinsp", " "),
    ("copy", "©"),
    ("reg", "®"),
    ("yen", "¥"),
    ("permil", "‰"),
    ("deg", "°"),
    ("divide", "÷"),
    ("plusmn", "±"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("bull", "•"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("le", "≤"),
    ("ge", "≥"),
];
/// A tag or entity longer than this is cut; no real one is.
const NAME_MAX: usize = 64;

impl HtmlText {
    /// A reader at the beginning of a page.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a piece of the page and appends its text to `out`.
    pub fn push(&mut self, page: &str, out: &mut String) {
        for c in page.chars() {
            match self.state {
                State::Text => self.text(c, out),
                State::Entity => self.entity(c, out),
                State::Tag => self.in_tag(c, out),
                State::Quoted(end) => {
                    if c == end {
                        self.state = State::Tag;
                    }
                }
                State::Comment => {
                    if c == '>' && self.tag.ends_with("--") {
                        self.state = State::Text;
                        self.tag.clear();
                    } else if c == '-' {
                        self.tag.push('-');
                        if self.tag.len() > NAME_MAX {
                            self.tag.truncate(2);
                        }
                    } else {
                        self.tag.clear();
                    }
                }
            }
        }
    }

    /// The page is over: writes what is still held and closes the last line.
    pub fn finish(&mut self, out: &mut String) {
        if self.state == State::Entity {
            self.flush_entity(out);
        }
        self.line_end(out);
    }

    fn text(&mut self, c: char, out: &mut String) {
        match c {
            '<' => {
                self.state = State::Tag;
                self.tag.clear();
            }
            _ if self.skipping.is_some() => {}
            '&' => {
                self.state = State::Entity;
                self.entity.clear();
            }
            _ => self.write(c, out),
        }
    }

    fn entity(&mut self, c: char, out: &mut String) {
        if c == ';' {
            self.state = State::Text;
            let name = std::mem::take(&mut self.entity);
            match resolve(&name) {
                Some(text) => text.chars().for_each(|c| self.write_entity(c, out)),
                None => {
                    self.write('&', out);
                    name.chars().for_each(|c| self.write(c, out));
                    self.write(';', out);
                }
            }
        } else if (c.is_ascii_alphanumeric() || c == '#') && self.entity.len() < 12 {
            self.entity.push(c);
        } else {
            self.flush_entity(out);
            self.text(c, out);
        }
    }

    /// What looked like an entity was an ordinary `&`.
    fn flush_entity(&mut self, out: &mut String) {
        self.state = State::Text;
        self.write('&', out);
        for c in std::mem::take(&mut self.entity).chars() {
            self.write(c, out);
        }
    }

    fn in_tag(&mut self, c: char, out: &mut String) {
        match c {
            '>' => {
                self.state = State::Text;
                self.tag_done(out);
            }
            '"' | '\'' if self.tag.contains(' ') => self.state = State::Quoted(c),
            _ => {
                if self.tag.is_empty() && self.skipping.is_some() && c != '/' {
                    // Inside a script only the end of the script is a tag.
                    self.state = State::Text;
                } else if self.tag.is_empty() && !(c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
                    // "3<5" is text.
                    self.state = State::Text;
                    self.write('<', out);
                    self.text(c, out);
                } else if self.tag.len() < NAME_MAX {
                    self.tag.push(if c.is_whitespace() { ' ' } else { c.to_ascii_lowercase() });
                    if self.tag == "!--" {
                        self.state = State::Comment;
                        self.tag.clear();
                    }
                }
            }
        }
    }

    fn tag_done(&mut self, out: &mut String) {
        let tag = std::mem::take(&mut self.tag);
        let closing = tag.starts_with('/');
        let self_closed = tag.ends_with('/');
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
        if let Some(skipped) = self.skipping {
            if closing && name == skipped {
                self.skipping = None;
            }
            return;
        }
        if let Some(&skipped) = SKIPPED.iter().find(|&&s| s == name) {
            if !closing && !self_closed {
                self.skipping = Some(skipped);
            }
            return;
        }
        if name == "pre" || name == "textarea" {
            self.preformatted = !closing;
        }
        if BLOCKS.contains(&name) {
            self.line_end(out);
        } else if (name == "td" || name == "th") && !closing && self.last.is_some_and(|c| c != '\n') {
            self.pending_blank = None;
            self.push_char('\t', out);
        }
    }

    fn line_end(&mut self, out: &mut String) {
        self.pending_blank = None;
        if self.last.is_some_and(|c| c != '\n') {
            self.push_char('\n', out);
        }
    }

    fn write_entity(&mut self, c: char, out: &mut String) {
        if c == ' ' { self.push_pending_and(c, out) } else { self.write(c, out) }
    }

    fn write(&mut self, c: char, out: &mut String) {
        if self.preformatted {
            if c != '\r' {
                self.push_char(c, out);
            }
        } else if matches!(c, ' ' | '\n' | '\r' | '\t') {
            if self.pending_blank.is_none() {
                self.pending_blank = Some(c);
            } else if c == ' ' {
                self.pending_blank = Some(' ');
            }
        } else {
            self.push_pending_and(c, out);
        }
    }

    /// A line break of the source between Chinese characters is no blank; between words it is one.
    fn push_pending_and(&mut self, c: char, out: &mut String) {
        if let Some(blank) = self.pending_blank.take() {
            let wide = |c: char| !c.is_ascii();
            let joins = blank != ' ' && (wide(c) || self.last.is_some_and(wide) || self.last == Some(','));
            if !joins && self.last.is_some_and(|l| !matches!(l, '\n' | '\t')) {
                self.push_char(' ', out);
            }
        }
        self.push_char(c, out);
    }

    fn push_char(&mut self, c: char, out: &mut String) {
        out.push(c);
        self.last = Some(c);
    }
}

fn resolve(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control()).map(String::from);
    }
    ENTITIES.iter().find(|(n, _)| *n == name).map(|(_, text)| (*text).to_owned())
}
