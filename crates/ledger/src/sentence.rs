//! Report sentences: words with slots that cite figures. `全年专利申请{patent.filed}件{yoy(patent.filed)}。`

use crate::formula::{self, FigureRef, Formula};

/// A parsed sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// The pieces in reading order.
    pub pieces: Vec<Piece>,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words as they stand.
    Words(String),
    /// A number of the book, in a unit that the words behind it name.
    Figure(Slot),
    /// A whole phrase that the book completes, with its own comma; nothing where the book cannot.
    Phrase(Phrase, FigureRef),
    /// A word of the bureau or of the period.
    Name(Name),
}

/// A number slot: `{formula}`, `{formula:万元}`, `{formula:万元.2}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// What to compute.
    pub formula: Formula,
    /// Unit to print in; the figure's own unit where absent.
    pub unit: Option<String>,
    /// Most decimals to print; the figure's own where absent.
    pub digits: Option<u32>,
}

/// Phrases a sentence can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// `{yoy(x)}`: `,比上年增长12.5%`.
    YearOnYear,
    /// `{done(x)}`: `,完成年度目标的104%`.
    Completion,
}

/// Words that differ by bureau and period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// `{bureau}`: full name.
    Bureau,
    /// `{short_bureau}`: `区科技局`.
    ShortBureau,
    /// `{area}`: `全区`.
    Area,
    /// `{level}`: `区`, for 区委、区政府.
    Level,
    /// `{year}`.
    Year,
    /// `{next_year}`.
    NextYear,
}

impl Template {
    /// Parses a sentence.
    ///
    /// # Errors
    /// One sentence naming the slot that cannot be read.
    pub fn parse(source: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = source;
        while let Some(open) = rest.find('{') {
            push_words(&mut pieces, &rest[..open])?;
            let close = rest[open..].find('}').ok_or("“{”没有配对的“}”")? + open;
            let slot = &rest[open + 1..close];
            pieces.push(parse_slot(slot).map_err(|why| format!("{{{slot}}}：{why}"))?);
            rest = &rest[close + 1..];
        }
        push_words(&mut pieces, rest)?;
        Ok(Self { pieces })
    }

    /// Every figure the sentence cites.
    pub fn figures(&self) -> Vec<&FigureRef> {
        self.pieces
            .iter()
            .flat_map(|piece| match piece {
                Piece::Figure(slot) => slot.formula.figures(),
                Piece::Phrase(_, figure) => vec![figure],
                Piece::Words(_) | Piece::Name(_) => Vec::new(),
            })
            .collect()
    }
}

fn push_words(pieces: &mut Vec<Piece>, words: &str) -> Result<(), String> {
    if words.contains('}') {
        return Err("“}”没有配对的“{”".to_owned());
    }
    if !words.is_empty() {
        pieces.push(Piece::Words(words.to_owned()));
    }
    Ok(())
}

fn parse_slot(slot: &str) -> Result<Piece, String> {
    let name = match slot {
        "bureau" => Some(Name::Bureau),
        "short_bureau" => Some(Name::ShortBureau),
        "area" => Some(Name::Area),
        "level" => Some(Name::Level),
        "year" => Some(Name::Year),
        "next_year" => Some(Name::NextYear),
        _ => None,
    };
    if let Some(name) = name {
        return Ok(Piece::Name(name));
    }
    for (prefix, phrase) in [("yoy(", Phrase::YearOnYear), ("done(", Phrase::Completion)] {
        if let Some(inner) = slot.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(')')) {
            return match formula::parse(inner)? {
                Formula::Figure(figure) => Ok(Piece::Phrase(phrase, figure)),
                _ => Err("括号里应是一个指标或计量".to_owned()),
            };
        }
    }
    let (source, format) = slot.split_once(':').map_or((slot, None), |(source, format)| (source, Some(format)));
    let formula = formula::parse(source)?;
    let (unit, digits) = match format {
        None => (None, None),
        Some(format) => match format.split_once('.') {
            None => (Some(format), None),
            Some((unit, digits)) => (Some(unit), Some(digits.parse().map_err(|_| format!("“.{digits}”不是小数位数"))?)),
        },
    };
    Ok(Piece::Figure(Slot { formula, unit: unit.filter(|unit| !unit.is_empty()).map(str::to_owned), digits }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_parse_into_pieces() {
        let template = Template::parse(
            "全年专利申请{patent.filed}件，其中发明{patent.filed[kind=发明]}件{yoy(patent.filed)}，资金{money:万元.1}万元。",
        )
        .unwrap();
        assert_eq!(template.pieces.len(), 9);
        assert_eq!(template.figures().len(), 4);
        let Piece::Figure(slot) = &template.pieces[7] else { panic!() };
        assert_eq!((slot.unit.as_deref(), slot.digits), (Some("万元"), Some(1)));
        for (wrong, part) in
            [("{a", "配对"), ("a}", "配对"), ("{}", "空的"), ("{yoy(a+b)}", "一个指标"), ("{a:元.x}", "小数位数")]
        {
            let said = Template::parse(wrong).unwrap_err();
            assert!(said.contains(part), "{wrong}: {said}");
        }
    }
}
