//! A small pack and a bureau that the kernel's tests share.
#![allow(dead_code, reason = "every test file uses its own part")]

use kezhang_ledger::command::{Actor, Moment};
use kezhang_ledger::definition::{Role, Sources};
use kezhang_ledger::settings::{Section, Settings, Town};

pub fn sources() -> Sources {
    [
        ("ip/pack.toml", "[pack]\nid = \"ip\"\nname = \"知识产权\"\n"),
        ("ip/patent.toml", include_str!("patent.toml")),
        ("project/pack.toml", "[pack]\nid = \"project\"\nname = \"项目\"\n"),
        ("project/won.toml", include_str!("won.toml")),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .collect()
}

pub fn settings() -> Settings {
    Settings {
        bureau: "linxi".into(),
        name: "临溪区科学技术局".into(),
        short_name: "区科技局".into(),
        area: "全区".into(),
        addressee: "区人民政府".into(),
        region: "350599".into(),
        towns: vec![Town { code: "hs".into(), name: "河市镇".into() }, Town { code: "mj".into(), name: "马甲镇".into() }],
        sections: vec![Section { id: "plan".into(), name: "规划科".into(), packs: vec!["ip".into(), "project".into()] }],
    }
}

pub fn head() -> Actor {
    Actor { user: "chen".into(), role: Role::Head, section: Some("plan".into()) }
}

pub fn clerk() -> Actor {
    Actor { user: "lin".into(), role: Role::Clerk, section: Some("plan".into()) }
}

pub fn moment(day: jiff::civil::Date) -> Moment {
    Moment { at: format!("{day}T09:00:00+08:00"), today: day }
}
