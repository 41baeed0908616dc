//! What a verb comes to.

/// What a verb comes to, beside the sentence that goes with failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done, nothing found.
    Done,
    /// Done, and something was found: findings, bad rows, a broken chain.
    Found,
}

/// The sentence says what is wrong and what to do.
pub type Result<T = Outcome> = std::result::Result<T, String>;

/// Any error as its sentence.
pub fn sentence(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// JSON to standard output.
///
/// # Errors
/// Standard output is closed.
pub fn print_json<T: serde::Serialize>(value: &T) -> Result<()> {
    let json = serde_json::to_string_pretty(value).map_err(sentence)?;
    print_line(&json)
}

/// A line to standard output; a reader that has gone away is no failure of ours but ends the work.
///
/// # Errors
/// Standard output is closed.
pub fn print_line(line: &str) -> Result<()> {
    use std::io::Write;
    writeln!(std::io::stdout().lock(), "{line}").map_err(sentence)
}
