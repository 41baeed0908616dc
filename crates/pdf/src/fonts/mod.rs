//! The fonts of this machine: which face plays which role, and what must be said about it.
//!
//! Fonts are read from folders and never built into the program. Nothing is replaced in silence: every substitution
//! is a [`FontNotice`], and where a role gets a font of another style the sheet itself says so in its margin.

mod chains;
mod names;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Coverage, Font, FontBook, FontFlags, FontInfo, FontVariant};

use chains::RARE_CHARACTERS;
pub use chains::{Fit, Role};
use names::{FaceNames, read_face_names};

const DEPTH_MAX: usize = 8;
const FILES_MAX: usize = 20_000;
const FONT_BYTES_MAX: u64 = 128 << 20;
/// Fonts without a known name that are tried for Chinese characters before giving up.
const UNKNOWN_TRIED_MAX: usize = 40;

/// Something a reader of the document must know about its fonts. [`fmt::Display`] says it in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FontNotice {
    /// Another cut of the same style stands in for the font the standard names.
    Substituted {
        /// The role it plays.
        role: Role,
        /// The font used.
        used: String,
    },
    /// No font of the style was found; one of another style is used and the sheet's margin says so.
    Unsuitable {
        /// The role it plays.
        role: Role,
        /// The font used.
        used: String,
    },
    /// Single characters are not in the role's font and come from another.
    Borrowed {
        /// The characters, each once.
        characters: String,
        /// The font they come from.
        used: String,
    },
    /// No font of this machine has these characters: they print as empty boxes.
    Missing {
        /// The characters, each once.
        characters: String,
    },
}

impl FontNotice {
    /// A stable name for the kind of notice.
    pub fn code(&self) -> &'static str {
        match self {
            FontNotice::Substituted { .. } => "font-substituted",
            FontNotice::Unsuitable { .. } => "font-unsuitable",
            FontNotice::Borrowed { .. } => "font-borrowed",
            FontNotice::Missing { .. } => "font-missing-characters",
        }
    }
}

impl fmt::Display for FontNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FontNotice::Substituted { role, used } => write!(
                f,
                "{}应使用{}，本机没有，现用同类字体“{used}”代替。装上{}后重新生成，即合乎国家标准。",
                role.used_for(),
                role.wanted(),
                role.wanted()
            ),
            FontNotice::Unsuitable { role, used } => write!(
                f,
                "{}应使用{}，本机没有这类字体，现用“{used}”勉强代替，字形不合国家标准。请装上{}后重新生成。",
                role.used_for(),
                role.wanted(),
                role.wanted()
            ),
            FontNotice::Borrowed { characters, used } => {
                write!(f, "“{characters}”不在所用字体里，这几个字借用“{used}”。")
            }
            FontNotice::Missing { characters } => {
                write!(f, "“{characters}”在本机任何字体里都没有，印出来是空框。请装上收字更多的字体后重新生成。")
            }
        }
    }
}

/// Why no document can be set at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontRefusal {
    /// None of the folders holds a font with Chinese characters.
    #[error(
        "没有找到任何中文字体，不能生成 PDF。找过的文件夹：{}。请装上仿宋、黑体、楷体、小标宋字体，或用 fonts.dir 指明字体文件夹。",
        looked_in.iter().map(|dir| dir.display().to_string()).collect::<Vec<_>>().join("、")
    )]
    NoChineseFont {
        /// The folders that were searched.
        looked_in: Vec<PathBuf>,
    },
}

impl FontRefusal {
    /// A stable name for the reason.
    pub fn code(&self) -> &'static str {
        "no-chinese-font"
    }
}

