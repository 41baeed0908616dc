//! A text too long to be held in memory is read as it comes, and says the same.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::process::Command;

#[test]
fn a_long_text_is_read_as_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let sentence = "全年登记技术合同85项，发放科普资料22414份。\n";
    let times = (5 << 20) / sentence.len();
    let long = folder.path().join("长.txt");
    std::fs::write(&long, sentence.repeat(times)).unwrap();
    let read = |file: &std::path::Path, json: bool| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_kezhang"));
        program.arg("read").arg(file).args(json.then_some("--json"));
        let output = program.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let said = read(&long, false);
    assert_eq!(said.lines().last().unwrap(), format!("长.txt：{}个数字陈述", 2 * times));
    assert_eq!(said.lines().next().unwrap(), "  登记技术合同 85项  全年");
    let json = read(&long, true);
    let last: serde_json::Value = serde_json::from_str(json.lines().last().unwrap()).unwrap();
    let chars = sentence.chars().count();
    assert_eq!((last["value"].as_i64(), last["end"].as_u64()), (Some(22414), Some((times * chars - 2) as u64)));
}

#[test]
fn a_text_too_long_to_be_checked_at_once_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let long = folder.path().join("长.txt");
    std::fs::write(&long, "全年登记技术合同85项。\n".repeat(800_000)).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kezhang")).arg("check").arg(&long).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("请分开核对"), "{said}");
}
