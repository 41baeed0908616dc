//! Measures reading, from bytes to claims: `speed FILE [MEGABYTES]` repeats the file up to that size and reads it as a stream.

#![allow(clippy::disallowed_methods)] // an example is a program: it reads files

use std::time::Instant;

use kezhang_text::{Stream, decode::decode, read, repair::repair};

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(path), megabytes) = (args.next(), args.next().and_then(|m| m.parse::<usize>().ok()).unwrap_or(20)) else {
        eprintln!("speed FILE [MEGABYTES]");
        return;
    };
    let Ok(one) = std::fs::read(&path) else {
        eprintln!("{path}: cannot be read");
        return;
    };
    let copies = (megabytes << 20) / one.len().max(1) + 1;
    let bytes = one.repeat(copies.min((20 << 20) / one.len() + 1));
    let rate = |what: &str, bytes: usize, start: Instant| {
        let micros = start.elapsed().as_micros().max(1);
        println!("{what:8} {:6} MB/s  ({micros} µs)", bytes as u128 * 1_000_000 / micros / 1_048_576);
    };
    let start = Instant::now();
    let Ok(decoded) = decode(&bytes) else { return };
    rate("decode", bytes.len(), start);
    let start = Instant::now();
    let repaired = repair(&decoded.text);
    rate("repair", bytes.len(), start);
    let start = Instant::now();
    let reading = read(&repaired.text);
    rate("read", bytes.len(), start);
    println!("{} claims in {} MB", reading.claims.len(), bytes.len() >> 20);
    drop((decoded.encoding, reading));
    let start = Instant::now();
    let mut stream = Stream::new();
    let mut claims = 0usize;
    for i in 0..copies {
        if stream.push(&one, i + 1 == copies, |_| claims += 1).is_err() {
            return;
        }
    }
    rate("stream", one.len() * copies, start);
    let peak = std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|s| s.lines().find(|l| l.starts_with("VmHWM")).map(str::to_owned));
    println!("{claims} claims, {}", peak.unwrap_or_default());
}
