//! Register numbers with true check digits, found by asking the field types themselves.

use kezhang_ledger::dice::Dice;
use kezhang_ledger::field::STANDARDS;

use super::bureau::REGION;

/// Characters of GB 32100: digits and capitals without I, O, S, V, Z.
const CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// What the field type of that name makes of a text.
fn normalised(standard: &str, text: &str) -> Option<String> {
    let standard = STANDARDS.iter().find(|known| known.id == standard)?;
    (standard.parse)(text).ok()
}

/// A 统一社会信用代码. `class` is its first two characters: 91 enterprise, 93 cooperative, 12 public institution.
pub(super) fn uscc(dice: &mut Dice, class: &str) -> String {
    let letters: Vec<char> = CHARACTERS.chars().collect();
    let mut organisation = String::from("MA");
    organisation.extend((0..6).map(|_| *dice.pick(&letters)));
    let organisation = with_organisation_check(&organisation);
    let body = format!("{class}{REGION}{organisation}");
    // Exactly one of the characters is the right check, whatever the body is.
    CHARACTERS.chars().find_map(|check| normalised("uscc", &format!("{body}{check}"))).unwrap_or(body)
}

/// Adds the check character of GB 11714 to the eight characters of an organisation code.
fn with_organisation_check(eight: &str) -> String {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = eight.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(36).unwrap_or(0) * weight).sum();
    let check = match 11 - sum % 11 {
        10 => "X".to_owned(),
        11 => "0".to_owned(),
        digit => digit.to_string(),
    };
    format!("{eight}{check}")
}

/// An application number of a patent; `kind` is `invention`, `utility` or `design`.
pub(super) fn patent(year: i16, kind: &str, serial: u32) -> String {
    let digit = match kind {
        "invention" => 1,
        "utility" => 2,
        _ => 3,
    };
    let body = format!("{year}{digit}{serial:07}");
    // The field type adds the check digit where it is left out.
    normalised("patent_no", &body).unwrap_or(body)
}

/// A mobile number; the zeros in its middle mark it as made up.
pub(super) fn mobile(dice: &mut Dice) -> String {
    format!("1990000{:04}", dice.between(1, 9999))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_their_check_digits() {
        let mut dice = Dice::new(7);
        for _ in 0..200 {
            let code = uscc(&mut dice, "91");
            assert_eq!(normalised("uscc", &code), Some(code));
            let number = patent(2024, "invention", u32::try_from(dice.below(9_999_999)).unwrap());
            assert_eq!(number.len(), 14, "{number}");
            assert_eq!(normalised("patent_no", &number), Some(number));
            assert!(normalised("phone", &mobile(&mut dice)).is_some());
        }
        // GB 11714, the organisation codes of domain.md §4.3.
        assert_eq!(with_organisation_check("77578555"), "775785552");
        assert_eq!(with_organisation_check("19220382"), "192203821");
    }
}
