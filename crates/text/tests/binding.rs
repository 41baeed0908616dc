//! Binding against a vocabulary like that of the packs: sentences of reports, each with the indicator it speaks of.

#![allow(clippy::unwrap_used)] // a test fails loudly

use kezhang_text::bind::{Binder, Breakdown, Correction, Entry, Facet, Vocabulary};
use kezhang_text::{Aspect, read};

/// target | name | aliases | units | aspect | excluded | breakdowns (words=part)
const ENTRIES: &str = "
project.applied | 组织申报上级项目数 | 申报项目 申报科技计划项目 组织申报项目 | 项 |  |  | 国家级=level=国家 省级=level=省 市级=level=市
project.awarded | 获得立项数 | 立项项目 获批项目 获准立项 | 项 |  |  | 国家级=level=国家 省级=level=省 市级=level=市
project.accepted | 项目验收数 | 结题项目 通过验收项目 | 项 个 |  |  |
project.fund | 争取上级资金 | 争取上级无偿资金 获上级经费 争取资金 | 万元 |  | 到位 |
project.fund_arrived | 到位资金 | 项目到位资金 | 万元 |  |  |
hitech.applied | 组织申报高新技术企业数 | 申报高新技术企业 申报高企 | 家 |  |  |
hitech.certified | 新认定高新技术企业数 | 新认定高企 认定高新技术企业 | 家 | 发生 | 总数 |
hitech.total | 高新技术企业总数 | 有效期内高新技术企业 高企总数 现有高新技术企业 | 家 | 存量 | 新认定 申报 |
sme.listed | 科技型中小企业入库数 | 入库科技型中小企业 评价入库科技型中小企业 | 家 |  |  |
patent.filed | 专利申请量 | 专利申请 申请专利 | 件 |  |  | 发明专利=kind=发明 发明=kind=发明
patent.granted | 专利授权量 | 专利授权 授权专利 | 件 |  |  | 发明专利=kind=发明 发明=kind=发明
patent.per_10k | 万人发明专利拥有量 | 每万人口发明专利拥有量 | 件 |  |  |
contract.count | 技术合同登记数 | 认定登记技术合同 登记技术合同 技术合同认定登记 | 项 份 |  |  |
contract.value | 技术合同成交额 | 技术合同交易额 技术成交总额 合同成交额 | 亿元 |  | 到位 |
achievement.registered | 科技成果登记数 | 登记科技成果 科技成果登记 | 项 |  |  |
rd.spending | 全社会研发投入 | 全社会研发经费支出 全社会R&D经费 | 亿元 |  |  |
rd.intensity | 全社会研发投入强度 | 全社会研发投入占GDP比重 全社会研发经费支出占GDP比重 研发投入强度 | % |  |  |
envoy.sent | 选派科技特派员数 | 选派科技特派员 科技特派员 | 名 人 |  |  |
training.sessions | 举办培训班期数 | 举办培训班 开展培训 举办技术培训班 | 期 场 场次 次 |  |  |
training.people | 培训人次 | 培训农民 培训学员 培训技术人员 | 人次 |  |  |
outreach.material | 发放宣传资料份数 | 发放资料 发放宣传资料 发放科普资料 | 份 |  |  |
outreach.audience | 科普活动受众 | 受益群众 参与群众 | 人次 |  |  |
platform.new | 新增研发平台数 | 新建研发平台 新建工程技术研究中心 获批重点实验室 | 家 个 |  |  | 国家级=level=国家 省级=level=省 市级=level=市
";

/// sentence | target and facet of each claim in order; - where nothing fits
const LABELLED: &str = "
全年组织申报各类科技计划项目48项,其中国家级3项、省级17项。 | project.applied project.applied[level=国家] project.applied[level=省]
共申报国家、省、市级项目36项,立项13项。 | project.applied project.awarded
获得立项21项,争取上级资金1360万元。 | project.awarded project.fund
全年通过验收项目14项。 | project.accepted
争取上级无偿资金2000万元,到位资金1500万元。 | project.fund project.fund_arrived
组织86家企业申报高新技术企业,新认定高新技术企业61家,高新技术企业总数达到312家。 | hitech.applied hitech.certified hitech.total
力争新认定高新技术企业70家以上。 | hitech.certified
评价入库科技型中小企业312家,同比增长18.6%。 | sme.listed sme.listed~growth
全年专利申请量达5347件,其中发明专利1013件。 | patent.filed patent.filed[kind=发明]
专利授权2156件,其中发明专利412件,占比19.1%。 | patent.granted patent.granted[kind=发明] patent.granted[kind=发明]~share
每万人口发明专利拥有量达6.8件,比上年提高1.1件。 | patent.per_10k patent.per_10k~growth
认定登记技术合同386项,技术合同成交额12.7亿元,完成全年任务的84.7%。 | contract.count contract.value contract.value~completion
技术成交总额达58.9亿元,是去年的4.3倍,居全省第二位。 | contract.value contract.value~growth contract.value~rank
完成科技成果登记178项。 | achievement.registered
全社会研发投入达到18.6亿元,占GDP比重3.2%。 | rd.spending rd.spending~share
研发投入强度达到3.3%。 | rd.intensity
选派科技特派员58名。 | envoy.sent
举办科技培训班6期,培训技术人员400人次。 | training.sessions training.people
发放宣传资料3万余份,受益群众5万人次。 | outreach.material outreach.audience
新建市级工程技术研究中心3家。 | platform.new[level=市]
种植水稻3000亩。 | -
";

