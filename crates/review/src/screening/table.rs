//! One TOML table of a rule file, read key by key: remembers the line of everything and every mistake, not only the first.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{Mistake, MistakeKind};

/// The file being read and the mistakes found so far.
pub(super) struct File<'a> {
    path: &'a str,
    line_starts: Vec<usize>,
    pub(super) mistakes: RefCell<Vec<Mistake>>,
}

impl<'a> File<'a> {
    pub(super) fn new(path: &'a str, text: &str) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path, line_starts, mistakes: RefCell::default() }
    }

    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        self.line_starts.partition_point(|start| *start <= span.start)
    }

    pub(super) fn mistake(&self, line: usize, kind: MistakeKind, what: impl Into<String>) {
        self.mistakes.borrow_mut().push(Mistake { file: self.path.to_owned(), line, kind, what: what.into() });
    }
}

/// One table.
pub(super) struct Table<'f, 'a> {
    pub(super) file: &'f File<'a>,
    pub(super) line: usize,
    keys: BTreeMap<String, (usize, &'f Spanned<DeValue<'f>>)>,
    used: RefCell<BTreeSet<&'static str>>,
    passed_over: Cell<bool>,
}

impl<'f, 'a> Table<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>, table: &'f DeTable<'f>, line: usize) -> Self {
        let keys = table.iter().map(|(key, value)| (key.get_ref().to_string(), (file.line(&key.span()), value))).collect();
        Self { file, line, keys, used: RefCell::default(), passed_over: Cell::new(false) }
    }

    /// Leaves keys alone that nothing asks for: what they mean hangs on a mistake that has been named already.
    pub(super) fn pass_over(&self) {
        self.passed_over.set(true);
    }

    /// Names every key that nothing asked for.
    pub(super) fn finish(self, what: &str) {
        if self.passed_over.get() {
            return;
        }
        let used = self.used.into_inner();
        let known: Vec<&str> = used.iter().copied().collect();
        for (key, (line, _)) in self.keys.iter().filter(|(key, _)| !used.contains(key.as_str())) {
            let what = format!("{what}没有“{key}”这一项，可写：{}", known.join("、"));
            self.file.mistake(*line, MistakeKind::UnknownKey, what);
        }
    }

    fn get(&self, key: &'static str) -> Option<(usize, &'f DeValue<'f>)> {
        self.used.borrow_mut().insert(key);
        self.keys.get(key).map(|(line, value)| (*line, value.get_ref()))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Line of a key, or of the table where the key is absent.
    pub(super) fn line_of(&self, key: &str) -> usize {
        self.keys.get(key).map_or(self.line, |(line, _)| *line)
    }

    fn wrong(&self, line: usize, key: &str, expected: &str) {
        self.file.mistake(line, MistakeKind::WrongValue, format!("“{key}”应是{expected}"));
    }

    /// Says that a key must be there.
    pub(super) fn lacks(&self, key: &'static str, what: &str) {
        self.used.borrow_mut().insert(key);
        self.file.mistake(self.line, MistakeKind::MissingKey, format!("{what}缺“{key}”"));
    }

    /// A key that must be there: `read` is asked only where it is.
    pub(super) fn must<T>(&self, key: &'static str, what: &str, read: impl Fn(&Self, &'static str) -> Option<T>) -> Option<T> {
        if self.has(key) {
            return read(self, key);
        }
        self.lacks(key, what);
        None
    }

    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        let (line, value) = self.get(key)?;
        let text = value.as_str().filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.wrong(line, key, "加引号的文字");
        }
        text.map(str::to_owned)
    }

    pub(super) fn flag(&self, key: &'static str) -> Option<bool> {
        let (line, value) = self.get(key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.wrong(line, key, "true或false");
        }
        flag
    }

    pub(super) fn date(&self, key: &'static str) -> Option<Date> {
        let (line, value) = self.get(key)?;
        let date = match value {
            DeValue::Datetime(moment) if moment.time.is_none() => moment.date,
            _ => None,
        };
        let date = date.and_then(|date| {
            let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
            Date::new(i16::try_from(date.year).ok()?, month, day).ok()
        });
        if date.is_none() {
            self.wrong(line, key, "不加引号的日期，如2016-01-01");
        }
        date
    }

    /// An exact number: read from its letters, so that no float comes in between.
    pub(super) fn number(&self, key: &'static str) -> Option<Decimal> {
        let (line, value) = self.get(key)?;
        let number = match value {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().replace('_', "").parse().ok(),
            DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong(line, key, "数字");
        }
        number
    }

    /// A list of texts; one text stands for a list of one.
    pub(super) fn texts(&self, key: &'static str) -> Option<Vec<String>> {
        let (line, value) = self.get(key)?;
        let texts: Option<Vec<String>> = match value {
            DeValue::String(text) => Some(vec![text.to_string()]),
            DeValue::Array(items) => items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        let texts = texts.filter(|texts| !texts.is_empty());
        if texts.is_none() {
            self.wrong(line, key, "加引号的文字列表");
        }
        texts
    }

    /// The tables `[[key]]`, or the one table `[key]`.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Table<'f, 'a>> {
        let Some((line, value)) = self.get(key) else { return Vec::new() };
        let inner = |value: &'f Spanned<DeValue<'f>>| match value.get_ref() {
            DeValue::Table(table) => Some(Table::new(self.file, table, self.file.line(&value.span()))),
            _ => {
                self.wrong(line, key, "表");
                None
            }
        };
        match value {
            DeValue::Table(table) => vec![Table::new(self.file, table, line)],
            DeValue::Array(items) => items.iter().filter_map(inner).collect(),
            _ => {
                self.wrong(line, key, "表");
                Vec::new()
            }
        }
    }
}
