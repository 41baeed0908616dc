//! The program as the command line runs it, and reports for it to read.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::{Cursor, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use kezhang_app::kezhang::Kezhang;
use tempfile::TempDir;

/// A text whose numbers contradict each other once.
pub const CONTRADICTION: &str = "全年培训农民1200人次，其中女性1500人次。\n";

/// A text with nothing against it.
pub const FINE: &str = "全年培训农民1200人次，其中女性500人次。\n";

/// What a run came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

/// A folder to work in; it goes when this does.
pub struct Desk {
    pub folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// Runs the program in this folder.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, b"")
    }

    /// Runs it with something on standard input.
    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kezhang"))
            .args(args)
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
    }

    /// A new book with three inventions filed in 2025, a target for them, and its folder's name.
    pub fn book(&self) -> &'static str {
        let made = self.run(&["new", "--book", "book", "--name", "青石区科学技术局", "--region", "350503"]);
        assert_eq!(made.code, 0, "{}", made.err);
        self.put("专利.csv", PATENTS);
        let imported = self.run(&["import", "--book", "book", "--ledger", "patent", "专利.csv"]);
        assert_eq!(imported.code, 0, "{}{}", imported.out, imported.err);
        Kezhang::open(&self.path("book")).unwrap().operator_desk().set_target("patent.filed", 2025, "12", false).unwrap();
        "book"
    }
}

/// Three inventions. The check digits are those of ZC 0006-2003.
pub const PATENTS: &str = "申请号,专利名称,类型,申请人,申请日\n\
    202510000001.4,主轴轴承,发明,甲公司,2025-02-01\n\
    202510000002.9,茶叶杀青机,发明,乙公司,2025-05-01\n\
    202510000003.3,藻类养殖架,发明,丙公司,2025-08-01\n";

/// The parts of a zip archive: name and content.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let part = |index| {
        let mut file = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (file.name().unwrap().into_owned(), content)
    };
    (0..count).map(part).collect()
}

/// A Word document with these paragraphs, each in runs as Word divides them.
pub fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs.iter().map(|words| format!("<w:p>{}</w:p>", runs(words))).collect();
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    let types = format!(
        "{head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
    );
    let relations = format!(
        "{head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("[Content_Types].xml", &types), ("_rels/.rels", &relations), ("word/document.xml", &document)] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Word begins a new run wherever the input method changed: between characters and digits.
fn runs(words: &str) -> String {
    let mut runs: Vec<String> = Vec::new();
    for c in words.chars() {
        let same = runs.last().and_then(|run| run.chars().last()).is_some_and(|last| last.is_ascii_digit() == c.is_ascii_digit());
        match runs.last_mut() {
            Some(run) if same => run.push(c),
            _ => runs.push(c.to_string()),
        }
    }
    runs.iter().map(|run| format!("<w:r><w:t>{run}</w:t></w:r>")).collect()
}

/// The text of a document part without its markup, paragraph by paragraph.
pub fn words_of(document: &[u8]) -> String {
    let xml = String::from_utf8(document.to_vec()).unwrap().replace("</w:p>", "\n");
    let mut words = String::new();
    let mut inside = false;
    for c in xml.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => words.push(c),
            _ => {}
        }
    }
    words
}
