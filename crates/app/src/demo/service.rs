//! Science for farmers: commissioners, their services, new varieties and techniques.

use jiff::civil::{Date, date};
use kezhang_ledger::dice::Dice;

use super::World;
use super::day::{END, YEARS, after, in_year, months_after};
use super::numbers::mobile;
use super::script::{Fields, Life, Script, fields};

/// Services told of in each year (each sums up the days spent in one place in a month), and new varieties and techniques.
const SERVICES: [usize; 3] = [120, 134, 148];
const VARIETIES: [usize; 3] = [12, 14, 16];

/// A commissioner in one term.
struct Post {
    name: String,
    town: usize,
    starts_on: Date,
    ends_on: Date,
    renews: bool,
}

pub(super) fn tell(script: &mut Script, world: &World) {
    let mut dice = world.dice("commissioners");
    let posts = commissioners(script, world, &mut dice);
    for (at, year) in YEARS.into_iter().enumerate() {
        services(script, world, &mut dice, year, &posts, SERVICES[at]);
        for number in 0..VARIETIES[at] {
            variety(script, world, &mut dice, year, number);
        }
    }
}

/// Thirty-two at first, in two generations; most are renewed after three years, a few come new every year.
fn commissioners(script: &mut Script, world: &World, dice: &mut Dice) -> Vec<Post> {
    let mut posts = Vec::new();
    let mut stock: Vec<(Life, Fields)> = Vec::new();
    for number in 0..32 {
        let starts_on = if number < 12 { date(2021, 5, 10) } else { date(2022, 4, 15) };
        let post = post(script, world, dice, starts_on, !matches!(number, 3 | 14 | 20));
        let fields = entry(world, dice, &post, level_of(number), "");
        stock.push((script.life("commissioner", &post.name), fields));
        posts.push(post);
    }
    let rows = stock.iter_mut().map(|(life, fields)| (life, Some("posted"), fields.clone())).collect();
    script.import(date(2023, 1, 12), "科技特派员名册（2022年底）.xlsx", rows);
    let mut lives: Vec<Life> = stock.into_iter().map(|(life, _)| life).collect();
    for (day, count) in [(date(2023, 5, 8), 6), (date(2024, 5, 13), 5), (date(2025, 4, 16), 6)] {
        for number in 0..count {
            let post = post(script, world, dice, day, true);
            lives.push(appoint(script, world, dice, &post, level_of(number + 1)));
            posts.push(post);
        }
    }
    let mut at = 0;
    while at < posts.len() {
        if posts[at].ends_on < END {
            let again = end(script, dice, &mut lives[at], &posts[at]);
            if let Some(again) = again {
                lives.push(appoint(script, world, dice, &again, level_of(at)));
                posts.push(again);
            }
        }
        at += 1;
    }
    leave_early(script, &mut lives, &mut posts);
    posts
}

fn level_of(number: usize) -> &'static str {
    match number % 5 {
        0 => "provincial",
        1 | 2 => "city",
        _ => "district",
    }
}

fn post(script: &mut Script, world: &World, dice: &mut Dice, starts_on: Date, renews: bool) -> Post {
    let mut name = world.words.person(dice);
    while !script.is_new("commissioner", &name) {
        name = world.words.person(dice);
    }
    Post {
        name,
        town: dice.below(world.settings.towns.len()),
        starts_on,
        ends_on: after(months_after(starts_on, 36), -1),
        renews,
    }
}

fn entry(world: &World, dice: &mut Dice, post: &Post, level: &str, note: &str) -> Fields {
    let year = post.starts_on.year();
    fields! {
        name: post.name, kind: "person", level: level,
        party: *dice.pick(&["临溪区农业技术推广中心", "云州市农业科学研究院", "东江农业大学", "临溪区林业技术推广站"]),
        job_title: *dice.pick(&["高级农艺师", "农艺师", "副教授", "助理研究员", "高级畜牧师"]),
        specialty: *dice.pick(&["蔬菜栽培", "果树栽培", "茶叶加工", "中药材种植", "食用菌", "畜禽养殖", "水产养殖", "植物保护"]),
        phone: mobile(dice), town: world.town_at(post.town), served: format!("{}农业合作社", world.words.pick(dice, "village")),
        starts_on: post.starts_on, ends_on: post.ends_on, agreement_no: format!("KTP{year}-{:03}", dice.between(1, 400)),
        note: note,
    }
}

fn appoint(script: &mut Script, world: &World, dice: &mut Dice, post: &Post, level: &str) -> Life {
    let fields = entry(world, dice, post, level, "");
    let mut life = script.create("commissioner", after(post.starts_on, -8), &post.name, fields);
    script.advance(&mut life, post.starts_on, "post", fields! {});
    life
}

