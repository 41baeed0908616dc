//! The points of a condition: parts, items, ways and bands.

use rust_decimal::Decimal;

use super::fact::FactKind;
use super::mistake::MistakeKind;
use super::read::Asked;
use super::read_test::{fact, facts, read_share};
use super::rules::{Band, Bound, Direct, Item, Measure, Part, Score, Way, When};
use super::table::Table;

const NUMBERS: &[FactKind] = &[FactKind::Money, FactKind::Count];

pub(super) fn read_score(table: &Table, asked: &mut Asked) -> Option<Score> {
    let pass = match (table.number("at_least"), table.number("over")) {
        (Some(least), None) => Some(Bound::AtLeast(least)),
        (None, Some(limit)) => Some(Bound::Over(limit)),
        _ => {
            table.file.mistake(table.line, MistakeKind::MissingKey, "“at_least”和“over”要写一个，也只能写一个");
            None
        }
    };
    let mut parts = Vec::new();
    for part in table.tables("part") {
        parts.extend(read_part(part, asked));
    }
    if !table.has("part") {
        table.lacks("part", "[[condition]]");
    }
    let mut direct = None;
    for row in table.tables("direct") {
        direct = Some(read_direct(row, asked)?);
    }
    Some(Score { pass: pass?, parts, direct })
}

fn read_direct(table: Table, asked: &mut Asked) -> Option<Direct> {
    let flag = fact(&table, "flag", &[FactKind::Flag], asked);
    let case = fact(&table, "case", &[FactKind::Code], asked);
    let source = table.must("source", "[condition.direct]", Table::text);
    table.finish("[condition.direct]");
    Some(Direct { flag: flag?, case: case?, source: source? })
}

fn read_part(table: Table, asked: &mut Asked) -> Option<Part> {
    let name = table.must("name", "[[condition.part]]", Table::text);
    let max = table.must("max", "[[condition.part]]", Table::number);
    let nonzero = if table.has("nonzero") { table.flag("nonzero") } else { Some(false) };
    let mut items = Vec::new();
    for item in table.tables("item") {
        items.extend(read_item(item, asked));
    }
    if !table.has("item") {
        table.lacks("item", "[[condition.part]]");
    }
    let whole: Decimal = items.iter().map(|item| item.max).sum();
    if let Some(max) = max.filter(|max| whole < *max && !items.is_empty()) {
        let what = format!("各项满分加起来只有{whole}分，不到这一部分的{max}分");
        table.file.mistake(table.line_of("max"), MistakeKind::BadPoints, what);
    }
    table.finish("[[condition.part]]");
    Some(Part { name: name?, max: max?, nonzero: nonzero?, items })
}

/// An item is its own first way; `[[condition.part.item.or]]` are others.
fn read_item(table: Table, asked: &mut Asked) -> Option<Item> {
    let name = table.must("name", "[[condition.part.item]]", Table::text);
    let max = table.must("max", "[[condition.part.item]]", Table::number);
    let mut ways: Vec<Option<Way>> = vec![read_way(&table, max, asked)];
    for other in table.tables("or") {
        ways.push(read_way(&other, max, asked));
        other.finish("[[condition.part.item.or]]");
    }
    table.finish("[[condition.part.item]]");
    Some(Item { name: name?, max: max?, ways: ways.into_iter().collect::<Option<_>>()? })
}

fn read_way(table: &Table, max: Option<Decimal>, asked: &mut Asked) -> Option<Way> {
    let kinds = ["judged", "choice", "count", "average", "growth", "part"];
    let named: Vec<&str> = kinds.into_iter().filter(|kind| table.has(kind)).collect();
    let measure = match named[..] {
        ["judged"] => Measure::Judged(fact(table, "judged", &[FactKind::Count], asked)?),
        ["choice"] => Measure::Choice(fact(table, "choice", &[FactKind::Code, FactKind::Flag], asked)?),
        ["count"] => Measure::Count(fact(table, "count", NUMBERS, asked)?),
        ["average"] => Measure::Average(fact(table, "average", NUMBERS, asked)?),
        ["growth"] => {
            let facts = facts(table, "growth", asked)?;
            Measure::Growth { facts, name: table.must("of", "growth", Table::text)? }
        }
        ["part"] => Measure::Share(read_share(table, asked)?),
        _ => {
            let what = format!("要写{}中的一个，也只能写一个", kinds.join("、"));
            table.file.mistake(table.line, MistakeKind::MissingKey, what);
            table.pass_over();
            return None;
        }
    };
    if matches!(measure, Measure::Judged(_)) {
        return Some(Way { measure, bands: Vec::new() });
    }
    let by_code = matches!(measure, Measure::Choice(_));
    let bands = read_bands(table, max, by_code)?;
    Some(Way { measure, bands })
}

fn read_bands(table: &Table, max: Option<Decimal>, by_code: bool) -> Option<Vec<Band>> {
    if !table.has("bands") {
        table.lacks("bands", "计分项");
        return None;
    }
    let mut bands = Vec::new();
    for row in table.tables("bands") {
        let when = match (row.number("from"), row.number("over"), row.text("is")) {
            (Some(from), None, None) if !by_code => Some(When::Number(Bound::AtLeast(from))),
            (None, Some(over), None) if !by_code => Some(When::Number(Bound::Over(over))),
            (None, None, Some(code)) if by_code => Some(When::Code(code)),
            _ => {
                let keys = if by_code { "“is”" } else { "“from”或“over”" };
                row.file.mistake(row.line, MistakeKind::WrongValue, format!("每档要写一个{keys}"));
                None
            }
        };
        let high = row.must("score", "bands", Table::number);
        let low = row.number("score_from").or(high);
        if let (Some(low), Some(high), Some(max)) = (low, high, max)
            && !(Decimal::ZERO <= low && low <= high && high <= max)
        {
            let what = format!("得分{low}到{high}不在0到{max}之间，或前后颠倒");
            row.file.mistake(row.line, MistakeKind::BadPoints, what);
        }
        row.finish("bands");
        bands.push(Band { when: when?, low: low?, high: high? });
    }
    let bounds: Vec<Decimal> = bands.iter().filter_map(|band| number_of(&band.when)).collect();
    let points_fall = by_code || bands.is_sorted_by(|a, b| a.low >= b.high);
    if bounds.is_sorted_by(|a, b| a > b) && points_fall {
        return Some(bands);
    }
    table.file.mistake(table.line_of("bands"), MistakeKind::BadOrder, "“bands”要从高到低排，门槛和得分都往下走");
    None
}

fn number_of(when: &When) -> Option<Decimal> {
    match when {
        When::Number(bound) => Some(bound.number()),
        When::Code(_) => None,
    }
}
