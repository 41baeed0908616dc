//! Words and signs of formulas and conditions.

use rust_decimal::Decimal;

/// One word or sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// Ids, code names, keywords; Chinese allowed.
    Word(String),
    /// `'…'` or `"…"`: a literal text.
    Text(String),
    /// A number without a sign.
    Number(Decimal),
    /// `( ) [ ] , + - * / | = != < <= > >=`
    Sign(&'static str),
}

/// Two-character signs first.
const SIGNS: &[&str] = &["!=", "<=", ">=", "(", ")", "[", "]", ",", "+", "-", "*", "/", "|", "=", "<", ">"];

/// Splits the source into tokens.
///
/// # Errors
/// One sentence with the offending character.
pub(super) fn tokens(source: &str) -> Result<Vec<Token>, String> {
    let mut found = Vec::new();
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first == '\'' || first == '"' {
            let end = rest[1..].find(first).ok_or_else(|| format!("“{rest}”的引号没有配对"))?;
            found.push(Token::Text(rest[1..=end].to_owned()));
            end + 2
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            found.push(Token::Sign(sign));
            sign.len()
        } else {
            let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
            if end == 0 {
                return Err(format!("不认识的字符“{first}”"));
            }
            let word = &rest[..end];
            found.push(word.parse::<Decimal>().map_or_else(|_| Token::Word(word.to_owned()), Token::Number));
            end
        };
        rest = rest[length..].trim_start();
    }
    Ok(found)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '·')
}

/// A cursor over tokens with the refusals the parsers share.
pub(super) struct Cursor {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

/// Nesting beyond this is a mistake, not a formula.
const DEPTH_MAX: usize = 24;

impl Cursor {
    pub(super) fn new(source: &str) -> Result<Self, String> {
        Ok(Self { tokens: tokens(source)?, at: 0, depth: 0 })
    }

    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Takes the sign if it stands next.
    pub(super) fn take(&mut self, sign: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Sign(s)) if *s == sign);
        self.at += usize::from(there);
        there
    }

    /// Takes the word if it stands next.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Word(w)) if w == word);
        self.at += usize::from(there);
        there
    }

    pub(super) fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.take(sign) { Ok(()) } else { Err(format!("缺“{sign}”")) }
    }

    pub(super) fn end(&self) -> Result<(), String> {
        match self.peek() {
            None => Ok(()),
            Some(token) => Err(format!("多出{token:?}")),
        }
    }

    /// Guards against nesting that would exhaust the stack.
    pub(super) fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T, String>) -> Result<T, String> {
        if self.depth >= DEPTH_MAX {
            return Err(format!("括号嵌套超过{DEPTH_MAX}层"));
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }
}
