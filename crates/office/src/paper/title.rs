//! Where a long title breaks: in the shape of a trapezoid or rhombus, never inside a number or before 的.
//!
//! GB/T 9704-2012, 7.3.1: a title of several lines keeps words whole and its lines differ in length.

/// Full-width characters of 2号 type (22 pt) that fit the 156 mm of the type area.
pub const TITLE_CHARS_PER_LINE: usize = 20;

/// Costs of breaking before a character, in the same measure as squared half-widths of imbalance.
const COST_FREE: usize = 0;
const COST_AFTER_JOINT: usize = 8;
const COST_BEFORE_JOINT: usize = 40;
const COST_INSIDE_WORDS: usize = 150;
const COST_FORBIDDEN: usize = 100_000;
const COST_EQUAL_LINES: usize = 30;

/// The lines of a title. Line feeds in it are kept; each part that is too long for one line is broken further.
pub fn title_lines(title: &str) -> Vec<String> {
    title
        .split('\n')
        .map(|part| super::clean(part.trim()).into_owned())
        .filter(|part| !part.is_empty())
        .flat_map(|part| break_part(&part))
        .collect()
}

/// Breaks one part into as few lines as fit, at the cheapest places.
fn break_part(part: &str) -> Vec<String> {
    let chars: Vec<char> = part.chars().collect();
    let limit = TITLE_CHARS_PER_LINE * 2;
    let total: usize = chars.iter().map(|c| half_widths(*c)).sum();
    let lines = total.div_ceil(limit).max(1);
    let wanted = total / lines;
    // One line more than the least, when words cannot be kept within the least.
    for count in lines..=lines + 1 {
        if let Some(breaks) = cheapest_breaks(&chars, count, wanted, limit) {
            return cut(&chars, &breaks);
        }
    }
    // Words longer than a line (a hostile title): cut by width alone.
    chars.chunks(TITLE_CHARS_PER_LINE).map(|chunk| chunk.iter().collect()).collect()
}

/// The break positions that cost least over all ways to set `chars` in `count` lines, if any way fits.
fn cheapest_breaks(chars: &[char], count: usize, wanted: usize, limit: usize) -> Option<Vec<usize>> {
    let mut offsets = vec![0];
    for c in chars {
        offsets.push(offsets.last().copied().unwrap_or(0) + half_widths(*c));
    }
    let width = |from: usize, to: usize| offsets.get(to).copied().unwrap_or(0) - offsets.get(from).copied().unwrap_or(0);
    // best[end] = cheapest (cost, breaks) of setting chars[..end] in the lines so far.
    let mut best: Vec<Option<(usize, Vec<usize>)>> = vec![None; chars.len() + 1];
    best[0] = Some((0, Vec::new()));
    for line in 0..count {
        let mut next: Vec<Option<(usize, Vec<usize>)>> = vec![None; chars.len() + 1];
        for (start, reached) in best.iter().enumerate() {
            let Some((cost_before, breaks)) = reached else {
                continue;
            };
            for (end, slot) in next.iter_mut().enumerate().skip(start + 1) {
                let line_width = width(start, end);
                if line_width > limit {
                    break;
                }
                let last = line + 1 == count;
                if last != (end == chars.len()) {
                    continue;
                }
                let off = line_width.abs_diff(wanted);
                let mut cost = cost_before + off * off / 4;
                if !last {
                    cost += break_cost(chars, end);
                }
                let previous = breaks.last().map(|from| width(*from, start));
                if start > 0 && previous.unwrap_or_else(|| width(0, start)) == line_width {
                    cost += COST_EQUAL_LINES;
                }
                if cost < COST_FORBIDDEN && slot.as_ref().is_none_or(|(known, _)| cost < *known) {
                    let mut path = breaks.clone();
                    path.push(start);
                    *slot = Some((cost, path));
                }
            }
        }
        best = next;
    }
    best.pop().flatten().map(|(_, starts)| starts)
}

/// What it costs to begin a line at `chars[at]`.
fn break_cost(chars: &[char], at: usize) -> usize {
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|i| chars.get(i)), chars.get(at)) else {
        return COST_FORBIDDEN;
    };
    let rest: String = chars.iter().skip(at).take(2).collect();
    if rest == "关于" {
        return COST_FREE;
    }
    let forbidden_start = "的、，。；：）》〉”’年月日号%％";
    let forbidden_end = "（《〈“‘第";
    if forbidden_start.contains(*after) || forbidden_end.contains(*before) {
        return COST_FORBIDDEN;
    }
    if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() {
        return COST_FORBIDDEN;
    }
    let joints = "和与及暨、并";
    if joints.contains(*before) {
        return COST_AFTER_JOINT;
    }
    let two_before: String = chars.iter().take(at).skip(at.saturating_sub(2)).collect();
    if two_before == "关于" || joints.contains(*after) {
        return COST_BEFORE_JOINT;
    }
    if matches!(before, '年' | '局' | '省' | '市' | '区' | '县') && !matches!(after, '度' | '级') {
        return COST_BEFORE_JOINT;
    }
    COST_INSIDE_WORDS
}

/// Width in half characters.
fn half_widths(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// Cuts at the line starts.
fn cut(chars: &[char], starts: &[usize]) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(chars.len());
        lines.push(chars.iter().skip(*start).take(end - start).collect());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_titles_stay_whole() {
        assert_eq!(title_lines("关于申报科技项目的通知"), ["关于申报科技项目的通知"]);
        assert_eq!(title_lines(""), Vec::<String>::new());
    }

    #[test]
    fn long_titles_break_between_words() {
        let lines = title_lines("临江县科学技术局关于2025年工作总结和2026年工作计划的报告");
        assert_eq!(lines, ["临江县科学技术局关于2025年工作总结和", "2026年工作计划的报告"]);
    }

    #[test]
    fn an_authors_own_break_is_kept() {
        assert_eq!(title_lines("临江县科学技术局\n关于报送工作总结的函"), ["临江县科学技术局", "关于报送工作总结的函"]);
    }

    #[test]
    fn a_hostile_title_ends() {
        let lines = title_lines(&"的".repeat(500));
        assert_eq!(lines.concat().chars().count(), 500);
        let digits = title_lines(&"7".repeat(300));
        assert_eq!(digits.concat(), "7".repeat(300));
    }
}
