//! The arrows between crates go one way (ARCHITECTURE.md). This test reads the manifests and fails on any other edge.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Who may use whom. `pdf` is the half of `office` that needs typst, kept apart for its build time.
const ARROWS: &str = "
text    <-
ledger  <-
review  <-
office  <- text ledger review
pdf     <- office
store   <- text ledger review
app     <- text ledger review office pdf store
web     <- app
kezhang <- app web
";

/// The crates that must give the same answer everywhere: no clock, no randomness, no files, no network.
const PURE: [&str; 3] = ["text", "ledger", "review"];
const IMPURE_LIBRARIES: [&str; 8] = ["rusqlite", "tokio", "axum", "getrandom", "tempfile", "tower-http", "indicatif", "tracing"];

fn manifests() -> BTreeMap<String, toml::Table> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_dir(crates)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path.join("Cargo.toml")).unwrap().parse().unwrap())
        })
        .collect()
}

fn dependencies(manifest: &toml::Table) -> BTreeSet<String> {
    ["dependencies", "build-dependencies"]
        .iter()
        .filter_map(|kind| manifest.get(*kind)?.as_table())
        .flat_map(|table| table.keys().cloned())
        .collect()
}

#[test]
fn arrows_point_one_way() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> = ARROWS
        .lines()
        .filter_map(|line| line.split_once("<-"))
        .map(|(from, to)| (from.trim(), to.split_whitespace().collect()))
        .collect();
    let mut wrong = Vec::new();
    for (name, manifest) in manifests() {
        let Some(allowed) = allowed.get(name.as_str()) else {
            wrong.push(format!("{name}: a crate that ARROWS does not know"));
            continue;
        };
        for used in dependencies(&manifest) {
            let Some(used) = used.strip_prefix("kezhang-") else { continue };
            if !allowed.contains(used) {
                wrong.push(format!("{name} must not use {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_crates_use_pure_libraries() {
    let manifests = manifests();
    for name in PURE {
        for library in IMPURE_LIBRARIES {
            assert!(!dependencies(&manifests[name]).contains(library), "{name} is pure and must not use {library}");
        }
        let bans = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("clippy.toml")).unwrap();
        for call in ["SystemTime::now", "Instant::now", "std::fs::"] {
            assert!(bans.contains(call), "{name}/clippy.toml must ban {call}");
        }
    }
}

#[test]
fn versions_and_features_are_chosen_once() {
    for (name, manifest) in manifests() {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(table) = manifest.get(kind).and_then(toml::Value::as_table) else { continue };
            for (library, value) in table {
                let from_workspace = value.get("workspace").and_then(toml::Value::as_bool) == Some(true);
                assert!(
                    from_workspace && value.get("features").is_none(),
                    "{name}: {library} must be chosen in the root Cargo.toml"
                );
            }
        }
    }
}
