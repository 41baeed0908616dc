//! The chain: what makes a line, and every line before it, unalterable without being seen.

use std::fmt;

use sm3::{Digest, Sm3};

use super::Event;
use crate::id::{BureauId, UserId};

/// A 256-bit SM3 hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first line stands on: all zeros.
    pub const GENESIS: Self = Self([0; 32]);

    /// SM3 of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sm3::digest(bytes).into())
    }

    /// Reads 64 hex digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 64 {
            return None;
        }
        let mut hash = [0; 32];
        for (at, pair) in bytes.chunks_exact(2).enumerate() {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            hash[at] = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(hash))
    }

    /// The first 16 hex digits in groups of four, as closing statements print it beside the whole.
    pub fn short(&self) -> String {
        let hex = self.to_string();
        [&hex[..4], &hex[4..8], &hex[8..12], &hex[12..16]].join(" ")
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Chain.
    pub bureau: BureauId,
    /// Position, from 1 without gaps.
    pub seq: u64,
    /// When, RFC 3339 with the bureau's offset.
    pub at: String,
    /// Who.
    pub actor: UserId,
    /// The event as JSON, byte for byte as it was hashed.
    pub body: String,
    /// Hash of this line.
    pub hash: Hash,
}

impl Line {
    /// Makes the line that follows `previous`.
    pub fn chain(previous: Hash, bureau: BureauId, seq: u64, at: String, actor: UserId, body: String) -> Self {
        let hash = hash_line(previous, &bureau, seq, &at, &actor, &body);
        Self { bureau, seq, at, actor, body, hash }
    }

    /// Whether the stored hash is the one its bytes give on top of `previous`.
    pub fn is_intact(&self, previous: Hash) -> bool {
        self.hash == hash_line(previous, &self.bureau, self.seq, &self.at, &self.actor, &self.body)
    }

    /// The event.
    ///
    /// # Errors
    /// A body that is not an event this version knows.
    pub fn event(&self) -> Result<Event, String> {
        serde_json::from_str(&self.body).map_err(|error| format!("第{}行的内容读不懂：{error}", self.seq))
    }
}

/// The canonical bytes: a format mark, the previous hash, then every part with its length before it, so that no two
/// different lines have the same bytes.
fn hash_line(previous: Hash, bureau: &str, seq: u64, at: &str, actor: &str, body: &str) -> Hash {
    let mut hasher = Sm3::new();
    hasher.update(b"kezhang-journal-1\n");
    hasher.update(previous.0);
    for part in [bureau, &seq.to_string(), at, actor, body] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    Hash(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sm3_is_the_standard_one() {
        // GB/T 32905-2016, appendix A.1.
        let expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(Hash::of(b"abc").to_string(), expected);
        assert_eq!(Hash::from_hex(expected), Some(Hash::of(b"abc")));
        assert_eq!(Hash::from_hex("xyz"), None);
    }

    #[test]
    fn parts_cannot_run_into_each_other() {
        let line =
            |actor: &str, body: &str| Line::chain(Hash::GENESIS, "b".into(), 1, "t".into(), actor.into(), body.into()).hash;
        assert_ne!(line("ab", "c"), line("a", "bc"));
        assert_ne!(line("a", "b"), line("a", "b "));
    }
}
