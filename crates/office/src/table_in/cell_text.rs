//! Cell values as text. Excel keeps every number as a binary float but shows and promises 15 significant digits; the text
//! is the shortest decimal that means the same to Excel.

use calamine::{DataRef, ExcelDateTime};
use rust_decimal::Decimal;

use super::{CellKind, SheetCell};

/// Significant digits that Excel keeps.
const DIGITS_MAX: usize = 15;
/// Beyond so many digits before or after the point a number is written with an exponent.
const PLAIN_DIGITS_MAX: i32 = 40;

/// A cell from its value.
pub(super) fn cell_of(value: &DataRef<'_>) -> SheetCell {
    let of = |text: String, kind: CellKind| SheetCell { text, kind, ..SheetCell::default() };
    match value {
        DataRef::Empty => SheetCell::default(),
        DataRef::String(text) => SheetCell::text(text.as_str()),
        DataRef::SharedString(text) => SheetCell::text(*text),
        DataRef::Int(number) => {
            let text = number.to_string();
            let digits_lost = text.trim_start_matches('-').len() > DIGITS_MAX;
            SheetCell { digits_lost, ..of(text, CellKind::Number) }
        }
        DataRef::Float(number) => number_cell(*number),
        DataRef::Bool(yes) => of(if *yes { "TRUE" } else { "FALSE" }.to_owned(), CellKind::Boolean),
        DataRef::DateTime(moment) => moment_cell(moment),
        DataRef::DateTimeIso(text) => of(text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(), CellKind::Date),
        DataRef::DurationIso(text) => of(text.clone(), CellKind::Time),
        DataRef::Error(error) => of(error.to_string(), CellKind::Error),
    }
}

fn number_cell(number: f64) -> SheetCell {
    let (text, digits_lost) = number_text(number);
    let kind = if number.is_finite() { CellKind::Number } else { CellKind::Error };
    SheetCell { text, kind, digits_lost, ..SheetCell::default() }
}

/// The decimal Excel shows for a number, and whether the file holds fewer digits than were typed.
fn number_text(number: f64) -> (String, bool) {
    if !number.is_finite() {
        return ("#NUM!".to_owned(), false);
    }
    // Shortest digits that give the same float; more than 15 of them are noise of binary arithmetic.
    let shortest = format!("{number:e}");
    let significant = shortest.split('e').next().map_or(0, |digits| digits.chars().filter(char::is_ascii_digit).count());
    let scientific = if significant > DIGITS_MAX { format!("{number:.14e}") } else { shortest };
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits_lost = exponent >= i32::try_from(DIGITS_MAX).unwrap_or(i32::MAX);
    (plain_decimal(mantissa, exponent), digits_lost)
}

/// `-1.25` and 2 give `-125`.
fn plain_decimal(mantissa: &str, exponent: i32) -> String {
    let negative = mantissa.starts_with('-');
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let sign = if negative { "-" } else { "" };
    if exponent.abs() > PLAIN_DIGITS_MAX {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        return format!("{sign}{first}{point}{rest}E{exponent:+}");
    }
    // The point stands after so many digits.
    let point = usize::try_from(exponent + 1);
    match point {
        Ok(point) if point >= digits.len() => format!("{sign}{digits}{}", "0".repeat(point - digits.len())),
        Ok(point) if point > 0 => format!("{sign}{}.{}", &digits[..point], &digits[point..]),
        _ => format!("{sign}0.{}{digits}", "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0))),
    }
}

fn moment_cell(moment: &ExcelDateTime) -> SheetCell {
    let of = |text: String, kind: CellKind| SheetCell { text, kind, ..SheetCell::default() };
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return of(duration_text(moment.as_f64()), CellKind::Time);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let text = if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") };
    of(text, CellKind::Date)
}

/// Days as hours, minutes and seconds.
fn duration_text(days: f64) -> String {
    let seconds = Decimal::from_f64_retain(days).and_then(|days| days.checked_mul(Decimal::from(86_400))).map(|s| s.round());
    let Some(seconds) = seconds.and_then(|seconds| i64::try_from(seconds).ok()) else { return "#NUM!".to_owned() };
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.unsigned_abs();
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_excel_shows_them() {
        let cases: [(f64, &str); 14] = [
            (0.0, "0"),
            (-0.0, "0"),
            (12.0, "12"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.3"),
            (1203.5, "1203.5"),
            (-13460.25, "-13460.25"),
            (1e-7, "0.0000001"),
            (123_456_789_012_345.0, "123456789012345"),
            (4.35 * 100.0, "435"),
            (1.0 / 3.0, "0.333333333333333"),
            (2.5e20, "250000000000000000000"),
            (1e300, "1E+300"),
            (-1.25e-99, "-1.25E-99"),
        ];
        for (number, text) in cases {
            assert_eq!(number_text(number).0, text, "{number}");
        }
        assert!(number_text(1e15).1);
        assert!(!number_text(999_999_999_999_999.0).1);
        assert_eq!(number_cell(f64::NAN).kind, CellKind::Error);
    }

    #[test]
    fn durations_are_hours_minutes_seconds() {
        assert_eq!(duration_text(0.354_166_666_666_667), "08:30:00");
        assert_eq!(duration_text(1.5), "36:00:00");
    }
}
