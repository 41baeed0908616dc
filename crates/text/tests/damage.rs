//! Damage made on purpose, the way the sites make it, on passages of our own; repair must give the passage back.

#![allow(clippy::unwrap_used)] // a test fails loudly

mod corpus;

use std::collections::HashMap;

use encoding_rs::GBK;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use kezhang_text::repair::{Class, repair};

/// Characters that such sites explain, with the one reading they use.
const EXPLAINED: &str = "關guān 結jié 計jì 區qū 領lǐng 導dǎo 級jí 業yè 務wù 門mén 堅jiān 學xué 發fā 國guó 創chuàng 點diǎn 設shè 機jī 開kāi 項xiàng 現xiàn 報bào 認rèn 進jìn 來lái 續xù 號hào 時shí 動dòng 協xié 調diào 實shí 強qiáng 鄉xiāng 會huì 態tài 環huán 質zhì 識shí 寫xiě 經jīng 濟jì 數shù 據jù 過guò 評píng 爭zhēng 準zhǔn 驗yàn 規guī 構gòu 戰zhàn 個gè 見jiàn 對duì 費fèi 監jiān 執zhí 術shù 產chǎn 萬wàn 農nóng 營yíng 達dá 測cè 當dāng 鎮zhèn 內nèi 臺tái 聯lián 請qǐng 擔dān 隊duì 災zāi 預yù 應yīng 場chǎng 價jià 風fēng 權quán 標biāo 衛wèi 轉zhuǎn 優yōu 獎jiǎng 訓xùn 責zé 習xí 擴kuò 團tuán 養yǎng 財cái 補bǔ 護hù 負fù 冊cè";

const PASSAGES: [&str; 4] = [
    "今年以来,县科技局在县委、县政府的正确领导下,围绕中心工作,组织企业申报各类科技项目,争取资金300万元,开展培训12期。",
    "我们在区委的关心支持下,认真落实各项政策,切实做好知识产权保护工作,专利申请量达到320件,比上年增长15%。",
    "加强与高等院校的合作,建立示范基地8个,引进新品种23个,发放技术资料5000余份,解决了农民的实际困难。",
    "因为创新能力不足,企业发展面临许多问题,需要各部门共同努力,在适当的时候给予资金扶持,帮助企业渡过难关。",
];

fn traditional(text: &str) -> String {
    OpenCC::from_config(BuiltinConfig::S2t).unwrap().convert(text)
}

fn gbk(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = GBK.encode(text);
    assert!(!lossy, "{text}");
    bytes.into_owned()
}

/// As those sites decode: a byte that begins no character takes the next byte with it and becomes a question mark.
fn sloppy_decode(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] < 0x80 {
            out.push(bytes[at] as char);
            at += 1;
            continue;
        }
        let pair = &bytes[at..(at + 2).min(bytes.len())];
        let (text, bad) = GBK.decode_without_bom_handling(pair);
        out.push_str(if bad { "?" } else { &text });
        at += 2;
    }
    out
}

