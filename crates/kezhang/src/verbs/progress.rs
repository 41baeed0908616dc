//! How far long work is, on standard error: seen only on a terminal, and only while nothing else is written to it.

use std::cell::RefCell;
use std::fs::File;
use std::io::{IsTerminal, Read};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

const FILES: &str = "{spinner} {bar:30} {pos}/{len} {msg}  {eta}";
const ONE_FILE: &str = "{spinner} {msg}  {elapsed}";
const LONG_FILE: &str = "{spinner} {bar:30} {percent}% {msg}  {eta}";
const TICK: Duration = Duration::from_millis(150);

thread_local! {
    static CURRENT: RefCell<Option<ProgressBar>> = const { RefCell::new(None) };
}

/// Work on a number of files.
pub struct Progress {
    bar: ProgressBar,
    /// What the work prints may come to the same terminal, by itself or through a pager: then that tells how far it is, and
    /// the bar keeps out of its way.
    prints: bool,
}

impl Progress {
    /// Work on so many files begins.
    pub fn of(files: usize) -> Self {
        let bar = ProgressBar::new(files as u64);
        set_style(&bar, if files > 1 { FILES } else { ONE_FILE });
        bar.enable_steady_tick(TICK);
        CURRENT.set(Some(bar.clone()));
        Self { bar, prints: !goes_to_file() }
    }

    /// Works on one file.
    pub fn on<T>(&self, name: String, work: impl FnOnce() -> T) -> T {
        self.bar.set_message(name);
        let done = if self.prints {
            // The bar is hidden as long as the work takes: what it says needs not hide it again, which would wait for ever.
            CURRENT.set(None);
            let done = self.bar.suspend(work);
            CURRENT.set(Some(self.bar.clone()));
            done
        } else {
            work()
        };
        if self.bar.length().is_some_and(|length| self.bar.position() < length) {
            self.bar.inc(1);
        }
        done
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
        CURRENT.set(None);
    }
}

/// Says something on standard error, above the bar.
pub fn remark(sentence: &str) {
    match CURRENT.with_borrow(Clone::clone) {
        Some(bar) => bar.suspend(|| eprintln!("{sentence}")),
        None => eprintln!("{sentence}"),
    }
}

/// A long file that tells how much of it was read. Among others it counts as one.
pub fn followed(file: File) -> Box<dyn Read> {
    let alone = CURRENT.with_borrow(Clone::clone).filter(|bar| bar.length() == Some(1));
    match (alone, file.metadata()) {
        (Some(bar), Ok(about)) => {
            set_style(&bar, LONG_FILE);
            bar.set_length(about.len());
            Box::new(bar.wrap_read(file))
        }
        _ => Box::new(file),
    }
}

/// Whether standard output is redirected to a file. Where that cannot be told: whether it is no terminal.
fn goes_to_file() -> bool {
    match std::fs::metadata("/dev/stdout") {
        Ok(about) => about.is_file(),
        Err(_) => !std::io::stdout().is_terminal(),
    }
}

fn set_style(bar: &ProgressBar, template: &str) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}
