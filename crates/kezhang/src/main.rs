//! The one program. Each verb is a file in `verbs`; this file reads the command line and turns outcomes into exit codes:
//! 0 done, 1 done and something was found, 2 wrong usage or unreadable input.

mod args;
mod outcome;
mod usage;
mod verbs;

use std::process::ExitCode;

use args::Verb;
use outcome::Outcome;

/// Reading a report makes many small texts: with the system's allocator it took about 18 percent longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = match usage::parse() {
        Ok(args) => args,
        Err(error) => return usage::explain(&error),
    };
    tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::WARN).with_writer(std::io::stderr).init();
    let outcome = match args.verb {
        Verb::Serve(serve) => verbs::serve::run(&serve),
        Verb::New(new) => verbs::new::run(&new),
        Verb::Demo(demo) => verbs::demo::run(&demo),
        Verb::Read(read) => verbs::read::run(&read),
        Verb::Repair(repair) => verbs::repair::run(&repair),
        Verb::Check(check) => verbs::check::run(&check),
        Verb::Accept(accept) => verbs::accept::run(&accept),
        Verb::Import(import) => verbs::import::run(&import),
        Verb::Figures(figures) => verbs::figures::run(&figures),
        Verb::Report(report) => verbs::report::run(&report),
        Verb::Close(close) => verbs::keep::close(&close),
        Verb::Verify(verify) => verbs::keep::verify(&verify),
        Verb::Rebuild(rebuild) => verbs::keep::rebuild(&rebuild),
        Verb::Backup(backup) => verbs::keep::backup(&backup),
        Verb::Restore(restore) => verbs::keep::restore(&restore),
        Verb::Packs(packs) => verbs::packs::run(&packs),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Unreadable) => ExitCode::from(2),
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}
