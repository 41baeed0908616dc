//! Filters of figures, settled: every group exists, every value is a code and not its name. Balances are kept by code, so
//! a filter that still says 省级 would find nothing and look like a nought.

use super::Catalog;
use crate::field::{Codes, FieldType};
use crate::formula::FigureRef;
use crate::id::FieldId;

/// What is wrong with a figure's filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongFilter {
    /// The measure is not grouped by that field.
    Breakdown {
        /// The measure.
        measure: String,
        /// The field.
        field: FieldId,
        /// The fields it is grouped by.
        kept: Vec<FieldId>,
    },
    /// The code list does not have that value.
    Code {
        /// The code list, in words.
        codes: String,
        /// The value.
        value: String,
    },
}

impl std::fmt::Display for WrongFilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Breakdown { measure, field, kept } => {
                let kept: Vec<&str> = kept.iter().map(|field| field.as_str()).collect();
                write!(f, "计量“{measure}”没有按“{field}”分组（by里有：{}）", kept.join("、"))
            }
            Self::Code { codes, value } => write!(f, "代码表“{codes}”里没有“{value}”"),
        }
    }
}

/// Turns the names in a figure's filter into codes; says everything that is wrong with it. `codes` gives the code list of a
/// field, `None` where its values are taken as they are.
pub fn settle_filter<'c>(
    catalog: &Catalog,
    figure: &mut FigureRef,
    codes: &dyn Fn(&FieldType) -> Option<&'c Codes>,
) -> Vec<WrongFilter> {
    let mut wrong = Vec::new();
    let Some(measure) = catalog.measures.get(figure.id.as_str()) else { return wrong };
    for filter in &mut figure.filter {
        if !measure.by.contains(&filter.field) {
            let (field, kept) = (filter.field.clone(), measure.by.clone());
            wrong.push(WrongFilter::Breakdown { measure: measure.id.to_string(), field, kept });
            continue;
        }
        let field = catalog.ledgers.get(&measure.ledger).and_then(|ledger| ledger.field(&filter.field));
        let Some(codes) = field.and_then(|field| codes(&field.field_type)) else { continue };
        for value in &mut filter.any_of {
            match codes.find(value) {
                Some(code) => value.clone_from(&code.code),
                None => wrong.push(WrongFilter::Code { codes: codes.name.clone(), value: value.clone() }),
            }
        }
        // One spelling a set: the store keeps balances by these values.
        filter.any_of.sort();
    }
    figure.filter.sort();
    wrong
}
