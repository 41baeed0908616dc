//! A small bureau for the tests of use-cases: two sections, six people, a few patents.
#![allow(dead_code, reason = "each test file uses a part of it")]

use kezhang_app::Role;
use kezhang_app::Typed;
use kezhang_app::desk::Desk;
use kezhang_app::entry_save::Saved;
use kezhang_app::kezhang::Kezhang;
use kezhang_app::managing::Account;
use kezhang_app::setup::SetupForm;
use tempfile::TempDir;

/// The bureau. The folder goes when it does.
pub struct Bureau {
    pub book: Kezhang,
    pub folder: TempDir,
    passwords: Vec<(String, String)>,
}

/// 知产科 keeps the patents; 综合科 everything else. `manager` only manages accounts.
pub const PEOPLE: [(&str, Option<Role>, Option<&str>); 7] = [
    ("clerk", Some(Role::Clerk), Some("s01")),
    ("other_clerk", Some(Role::Clerk), Some("s02")),
    ("head", Some(Role::Head), Some("s01")),
    ("other_head", Some(Role::Head), Some("s02")),
    ("director", Some(Role::Director), None),
    ("auditor", Some(Role::Auditor), None),
    ("manager", None, None),
];

impl Bureau {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let form = SetupForm {
            name: "青石区科学技术局".to_owned(),
            short_name: "区科技局".to_owned(),
            area: "全区".to_owned(),
            addressee: "区人民政府".to_owned(),
            region: "350503".to_owned(),
            towns: "石桥街道\n清河镇".to_owned(),
            sections: "知产科:ip\n综合科：upper_project、own_project、enterprise、transfer、outreach、base".to_owned(),
            user: "first".to_owned(),
            person: "管理员".to_owned(),
            password: "correct horse 42".to_owned(),
            again: "correct horse 42".to_owned(),
        };
        let book = form.make(folder.path(), None, None).unwrap();
        let mut passwords = Vec::new();
        for (user, role, section) in PEOPLE {
            let account = Account {
                user: user.to_owned(),
                name: user.to_owned(),
                role,
                section: section.map(Into::into),
                manages: role.is_none(),
            };
            passwords.push((user.to_owned(), book.operator_desk().set_account(&account).unwrap().unwrap()));
        }
        Self { book, folder, passwords }
    }

    pub fn password(&self, user: &str) -> &str {
        self.passwords.iter().find(|(known, _)| known == user).map(|(_, password)| password.as_str()).unwrap()
    }

    pub fn desk(&self, user: &str) -> Desk<'_> {
        self.book.desk(&self.book.sign_in(user, self.password(user)).unwrap()).unwrap()
    }
}

/// A form as it would be typed.
pub fn typed(pairs: &[(&str, &str)]) -> Typed {
    pairs.iter().map(|(field, text)| ((*field).into(), (*text).to_owned())).collect()
}

/// A patent application: number, name, day of filing.
pub fn patent(serial: u32, name: &str, filed_on: &str) -> Typed {
    typed(&[
        ("application_no", &patent_no(serial)),
        ("name", name),
        ("kind", "发明"),
        ("applicant", "青石轴承有限公司"),
        ("filed_on", filed_on),
    ])
}

/// Enters it and gives its id.
pub fn entered(saved: Saved) -> String {
    match saved {
        Saved::Done { entry, .. } => entry.to_string(),
        Saved::Again(page) => panic!("refused: {:?} {:?}", page.refusals, mistakes(&page)),
    }
}

/// The form that came back: field id, sentence.
pub fn mistakes(page: &kezhang_app::entry_page::EntryPage) -> Vec<(String, String)> {
    let fields = page.groups.iter().flat_map(|group| &group.fields);
    fields.filter_map(|field| field.mistake.as_ref().map(|said| (field.id.clone(), said.text.clone()))).collect()
}

/// What the board shows for an indicator.
pub fn on_board(desk: &Desk, indicator: &str, year: i16) -> String {
    let areas = desk.board(year).unwrap().areas;
    let row = areas.iter().flat_map(|area| &area.rows).find(|row| row.id == indicator);
    row.unwrap_or_else(|| panic!("{indicator} is not on the board")).actual.text.clone()
}

/// The n-th invention application of 2025, with its check digit (ZC 0006-2003: weights 2 to 9 and again, modulo 11).
pub fn patent_no(serial: u32) -> String {
    let body = format!("20251{serial:07}");
    let sum: u32 =
        body.bytes().zip([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = char::from_digit(sum % 11, 10).unwrap_or('X');
    format!("{body}.{check}")
}
