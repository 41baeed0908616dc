//! Planted errors: correct passages are made from patterns, one relation at a time is broken, and the checker must say so
//! and nothing else. The passages are made by a fixed rule, so every run is the same.

use std::collections::BTreeMap;

use kezhang_text::{Severity, findings, read};

/// A sequence that looks random and is always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (self.0 >> 33) % (high - low + 1)
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[usize::try_from(self.roll(0, list.len() as u64 - 1)).unwrap_or(0)]
    }
}

/// A percentage with one decimal, rounded half up: exact, since everything is whole numbers.
fn percent(part: u64, whole: u64) -> String {
    let tenths = (part * 2000 + whole) / (whole * 2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn off(value: &str, dice: &mut Dice) -> String {
    let (whole, tenth) = value.split_once('.').unwrap_or((value, "0"));
    let whole: u64 = whole.parse().unwrap_or(0);
    format!("{}.{tenth}", whole + dice.roll(3, 9))
}

struct Passage {
    text: String,
    broken: String,
    code: &'static str,
}

fn passage(kind: u64, dice: &mut Dice) -> Passage {
    let place = dice.pick(&["全县", "全区", "全市"]);
    match kind % 14 {
        0 => among(dice),
        1 => exclusive(dice),
        2 => complete(dice),
        3 => share(dice, place),
        4 => part_share(dice),
        5 => rate(dice),
        6 => growth(dice),
        7 => over_hundred(dice),
        8 => two_values(dice, place),
        9 => slip(dice, place),
        10 => approved(dice),
        11 => listed(dice),
        12 => table(dice),
        _ => lost(dice),
    }
}

fn among(dice: &mut Dice) -> Passage {
    let total = dice.roll(300, 4000);
    let part = dice.roll(50, total - 10);
    let (what, unit, inner) = [
        ("培训农民", "人次", "女性"),
        ("走访企业", "家", "规上企业"),
        ("检查餐饮单位", "户次", "学校食堂"),
        ("发放宣传资料", "份", "科普手册"),
        ("受理投诉举报", "件", "食品类"),
    ][dice.roll(0, 4) as usize];
    let make = |p: u64| format!("今年以来,共{what}{total}{unit},其中{inner}{p}{unit}。");
    Passage { text: make(part), broken: make(total + dice.roll(5, 300)), code: "part-exceeds-whole" }
}

fn exclusive(dice: &mut Dice) -> Passage {
    let (a, b, c) = (dice.roll(2, 9), dice.roll(10, 30), dice.roll(20, 60));
    let verb = dice.pick(&["申报", "组织申报", "共申报", "争取"]);
    let make = |total: u64| format!("全年{verb}各类科技项目{total}项,其中国家级{a}项、省级{b}项、市级{c}项。");
    Passage { text: make(a + b + c + dice.roll(0, 6)), broken: make(c + b), code: "parts-exceed-whole" }
}

fn complete(dice: &mut Dice) -> Passage {
    let (a, b, c) = (dice.roll(40, 300), dice.roll(100, 900), dice.roll(20, 200));
    let what = dice.pick(&["专利授权", "授权专利", "专利申请"]);
    let make = |total: u64| format!("全年{what}{total}件,其中发明专利{a}件、实用新型{b}件、外观设计{c}件。");
    Passage { text: make(a + b + c), broken: make(a + b + c + dice.roll(3, 60)), code: "parts-differ-from-whole" }
}

fn share(dice: &mut Dice, place: &str) -> Passage {
    let whole = dice.roll(200, 900);
    let part = dice.roll(20, whole - 20);
    let right = percent(part, whole);
    let name = dice.pick(&["高新技术产业产值", "农产品加工业产值", "装备制造业产值"]);
    let make = |p: &str| format!("{place}工业总产值{whole}亿元。{name}{part}亿元,占{place}工业总产值的{p}%。");
    Passage { text: make(&right), broken: make(&off(&right, dice)), code: "share-differs" }
}

fn part_share(dice: &mut Dice) -> Passage {
    let whole = dice.roll(200, 3000);
    let part = dice.roll(20, whole / 2);
    let right = percent(part, whole);
    let make = |p: &str| format!("全年专利授权{whole}件,其中发明专利{part}件,占比{p}%。");
    Passage { text: make(&right), broken: make(&off(&right, dice)), code: "share-differs" }
}

fn rate(dice: &mut Dice) -> Passage {
    let whole = dice.roll(100, 3000);
    let part = dice.roll(whole * 6 / 10, whole * 9 / 10);
    let right = percent(part, whole);
    let (find, done, rate, unit) = [
        ("排查隐患", "整改", "整改率", "处"),
        ("受理群众来信", "办结", "办结率", "件"),
        ("立案", "结案", "结案率", "起"),
        ("承办建议提案", "办复", "办复率", "件"),
    ][dice.roll(0, 3) as usize];
    let make = |p: &str| format!("一年来,{find}{whole}{unit},{done}{part}{unit},{rate}{p}%。");
    Passage { text: make(&right), broken: make(&off(&right, dice)), code: "rate-differs" }
}

fn growth(dice: &mut Dice) -> Passage {
    let before = dice.roll(100, 900);
    let more = dice.roll(10, 90);
    let right = percent(more, before);
    let (what, unit) = [("粮食播种面积", "万亩"), ("技术合同登记", "项"), ("新增市场主体", "户"), ("旅游综合收入", "万元")]
        [dice.roll(0, 3) as usize];
    let (word, now) = if dice.roll(0, 1) == 0 { ("增加", before + more) } else { ("减少", before - more) };
    let rate = if word == "增加" { "增长" } else { "下降" };
    let make = |p: &str| format!("{what}{now}{unit},比上年{word}{more}{unit},{rate}{p}%。");
    Passage { text: make(&right), broken: make(&off(&right, dice)), code: "growth-differs" }
}

fn over_hundred(dice: &mut Dice) -> Passage {
    let what = dice.pick(&["抽检食品{}批次,合格率", "受理投诉{}件,办结率", "发放问卷{}份,群众满意率", "检查企业{}家,隐患整改率"]);
    let count = dice.roll(100, 900).to_string();
    let make = |p: u64| format!("{}{p}%。", what.replace("{}", &count));
    Passage { text: make(dice.roll(60, 100)), broken: make(dice.roll(101, 180)), code: "percent-over-100" }
}

fn two_values(dice: &mut Dice, place: &str) -> Passage {
    let a = dice.roll(100, 400);
    let what = dice.pick(&["高新技术企业总数", "科技型中小企业总数", "农民合作社总数"]);
    let make = |b: u64| format!("一、基本情况\n截至目前,{place}{what}达到{a}家。\n二、主要工作\n经过努力,{place}{what}达{b}家。");
    Passage { text: make(a), broken: make(a + dice.roll(1, 40)), code: "same-figure-two-values" }
}

fn slip(dice: &mut Dice, place: &str) -> Passage {
    let a = format!("{}.{}", dice.roll(2, 90), dice.roll(1, 9));
    let what = dice.pick(&["技术合同成交额", "地区生产总值", "社会消费品零售总额"]);
    let make = |unit: &str| format!("一、基本情况\n全年{place}{what}{a}亿元。\n二、主要工作\n全年{place}{what}{a}{unit}。");
    Passage { text: make("亿元"), broken: make("万元"), code: "unit-slip" }
}

fn approved(dice: &mut Dice) -> Passage {
    let applied = dice.roll(12, 60);
    let what = dice.pick(&["省级科技项目", "科技计划项目", "技改项目"]);
    let verb = dice.pick(&["立项", "获批", "获准"]);
    let make = |n: u64| format!("全年申报{what}{applied}项,{verb}{n}项。");
    Passage { text: make(dice.roll(3, applied)), broken: make(applied + dice.roll(1, 20)), code: "approved-exceeds-applied" }
}

fn listed(dice: &mut Dice) -> Passage {
    let names = ["东山", "西河", "南岭", "北桥", "石门", "柳林", "白沙", "平湖"];
    let count = usize::try_from(dice.roll(3, 7)).unwrap_or(3);
    let kind = dice.pick(&["镇", "村"]);
    let list: Vec<String> = names[..count].iter().map(|n| format!("{n}{kind}")).collect();
    let numerals = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    let make = |n: usize| format!("{}{}个{kind}列入试点。", list.join("、"), numerals[n]);
    Passage { text: make(count), broken: make(if count > 5 { count - 2 } else { count + 2 }), code: "list-count-differs" }
}

fn table(dice: &mut Dice) -> Passage {
    let rows: Vec<(u64, u64)> = (0..dice.roll(2, 5)).map(|_| (dice.roll(20, 400), dice.roll(10, 200))).collect();
    let names = ["东镇", "西镇", "南镇", "北镇", "城关镇"];
    let (a, b): (u64, u64) = rows.iter().fold((0, 0), |s, r| (s.0 + r.0, s.1 + r.1));
    let body: String = rows.iter().zip(names).map(|((x, y), n)| format!("{n}\t{x}\t{y}\n")).collect();
    let make = |total: u64| format!("乡镇\t申请量(件)\t授权量(件)\n{body}合计\t{total}\t{b}\n");
    Passage { text: make(a), broken: make(a + dice.roll(2, 50)), code: "parts-differ-from-whole" }
}

fn lost(dice: &mut Dice) -> Passage {
    let (a, b) = (dice.roll(2, 9).to_string(), dice.roll(10, 30));
    let make = |n: &str| format!("全年争取国家级科技项目{n}项、省级科技项目{b}项。");
    Passage { text: make(&a), broken: make(""), code: "digits-lost" }
}

#[test]
fn planted_errors_are_found_and_nothing_else() {
    let mut dice = Dice(20_231_122);
    let mut by_kind: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut planted, mut found_right, mut reported, mut right) = (0usize, 0usize, 0usize, 0usize);
    let mut examples = String::new();
    for n in 0..2100 {
        let p = passage(n, &mut dice);
        let clean = findings(&p.text, &read(&p.text));
        assert!(!clean.iter().any(|f| f.severity == Severity::Error), "an error in a correct passage: {}\n{clean:?}", p.text);
        reported += clean.len();
        let found = findings(&p.broken, &read(&p.broken));
        planted += 1;
        reported += found.len();
        let hits = found.iter().filter(|f| f.code.as_str() == p.code).count();
        right += hits;
        found_right += usize::from(hits > 0);
        let entry = by_kind.entry(p.code).or_default();
        entry.0 += 1;
        entry.1 += usize::from(hits > 0);
        if (hits == 0 || found.len() > hits || !clean.is_empty()) && examples.len() < 4000 {
            examples += &format!("{} | {} | {:?}\n", p.code, p.broken, found.iter().map(|f| f.code.as_str()).collect::<Vec<_>>());
        }
    }
    let summary = format!("planted {planted} found {found_right} reported {reported} right {right}\n{by_kind:?}\n{examples}");
    println!("{summary}");
    assert!(found_right * 100 >= planted * 95, "recall below 0.95\n{summary}");
    assert!(right * 100 >= reported * 97, "precision below 0.97\n{summary}");
}
