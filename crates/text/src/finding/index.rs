//! Where the claims of a reading are, so that no checker walks through all of them for each of them.

use std::collections::HashMap;

use super::repeats::key;
use crate::claim::{Cell, Claim};
use crate::reading::Reading;

/// Claims with one wording beyond this many tell nothing more: no report repeats itself so often.
const ALIKE_MAX: usize = 64;
/// Claims looked at before and after one that stands in a sentence of its own.
const AROUND_MAX: usize = 48;

/// The claims of a reading by what the checkers ask for. All lists are in the order of the text.
pub(super) struct Index<'r> {
    pub reading: &'r Reading,
    parts: HashMap<usize, Vec<usize>>,
    rows: HashMap<(usize, usize), Vec<usize>>,
    columns: HashMap<(usize, usize), Vec<usize>>,
    alike: HashMap<String, Vec<usize>>,
}

impl<'r> Index<'r> {
    pub fn new(reading: &'r Reading) -> Self {
        let mut index =
            Self { reading, parts: HashMap::new(), rows: HashMap::new(), columns: HashMap::new(), alike: HashMap::new() };
        for (number, claim) in reading.claims.iter().enumerate() {
            index.add(number, claim);
        }
        index
    }

    fn add(&mut self, number: usize, claim: &Claim) {
        if let Some(whole) = claim.part_of {
            self.parts.entry(whole).or_default().push(number);
        }
        if let Some(Cell { table, row, column, .. }) = claim.cell {
            self.rows.entry((table, row)).or_default().push(number);
            self.columns.entry((table, column)).or_default().push(number);
        }
        if let Some(key) = key(&claim.subject) {
            let alike = self.alike.entry(key).or_default();
            if alike.len() < ALIKE_MAX {
                alike.push(number);
            }
        }
    }

    /// The claims that are parts of another, by that other.
    pub fn wholes(&self) -> Vec<(usize, &[usize])> {
        let mut wholes: Vec<(usize, &[usize])> = self.parts.iter().map(|(&w, p)| (w, p.as_slice())).collect();
        wholes.sort_unstable();
        wholes
    }

    /// The parts of a claim.
    pub fn parts(&self, whole: usize) -> &[usize] {
        self.parts.get(&whole).map_or(&[], Vec::as_slice)
    }

    /// The claims of the row a cell stands in.
    pub fn row(&self, cell: Cell) -> &[usize] {
        self.rows.get(&(cell.table, cell.row)).map_or(&[], Vec::as_slice)
    }

    /// The columns of the tables, each as the claims in it.
    pub fn columns(&self) -> Vec<&[usize]> {
        let mut columns: Vec<&[usize]> = self.columns.values().map(Vec::as_slice).collect();
        columns.sort_unstable();
        columns
    }

    /// The first claims that speak of the same thing.
    pub fn alike(&self, subject: &str) -> &[usize] {
        key(subject).and_then(|k| self.alike.get(&k)).map_or(&[], Vec::as_slice)
    }

    /// The claims of the same sentence and of so many sentences before and after, the nearest ones where there are too many.
    pub fn around(&self, number: usize, sentences: usize) -> std::ops::Range<usize> {
        let claims = &self.reading.claims;
        let Some(here) = claims.get(number).map(|c| c.sentence) else { return 0..0 };
        let near = |i: &usize| claims[*i].sentence.abs_diff(here) <= sentences;
        let before = (0..number).rev().take(AROUND_MAX).take_while(near).count();
        let after = (number + 1..claims.len()).take(AROUND_MAX).take_while(near).count();
        number - before..number + 1 + after
    }
}