/// The folders where fonts usually are, the given one first.
pub fn default_font_dirs(explicit: Option<&Path>) -> Vec<PathBuf> {
    let mut dirs: Vec<PathBuf> = explicit.map(Path::to_path_buf).into_iter().collect();
    let from_env = |name: &str, rest: &str| std::env::var_os(name).map(|base| PathBuf::from(base).join(rest));
    dirs.extend(["/usr/local/share/fonts", "/usr/share/fonts"].map(PathBuf::from));
    dirs.extend(from_env("HOME", ".local/share/fonts"));
    dirs.extend(from_env("HOME", ".fonts"));
    dirs.extend(from_env("WINDIR", "Fonts"));
    dirs.extend(from_env("LOCALAPPDATA", "Microsoft/Windows/Fonts"));
    dirs.extend(["/Library/Fonts", "/System/Library/Fonts"].map(PathBuf::from));
    dirs.extend(from_env("HOME", "Library/Fonts"));
    dirs
}

/// A face on disk.
struct Face {
    path: PathBuf,
    names: FaceNames,
}

/// A face in use. Its data is read when a character first needs it.
struct Slot {
    path: PathBuf,
    index: u32,
    shown: String,
    font: OnceLock<Option<Font>>,
}

impl Slot {
    fn font(&self) -> Option<&Font> {
        self.font.get_or_init(|| load(&self.path, self.index)).as_ref()
    }
}

/// The chosen fonts, under private family names (`f0`, `f1` …) so that what typst uses is exactly what was chosen.
pub(crate) struct Fonts {
    slots: Vec<Slot>,
    roles: BTreeMap<Role, Vec<usize>>,
    notices: Vec<FontNotice>,
}

impl Fonts {
    /// Chooses fonts from the given folders; folders that do not exist are passed over.
    pub(crate) fn choose(dirs: &[PathBuf]) -> Result<Fonts, FontRefusal> {
        let faces = catalogue(dirs);
        let mut fonts = Fonts { slots: Vec::new(), roles: BTreeMap::new(), notices: Vec::new() };
        let mut found: BTreeMap<Role, (usize, Fit)> = BTreeMap::new();
        for role in Role::ALL {
            if let Some(choice) = fonts.best_for(role, &faces) {
                found.insert(role, choice);
            }
        }
        let stand_in = match [Role::Body, Role::Song, Role::Kai, Role::Title, Role::Hei].iter().find_map(|role| found.get(role)) {
            Some((slot, _)) => *slot,
            None => fonts.any_chinese(&faces).ok_or_else(|| FontRefusal::NoChineseFont { looked_in: dirs.to_vec() })?,
        };
        let rare: Vec<usize> = RARE_CHARACTERS
            .iter()
            .filter_map(|name| faces.iter().find(|face| has_name(face, name)))
            .map(|face| fonts.slot_of(face))
            .collect();
        for role in Role::ALL {
            let (slot, fit) = found.get(&role).copied().unwrap_or((stand_in, Fit::OtherStyle));
            fonts.note(role, slot, fit);
            let mut chain = vec![slot];
            for next in rare.iter().copied().chain([stand_in]) {
                if !chain.contains(&next) {
                    chain.push(next);
                }
            }
            fonts.roles.insert(role, chain);
        }
        Ok(fonts)
    }

    /// The best face for a role that loads and knows Chinese.
    fn best_for(&mut self, role: Role, faces: &[Face]) -> Option<(usize, Fit)> {
        for choice in role.chain() {
            for name in choice.names {
                let mut matching: Vec<&Face> = faces.iter().filter(|face| has_name(face, name)).collect();
                matching.sort_by_key(|face| !face.names.regular);
                for face in matching {
                    let slot = self.slot_of(face);
                    if self.slots.get(slot).and_then(Slot::font).is_some_and(knows_chinese) {
                        return Some((slot, choice.fit));
                    }
                }
            }
        }
        None
    }

    /// Any face that knows Chinese, for a machine without one known font.
    fn any_chinese(&mut self, faces: &[Face]) -> Option<usize> {
        let large = faces.iter().filter(|face| fs::metadata(&face.path).is_ok_and(|meta| meta.len() > 500_000));
        for face in large.take(UNKNOWN_TRIED_MAX) {
            let slot = self.slot_of(face);
            if self.slots.get(slot).and_then(Slot::font).is_some_and(knows_chinese) {
                return Some(slot);
            }
        }
        None
    }

