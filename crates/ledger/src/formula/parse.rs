//! Formula text → [`Formula`].

use super::lexer::{Cursor, Token};
use super::{FigureRef, Filter, Formula, Function, Operator};

/// Parses a formula such as `patent.in_force[kind=发明] / population * 10000`.
///
/// # Errors
/// One sentence saying what is wrong with the text.
pub fn parse(source: &str) -> Result<Formula, String> {
    let mut cursor = Cursor::new(source)?;
    if cursor.peek().is_none() {
        return Err("公式是空的".to_owned());
    }
    let formula = sum(&mut cursor)?;
    cursor.end()?;
    Ok(formula)
}

fn sum(cursor: &mut Cursor) -> Result<Formula, String> {
    let mut left = product(cursor)?;
    loop {
        let operator = if cursor.take("+") {
            Operator::Add
        } else if cursor.take("-") {
            Operator::Subtract
        } else {
            return Ok(left);
        };
        left = Formula::Binary(Box::new(left), operator, Box::new(product(cursor)?));
    }
}

fn product(cursor: &mut Cursor) -> Result<Formula, String> {
    let mut left = factor(cursor)?;
    loop {
        let operator = if cursor.take("*") {
            Operator::Multiply
        } else if cursor.take("/") {
            Operator::Divide
        } else {
            return Ok(left);
        };
        left = Formula::Binary(Box::new(left), operator, Box::new(factor(cursor)?));
    }
}

fn factor(cursor: &mut Cursor) -> Result<Formula, String> {
    match cursor.next() {
        Some(Token::Number(number)) => Ok(Formula::Number(number)),
        Some(Token::Sign("(")) => cursor.deeper(|cursor| {
            let inner = sum(cursor)?;
            cursor.expect(")")?;
            Ok(inner)
        }),
        Some(Token::Word(word)) if cursor.take("(") => cursor.deeper(|cursor| call(cursor, &word)),
        Some(Token::Word(word)) => Ok(Formula::Figure(FigureRef { id: word, filter: filter(cursor)? })),
        Some(other) => Err(format!("这里不该是{other:?}")),
        None => Err("公式没有写完".to_owned()),
    }
}

fn call(cursor: &mut Cursor, name: &str) -> Result<Formula, String> {
    let function = Function::named(name)
        .ok_or_else(|| format!("没有函数“{name}”，可用last_year、ytd、cumulative、growth、share、target"))?;
    let mut arguments = vec![sum(cursor)?];
    while cursor.take(",") {
        arguments.push(sum(cursor)?);
    }
    cursor.expect(")")?;
    if arguments.len() != function.arity() {
        return Err(format!("{name}要{}个参数，这里有{}个", function.arity(), arguments.len()));
    }
    Ok(Formula::Call(function, arguments))
}

fn filter(cursor: &mut Cursor) -> Result<Vec<Filter>, String> {
    let mut filters = Vec::new();
    if !cursor.take("[") {
        return Ok(filters);
    }
    loop {
        let Some(Token::Word(field)) = cursor.next() else { return Err("方括号里应写字段=取值".to_owned()) };
        cursor.expect("=")?;
        let mut any_of = vec![word_or_text(cursor)?];
        while cursor.take("|") {
            any_of.push(word_or_text(cursor)?);
        }
        filters.push(Filter { field: field.into(), any_of });
        if cursor.take("]") {
            return Ok(filters);
        }
        cursor.expect(",")?;
    }
}

fn word_or_text(cursor: &mut Cursor) -> Result<String, String> {
    match cursor.next() {
        Some(Token::Word(text) | Token::Text(text)) => Ok(text),
        Some(Token::Number(number)) => Ok(number.to_string()),
        _ => Err("等号后面缺取值".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_parse_with_precedence() {
        for (source, printed) in [
            ("patent.filed", "patent.filed"),
            ("a + b * 2", "(a + (b * 2))"),
            ("(a + b) / c * 100", "(((a + b) / c) * 100)"),
            ("patent.in_force[kind=发明] / population * 10000", "((patent.in_force[kind=发明] / population) * 10000)"),
            ("project.won[level=national|provincial,year='2025']", "project.won[level=national|provincial,year=2025]"),
            ("growth(ytd(x))", "growth(ytd(x))"),
            ("share(a, a + b)", "share(a, (a + b))"),
        ] {
            assert_eq!(parse(source).unwrap().to_string(), printed);
        }
    }

    #[test]
    fn wrong_formulas_are_refused_with_a_reason() {
        let deep = format!("{}1{}", "(".repeat(100), ")".repeat(100));
        for (source, part) in [
            ("", "空的"),
            ("a +", "没有写完"),
            ("a b", "多出"),
            ("median(a)", "没有函数"),
            ("share(a)", "2个参数"),
            ("a[kind]", "缺“=”"),
            ("a[kind=]", "缺取值"),
            ("(a", "缺“)”"),
            ("a % b", "不认识的字符"),
            (deep.as_str(), "嵌套"),
        ] {
            let said = parse(source).unwrap_err();
            assert!(said.contains(part), "{source}: {said}");
        }
    }
}
