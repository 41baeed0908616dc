//! The text of Word 97–2003 documents. `files/report.doc` was written with LibreOffice: a numbered heading, a table with a
//! cell of two paragraphs, a footnote, a tracked deletion, a field, a line break and a header.
#![allow(clippy::unwrap_used, missing_docs)]

use kezhang_office::input::{Limits, Refusal};
use kezhang_office::text_of::{TextNotice, TextPlace, text_of};

const REPORT: &[u8] = include_bytes!("files/report.doc");

#[test]
fn an_old_word_file_is_laid_out_like_a_new_one() {
    let report = text_of("总结.doc", REPORT, &Limits::default()).unwrap();
    let lines: Vec<&str> = report.text.lines().collect();
    let expected = [
        "青禾区科技局2024年工作总结",
        "1、主要成效",
        "全年登记技术合同47项，成交额1.6亿元。",
        "2、存在问题",
        "指标\t上半年\t全年",
        "技术合同（项）\t21\t47",
        "到位经费\t第一批120万元 第二批80万元\t200万元",
        "新增高新技术企业9家，旧稿11家，培训农户",
        "640人次。",
        "第1页说明。",
        "以上R&D数据为初步数。",
        "含复审3家。",
    ];
    assert_eq!(lines, expected, "the header is no part of the text");
    assert_eq!(report.notices, [TextNotice::OldWord]);
    let place_of = |words: &str| {
        let at = report.text.find(words).unwrap();
        report.paragraphs.iter().find(|p| p.span.start <= at && at < p.span.end).unwrap().place
    };
    assert_eq!(place_of("全年登记"), TextPlace::Body);
    assert_eq!(place_of("200万元"), TextPlace::Table);
    assert_eq!(place_of("含复审"), TextPlace::Note);
}

#[test]
fn old_word_files_that_cannot_be_read_are_refused() {
    let main_stream = REPORT.windows(4).position(|bytes| bytes == [0xEC, 0xA5, 0x01, 0x01]).unwrap();
    let with = |offset: usize, change: &dyn Fn(u8) -> u8| {
        let mut bytes = REPORT.to_vec();
        bytes[main_stream + offset] = change(bytes[main_stream + offset]);
        text_of("总结.doc", &bytes, &Limits::default()).unwrap_err()
    };
    // fEncrypted is bit 8 of the flags at offset 10 of the FIB, nFib stands at offset 2 ([MS-DOC] 2.5.2).
    assert_eq!(with(11, &|flags| flags | 1), Refusal::Encrypted);
    assert_eq!(with(3, &|_| 0), Refusal::OldWord);
    assert!(matches!(with(0, &|_| 0), Refusal::Damaged { .. }));
    for cut in [600, 2_000, REPORT.len() / 2] {
        let refusal = text_of("总结.doc", &REPORT[..cut], &Limits::default()).unwrap_err();
        assert!(matches!(refusal, Refusal::Damaged { .. } | Refusal::WrongKind { .. }), "{cut}: {refusal}");
    }
}
