//! The vocabularies of `data/`, as they are written there: `[section]` lines, one or more words a line, `#` for remarks.

/// The entries of one section: each line that is not empty and not a remark, trimmed.
pub(crate) fn lines(file: &'static str, section: &str) -> Vec<&'static str> {
    let mut inside = section.is_empty();
    let mut found = Vec::new();
    for line in file.lines().map(str::trim) {
        if line.starts_with("# ") || line == "#" || line.is_empty() {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            inside = name == section;
        } else if inside {
            found.push(line);
        }
    }
    found
}

/// The words of one section, parted by blanks.
pub(crate) fn words(file: &'static str, section: &str) -> Vec<&'static str> {
    lines(file, section).into_iter().flat_map(str::split_whitespace).collect()
}
