//! Bytes to text: which encoding, is it a web page, is it text at all.
//!
//! Never guesses silently: the encoding that was used and the number of bytes that could not be read
//! are part of the answer. Word and PDF files are not read here; their bytes are refused with a hint.

mod charset;
mod html;
mod refusal;

pub use charset::Decoder;
pub use html::HtmlText;
pub use refusal::Refusal;

use serde::Serialize;

/// What the bytes were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Markup {
    /// Plain text.
    Plain,
    /// A web page; tags are gone, blocks have become lines.
    Html,
}

/// Text read from bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decoded {
    /// The text, lines ending in `\n`.
    pub text: String,
    /// Name of the encoding, as in the WHATWG standard (`UTF-8`, `gb18030`, `Big5`, `UTF-16LE` …).
    pub encoding: &'static str,
    /// Plain text or a web page.
    pub markup: Markup,
    /// How many places could not be read and became `U+FFFD`.
    pub unreadable: usize,
}

/// Reads bytes as text.
///
/// # Errors
/// A [`Refusal`] when the bytes are empty, another kind of file, or not text in any encoding we know.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Refusal> {
    let mut decoder = Decoder::new();
    let mut text = String::with_capacity(bytes.len());
    decoder.push(bytes, true, &mut text)?;
    let unreadable = decoder.unreadable();
    if decoder.is_html() {
        let mut page = HtmlText::new();
        let mut plain = String::with_capacity(text.len() / 2);
        page.push(&text, &mut plain);
        page.finish(&mut plain);
        return Ok(Decoded { text: plain, encoding: decoder.encoding(), markup: Markup::Html, unreadable });
    }
    Ok(Decoded { text: unify_line_ends(text), encoding: decoder.encoding(), markup: Markup::Plain, unreadable })
}

/// `\r\n` and lone `\r` become `\n`; text without `\r` is handed back as it is.
pub(crate) fn unify_line_ends(text: String) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "区科技局2023年工作总结\n全年培训农民1200人次,发放资料3万余份。\n";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn every_encoding_a_bureau_meets_gives_the_same_text() {
        let gbk = encoding_rs::GB18030.encode(SAMPLE).0.into_owned();
        let with_bom = [b"\xEF\xBB\xBF", SAMPLE.as_bytes()].concat();
        let le = [b"\xFF\xFE".to_vec(), utf16(SAMPLE, false)].concat();
        let be = [b"\xFE\xFF".to_vec(), utf16(SAMPLE, true)].concat();
        for bytes in [SAMPLE.as_bytes().to_vec(), with_bom, gbk, le, be, utf16(SAMPLE, false), utf16(SAMPLE, true)] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.text, SAMPLE, "{}", decoded.encoding);
            assert_eq!(decoded.unreadable, 0);
        }
    }

    #[test]
    fn big5_is_read() {
        let text = "關於科技局年度工作總結的報告,本年度申報專案三十二項,培訓農民一千二百人次,辦理情況良好。";
        let bytes = encoding_rs::BIG5.encode(text).0.into_owned();
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, "Big5"));
    }

    #[test]
    fn line_ends_are_unified() {
        assert_eq!(decode("一\r\n二\r三\n".as_bytes()).unwrap().text, "一\n二\n三\n");
    }

    #[test]
    fn other_files_are_refused_with_a_code() {
        let cases: [(&[u8], &str); 6] = [
            (b"", "decode-empty"),
            (b"PK\x03\x04\x14\x00\x06\x00", "decode-zip"),
            (b"%PDF-1.7\n", "decode-pdf"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "decode-old-office"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "decode-binary"),
            (b"abc\0\x01\x02\x03\x04\0\0\0\x05\x06\x07\x08\0\x01", "decode-binary"),
        ];
        for (bytes, code) in cases {
            assert_eq!(decode(bytes).unwrap_err().code(), code);
        }
    }

    #[test]
    fn a_page_becomes_lines() {
        let page = "<!DOCTYPE html><html><head><title>标题</title><style>p{}</style></head><body>\n<h1>一、总结</h1><p>申报<b>36</b>项,\n立项13项。</p><script>var a=1<2;</script><table><tr><td>专利</td><td>12&nbsp;件</td></tr></table></body></html>";
        let decoded = decode(page.as_bytes()).unwrap();
        assert_eq!(decoded.markup, Markup::Html);
        assert_eq!(decoded.text, "一、总结\n申报36项,立项13项。\n专利\t12 件\n");
    }
}
