//! The one place that reads the clock. Everything below it takes the time as a parameter.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use kezhang_ledger::command::Moment;

/// China has one time, eight hours ahead of UTC.
const BUREAU_OFFSET: Offset = Offset::constant(8);

/// What time it is at the bureau.
pub fn now() -> Moment {
    moment(&bureau_time())
}

/// The day at the bureau, in words: 2025年3月5日.
pub fn today_in_words() -> String {
    kezhang_ledger::period::print_day(now().today)
}

/// Seconds since 1970, for sessions.
pub fn seconds() -> i64 {
    Timestamp::now().as_second()
}

fn bureau_time() -> Zoned {
    Timestamp::now().to_zoned(TimeZone::fixed(BUREAU_OFFSET))
}

fn moment(time: &Zoned) -> Moment {
    // Seconds are enough for a journal; its order is its numbering.
    Moment { at: time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(), today: time.date() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bureau_is_eight_hours_ahead() {
        let time = "2025-12-31T16:30:05Z".parse::<Timestamp>().unwrap().to_zoned(TimeZone::fixed(BUREAU_OFFSET));
        let moment = moment(&time);
        assert_eq!((moment.at.as_str(), moment.today), ("2026-01-01T00:30:05+08:00", jiff::civil::date(2026, 1, 1)));
    }
}
