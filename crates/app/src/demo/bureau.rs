//! The made-up bureau: its settings and its people.

use jiff::civil::{Date, date};
use kezhang_ledger::command::{Actor, Command};
use kezhang_ledger::definition::Role;
use kezhang_ledger::settings::{Section, Settings, Town};

/// The settings of 临溪区科学技术局. The region code is one that GB/T 2260 has not given out.
pub fn settings() -> Settings {
    let towns = [
        ("001", "城东街道"),
        ("002", "城西街道"),
        ("003", "滨江街道"),
        ("004", "青石街道"),
        ("101", "河桥镇"),
        ("102", "云岭镇"),
        ("103", "柳浦镇"),
        ("104", "石塘镇"),
        ("105", "竹溪镇"),
    ];
    let sections = [
        ("office", "办公室", &["base"][..]),
        ("plan", "规划与项目科", &["upper_project", "own_project"][..]),
        ("hightech", "高新技术与成果科", &["enterprise", "transfer"][..]),
        ("ip", "知识产权与科普科", &["ip", "outreach"][..]),
    ];
    Settings {
        bureau: "linxi".into(),
        name: "临溪区科学技术局".to_owned(),
        short_name: "区科技局".to_owned(),
        area: "全区".to_owned(),
        addressee: "区人民政府".to_owned(),
        region: REGION.to_owned(),
        towns: towns.map(|(code, name)| Town { code: format!("{REGION}{code}"), name: name.to_owned() }).into(),
        sections: sections
            .map(|(id, name, packs)| Section {
                id: id.into(),
                name: name.to_owned(),
                packs: packs.iter().map(|pack| (*pack).into()).collect(),
            })
            .into(),
    }
}

pub(super) const REGION: &str = "339906";

/// Somebody with an account.
pub(super) struct Person {
    id: &'static str,
    name: &'static str,
    role: Role,
    section: Option<&'static str>,
    manages: bool,
    from: Date,
    until: Option<Date>,
}

const OPENED: Date = date(2023, 1, 3);

const fn person(id: &'static str, name: &'static str, role: Role, section: &'static str) -> Person {
    Person { id, name, role, section: Some(section), manages: false, from: OPENED, until: None }
}

/// Everybody, in the order they were admitted.
pub(super) static PEOPLE: [Person; 16] = [
    Person { manages: true, ..person("helijuan", "何丽娟", Role::Head, "office") },
    Person { section: None, ..person("zhoumingyuan", "周明远", Role::Director, "") },
    Person { section: None, ..person("zhengyaqin", "郑雅琴", Role::Director, "") },
    Person { section: None, ..person("wuguoliang", "吴国梁", Role::Director, "") },
    person("shenjianing", "沈佳宁", Role::Clerk, "office"),
    person("lujianping", "陆建平", Role::Head, "plan"),
    person("fangxiaowen", "方晓雯", Role::Clerk, "plan"),
    Person { until: Some(date(2024, 7, 31)), ..person("guzhiqiang", "顾志强", Role::Clerk, "plan") },
    person("hanxuemei", "韩雪梅", Role::Head, "hightech"),
    person("tianshaohua", "田少华", Role::Clerk, "hightech"),
    person("luoting", "罗婷", Role::Clerk, "hightech"),
    person("jiangwenbin", "蒋文斌", Role::Head, "ip"),
    person("yaosiqi", "姚思琪", Role::Clerk, "ip"),
    person("penghaitao", "彭海涛", Role::Clerk, "ip"),
    Person { section: None, ..person("fenghui", "冯慧", Role::Auditor, "") },
    Person { from: date(2024, 8, 5), ..person("songyutong", "宋雨桐", Role::Clerk, "plan") },
];

impl Person {
    /// As who they act.
    pub(super) fn actor(&self) -> Actor {
        Actor { user: self.id.into(), role: self.role, section: self.section.map(Into::into) }
    }

    /// The day they are admitted, and the command that does it.
    pub(super) fn admission(&self) -> (Date, Command) {
        (self.from, self.account(Some(self.role)))
    }

    /// The day they leave, and the command that shuts them out.
    pub(super) fn departure(&self) -> Option<(Date, Command)> {
        self.until.map(|day| (day, self.account(None)))
    }

    fn account(&self, role: Option<Role>) -> Command {
        Command::SetUser {
            user: self.id.into(),
            name: self.name.to_owned(),
            role,
            section: self.section.map(Into::into),
            manages: self.manages,
        }
    }

    fn in_office(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|last| day < last)
    }
}

/// Who of a section (or of the leaders, for directors) acts in a role on a day; `turn` spreads the work.
pub(super) fn who(section: &str, role: Role, day: Date, turn: usize) -> Actor {
    let fits = |person: &&Person| {
        person.role == role && person.in_office(day) && (role == Role::Director || person.section == Some(section))
    };
    let there: Vec<&Person> = PEOPLE.iter().filter(fits).collect();
    // Every section always has a head and a clerk, and there are always directors; the first person stands in for nobody.
    there.get(turn % there.len().max(1)).map_or_else(|| PEOPLE[0].actor(), |person| person.actor())
}
