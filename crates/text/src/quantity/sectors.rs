//! 三次产业结构 8.2:41.5:50.3: three numbers that hang together, one for each sector of the economy.

use super::Quantity;
use super::read::blank;
use crate::numeral;

/// The words that say what the three numbers are stand at most so many bytes before them.
const NEAR_BYTES: usize = 90;

/// The three numbers with what joins them are not longer.
const WHOLE_BYTES: usize = 32;

/// The number at a place of a text, where it is one of three of this kind. A sign between them goes with the number before it.
pub(super) fn sector(text: &str, at: usize) -> Option<Quantity> {
    // No such three numbers are longer: what goes on and on is not looked through again from every place.
    let (text, cut) = (&text[..text.floor_char_boundary(at.saturating_add(WHOLE_BYTES))], at.saturating_sub(WHOLE_BYTES));
    let part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '%') || is_joint(c);
    let near = &text[text.floor_char_boundary(cut)..at];
    let start = at - (near.len() - near.trim_end_matches(part).len());
    let end = text[at..].find(|c| !part(c)).map_or(text.len(), |len| at + len);
    let said = &text[text.floor_char_boundary(start.saturating_sub(NEAR_BYTES))..start];
    let named = ["三次产业", "三产业", "三产结构", "产业结构", "三产比"].iter().any(|w| said.contains(w));
    let whole = &text[start..end];
    let mut numbers = whole.split(is_joint);
    let three = numbers.by_ref().take(3).filter(|n| is_number(n)).count() == 3 && numbers.next().is_none();
    if !named || !three {
        return None;
    }
    let place = u8::try_from(text[start..at].matches(is_joint).count()).ok()?;
    let joint = text[at..end].find(is_joint);
    let number = numeral::read(&text[at..])?;
    let unit_end = joint.map_or(end, |len| at + len);
    let joint_len = text[unit_end..end].chars().next().map_or(0, char::len_utf8);
    Some(Quantity {
        value: Some(number.value),
        precision: number.precision,
        rounding: number.rounding,
        unit_end,
        sector: Some(place),
        ..blank(at, unit_end + joint_len, false)
    })
}

const fn is_joint(c: char) -> bool {
    matches!(c, ':' | '：' | '︰' | '∶')
}

/// 8.2 or 8.2%.
fn is_number(text: &str) -> bool {
    let digits = text.strip_suffix('%').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<rust_decimal::Decimal>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_numbers_are_read_where_they_are_the_sectors() {
        let text = "三次产业结构由21:50:29调整为11.2：64.8：24。";
        let places: Vec<(usize, Option<u8>)> = ["21", "50", "29", "11.2", "64.8", "24"]
            .iter()
            .map(|n| text.find(n).unwrap())
            .map(|at| (at, sector(text, at).and_then(|q| q.sector)))
            .collect();
        assert_eq!(places.iter().map(|p| p.1).collect::<Vec<_>>(), [Some(0), Some(1), Some(2), Some(0), Some(1), Some(2)]);
        for other in ["会议于8:30:00开始", "人员按4:3:3配备", "产业结构比为3:7", "三次产业结构1:2:3:4"] {
            let at = other.find(|c: char| c.is_ascii_digit()).unwrap();
            assert!(sector(other, at).is_none(), "{other}");
        }
    }
}
