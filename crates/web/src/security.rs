//! What every answer carries, and which requests are not even looked at.
//!
//! Changes are only taken from our own pages: browsers say where a request comes from (`Sec-Fetch-Site`, or `Origin`
//! in older ones), and one that says neither is refused. Together with a strict cookie that is all of CSRF.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Only our own files, no inline script, no frame around us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; \
     object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Refuses changes that do not come from our own pages, and sets the headers of every answer.
pub async fn guard(request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && !from_our_own_page(request.headers()) {
        let sentence = "这个请求不是从科账的页面发出的，没有办理。请在科账里重新操作 [KZ-601]";
        return (StatusCode::FORBIDDEN, sentence).into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    // Pages of the book must not linger in a shared computer's cache.
    set(header::CACHE_CONTROL, "no-store");
    response
}

fn from_our_own_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text("host")
        }
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_change_anything() {
        for (site, origin, host, expected) in [
            (Some("same-origin"), None, "a", true),
            (Some("cross-site"), Some("http://a"), "a", false),
            (Some("same-site"), None, "a", false),
            (Some("none"), None, "a", false),
            (None, Some("http://127.0.0.1:7707"), "127.0.0.1:7707", true),
            (None, Some("http://evil"), "127.0.0.1:7707", false),
            (None, Some("null"), "a", false),
            (None, None, "a", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("host", HeaderValue::from_static(host));
            for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                if let Some(value) = value {
                    headers.insert(name, HeaderValue::from_static(value));
                }
            }
            assert_eq!(from_our_own_page(&headers), expected, "{site:?} {origin:?}");
        }
    }
}
