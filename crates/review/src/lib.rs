//! Judging firms and projects by the rules of the trade. Pure: no I/O, no clock, no chance; plain data in, plain data out.
//!
//! - [`screening`]: 条件核验, whether a firm meets the conditions of 高新技术企业 or 科技型中小企业, condition by condition, with
//!   the arithmetic, the gap and what is missing.
//!
//! # How a firm is screened
//!
//! ```
//! use jiff::civil::date;
//! use kezhang_review::screening::{Fact, Facts, Verdict, read_rules, screen};
//!
//! // A rule file of a pack. Thresholds are data with a document number and the day from which they hold.
//! let rules = read_rules("enterprise/rules/staff.toml", r#"
//! [rules]
//! id = "staff"
//! name = "科技人员条件"
//! ledger = "hightech"
//! source = "国科发火〔2016〕32号"
//! from = 2016-01-01
//! [[fact]]
//! id = "tech_staff"
//! name = "科技人员"
//! kind = "count"
//! unit = "人"
//! [[fact]]
//! id = "employees"
//! name = "职工总数"
//! kind = "count"
//! unit = "人"
//! [[condition]]
//! id = "staff"
//! name = "科技人员占职工总数不低于10%"
//! source = "32号第十一条（四）"
//! test = "share"
//! part = ["tech_staff"]
//! part_name = "科技人员"
//! whole = ["employees"]
//! whole_name = "职工总数"
//! min = 10
//! "#).expect("the rules have no mistake");
//!
//! let mut facts = Facts::new();
//! facts.set("tech_staff", Some(Fact::Number(9.into())));
//! facts.set("employees", None); // not known yet
//! let unknown = screen(&rules, &facts, date(2025, 7, 1));
//! assert_eq!(unknown.verdict(), Verdict::Unknown);
//! assert_eq!(unknown.conditions[0].missing[0].todo, "填“职工总数”");
//!
//! facts.set("employees", Some(Fact::Number(100.into())));
//! let short = screen(&rules, &facts, date(2025, 7, 1));
//! assert_eq!(short.conditions[0].arithmetic, "科技人员9人÷职工总数100人＝9%，须达10%");
//! assert_eq!(short.conditions[0].gap.as_deref(), Some("科技人员占比9%，须达10%，按现有职工总数还差1人"));
//! ```
//!
//! # What a rule file may say
//!
//! `[rules]` names the ledger, the documents and the days in force; `[[fact]]` names what is asked for and the field that holds
//! it; `[[condition]]` is one demand with its clause and one `test`: `age`, `yes`, `one_of`, `at_least`, `at_most`, `share`
//! (with one threshold or with brackets by size) or `score`. `packs/README.md` describes each for whoever writes packs.

pub mod screening;
