//! Conditions as they are written in the packs: `state in [won, active] and amount >= 0`.

use super::{Comparison, Condition, Side, Sign, Term};
use crate::formula::lexer::{Cursor, Token};
use crate::id::FieldId;

/// Parses a condition such as `state in [won, active] and amount >= 0`.
///
/// # Errors
/// One sentence.
pub fn parse(source: &str) -> Result<Condition, String> {
    let mut cursor = Cursor::new(source)?;
    if cursor.peek().is_none() {
        return Err("条件是空的".to_owned());
    }
    let condition = any(&mut cursor)?;
    cursor.end()?;
    Ok(condition)
}

fn any(cursor: &mut Cursor) -> Result<Condition, String> {
    let mut parts = vec![all(cursor)?];
    while cursor.take_word("or") {
        parts.push(all(cursor)?);
    }
    Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Or(parts) })
}

fn all(cursor: &mut Cursor) -> Result<Condition, String> {
    let mut parts = vec![one(cursor)?];
    while cursor.take_word("and") {
        parts.push(one(cursor)?);
    }
    Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::And(parts) })
}

fn one(cursor: &mut Cursor) -> Result<Condition, String> {
    if cursor.take_word("not") {
        return cursor.deeper(|cursor| Ok(Condition::Not(Box::new(one(cursor)?))));
    }
    if cursor.take("(") {
        return cursor.deeper(|cursor| {
            let inner = any(cursor)?;
            cursor.expect(")")?;
            Ok(inner)
        });
    }
    let left = side(cursor)?;
    if cursor.take_word("in") {
        return Ok(Condition::In(left, list(cursor)?));
    }
    for (word, filled) in [("filled", true), ("blank", false)] {
        if cursor.take_word(word) {
            let [(Sign::Plus, Term::Word(field))] = &left[..] else {
                return Err(format!("{word}前面应是一个字段"));
            };
            let field = FieldId::new(field.as_str());
            return Ok(if filled { Condition::Filled(field) } else { Condition::Blank(field) });
        }
    }
    let comparison = match cursor.next() {
        Some(Token::Sign("=")) => Comparison::Equal,
        Some(Token::Sign("!=")) => Comparison::NotEqual,
        Some(Token::Sign("<")) => Comparison::Less,
        Some(Token::Sign("<=")) => Comparison::AtMost,
        Some(Token::Sign(">")) => Comparison::Greater,
        Some(Token::Sign(">=")) => Comparison::AtLeast,
        _ => return Err("这里应是比较(= != < <= > >=)、in、filled或blank".to_owned()),
    };
    Ok(Condition::Compare(left, comparison, side(cursor)?))
}

fn side(cursor: &mut Cursor) -> Result<Side, String> {
    let mut terms = vec![(Sign::Plus, term(cursor)?)];
    loop {
        if cursor.take("+") {
            terms.push((Sign::Plus, term(cursor)?));
        } else if cursor.take("-") {
            terms.push((Sign::Minus, term(cursor)?));
        } else {
            return Ok(terms);
        }
    }
}

fn term(cursor: &mut Cursor) -> Result<Term, String> {
    match cursor.next() {
        Some(Token::Word(word)) if word == "state" => Ok(Term::State),
        Some(Token::Word(word)) => Ok(Term::Word(word)),
        Some(Token::Number(number)) => Ok(Term::Number(number)),
        Some(Token::Text(text)) => Ok(text.parse().map_or(Term::Text(text), Term::Day)),
        _ => Err("这里应是字段、状态、数字或取值".to_owned()),
    }
}

fn list(cursor: &mut Cursor) -> Result<Vec<String>, String> {
    cursor.expect("[")?;
    let mut values = Vec::new();
    loop {
        match cursor.next() {
            Some(Token::Word(text) | Token::Text(text)) => values.push(text),
            Some(Token::Number(number)) => values.push(number.to_string()),
            _ => return Err("in后面应是[取值,取值]".to_owned()),
        }
        if cursor.take("]") {
            return Ok(values);
        }
        cursor.expect(",")?;
    }
}
