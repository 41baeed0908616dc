//! Measures reading, from bytes to claims: `speed FILE` reads the file as a stream, piece by piece; with `--steps` it holds the
//! file in memory and measures each step. Time is that of the processor, so a busy machine measures like a quiet one.

#![allow(clippy::disallowed_methods)] // an example is a program: it reads files

use std::fs::File;
use std::io::Read;

use kezhang_text::{Stream, decode::decode, findings, read, repair::repair};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PIECE_BYTES: usize = 1 << 20;

/// Nanoseconds this thread has run on a processor; 0 where the system does not tell.
fn processor_nanos() -> u128 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn report(what: &str, bytes: usize, since: u128) {
    let micros = ((processor_nanos() - since) / 1000).max(1);
    let tenths = bytes as u128 * 10_000_000 / micros / 1_048_576;
    println!("{what}\t{}.{} MB/s\t{micros} µs", tenths / 10, tenths % 10);
}

fn steps(bytes: &[u8]) {
    let start = processor_nanos();
    let Ok(decoded) = decode(bytes) else { return };
    report("decode", bytes.len(), start);
    let start = processor_nanos();
    let repaired = repair(&decoded.text);
    report("repair", bytes.len(), start);
    let start = processor_nanos();
    let reading = read(&repaired.text);
    report("read", bytes.len(), start);
    let start = processor_nanos();
    let found = findings(&repaired.text, &reading);
    report("findings", bytes.len(), start);
    println!("claims\t{}\nfindings\t{}", reading.claims.len(), found.len());
}

fn stream(file: &mut File) -> std::io::Result<()> {
    let mut piece = vec![0; PIECE_BYTES];
    let (mut stream, mut claims, mut bytes) = (Stream::new(), 0usize, 0usize);
    let start = processor_nanos();
    loop {
        let len = file.read(&mut piece)?;
        bytes += len;
        if let Err(refusal) = stream.push(&piece[..len], len == 0, |_| claims += 1) {
            println!("{refusal}");
            break;
        }
        if len == 0 {
            break;
        }
    }
    report("stream", bytes, start);
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = told.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("").trim().to_owned();
    println!("claims\t{claims}\npeak\t{peak}");
    Ok(())
}

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [flag, path] if flag == "--steps" => steps(&std::fs::read(path)?),
        [path] => stream(&mut File::open(path)?)?,
        _ => println!("speed [--steps] FILE"),
    }
    Ok(())
}