/// The byte-blind replacement: every pair of bytes that is an explained character, wherever it begins.
fn explain(bytes: &[u8]) -> Vec<u8> {
    let table: HashMap<Vec<u8>, Vec<u8>> = EXPLAINED
        .split(' ')
        .map(|e| {
            let c: String = e.chars().take(1).collect();
            let reading: String = e.chars().skip(1).collect();
            let key = gbk(&c);
            (key.clone(), [key, b"(".to_vec(), gbk(&reading), b")".to_vec()].concat())
        })
        .collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes.get(at..at + 2).and_then(|pair| table.get(pair)) {
            Some(with) => {
                out.extend(with);
                at += 2;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}

#[test]
fn readings_and_straddling_hits_are_undone() {
    let (mut restored, mut straddles) = (0, 0);
    for passage in PASSAGES {
        let damaged = sloppy_decode(&explain(&gbk(&traditional(passage))));
        let repaired = repair(&damaged);
        straddles += repaired.repairs.iter().filter(|r| r.class == Class::Straddle).count();
        if repaired.text == passage {
            restored += 1;
        } else {
            println!("{damaged}\n{}\n{:?}", repaired.text, repaired.unsure);
        }
        assert_eq!(repaired.undo(|_| true), damaged);
    }
    assert_eq!(restored, PASSAGES.len(), "restored {restored}, straddling hits {straddles}");
    assert!(straddles >= 1);
}

#[test]
fn headings_that_slid_by_one_byte_come_back() {
    let mut text = traditional("县科技局组织企业申报项目,开展调研,落实责任。\n");
    text = sloppy_decode(&explain(&gbk(&text)));
    for (numeral, title) in [("五", "区科技局继续做好服务"), ("七", "召开会议"), ("八", "继续完善"), ("九", "区内企业")]
    {
        // A1 A1 is the wide blank before the bracket; one A1 is lost.
        let bytes = gbk(&format!("　（{numeral}）{}", traditional(title)));
        text += &(sloppy_decode(&explain(&bytes[1..])) + "。\n");
    }
    let repaired = repair(&text);
    for expected in ["（五）区科技局", "（七）召开会议", "（八）继续完善", "（九）区内企业"] {
        assert!(repaired.text.contains(expected), "{expected}\n{text}\n{}", repaired.text);
    }
}

#[test]
fn previews_that_cut_every_so_many_characters_are_joined() {
    let body: String = (1..60).map(|i| format!("第{i}条措施落实到位,组织企业申报项目{i}项,开展培训{}人次。", i * 7)).collect();
    let chars: Vec<char> = body.chars().collect();
    let mut cut = String::new();
    for (i, piece) in chars.chunks(300).enumerate() {
        cut += &format!("{}{}、{}", if i == 0 { "" } else { "\n\n" }, i + 1, piece.iter().collect::<String>());
    }
    let repaired = repair(&cut);
    assert_eq!(repaired.text, body);
    assert_eq!(repaired.undo(|_| true), cut);
}

#[test]
fn printed_page_numbers_in_words_are_taken_out() {
    let sentence = "我局坚持服务企业的理念,不断完善工作机制,组织开展调研活动,积极帮助企业解决困难和问题,推动各项工作落实。";
    let page = sentence.repeat(8);
    let body: String = (1..=6).map(|p| format!("{page}认真总{p}结经验。")).collect();
    let page_head = "下载 相关 举报\n上传人:某某 页数:6 大小:20KB\n总结.doc_第1页\n第1页 / 共6页\n资源描述\n";
    let repaired = repair(&format!("{page_head}{body}")).text.into_owned();
    assert_eq!(repaired, (1..=6).map(|_| format!("{page}认真总结经验。")).collect::<String>());
}

#[test]
fn the_surroundings_of_other_sites_go() {
    let report = "某县科技局工作总结\n一年来,我局围绕县委、县政府中心工作,组织申报项目12项,培训农民800人次,取得了明显成效。\n";
    let pages = [
        format!(
            "首页 > 文秘 > 工作总结\n某县科技局工作总结.docx\n上传人:小王 文档编号:12345 上传时间:2020-01-02\n下载文档\n{report}相关推荐\n返回顶部\n©2020 某某文库 版权所有\n"
        ),
        format!("{report}【某县科技局工作总结】相关文章:\n工作总结范文08-12\n科技局年度计划11-20\n年终总结报告01-05\n"),
        format!(
            "发布时间:2021-07-09 15:19 信息来源:某县科技局\n浏览次数:123次 字体:大 中 小\n打印 关闭\n{report}上一篇:通知公告\n下一篇:工作动态\n扫一扫在手机打开当前页\n"
        ),
    ];
    for page in pages {
        let repaired = repair(&page);
        assert!(
            repaired.text.contains("组织申报项目12项") && repaired.text.trim_end().chars().count() <= report.chars().count(),
            "{}",
            repaired.text
        );
        assert_eq!(repaired.undo(|_| true), page);
    }
}

/// Clean texts of many kinds: not one byte may change.
#[test]
fn clean_texts_pass_unchanged() {
    for &text in corpus::CLEAN {
        let repaired = repair(text);
        assert_eq!(repaired.text, text);
        assert!(repaired.repairs.is_empty() && repaired.unsure.is_empty(), "{text} {:?} {:?}", repaired.repairs, repaired.unsure);
    }
}
