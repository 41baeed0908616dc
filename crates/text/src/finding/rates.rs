//! Rates: which cannot be over 100 %, and of which deed they are the rate. The vocabulary is `data/rates.txt`.

use std::sync::OnceLock;

use crate::data;

static FILE: &str = include_str!("../../data/rates.txt");

/// Whether a subject ends in a rate that cannot be over 100 %.
pub(super) fn is_bounded(subject: &str) -> bool {
    static BOUNDED: OnceLock<Vec<&str>> = OnceLock::new();
    BOUNDED.get_or_init(|| data::words(FILE, "bounded")).iter().any(|w| subject.ends_with(w))
}

/// The deed a rate tells of: 整改 for 隐患整改率.
pub(super) fn deed(subject: &str) -> Option<&'static str> {
    static DEEDS: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    let deeds = DEEDS.get_or_init(|| data::words(FILE, "deed").into_iter().filter_map(|w| w.split_once('=')).collect());
    deeds.iter().find(|(rate, _)| subject.ends_with(rate)).map(|&(_, deed)| deed)
}
