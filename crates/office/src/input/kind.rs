//! What kind of file it is, by what is in it and never by its name.

use super::{Limits, Package};

/// Kinds of files that come into an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Nothing.
    Empty,
    /// Word document (.docx).
    Docx,
    /// Excel workbook (.xlsx, .xlsm).
    Xlsx,
    /// Excel binary workbook (.xlsb).
    Xlsb,
    /// PowerPoint presentation (.pptx).
    Pptx,
    /// OpenDocument text, sheet or presentation.
    OpenDocument,
    /// Another zip archive.
    Zip,
    /// A zip archive that cannot be opened: cut off or broken.
    BrokenZip,
    /// Word 97–2003 (.doc).
    OldWord,
    /// Excel 97–2003 (.xls).
    OldExcel,
    /// An Office document that needs a password.
    EncryptedOffice,
    /// Another old Office file.
    OldOffice,
    /// PDF.
    Pdf,
    /// Web page.
    Html,
    /// Rich text.
    Rtf,
    /// Picture.
    Picture,
    /// Plain text, in an encoding that can be told.
    Text,
    /// Anything else.
    Binary,
}

impl FileKind {
    /// What it is called, in Chinese.
    pub fn shown(self) -> &'static str {
        match self {
            FileKind::Empty => "空文件",
            FileKind::Docx => "Word 文档",
            FileKind::Xlsx => "Excel 工作簿",
            FileKind::Xlsb => "Excel 二进制工作簿（.xlsb）",
            FileKind::Pptx => "演示文稿",
            FileKind::OpenDocument => "OpenDocument 文档",
            FileKind::Zip => "压缩包",
            FileKind::BrokenZip => "损坏的压缩文件",
            FileKind::OldWord => "旧版 Word 文件（.doc）",
            FileKind::OldExcel => "旧版 Excel 文件（.xls）",
            FileKind::EncryptedOffice => "设了密码的 Office 文件",
            FileKind::OldOffice => "旧版 Office 文件",
            FileKind::Pdf => "PDF 文件",
            FileKind::Html => "网页",
            FileKind::Rtf => "RTF 文件",
            FileKind::Picture => "图片",
            FileKind::Text => "纯文本",
            FileKind::Binary => "程序或其他二进制文件",
        }
    }

    /// The endings that files of this kind rightly have.
    pub(crate) fn endings(self) -> &'static [&'static str] {
        match self {
            FileKind::Docx => &["docx", "docm", "dotx"],
            FileKind::Xlsx => &["xlsx", "xlsm", "xltx"],
            FileKind::Xlsb => &["xlsb"],
            FileKind::Pptx => &["pptx", "ppsx"],
            FileKind::OpenDocument => &["odt", "ods", "odp"],
            FileKind::Zip | FileKind::BrokenZip => &["zip"],
            FileKind::OldWord => &["doc", "wps"],
            FileKind::OldExcel => &["xls", "et"],
            FileKind::EncryptedOffice => &["docx", "xlsx", "pptx"],
            FileKind::OldOffice => &["ppt", "msg", "dps"],
            FileKind::Pdf => &["pdf"],
            FileKind::Html => &["html", "htm", "mht"],
            FileKind::Rtf => &["rtf"],
            FileKind::Picture => &["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp"],
            FileKind::Text => &["txt", "csv", "tsv", "md", "log"],
            FileKind::Binary => &["exe", "bin", "rar", "7z", "gz"],
            FileKind::Empty => &[],
        }
    }
}

/// Tells the kind of a file from its bytes.
pub fn sniff(bytes: &[u8]) -> FileKind {
    const PICTURES: [&[u8]; 6] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM", b"II*\0", b"MM\0*"];
    if bytes.is_empty() {
        return FileKind::Empty;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return kind_of_zip(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return kind_of_compound(bytes);
    }
    // Some writers put a few bytes before the header; readers look for it in the first kilobyte.
    if bytes.starts_with(b"%PDF-") || contains(bytes.get(..1024.min(bytes.len())).unwrap_or_default(), b"%PDF-") {
        return FileKind::Pdf;
    }
    if bytes.starts_with(b"{\\rtf") {
        return FileKind::Rtf;
    }
    if PICTURES.iter().any(|magic| bytes.starts_with(magic)) && kezhang_text::decode::decode(bytes).is_err() {
        return FileKind::Picture;
    }
    match kezhang_text::decode::decode(head(bytes)) {
        Ok(decoded) if decoded.markup == kezhang_text::decode::Markup::Html => FileKind::Html,
        Ok(_) => FileKind::Text,
        Err(_) => FileKind::Binary,
    }
}

/// The first part of a text, long enough to tell an encoding. An odd byte at its end is no matter.
fn head(bytes: &[u8]) -> &[u8] {
    bytes.get(..bytes.len().min(1 << 20)).unwrap_or(bytes)
}

fn kind_of_zip(bytes: &[u8]) -> FileKind {
    let Ok(package) = Package::open(bytes, &Limits::default()) else { return FileKind::BrokenZip };
    match package.main_part() {
        Some(part) if part.content == "word" => FileKind::Docx,
        Some(part) if part.content == "xl" && part.name.ends_with(".bin") => FileKind::Xlsb,
        Some(part) if part.content == "xl" => FileKind::Xlsx,
        Some(part) if part.content == "ppt" => FileKind::Pptx,
        _ if package.has("content.xml") && package.has("mimetype") => FileKind::OpenDocument,
        _ => FileKind::Zip,
    }
}

/// The streams of a compound file are named in UTF-16 in its directory.
fn kind_of_compound(bytes: &[u8]) -> FileKind {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contains(bytes, &wide)
    };
    if has("EncryptedPackage") {
        FileKind::EncryptedOffice
    } else if has("WordDocument") {
        FileKind::OldWord
    } else if has("Workbook") || has("Book") {
        FileKind::OldExcel
    } else {
        FileKind::OldOffice
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    let starts = bytes.iter().enumerate().filter(|(_, byte)| *byte == first);
    starts.into_iter().any(|(at, _)| bytes.get(at..at + needle.len()) == Some(needle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        let cases: [(&[u8], FileKind); 8] = [
            (b"", FileKind::Empty),
            (b"PK\x03\x04 not really a zip", FileKind::BrokenZip),
            (b"%PDF-1.7\n", FileKind::Pdf),
            (b"{\\rtf1\\ansi}", FileKind::Rtf),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind::Picture),
            ("<!doctype html><html><body>总结</body></html>".as_bytes(), FileKind::Html),
            ("序号,名称\n1,项目\n".as_bytes(), FileKind::Text),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", FileKind::Binary),
        ];
        for (bytes, kind) in cases {
            assert_eq!(sniff(bytes), kind, "{:?}", String::from_utf8_lossy(bytes));
        }
        let mut compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        compound.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(sniff(&compound), FileKind::EncryptedOffice);
    }
}
