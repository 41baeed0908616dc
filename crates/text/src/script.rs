//! Traditional and simplified characters: which lines are written in traditional ones, and the same line in simplified ones.
//!
//! Reports are read in simplified characters, whatever they are written in. A line keeps its length in bytes, so places in
//! the one are places in the other.

use std::borrow::Cow;
use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use crate::data;
use crate::span::is_han;

static TRADITIONAL: &str = include_str!("../data/traditional_readings.txt");

/// A line or text is traditional where so many of its characters have a simplified form, and at least one in so many.
const TRADITIONAL_MIN: usize = 2;
const TRADITIONAL_SHARE: usize = 12;

/// Words in which 著 is 著 in simplified text too; everywhere else it stands for 着.
const ZHU_BEFORE: &str = "显顯昭较較卓原名编編专專论論土巨译譯合拙执遗遺所";
const ZHU_AFTER: &str = "作名述称稱者书書录錄";

/// One bit a character from U+4E00 on.
const BITS: usize = 0x5200 / 64;

fn bits() -> &'static [u64; BITS] {
    static SET: OnceLock<Box<[u64; BITS]>> = OnceLock::new();
    SET.get_or_init(|| {
        let mut bits = Box::new([0; BITS]);
        let readings = data::lines(TRADITIONAL, "").into_iter().filter_map(|line| line.split_once(' '));
        for c in readings.flat_map(|(_, chars)| chars.chars()) {
            if let Some(word) = place(c).and_then(|at| bits.get_mut(at / 64)) {
                *word |= 1 << (place(c).unwrap_or(0) % 64);
            }
        }
        bits
    })
}

fn place(c: char) -> Option<usize> {
    (c as usize).checked_sub(0x4e00).filter(|at| *at < BITS * 64)
}

/// Whether the character has another, simplified form.
pub(crate) fn is_traditional(c: char) -> bool {
    place(c).is_some_and(|at| bits().get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1))
}

fn converter() -> Option<&'static OpenCC> {
    static CONVERTER: OnceLock<Option<OpenCC>> = OnceLock::new();
    CONVERTER.get_or_init(|| OpenCC::from_config(BuiltinConfig::T2s).ok()).as_ref()
}

/// The text as it is read: lines written in traditional characters in simplified ones, every byte in its place. Where the
/// text as a whole is written so, also lines with a single one.
pub(crate) fn simplified(text: &str) -> Cow<'_, str> {
    let lines: Vec<(&str, usize, usize)> = text
        .split_inclusive('\n')
        .map(|line| {
            let (traditional, han) = traditional_in(line);
            (line, traditional, han)
        })
        .collect();
    if lines.iter().map(|line| line.1).sum::<usize>() < TRADITIONAL_MIN {
        return Cow::Borrowed(text);
    }
    let total = lines.iter().fold((0, 0), |(traditional, han), line| (traditional + line.1, han + line.2));
    let whole = is_written_so(total.0, total.1);
    let (mut out, mut simple) = (String::with_capacity(text.len()), String::new());
    for (line, traditional, han) in lines {
        if traditional > 0 && (whole || is_written_so(traditional, han)) {
            simple.clear();
            write_simplified(line, &mut simple);
            out.extend(line.chars().zip(simple.chars()).map(|(c, s)| if s.len_utf8() == c.len_utf8() { s } else { c }));
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

fn is_written_so(traditional: usize, han: usize) -> bool {
    traditional >= TRADITIONAL_MIN && traditional * TRADITIONAL_SHARE >= han
}

/// How many characters of a line are traditional, and how many are Chinese at all.
fn traditional_in(line: &str) -> (usize, usize) {
    let (bits, mut traditional, mut han) = (bits(), 0, 0);
    for at in line.chars().filter(|c| is_han(*c)).map(place) {
        han += 1;
        traditional += at.map_or(0, |at| usize::from(bits[at / 64] >> (at % 64) & 1 == 1));
    }
    (traditional, han)
}

/// Characters whose simplified form depends on the word they stand in: those for which the dictionary's words and its single
/// characters disagree (於, 徵, 畫, 瞭 …).
const BY_WORD: &str = "么乾俱吒噁彷徵於昇沈濛牴畫瞭薹藉衹覆鉅鍊鍾麼麽";
/// No word of the dictionary is longer.
const WORD_CHARS_MAX: usize = 14;

/// The simplified form of every character from U+4E00 on, as far as it stands alone; nothing where it takes a look at the
/// characters beside it.
fn alone(c: char) -> Option<char> {
    static TABLE: OnceLock<Vec<Option<char>>> = OnceLock::new();
    let simple = |at: usize| {
        let c = u32::try_from(0x4e00 + at).ok().and_then(char::from_u32)?;
        let by_neighbours = BY_WORD.contains(c) || leftover(c, ' ', ' ').is_some();
        (!by_neighbours).then(|| converter().map_or(c, |converter| single(converter, c)))
    };
    let table = || TABLE.get_or_init(|| (0..BITS * 64).map(simple).collect());
    match place(c) {
        Some(at) => table().get(at).copied().flatten(),
        None => Some(c),
    }
}

/// Appends a line in simplified characters, one for each.
pub(crate) fn write_simplified(line: &str, out: &mut String) {
    let mut all: Option<Vec<char>> = None;
    for (i, c) in line.chars().enumerate() {
        out.push(alone(c).unwrap_or_else(|| among_others(c, i, all.get_or_insert_with(|| line.chars().collect()))));
    }
}

/// The simplified form of the character at a place of a line.
fn among_others(c: char, at: usize, line: &[char]) -> char {
    let previous = at.checked_sub(1).map_or(' ', |p| line[p]);
    let next = line.get(at + 1).copied().unwrap_or(' ');
    let in_word = || in_its_word(line, at).or_else(|| Some(single(converter()?, c))).unwrap_or(c);
    leftover(c, previous, next).unwrap_or_else(in_word)
}

/// A character as the dictionary has it among its neighbours; nothing where a word changes its length.
fn in_its_word(text: &[char], at: usize) -> Option<char> {
    let from = at.saturating_sub(WORD_CHARS_MAX);
    let near = &text[from..text.len().min(at + WORD_CHARS_MAX)];
    let simple: Vec<char> = converter()?.convert(&near.iter().collect::<String>()).chars().collect();
    (simple.len() == near.len()).then(|| simple[at - from])
}

fn single(converter: &OpenCC, c: char) -> char {
    let text = converter.convert(c.encode_utf8(&mut [0; 4]));
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// What the dictionary leaves as it is because both forms exist.
fn leftover(c: char, previous: char, next: char) -> Option<char> {
    match c {
        '著' if ZHU_BEFORE.contains(previous) || ZHU_AFTER.contains(next) => Some('著'),
        '著' => Some('着'),
        '堿' => Some('碱'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_lines_are_read_in_simplified_characters_byte_by_byte() {
        let text = "一、項目\n全縣申報專利24件,著手建設示範基地。\n12\n三、其他\n";
        let read = simplified(text);
        assert_eq!(read, "一、项目\n全县申报专利24件,着手建设示范基地。\n12\n三、其他\n");
        assert_eq!(read.len(), text.len());
    }

    #[test]
    fn simplified_text_is_lent() {
        let text = "乾县申报专利24件，于右任故居接待游客1.2万人次。\n后记\n";
        assert!(matches!(simplified(text), Cow::Borrowed(_)));
    }
}
