//! The life of an entry as its people see it: mistakes at their fields, two savers, closed years, voiding.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use common::{Bureau, entered, mistakes, on_board, patent, typed};
use kezhang_app::desk::Desk;
use kezhang_app::entry_save::Saved;

fn again(saved: Saved) -> Box<kezhang_app::entry_page::EntryPage> {
    match saved {
        Saved::Again(page) => page,
        Saved::Done { said, .. } => panic!("was written: {said}"),
    }
}

#[test]
fn every_mistake_stands_at_its_field_and_what_was_typed_stays() {
    let bureau = Bureau::new();
    let clerk = bureau.desk("clerk");
    let form = typed(&[("application_no", "202510000001.0"), ("name", ""), ("kind", "发明创造"), ("filed_on", "去年")]);
    let page = again(clerk.create_entry("patent", form).unwrap());
    let fields: Vec<String> = mistakes(&page).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["application_no", "name", "kind", "applicant", "filed_on"]);
    let typed: Vec<&str> = page.groups.iter().flat_map(|group| &group.fields).take(3).map(|field| field.typed.as_str()).collect();
    assert_eq!(typed, ["202510000001.0", "", "发明创造"]);
    assert_eq!(on_board(&clerk, "patent.filed", 2025), "【待补】");
}

#[test]
fn the_second_of_two_savers_is_shown_what_the_first_wrote_and_overwrites_nothing() {
    let bureau = Bureau::new();
    let (clerk, head) = (bureau.desk("clerk"), bureau.desk("head"));
    let id = entered(clerk.create_entry("patent", patent(1, "主轴", "2025-03-05")).unwrap());
    // Both open revision 1.
    entered(head.revise_entry(&id, 1, typed(&[("name", "主轴轴承"), ("note", "科长改")])).unwrap());
    let page = again(clerk.revise_entry(&id, 1, typed(&[("name", "主轴组件"), ("filed_on", "2025-03-05")])).unwrap());
    assert_eq!(page.conflict.len(), 1, "{:?}", page.conflict);
    assert_eq!((page.conflict[0].theirs.as_str(), page.conflict[0].yours.as_str()), ("主轴轴承", "主轴组件"));
    assert_eq!(page.revision, 2, "saving again means it");
    let stands = clerk.entry_page(&id).unwrap();
    assert!(stands.title.contains("主轴轴承"));
    entered(clerk.revise_entry(&id, 2, typed(&[("name", "主轴组件")])).unwrap());
    let life = clerk.entry_page(&id).unwrap().life;
    assert_eq!(life.len(), 3);
    assert_eq!(life[0].changes, [("专利名称".to_owned(), "主轴轴承".to_owned(), "主轴组件".to_owned())]);
    // What the head alone had changed is still there.
    assert!(clerk.entry_page(&id).unwrap().groups.iter().flat_map(|g| &g.fields).any(|f| f.typed == "科长改"));
}

#[test]
fn after_closing_a_mistake_is_corrected_in_the_open_year_and_the_closed_one_stays() {
    let bureau = Bureau::new();
    let (clerk, head, director) = (bureau.desk("clerk"), bureau.desk("head"), bureau.desk("director"));
    let first = entered(clerk.create_entry("patent", patent(1, "主轴", "2024-03-05")).unwrap());
    entered(clerk.create_entry("patent", patent(2, "轴套", "2024-04-05")).unwrap());
    assert_eq!(on_board(&clerk, "patent.filed", 2024), "2");
    director.close("2024").unwrap();
    entered(head.void_entry(&first, 1, "重复录入").unwrap());
    assert_eq!(on_board(&clerk, "patent.filed", 2024), "2", "a closed year has moved");
    let page = head.entry_page(&first).unwrap();
    assert_eq!(page.voided.as_deref(), Some("重复录入"));
    let corrected = director.figure_page("patent.filed", "2026", 1).unwrap();
    let correction = corrected.parts[0].postings.iter().find(|posting| posting.correction);
    assert_eq!(correction.map(|posting| posting.amount.as_str()), Some("-1"), "{:?}", corrected.parts[0].postings);
    assert_eq!(director.verify().unwrap().damage, []);
}

#[test]
fn voiding_needs_a_reason_and_a_voided_entry_takes_no_more() {
    let bureau = Bureau::new();
    let (clerk, head) = (bureau.desk("clerk"), bureau.desk("head"));
    let id = entered(clerk.create_entry("patent", patent(1, "主轴", "2025-03-05")).unwrap());
    let page = again(head.void_entry(&id, 1, "  ").unwrap());
    assert_eq!(page.refusals[0].code, "KZ-134");
    entered(head.void_entry(&id, 1, "重复录入").unwrap());
    assert_eq!(on_board(&clerk, "patent.filed", 2025), "0");
    let page = again(clerk.revise_entry(&id, 2, typed(&[("name", "改")])).unwrap());
    assert_eq!(page.refusals[0].code, "KZ-111");
    assert!(!page.editable && page.transitions.is_empty());
}

#[test]
fn a_step_asks_for_the_fields_that_stand_in_its_way_so_that_no_state_is_a_dead_end() {
    let bureau = Bureau::new();
    let (clerk, head) = (bureau.desk("clerk"), bureau.desk("head"));
    let id = entered(clerk.create_entry("patent", patent(1, "主轴", "2025-03-05")).unwrap());
    let asked = |desk: &Desk, step: &str| {
        let page = desk.entry_page(&id).unwrap();
        let step = page.transitions.iter().find(|known| known.id == step).unwrap();
        step.fields.iter().map(|field| (field.id.clone(), field.required)).collect::<Vec<_>>()
    };
    assert_eq!(asked(&clerk, "grant"), [("granted_on".to_owned(), true)]);
    let page = again(clerk.move_entry(&id, 1, "grant", typed(&[("granted_on", "去年")]), "").unwrap());
    let grant = page.transitions.iter().find(|step| step.id == "grant").unwrap();
    assert_eq!(grant.fields[0].typed, "去年");
    assert!(grant.fields[0].mistake.is_some());
    assert_eq!(mistakes(&page), [], "the form that was not sent has none");
    entered(clerk.move_entry(&id, 1, "grant", typed(&[("granted_on", "2025-06-01")]), "").unwrap());

    let lapse = typed(&[("lapsed_on", "2025-09-01"), ("lapse_reason", "未缴年费")]);
    again(clerk.revise_entry(&id, 2, lapse.clone()).unwrap());
    assert_eq!(asked(&clerk, "lapse"), [("lapsed_on".to_owned(), true), ("lapse_reason".to_owned(), true)]);
    entered(clerk.move_entry(&id, 2, "lapse", lapse, "").unwrap());

    // Back again: the day of lapsing has to go with the step, for neither state is right with the other's.
    assert_eq!(asked(&head, "revive"), [("lapsed_on".to_owned(), false)]);
    entered(head.attach(&id, "恢复权利通知书.pdf", b"scan").unwrap());
    entered(head.move_entry(&id, 4, "revive", typed(&[("lapsed_on", "")]), "补缴年费").unwrap());
    assert_eq!(head.entry_page(&id).unwrap().state, "有效");
}
