//! What must hold for every text, whatever it is.

#![allow(clippy::unwrap_used)] // a test fails loudly

use kezhang_text::decode::{Decoder, HtmlText, decode};
use kezhang_text::repair::{Options, repair, repair_with};
use kezhang_text::{findings, read};
use proptest::prelude::*;

/// Pieces that make repairs, numbers and brackets meet in odd ways.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("關(guān)于".to_owned()),
        Just("區(qū)科技局項(xiàng)目".to_owned()),
        Just("我們?cè)趨^(qū)委".to_owned()),
        Just("。ㄎ澹﹨^(qū)科技局".to_owned()),
        Just("生產正常,F(xiàn)在".to_owned()),
        Just("的`任务".to_owned()),
        Just("\n\n2、".to_owned()),
        Just("下载文档\n收藏 分享\n大小:20KB\n".to_owned()),
        Just("第3页 共7页".to_owned()),
        Just("效劳体系,根底设施,方案生育".to_owned()),
        Just("其中国家级5项、省级10项;".to_owned()),
        Just("同比增长12.5%,占全区的".to_owned()),
        Just("培训农民700人(次),".to_owned()),
        Just("共\n8059.35\n万元,公办、民办\n12\n".to_owned()),
        Just("一视同?/p>\n享受。完成?br/>".to_owned()),
        Just("一年来,全县上下团结一心,围绕年初确定的目标任务,新建大棚\n86座,种植辣椒1200亩,带动农户430户,户均增收,特色产业总产\n值提高。\n".to_owned()),
        Just("“三严三实”《条例》(含".to_owned()),
        Just("指标\t单位\t完成\n产值\t万元\t12\n".to_owned()),
        Just("\n园区 产值 (亿元) 税收(万元) 备注\n合 计 17 3\n东区 12 3 无\n西　区 5 -\n".to_owned()),
        Just("合计 20 3\n".to_owned()),
        Just("\n乡镇\n户数(户) |\n资金(万元)\n石桥镇\n46\n92\n柳林镇\n38\n—\n".to_owned()),
        Just("\n序号\n\n指标\n\n单位\n\n数量\n\n1\n\n专利\n\n件\n\n86\n\n2\n\n论文\n\n篇\n\n12\n\n".to_owned()),
        Just("合计\n84\n".to_owned()),
        "[一二三十百千万亿两0-9.,，。、;:()（）“”《》%余多近约年月日 \n\t]{0,12}",
        "\\PC{0,8}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn undoing_all_repairs_gives_the_text_back(text in text()) {
        for options in [Options::default(), Options { spun_words: true }] {
            let repaired = repair_with(&text, options);
            prop_assert_eq!(repaired.undo(|_| true), text.clone());
            prop_assert_eq!(repaired.undo(|_| false), repaired.text.to_string());
            let mut end = 0;
            for r in &repaired.repairs {
                prop_assert!(r.repaired.start >= end);
                prop_assert_eq!(r.repaired.of(&repaired.text), repaired.is(r));
                prop_assert_eq!(r.original.of(&text), repaired.was(r));
                end = r.repaired.end;
            }
            for u in &repaired.unsure {
                prop_assert_eq!(u.repaired.of(&repaired.text), u.text.as_str());
            }
        }
    }

    #[test]
    fn reading_never_fails_and_places_are_true(text in text()) {
        let reading = read(&text);
        for claim in &reading.claims {
            prop_assert!(text.is_char_boundary(claim.span.start) && text.is_char_boundary(claim.span.end));
            prop_assert!(!claim.span.is_empty());
            let before = text[..claim.span.start].chars().count();
            prop_assert_eq!(claim.chars.start, before);
            prop_assert!(claim.part_of.is_none_or(|w| w < reading.claims.len()));
            if let (Some(low), Some(high)) = (claim.low, claim.high) {
                prop_assert!(low <= high, "{:?}", claim);
            }
        }
        let _ = findings(&text, &reading);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn pieces_decode_like_the_whole(text in "\\PC{1,200}", cut in 1usize..50) {
        let bytes = text.as_bytes();
        let mut decoder = Decoder::new();
        let mut out = String::new();
        let mut pieces = bytes.chunks(cut.max(4)).peekable();
        let mut refused = false;
        while let Some(piece) = pieces.next() {
            refused |= decoder.push(piece, pieces.peek().is_none(), &mut out).is_err();
        }
        if !refused && decoder.encoding() == "UTF-8" {
            prop_assert_eq!(out.replace('\u{feff}', ""), text.replace('\u{feff}', ""));
        }
    }

    #[test]
    fn pages_in_pieces_give_the_same_lines(page in "(<p>|</p>|<br>|&nbsp;|&#20013;|<script>x</script>|<td>|中文| |\n|a<b|<!-- c -->){0,30}", cut in 1usize..20) {
        let whole = { let mut out = String::new(); let mut h = HtmlText::new(); h.push(&page, &mut out); h.finish(&mut out); out };
        let mut out = String::new();
        let mut h = HtmlText::new();
        let chars: Vec<char> = page.chars().collect();
        for part in chars.chunks(cut) {
            h.push(&part.iter().collect::<String>(), &mut out);
        }
        h.finish(&mut out);
        prop_assert_eq!(out, whole);
    }
}

/// Texts that make careless readers slow or deep. They only have to be read; `bench/` measures how fast.
#[test]
fn hostile_texts_are_read() {
    for unit in [
        "1",
        "(",
        "（",
        "“",
        "《",
        "一",
        "1、",
        "其中5项、",
        "1,",
        "万",
        "xx",
        "、",
        "的`",
        "?qū)",
        "\n1、",
        "12:",
        "第",
        "2023年",
        "\t1",
        "占5%,",
        "面?/p>",
        "共\n12\n个,",
        "12\n年\n",
        "甲\n",
        "甲\n\n",
        "指标\n数量\n金额\n甲\n1\n",
        "乡镇\n户数(户)\n资金(元)\n甲\n1\n2\n乙\n3\n4\n",
        "今年以来我局围绕中心工作服务大局,组织企业申报项目共计\n",
    ] {
        let text = unit.repeat(200_000 / unit.len());
        let repaired = repair(&text);
        assert_eq!(repaired.undo(|_| true), text);
        let reading = read(&repaired.text);
        let _ = findings(&repaired.text, &reading);
    }
}