    fn slot_of(&mut self, face: &Face) -> usize {
        let known = self.slots.iter().position(|slot| slot.path == face.path && slot.index == face.names.index);
        known.unwrap_or_else(|| {
            self.slots.push(Slot {
                path: face.path.clone(),
                index: face.names.index,
                shown: face.names.shown.clone(),
                font: OnceLock::new(),
            });
            self.slots.len() - 1
        })
    }

    fn note(&mut self, role: Role, slot: usize, fit: Fit) {
        let used = self.shown(slot).to_owned();
        match fit {
            Fit::Named => {}
            Fit::SameStyle => self.notices.push(FontNotice::Substituted { role, used }),
            Fit::OtherStyle => self.notices.push(FontNotice::Unsuitable { role, used }),
        }
    }

    /// What must be said about the roles' fonts.
    pub(crate) fn notices(&self) -> &[FontNotice] {
        &self.notices
    }

    /// The families of a role, best first, as the template names them.
    pub(crate) fn families(&self, role: Role) -> Vec<String> {
        self.roles.get(&role).into_iter().flatten().map(|slot| family(*slot)).collect()
    }

    /// The fonts that play a role as first choice; characters set in any other are borrowed.
    pub(crate) fn is_first_choice(&self, font: &Font) -> bool {
        self.roles.values().filter_map(|chain| chain.first()).any(|slot| self.get(*slot).as_ref() == Some(font))
    }

    /// A face's name for people.
    pub(crate) fn shown_name(&self, font: &Font) -> String {
        let slot = (0..self.slots.len())
            .find(|slot| self.slots.get(*slot).is_some_and(|s| s.font.get().is_some_and(|f| f.as_ref() == Some(font))));
        slot.map_or_else(|| font.info().family.clone(), |slot| self.shown(slot).to_owned())
    }

    fn shown(&self, slot: usize) -> &str {
        self.slots.get(slot).map_or("", |slot| slot.shown.as_str())
    }

    /// The font at a position of the book.
    pub(crate) fn get(&self, slot: usize) -> Option<Font> {
        self.slots.get(slot).and_then(Slot::font).cloned()
    }

    /// The book typst selects from: one family a face.
    pub(crate) fn book(&self) -> FontBook {
        FontBook::from_infos((0..self.slots.len()).map(|slot| FontInfo {
            family: family(slot),
            variant: FontVariant::default(),
            flags: FontFlags::empty(),
            axes: Vec::new(),
            coverage: Coverage::from_vec(Vec::new()),
        }))
    }
}

/// The private family name of a face.
fn family(slot: usize) -> String {
    format!("f{slot}")
}

fn has_name(face: &Face, name: &str) -> bool {
    face.names.names.iter().any(|known| known == name)
}

/// Knows the commonest characters of simplified Chinese.
fn knows_chinese(font: &Font) -> bool {
    "的国单县".chars().all(|c| font.info().coverage.contains(u32::from(c)))
}

fn load(path: &Path, index: u32) -> Option<Font> {
    if fs::metadata(path).ok()?.len() > FONT_BYTES_MAX {
        return None;
    }
    Font::new(Bytes::new(fs::read(path).ok()?), index)
}

/// Every face in the folders, in a stable order: folders as given, files by name.
fn catalogue(dirs: &[PathBuf]) -> Vec<Face> {
    let mut files = Vec::new();
    for dir in dirs {
        collect(dir, 0, &mut files);
    }
    let mut faces = Vec::new();
    for path in files {
        let names = read_face_names(&path).unwrap_or_default();
        faces.extend(names.into_iter().map(|names| Face { path: path.clone(), names }));
    }
    faces
}

fn collect(dir: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if files.len() >= FILES_MAX {
            return;
        }
        if path.is_dir() {
            if depth < DEPTH_MAX {
                collect(&path, depth + 1, files);
            }
        } else if is_font_file(&path) && !files.contains(&path) {
            files.push(path);
        }
    }
}

fn is_font_file(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["otf", "ttf", "ttc", "otc"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}
