//! Heading numbers: 一、（一）1. （1）, counted in one place for every output.

use super::{Block, Level};

/// Counts headings; a heading of one level starts the levels below it afresh.
#[derive(Debug, Clone, Default)]
pub struct HeadingNumbers {
    counts: [usize; 4],
}

impl HeadingNumbers {
    /// Nothing counted yet.
    pub fn new() -> HeadingNumbers {
        HeadingNumbers::default()
    }

    /// The number of the next heading of this level, as printed.
    pub fn next(&mut self, level: Level) -> String {
        let depth = level.depth();
        for (index, count) in self.counts.iter_mut().enumerate() {
            if index + 1 == depth {
                *count += 1;
            } else if index + 1 > depth {
                *count = 0;
            }
        }
        let count = self.counts.get(depth - 1).copied().unwrap_or(0);
        match level {
            Level::One => format!("{}、", chinese_number(count)),
            Level::Two => format!("（{}）", chinese_number(count)),
            Level::Three => format!("{count}."),
            Level::Four => format!("（{count}）"),
        }
    }
}

/// A block with the number its heading prints (empty for other blocks).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedBlock<'a> {
    /// The heading's number, e.g. “（二）”.
    pub number: String,
    /// The block.
    pub block: &'a Block,
}

/// Gives every heading its number.
pub fn numbered(blocks: &[Block]) -> Vec<NumberedBlock<'_>> {
    let mut numbers = HeadingNumbers::new();
    blocks
        .iter()
        .map(|block| NumberedBlock {
            number: match block {
                Block::Heading { level, .. } => numbers.next(*level),
                _ => String::new(),
            },
            block,
        })
        .collect()
}

/// 1 to 9999 in Chinese numerals as headings write them: 十, 十一, 二十, 一百零五. Anything else in digits.
pub fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    const UNITS: [(usize, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];
    if number == 0 || number > 9999 {
        return number.to_string();
    }
    let mut text = String::new();
    let mut pending_zero = false;
    for (unit, name) in UNITS {
        let digit = number / unit % 10;
        if digit == 0 {
            pending_zero = !text.is_empty();
            continue;
        }
        if pending_zero {
            text.push('零');
            pending_zero = false;
        }
        // 十二, not 一十二, at the head of the numeral.
        if !(unit == 10 && digit == 1 && text.is_empty()) {
            text.push_str(DIGITS.get(digit).copied().unwrap_or_default());
        }
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_read_as_a_clerk_writes_them() {
        let expected = [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (21, "二十一"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
            (1001, "一千零一"),
            (2020, "二千零二十"),
        ];
        for (number, text) in expected {
            assert_eq!(chinese_number(number), text);
        }
        assert_eq!(chinese_number(0), "0");
    }

    #[test]
    fn a_higher_heading_starts_the_lower_ones_afresh() {
        let levels =
            [Level::One, Level::Two, Level::Three, Level::Four, Level::Four, Level::Three, Level::Two, Level::One, Level::Two];
        let mut numbers = HeadingNumbers::new();
        let printed: Vec<String> = levels.iter().map(|level| numbers.next(*level)).collect();
        assert_eq!(printed, ["一、", "（一）", "1.", "（1）", "（2）", "2.", "（二）", "二、", "（一）"]);
    }
}
