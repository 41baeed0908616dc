//! The numbers of a passage: dice that always fall the same way, and the small sums of a `.plant` file.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

/// Names and how they are printed.
pub type Numbers = BTreeMap<String, String>;

/// A sequence that looks random and is always the same.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self, low: i64, high: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let span = u64::try_from(high - low + 1).unwrap();
        low + i64::try_from((self.0 >> 33) % span).unwrap()
    }

    pub fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[usize::try_from(self.roll(0, list.len() as i64 - 1)).unwrap()]
    }
}

/// `A=r(300,4000) B=A/2 P=1:100*B/A U=万元 L=`: what each name is, added to the names known before.
pub fn numbers(rules: &str, known: &Numbers, dice: &mut Dice) -> Numbers {
    let mut out = known.clone();
    for rule in rules.split_whitespace() {
        let (name, sum) = rule.split_once('=').unwrap();
        let words = sum.is_empty() || !sum.is_ascii();
        let printed = if words { sum.to_owned() } else { printed(sum, &out, dice) };
        out.insert(name.to_owned(), printed);
    }
    out
}

/// The value of a sum as it is printed: a whole number, or with the decimals said before the colon.
fn printed(sum: &str, known: &Numbers, dice: &mut Dice) -> String {
    let (places, sum) = sum.split_once(':').map_or((0, sum), |(p, s)| (p.parse().unwrap(), s));
    let mut reader = Sum { rest: sum, known, dice };
    let value = reader.sum();
    assert!(reader.rest.is_empty(), "cannot read {sum}");
    let value = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize();
    value.to_string()
}

struct Sum<'a> {
    rest: &'a str,
    known: &'a Numbers,
    dice: &'a mut Dice,
}

impl Sum<'_> {
    fn take(&mut self, mark: char) -> bool {
        let taken = self.rest.strip_prefix(mark);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }

    fn sum(&mut self) -> Decimal {
        let mut value = self.product();
        loop {
            if self.take('+') {
                value += self.product();
            } else if self.take('-') {
                value -= self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> Decimal {
        let mut value = self.single();
        loop {
            if self.take('*') {
                value *= self.single();
            } else if self.take('/') {
                value /= self.single();
            } else {
                return value;
            }
        }
    }

    fn single(&mut self) -> Decimal {
        if let Some(rest) = self.rest.strip_prefix("r(") {
            self.rest = rest;
            let low = self.sum().floor();
            assert!(self.take(','));
            let high = self.sum().floor();
            assert!(self.take(')'));
            let whole = |d: Decimal| i64::try_from(d).unwrap();
            return Decimal::from(self.dice.roll(whole(low), whole(high)));
        }
        if self.take('(') {
            let value = self.sum();
            assert!(self.take(')'));
            return value;
        }
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.known.get(word).map_or(word, String::as_str).parse().unwrap()
    }
}
