//! Stops a build whose pages would come out unstyled, and says what to do.

fn main() {
    println!("cargo::rerun-if-changed=static");
    if !std::path::Path::new("static/vendor/NOTICE.txt").exists() {
        println!(
            "cargo::error=the style sheet and scripts of the pages are missing: run ./run or ./test once, or `npm ci && npm run vendor` in crates/web"
        );
    }
}
