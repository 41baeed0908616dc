//! Days of the made-up years: working days, spans, what a year's calendar allows.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use kezhang_ledger::dice::Dice;

/// The first day on which facts are entered.
pub(super) const OPENED: Date = date(2023, 1, 4);

/// The last day the story tells of: 2025 is over and not yet closed, next year's targets are set.
pub(super) const END: Date = date(2026, 1, 23);

/// The years told whole.
pub(super) const YEARS: [i16; 3] = [2023, 2024, 2025];

/// Public holidays beside weekends: first and last day.
const HOLIDAYS: &[(Date, Date)] = &[
    (date(2023, 1, 21), date(2023, 1, 27)),
    (date(2023, 4, 29), date(2023, 5, 3)),
    (date(2023, 9, 29), date(2023, 10, 6)),
    (date(2024, 2, 10), date(2024, 2, 17)),
    (date(2024, 5, 1), date(2024, 5, 5)),
    (date(2024, 10, 1), date(2024, 10, 7)),
    (date(2025, 1, 28), date(2025, 2, 4)),
    (date(2025, 5, 1), date(2025, 5, 5)),
    (date(2025, 10, 1), date(2025, 10, 8)),
];

/// So many days later; the calendar of this story never ends.
pub(super) fn after(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

/// So many months later.
pub(super) fn months_after(day: Date, months: i64) -> Date {
    day.checked_add(months.months()).unwrap_or(day)
}

/// The first working day on or after this one.
pub(super) fn workday(day: Date) -> Date {
    let mut day = day;
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        || HOLIDAYS.iter().any(|(first, last)| (*first..=*last).contains(&day))
    {
        day = after(day, 1);
    }
    day
}

/// A working day between two days.
pub(super) fn between(dice: &mut Dice, first: Date, last: Date) -> Date {
    let days = first.until(last).map_or(0, |span| i64::from(span.get_days()));
    workday(after(first, dice.between(0, days.max(0))))
}

/// A working day between two days of one year, given as month and day.
pub(super) fn in_year(dice: &mut Dice, year: i16, first: (i8, i8), last: (i8, i8)) -> Date {
    between(dice, date(year, first.0, first.1), date(year, last.0, last.1))
}

/// A working day of a month; the days past the 25th are left for what has to be booked in time.
pub(super) fn in_month(dice: &mut Dice, year: i16, month: i8) -> Date {
    in_year(dice, year, (month, 1), (month, 25))
}
