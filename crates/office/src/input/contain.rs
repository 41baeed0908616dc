//! A barrier around libraries that panic on broken files: the panic becomes a value and is not printed.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `read`; `None` if it panicked. What it was given is gone then, so nothing half done is left behind.
///
/// The program's panic hook stays as it was for everything outside.
pub(crate) fn contained<T>(read: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let outside = take_hook();
        set_hook(Box::new(move |info| {
            if !CONTAINED.get() {
                outside(info);
            }
        }));
    });
    let outer = CONTAINED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    CONTAINED.set(outer);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_value() {
        assert_eq!(contained(|| 1), Some(1));
        assert_eq!(contained(|| Vec::<u8>::new()[0]), None);
        assert_eq!(contained(|| contained(|| Vec::<u8>::new()[0])), Some(None));
        assert!(!CONTAINED.get());
    }
}