fn vocabulary() -> Vocabulary {
    let entries = ENTRIES.lines().filter(|l| !l.trim().is_empty()).map(|line| {
        let p: Vec<&str> = line.split(" | ").map(str::trim).chain(std::iter::repeat("")).take(7).collect();
        let words = |t: &str| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let breakdowns = p[6].trim_start_matches('|').split_whitespace().map(|b| {
            let (word, part) = b.split_once('=').unwrap();
            Breakdown { words: vec![word.to_owned()], target: format!("{}[{part}]", p[0]) }
        });
        Entry {
            target: p[0].to_owned(),
            name: p[1].to_owned(),
            aliases: words(p[2]),
            units: words(p[3]),
            aspect: match p[4].trim_matches('|').trim() {
                "存量" => Some(Aspect::Stock),
                "发生" => Some(Aspect::Flow),
                _ => None,
            },
            excluded: words(p[5].trim_matches('|')),
            breakdowns: breakdowns.collect(),
        }
    });
    Vocabulary { entries: entries.collect(), ..Vocabulary::default() }
}

#[test]
fn claims_find_their_indicator() {
    let vocabulary = vocabulary();
    let binder = Binder::new(&vocabulary);
    let (mut all, mut first, mut three) = (0usize, 0usize, 0usize);
    let mut wrong = String::new();
    for line in LABELLED.lines().filter(|l| !l.trim().is_empty()) {
        let (sentence, targets) = line.split_once(" | ").unwrap();
        let reading = read(sentence);
        let targets: Vec<&str> = targets.split_whitespace().collect();
        assert_eq!(reading.claims.len(), targets.len(), "{sentence}");
        for ((claim, candidates), wanted) in reading.claims.iter().zip(binder.bind_all(&reading, Some(2023))).zip(targets) {
            let (target, facet) = wanted.split_once('~').unwrap_or((wanted, ""));
            let facet_fits = |f: Facet| match facet {
                "growth" => f == Facet::Growth,
                "share" => f == Facet::Share,
                "completion" => f == Facet::Completion,
                "rank" => f == Facet::Rank,
                _ => matches!(f, Facet::Value | Facet::Target),
            };
            all += 1;
            let fits = |c: &kezhang_text::bind::Candidate| c.target == target && facet_fits(c.facet);
            let hit = if target == "-" { candidates.is_empty() } else { candidates.first().is_some_and(fits) };
            first += usize::from(hit);
            three += usize::from(hit || candidates.iter().take(3).any(fits));
            if !hit {
                let shown: Vec<String> = candidates.iter().map(|c| format!("{} {}", c.target, c.score)).collect();
                wrong += &format!("{} wanted {wanted} got {shown:?}\n", claim.subject);
            }
        }
    }
    assert!(first * 100 >= all * 90, "first {first} of {all}\n{wrong}");
    assert!(three * 100 >= all * 97, "three {three} of {all}\n{wrong}");
}

#[test]
fn text_from_the_packs_is_bound_for_certain() {
    let vocabulary = Vocabulary {
        sentences: vec![
            "全年专利申请{patent.filed}件,其中发明专利{patent.filed[kind=发明]}件{yoy(patent.filed[kind=发明])}。".to_owned(),
        ],
        ..vocabulary()
    };
    let reading = read("全年专利申请5347件,其中发明专利1013件,同比增长12.5%。");
    let bound = Binder::new(&vocabulary).bind_all(&reading, Some(2023));
    assert_eq!((bound[0][0].target.as_str(), bound[0][0].score), ("patent.filed", 1000));
    assert_eq!((bound[1][0].target.as_str(), bound[1][0].score), ("patent.filed[kind=发明]", 1000));
    assert_eq!((bound[2][0].target.as_str(), bound[2][0].facet), ("patent.filed[kind=发明]", Facet::Growth));
}

#[test]
fn a_persons_choice_is_remembered() {
    let reading = read("全年培训农民1200人次。");
    let mut vocabulary = vocabulary();
    vocabulary.corrections.push(Correction {
        subject: reading.claims[0].subject.clone(),
        unit: "人次".to_owned(),
        target: "training.farmers".to_owned(),
    });
    let found = Binder::new(&vocabulary).bind(&reading.claims[0], None);
    assert_eq!((found.len(), found[0].target.as_str(), found[0].score), (1, "training.farmers", 1000));
}

#[test]
fn part_of_a_year_is_not_the_year() {
    let reading = read("1—11月份,全区完成专利申请195件。");
    let vocabulary = vocabulary();
    let found = Binder::new(&vocabulary).bind(&reading.claims[0], Some(2015));
    let period = found[0].period.unwrap();
    assert_eq!((period.year, period.first, period.last, period.is_year()), (Some(2015), 1, 11, false));
}
