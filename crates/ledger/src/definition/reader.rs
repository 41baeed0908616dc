//! Reads one TOML table key by key, remembering the line of everything and every mistake, not only the first.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Mistake, MistakeKind, Place};

/// One file being read: its path, its line starts, and the mistakes found so far.
pub(super) struct File<'a> {
    pub(super) path: &'a str,
    line_starts: Vec<usize>,
    mistakes: &'a RefCell<Vec<Mistake>>,
}

impl<'a> File<'a> {
    pub(super) fn new(path: &'a str, text: &str, mistakes: &'a RefCell<Vec<Mistake>>) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path, line_starts, mistakes }
    }

    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        let line = self.line_starts.partition_point(|start| *start <= span.start);
        Place { file: self.path.to_owned(), line }
    }

    pub(super) fn mistake(&self, place: Place, kind: MistakeKind, what: impl Into<String>) {
        self.mistakes.borrow_mut().push(Mistake { place, kind, what: what.into() });
    }
}

/// One table of a file.
pub(super) struct Table<'f, 'a> {
    pub(super) file: &'f File<'a>,
    pub(super) place: Place,
    keys: BTreeMap<String, (Place, &'f Spanned<DeValue<'f>>)>,
    used: RefCell<BTreeSet<&'static str>>,
}

impl<'f, 'a> Table<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>, table: &'f DeTable<'f>, place: Place) -> Self {
        let keys = table.iter().map(|(key, value)| (key.get_ref().to_string(), (file.place(&key.span()), value))).collect();
        Self { file, place, keys, used: RefCell::default() }
    }

    /// Names every key that nothing asked for.
    pub(super) fn finish(self, what: &str) {
        let used = self.used.into_inner();
        for (key, (place, _)) in &self.keys {
            if !used.contains(key.as_str()) {
                let known: Vec<&str> = used.iter().copied().collect();
                let what = format!("{what}没有“{key}”这一项，可写：{}", known.join("、"));
                self.file.mistake(place.clone(), MistakeKind::UnknownKey, what);
            }
        }
    }

    fn get(&self, key: &'static str) -> Option<(&Place, &'f DeValue<'f>)> {
        self.used.borrow_mut().insert(key);
        self.keys.get(key).map(|(place, value)| (place, value.get_ref()))
    }

    /// Line of a key, or of the table where the key is absent.
    pub(super) fn place_of(&self, key: &str) -> Place {
        self.keys.get(key).map_or_else(|| self.place.clone(), |(place, _)| place.clone())
    }

    fn wrong(&self, place: &Place, key: &str, expected: &str) {
        self.file.mistake(place.clone(), MistakeKind::WrongValue, format!("“{key}”应是{expected}"));
    }

    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        let (place, value) = self.get(key)?;
        let text = value.as_str();
        if text.is_none() {
            self.wrong(place, key, "加引号的文字");
        }
        text.map(str::to_owned)
    }

    pub(super) fn required(&self, key: &'static str, what: &str) -> Option<String> {
        if !self.keys.contains_key(key) {
            self.used.borrow_mut().insert(key);
            self.file.mistake(self.place.clone(), MistakeKind::MissingKey, format!("{what}缺“{key}”"));
            return None;
        }
        self.text(key).filter(|text| {
            let blank = text.trim().is_empty();
            if blank {
                self.wrong(&self.place_of(key), key, "非空的文字");
            }
            !blank
        })
    }

    /// An id: lower-case letters, digits, `_` and `.`, beginning with a letter. Ids become names of tables and columns.
    pub(super) fn id(&self, what: &str) -> Option<String> {
        let id = self.required("id", what)?;
        if is_id(&id) {
            return Some(id);
        }
        let say = format!("id“{id}”只能用小写字母、数字、下划线和点，并以字母开头");
        self.file.mistake(self.place_of("id"), MistakeKind::BadId, say);
        None
    }

    pub(super) fn flag(&self, key: &'static str, default: bool) -> bool {
        let Some((place, value)) = self.get(key) else { return default };
        value.as_bool().unwrap_or_else(|| {
            self.wrong(place, key, "true或false");
            default
        })
    }

    pub(super) fn integer(&self, key: &'static str) -> Option<i64> {
        let (place, value) = self.get(key)?;
        let number = value.as_integer().and_then(|integer| i64::from_str_radix(integer.as_str(), integer.radix()).ok());
        if number.is_none() {
            self.wrong(place, key, "整数");
        }
        number
    }

    /// A number of decimals, 0 to 4: stores keep numbers as integers scaled by ten thousand.
    pub(super) fn digits(&self, key: &'static str) -> Option<u32> {
        let number = self.integer(key)?;
        let digits = u32::try_from(number).ok().filter(|digits| *digits <= 4);
        if digits.is_none() {
            self.wrong(&self.place_of(key), key, "0到4的整数");
        }
        digits
    }

    /// A list of texts; one text stands for a list of one.
    pub(super) fn texts(&self, key: &'static str) -> Vec<String> {
        let Some((place, value)) = self.get(key) else { return Vec::new() };
        match value {
            DeValue::String(text) => vec![text.to_string()],
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| {
                    let text = item.get_ref().as_str();
                    if text.is_none() {
                        self.wrong(place, key, "加引号的文字列表");
                    }
                    text.map(str::to_owned)
                })
                .collect(),
            _ => {
                self.wrong(place, key, "加引号的文字列表");
                Vec::new()
            }
        }
    }

    /// The tables `[[key]]`, or the one table `[key]`.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Table<'f, 'a>> {
        let Some((place, value)) = self.get(key) else { return Vec::new() };
        match value {
            DeValue::Table(table) => vec![Table::new(self.file, table, place.clone())],
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| match item.get_ref() {
                    DeValue::Table(table) => Some(Table::new(self.file, table, self.file.place(&item.span()))),
                    _ => {
                        self.wrong(place, key, "表");
                        None
                    }
                })
                .collect(),
            _ => {
                self.wrong(place, key, "表");
                Vec::new()
            }
        }
    }
}

pub(super) fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.')
        && id.len() <= 60
}
