//! The use-cases: the only door to the store; permission, import, reports, checks.
