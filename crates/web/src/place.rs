//! Where a request stands: whose session, which year, whole page or only a part of it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};
use kezhang_app::desk::Desk;
use kezhang_app::error::AppError;

use crate::failure::Failure;
use crate::site::Site;

/// Name of the session cookie.
pub const SESSION: &str = "kezhang_session";

/// Name of the cookie that carries what was said about the last change to the next page.
pub const SAID: &str = "kezhang_said";

/// Where a request stands.
#[derive(Clone, Debug)]
pub struct Place {
    /// Session token; blank without one.
    pub token: String,
    /// Year in the address.
    pub year: Option<i16>,
    /// Path.
    pub path: String,
    /// Query pairs, decoded, in order.
    pub query: Vec<(String, String)>,
    /// htmx wants only the part.
    pub part: bool,
    /// What was said about the last change.
    pub said: Option<String>,
    /// Where to come back to after signing in: this page; for a part or a change, the page it was asked for on.
    back: String,
}

impl Place {
    /// The desk of whoever asks.
    ///
    /// # Errors
    /// Nobody is signed in: then the way leads over the sign-in page back to here.
    pub fn desk<'s>(&self, site: &'s Site) -> Result<Desk<'s>, Failure> {
        if !site.has_book() {
            return Err(AppError::not_found("账簿还没有建立，请打开终端里给出的建账地址").into());
        }
        site.book()?.desk(&self.token).map_err(|error| match error {
            AppError::SignInFirst => Failure::SignIn { next: self.back.clone(), part: self.part },
            other => other.into(),
        })
    }

    /// The year of the address, or the one a page without a year means.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn year_or_default(&self, desk: &Desk) -> Result<i16, AppError> {
        self.year.map_or_else(|| desk.default_year(), Ok)
    }

    /// The first value of a query key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Place {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = pairs(&parts.uri);
        let part = parts.headers.contains_key("hx-request");
        let here = parts.uri.path_and_query().map_or("/", |here| here.as_str());
        let back = match (part, parts.method == Method::GET) {
            (false, true) => here.to_owned(),
            (true, _) => page_named(&parts.headers, "hx-current-url"),
            (false, false) => page_named(&parts.headers, "referer"),
        };
        let year = query.iter().find(|(name, _)| name == "year").and_then(|(_, year)| year.parse().ok());
        Ok(Self {
            token: cookie(&parts.headers, SESSION).unwrap_or_default(),
            year: year.filter(|year| (1900..=2100).contains(year)),
            path: parts.uri.path().to_owned(),
            part,
            said: cookie(&parts.headers, SAID).map(|said| percent_decode(&said)).filter(|said| !said.is_empty()),
            query,
            back,
        })
    }
}

/// Path and query of the page that a header names; the start page where it names none.
fn page_named(headers: &HeaderMap, header: &str) -> String {
    let uri = headers.get(header).and_then(|value| value.to_str().ok()).and_then(|value| value.parse::<Uri>().ok());
    uri.and_then(|uri| uri.path_and_query().map(|page| page.as_str().to_owned())).unwrap_or_else(|| "/".to_owned())
}

fn pairs(uri: &Uri) -> Vec<(String, String)> {
    let query = uri.query().unwrap_or_default();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (percent_decode(name), percent_decode(value)))
        .collect()
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// `%E5%B9%B4+x` → `年 x`. Bytes that are no UTF-8 become replacement characters.
pub fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok()).and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = tail;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Everything but letters, digits and `-_.~` as `%XX`.
pub fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_decode_and_encode() {
        for text in ["年份=2025", "a b+c%", "patent.filed[kind=invention]", ""] {
            assert_eq!(percent_decode(&percent_encode(text)), text);
        }
        assert_eq!(percent_decode("a+b%20c%zz"), "a b c%zz");
        assert_eq!(percent_decode("%ff"), "\u{fffd}");
    }
}
