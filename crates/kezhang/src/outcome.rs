//! What a verb comes to.

/// What a verb comes to, beside the sentence that goes with failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Done, nothing found.
    Done,
    /// Done, and something was found: findings, bad rows, a broken chain.
    Found,
    /// Done as far as it went: some input could not be read, and its sentence has been printed.
    Unreadable,
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

/// A line to standard output. A reader that has gone away (`| head`) is no failure: the work is over, quietly.
///
/// # Errors
/// The disk behind standard output refuses.
pub fn print_line(line: &str) -> Result<()> {
    use std::io::{ErrorKind, Write};
    match writeln!(std::io::stdout().lock(), "{line}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        result => result.map_err(sentence),
    }
}