/// Ends a term; gives the next one where it is renewed.
fn end(script: &mut Script, dice: &mut Dice, life: &mut Life, post: &Post) -> Option<Post> {
    let assessment = if dice.chance(30) { "excellent" } else { "passed" };
    let fields = fields! { assessed_on: after(post.ends_on, 3), assessment: assessment };
    script.advance(life, after(post.ends_on, 6), "end", fields);
    post.renews.then(|| {
        let starts_on = after(post.ends_on, 1);
        let ends_on = after(months_after(starts_on, 36), -1);
        Post { name: post.name.clone(), town: post.town, starts_on, ends_on, renews: true }
    })
}

/// One of those renewed in 2025 was called away in autumn.
fn leave_early(script: &mut Script, lives: &mut [Life], posts: &mut [Post]) {
    let at = posts.iter().rposition(|post| post.starts_on.year() == 2025);
    if let Some(at) = at {
        let left = date(2025, 10, 20);
        posts[at].ends_on = left;
        let fields = fields! { ends_on: left, note: "借调省农科院，退出特派员队伍" };
        script.advance_saying(&mut lives[at], left, "leave", fields, "同意退出，由镇街推荐人选接续。");
    }
}

/// One list a month from the commissioners' platform.
fn services(script: &mut Script, world: &World, dice: &mut Dice, year: i16, posts: &[Post], count: usize) {
    for month in 1..=12_i8 {
        let first = date(year, month, 1);
        let serving: Vec<&Post> = posts.iter().filter(|p| p.starts_on <= first && first.last_of_month() < p.ends_on).collect();
        if serving.is_empty() {
            continue;
        }
        let flooded = (year, month) == (2025, 8);
        let usual = count / 12 + usize::from(usize::from(month.unsigned_abs()) <= count % 12);
        let mut told = Vec::new();
        for _ in 0..if flooded { 3 } else { usual } {
            let post = *dice.pick(&serving);
            let served_on = in_year(dice, year, (month, 1), (month, 25));
            let content = if flooded { "开展灾后恢复生产技术指导" } else { world.words.pick(dice, "service") };
            let households = dice.between(6, 48);
            let fields = fields! {
                served_on: served_on, commissioner: post.name, town: world.town_at(post.town),
                place: world.words.pick(dice, "village"), content: content, days: dice.between(5, 12),
                households: households, trained: households + dice.between(0, 20), solved: dice.between(0, 3),
            };
            told.push((script.life("service", &post.name), fields));
        }
        let rows = told.iter_mut().map(|(life, fields)| (life, None, fields.clone())).collect();
        let day = after(first.last_of_month(), 5).min(END);
        script.import(day, &format!("科技特派员服务记录（{year}年{month}月）.xlsx"), rows);
    }
}

fn variety(script: &mut Script, world: &World, dice: &mut Dice, year: i16, number: usize) {
    let introduced_on = in_year(dice, year, (2, 20), (10, 28));
    let (crop, word) = world.words.crop(dice);
    let (kind, name) = if number % 3 == 2 {
        ("technique", format!("{}{}", world.words.plant(dice), world.words.pick(dice, "technique")))
    } else {
        let series = *dice.pick(&["溪丰", "东优", "绿玉", "金秋", "早佳", "云红"]);
        ("variety", format!("{word}“{series}{}号”", dice.between(1, 28)))
    };
    let party = world.party(dice, introduced_on, |party| party.domain == "agri");
    if !script.is_new("variety", &name) {
        return variety(script, world, dice, year, number);
    }
    let fields = fields! {
        name: name, kind: kind, crop: crop, source: world.words.partner(dice, "agri"), party: party.name,
        town: world.town(party), introduced_on: introduced_on, area: dice.between(3, 60) * 5,
    };
    let mut life = script.create("variety", after(introduced_on, 3), &name, fields);
    script.advance(&mut life, after(introduced_on, dice.between(20, 60)), "test", fields! {});
    let promoted_on = months_after(introduced_on, dice.between(10, 16));
    if number % 7 == 6 {
        let fields = fields! { stopped_on: promoted_on, stop_reason: "产量和抗性表现一般，不再示范" };
        script.advance(&mut life, after(promoted_on, 3), "stop", fields);
    } else if number % 3 != 1 {
        let fields = fields! {
            promoted_on: promoted_on, promoted_area: dice.between(8, 60) * 20, households: dice.between(20, 160),
            income: dice.between(10, 120),
        };
        script.advance(&mut life, after(promoted_on, 3), "promote", fields);
    }
}
