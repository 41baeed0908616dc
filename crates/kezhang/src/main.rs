//! The program: serve, read, check, import, figures, report, close, verify, rebuild, backup.
fn main() {}
