//! From characters at places on a page to lines, and from lines to paragraphs, as Chinese is set: a line that reaches the
//! right margin goes on in the next unless that one is indented, and nothing is put between them.
//!
//! Places on paper are measured, so this module alone counts in floating point; no figure is computed with them.
#![allow(clippy::float_arithmetic)]

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

/// Characters of a page beyond which it is no page of a report.
const CHARACTERS_MAX: usize = 200_000;
/// Wider gaps part columns, narrower ones words; in multiples of the type size.
const GAP_OF_COLUMNS: f64 = 2.0;
const GAP_OF_WORDS: f64 = 0.6;
const GAP_OF_LATIN_WORDS: f64 = 0.2;

/// Stands for a gap until it is known what it parts; control characters never reach a line otherwise.
const WIDE_GAP: &str = "\u{1}";

/// The unified characters of the Kangxi radicals U+2F00 to U+2FD5, which some writers put in place of the characters.
const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

#[derive(Debug, Clone)]
struct Character {
    x: f64,
    y: f64,
    end: f64,
    size: f64,
    text: String,
}

/// Collects the characters of one page.
#[derive(Debug, Default)]
pub(super) struct PageCollector {
    flip: Option<Transform>,
    characters: Vec<Character>,
}

impl PageCollector {
    /// Whether nothing but blanks stands on the page.
    pub(super) fn is_empty(&self) -> bool {
        self.characters.iter().all(|character| character.text.trim().is_empty())
    }

    /// Whether something was set, be it in characters that nobody can name.
    pub(super) fn has_characters(&self) -> bool {
        self.characters.iter().any(|character| character.text.is_empty())
    }
}

impl OutputDev for PageCollector {
    fn begin_page(&mut self, _: u32, media_box: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.flip = Some(Transform::row_major(1., 0., 0., -1., 0., media_box.ury - media_box.lly));
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(&mut self, place: &Transform, width: f64, _: f64, font_size: f64, text: &str) -> Result<(), OutputError> {
        if self.characters.len() >= CHARACTERS_MAX {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let place = self.flip.as_ref().map_or(*place, |flip| place.post_transform(flip));
        // The side of a square of the area that one em covers.
        let size = ((place.m11 * place.m22 - place.m12 * place.m21) * font_size * font_size).abs().sqrt();
        let (x, y) = (place.m31, place.m32);
        if x.is_finite() && y.is_finite() && size.is_finite() {
            let end = x + width * size;
            self.characters.push(Character {
                x,
                y,
                end: if end.is_finite() { end } else { x },
                size,
                text: text.chars().filter(|c| !c.is_control()).map(unified).collect(),
            });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

fn unified(c: char) -> char {
    let radical = u32::from(c).checked_sub(0x2F00).and_then(|offset| usize::try_from(offset).ok());
    radical.and_then(|offset| RADICALS.chars().nth(offset)).unwrap_or(c)
}

#[derive(Debug, Clone)]
struct Line {
    text: String,
    start: f64,
    end: f64,
    y: f64,
    size: f64,
}

/// The lines of a page, top to bottom.
fn lines(mut characters: Vec<Character>) -> Vec<Line> {
    characters.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Character>> = Vec::new();
    let mut row_y = f64::NEG_INFINITY;
    for character in characters {
        match rows.last_mut() {
            Some(row) if character.y - row_y <= character.size * 0.5 => row.push(character),
            _ => {
                row_y = character.y;
                rows.push(vec![character]);
            }
        }
    }
    rows.into_iter().filter_map(line).collect()
}

/// One line, blanks put where the gaps are.
fn line(mut row: Vec<Character>) -> Option<Line> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let (y, size) = row.first().map(|first| (first.y, first.size))?;
    let mut text = String::new();
    let mut bounds: Option<(f64, f64)> = None;
    for character in &row {
        let blank = character.text.trim().is_empty();
        if let Some((start, end)) = bounds {
            let gap = (character.x - end) / character.size.max(1.0);
            let latin = text.ends_with(|c: char| c.is_ascii_alphanumeric())
                && character.text.starts_with(|c: char| c.is_ascii_alphanumeric());
            let separator = match gap {
                gap if gap > GAP_OF_COLUMNS => "\t",
                gap if gap > GAP_OF_WORDS => WIDE_GAP,
                gap if latin && gap > GAP_OF_LATIN_WORDS => " ",
                _ => "",
            };
            if !blank && !text.ends_with([' ', '\t', '\u{1}']) {
                text.push_str(separator);
            }
            bounds = Some((start, if blank { end } else { character.end.max(end) }));
        } else if !blank {
            bounds = Some((character.x, character.end));
        }
        if !(blank && text.is_empty()) {
            text.push_str(&character.text);
        }
    }
    let (start, end) = bounds?;
    // A row of a table: where there are columns, every wide gap parts two.
    let gap = if text.contains('\t') { "\t" } else { " " };
    let text = text.trim_end().replace(WIDE_GAP, gap);
    Some(Line { text, start, end, y, size })
}

/// The paragraphs of all pages: page, index on it, text. A paragraph that a page break cuts is whole, on its first page.
pub(super) fn paragraphs(pages: Vec<(u32, PageCollector)>) -> Vec<(u32, usize, String)> {
    let mut found: Vec<(u32, usize, String)> = Vec::new();
    let mut previous: Option<Line> = None;
    for (page, collector) in pages {
        let lines = without_page_number(lines(collector.characters));
        let left = lines.iter().map(|line| line.start).fold(f64::INFINITY, f64::min);
        let right = lines.iter().map(|line| line.end).fold(f64::NEG_INFINITY, f64::max);
        let mut index = 0;
        let mut on_new_page = true;
        for line in lines {
            let goes_on = previous.as_ref().is_some_and(|above| {
                let full = above.end >= right - 1.6 * above.size;
                let flush = line.start <= left + 0.8 * line.size;
                let alike = (above.size - line.size).abs() < 0.6;
                let near = on_new_page || line.y - above.y < 2.6 * line.size;
                full && flush && alike && near && !above.text.contains('\t') && !line.text.contains('\t')
            });
            match found.last_mut() {
                Some((_, _, text)) if goes_on => join(text, &line.text),
                _ => {
                    found.push((page, index, line.text.clone()));
                    index += 1;
                }
            }
            previous = Some(line);
            on_new_page = false;
        }
    }
    found
}

/// Latin words keep their blank where a line breaks between them.
fn join(text: &mut String, next: &str) {
    let latin = |c: char| c.is_ascii_alphabetic();
    if text.ends_with(latin) && next.starts_with(latin) {
        text.push(' ');
    }
    text.push_str(next);
}

/// Without the page's number, if its last line is one.
fn without_page_number(mut lines: Vec<Line>) -> Vec<Line> {
    let is_number = |line: &Line| {
        let bare = line.text.trim_matches(|c: char| c.is_whitespace() || "-—－–─·第页".contains(c));
        !bare.is_empty() && bare.len() <= 4 && bare.chars().all(|c| c.is_ascii_digit())
    };
    if lines.len() > 1 && lines.last().is_some_and(is_number) {
        lines.pop();
    }
    lines
}
