//! Twelve months as a small line, drawn here so that a board needs no script. Coordinates are exact decimals, rounded to
//! whole units of the drawing.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Width and height of the drawing.
pub const WIDTH: u32 = 96;
/// Height.
pub const HEIGHT: u32 = 24;

/// A small line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spark {
    /// Points of the line, as SVG wants them; blank where there is nothing to draw.
    pub points: String,
    /// The last point, for its dot.
    pub last: Option<(u32, u32)>,
    /// The numbers in words, for those who cannot see the line.
    pub words: String,
}

/// Draws the months; months to come are left out.
pub fn spark(months: &[Option<Decimal>]) -> Spark {
    let known: Vec<(usize, Decimal)> = months.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).collect();
    let low = known.iter().map(|(_, value)| *value).min().unwrap_or_default().min(Decimal::ZERO);
    let high = known.iter().map(|(_, value)| *value).max().unwrap_or_default();
    if known.len() < 2 || high == low {
        return Spark::default();
    }
    let point = |(at, value): &(usize, Decimal)| {
        let x = 3 + u32::try_from(*at).unwrap_or(0) * (WIDTH - 6) / 11;
        let height = (*value - low) * Decimal::from(HEIGHT - 6) / (high - low);
        let y = HEIGHT - 3 - height.round().to_u32().unwrap_or(0).min(HEIGHT - 6);
        (x, y)
    };
    let points: Vec<(u32, u32)> = known.iter().map(point).collect();
    let words: Vec<String> = known.iter().map(|(at, value)| format!("{}月{}", at + 1, value.normalize())).collect();
    Spark {
        points: points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" "),
        last: points.last().copied(),
        words: words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_runs_from_floor_to_ceiling() {
        let months: Vec<Option<Decimal>> = [0, 5, 10].into_iter().map(|n| Some(Decimal::from(n))).chain([None]).collect();
        let line = spark(&months);
        assert_eq!(line.points, "3,21 11,12 19,3");
        assert_eq!(line.last, Some((19, 3)));
        assert_eq!(line.words, "1月0 2月5 3月10");
        assert_eq!(spark(&[Some(Decimal::ONE)]), Spark::default());
        assert_eq!(spark(&[Some(Decimal::ZERO), Some(Decimal::ZERO)]), Spark::default());
    }
}
