//! The packs that come with the program: no mistake, nothing ambiguous, and a guide that tells the truth.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![allow(clippy::disallowed_methods, reason = "the packs are read from their folder")]

use std::collections::BTreeMap;
use std::path::Path;

use kezhang_ledger::definition::{Catalog, Mistake, MistakeKind, PartContent, SentenceKind, Sources, load};
use kezhang_ledger::field::STANDARDS;
use kezhang_ledger::formula::Formula;
use kezhang_ledger::sentence::{Piece, Template};

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn shipped() -> Result<Catalog, Vec<Mistake>> {
    let mut sources = Sources::new();
    for folder in std::fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            let name = Path::new(folder.file_name().unwrap()).join(file.file_name().unwrap());
            sources.insert(name.to_str().unwrap().to_owned(), std::fs::read_to_string(file).unwrap());
        }
    }
    load(sources)
}

#[test]
fn they_have_no_mistake() {
    let mistakes = shipped().err().unwrap_or_default();
    assert!(mistakes.is_empty(), "{}", mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

/// A claim that uses one of these words must lead to one indicator only.
#[test]
fn no_two_indicators_answer_to_one_name() {
    let catalog = shipped().unwrap();
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for indicator in catalog.indicators.values().filter(|indicator| !indicator.implicit) {
        for word in std::iter::once(&indicator.name).chain(&indicator.aliases) {
            let other = owners.insert(word, &indicator.id);
            assert!(other.is_none(), "“{word}” is both {} and {}", indicator.id, other.unwrap_or_default());
        }
    }
}

#[test]
fn two_headings_never_lead_to_one_column() {
    for ledger in shipped().unwrap().ledgers.values() {
        let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
        for field in &ledger.fields {
            for heading in std::iter::once(&field.name).chain(&field.aliases) {
                let other = owners.insert(heading, &field.id);
                assert!(other.is_none(), "{}: “{heading}” is both {} and {}", ledger.id, field.id, other.unwrap_or_default());
            }
        }
        let listed = ledger.fields.iter().filter(|field| field.listed).count();
        assert!((3..=10).contains(&listed), "{}: {listed} columns listed", ledger.id);
    }
}

/// Documents are set in full-width punctuation, and every number comes from the book.
#[test]
fn sentences_are_fit_to_print() {
    let catalog = shipped().unwrap();
    let words = |template: &Template| -> String {
        let words = template.pieces.iter().filter_map(|piece| match piece {
            Piece::Words(words) => Some(words.as_str()),
            _ => None,
        });
        words.collect()
    };
    for sentence in &catalog.sentences {
        let words = words(&sentence.template);
        assert!(words.ends_with('。'), "{words}");
        let odd = words.chars().find(|c| matches!(c, ',' | ';' | ':' | '(' | ')') || c.is_ascii_digit());
        assert_eq!(odd, None, "{words}");
        if sentence.kind == SentenceKind::Plan {
            for piece in &sentence.template.pieces {
                let Piece::Figure(slot) = piece else { continue };
                assert!(matches!(slot.formula, Formula::Call(..)), "a plan speaks of targets: {words}");
            }
        }
    }
    for pack in &catalog.packs {
        let of = |kind| catalog.sentences.iter().filter(|s| s.pack == pack.id && s.kind == kind).count();
        assert!((3..=8).contains(&of(SentenceKind::Summary)) && of(SentenceKind::Plan) >= 2, "{}", pack.id);
    }
}

#[test]
fn both_outlines_are_there() {
    let catalog = shipped().unwrap();
    for (id, wanted) in [("summary", ["targets", "areas", "planned", "plans"].as_slice()), ("plan", &["planned", "plans"])] {
        let outline = catalog.outlines.iter().find(|outline| outline.id == id).unwrap();
        let found: Vec<&str> = outline
            .parts
            .iter()
            .filter_map(|part| match part.content {
                PartContent::Words(_) => None,
                PartContent::Targets => Some("targets"),
                PartContent::Areas => Some("areas"),
                PartContent::Plans => Some("plans"),
                PartContent::PlannedTargets => Some("planned"),
            })
            .collect();
        assert_eq!(found, wanted, "{id}");
    }
}

/// The guide names every ledger, every field type and every mistake.
#[test]
fn the_guide_is_complete() {
    let guide = std::fs::read_to_string(root().join("README.md")).unwrap();
    let catalog = shipped().unwrap();
    let ledgers = catalog.ledgers.values().map(|ledger| ledger.name.clone());
    let types = STANDARDS.iter().map(|standard| format!("`{}`", standard.id));
    let mistakes = MistakeKind::ALL.iter().map(|kind| format!("| {} |", kind.code()));
    for word in ledgers.chain(types).chain(mistakes) {
        assert!(guide.contains(&word), "packs/README.md does not mention {word}");
    }
}
