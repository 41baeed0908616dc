//! Where 署名 and 成文日期 stand (GB/T 9704-2012, 7.3.5), in half characters from the right edge.

use super::Signature;

const SEALED_DATE_RIGHT: usize = 8;
const UNSEALED_RIGHT: usize = 4;
/// The date begins two characters to the right of where the organ's name begins.
const DATE_OFFSET: usize = 4;

/// Distances from the right edge of the type area, in half characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureIndents {
    /// From the right edge to the end of the organ's name.
    pub organ_half_chars: usize,
    /// From the right edge to the end of the date.
    pub date_half_chars: usize,
}

/// The indents of a signature. Sealed: the date four characters in, the organ centred over it. Unsealed: the organ two
/// characters in and the date beginning two to the right of it, or, if the date is the longer, the date two characters in.
pub fn signature_indents(signature: &Signature) -> SignatureIndents {
    let organ = half_chars(&signature.organ);
    let date = half_chars(&signature.date);
    if signature.sealed {
        let organ_half_chars = (2 * SEALED_DATE_RIGHT + date).saturating_sub(organ) / 2;
        return SignatureIndents { organ_half_chars, date_half_chars: SEALED_DATE_RIGHT };
    }
    if date <= organ {
        SignatureIndents {
            organ_half_chars: UNSEALED_RIGHT,
            date_half_chars: (UNSEALED_RIGHT + organ).saturating_sub(DATE_OFFSET + date),
        }
    } else {
        SignatureIndents { organ_half_chars: UNSEALED_RIGHT + date + DATE_OFFSET - organ, date_half_chars: UNSEALED_RIGHT }
    }
}

fn half_chars(text: &str) -> usize {
    text.chars().filter(|c| !c.is_control()).map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indents(organ: &str, sealed: bool) -> (usize, usize) {
        let signature = Signature { organ: organ.to_owned(), date: "2025年12月20日".to_owned(), sealed };
        let found = signature_indents(&signature);
        (found.organ_half_chars, found.date_half_chars)
    }

    #[test]
    fn the_clauses_of_the_standard() {
        // The date is 14 half characters long.
        assert_eq!(indents("临江县科学技术局", false), (4, 2));
        assert_eq!(indents("科技局", false), (16, 4));
        assert_eq!(indents("临江县科学技术局", true), (7, 8));
        assert_eq!(indents(&"长".repeat(40), true), (0, 8));
    }
}
