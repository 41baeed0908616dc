// The program under test: its books made in a folder of our own, served on a free port, stopped, or killed.
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const binary = path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"), "debug", "kezhang");

/** Longest wait for the program to say that it is ready, in milliseconds; only a broken program takes it. */
const READY_MS = 60_000;

const folders = new Set();
const children = new Set();
// A test file that ends early, by a fault or by Ctrl+C, must leave neither a process nor a folder behind.
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

/** An empty folder that goes away with this process. */
export async function folder() {
  const made = await mkdtemp(path.join(tmpdir(), "kezhang-e2e-"));
  folders.add(made);
  return made;
}

/** Runs one command of the program to its end. */
export function kezhang(...args) {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run cargo build --package kezhang`);
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
    children.add(child);
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      children.delete(child);
      resolve({ code, signal, stdout, stderr });
    });
  });
}

/** Makes the demo book in a folder. It is the same each time, but for its passwords. */
export async function makeDemo(book) {
  const made = await kezhang("demo", "--book", book);
  if (made.code !== 0) throw new Error(`kezhang demo: ${made.stderr}`);
}

/** A demo book of one's own: a copy of the one the run has made, or a new one for a file that is run alone. */
export async function demoBook() {
  const book = path.join(await folder(), "book");
  if (process.env.KEZHANG_E2E_DEMO) await cp(process.env.KEZHANG_E2E_DEMO, book, { recursive: true });
  else await makeDemo(book);
  return book;
}

/** The demo book's accounts: `{ user, password, name, role, section }`. */
export async function accounts(book) {
  const text = await readFile(path.join(book, "演示账号.txt"), "utf8");
  const keys = ["user", "password", "name", "role", "section"];
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => Object.fromEntries(line.split("\t").map((value, at) => [keys[at], value])));
}

/** Serves a book, or the page that makes one. `address` is what the program printed. */
export async function serve(book) {
  const child = spawn(binary, ["serve", "--book", book, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
  children.add(child);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
  ended.then(() => children.delete(child));
  const line = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`kezhang serve said nothing: ${stderr}`)), READY_MS);
    createInterface({ input: child.stdout }).once("line", (line) => {
      clearTimeout(late);
      resolve(line);
    });
    ended.then(({ code, signal }) => {
      clearTimeout(late);
      reject(new Error(`kezhang serve ended (${code ?? signal}): ${stderr}`));
    });
  });
  child.stdout.resume();
  const address = line.match(/http:\/\/\S+/)?.[0];
  if (!address) throw new Error(`kezhang serve printed no address: ${line}`);
  return {
    line,
    address,
    origin: new URL(address).origin,
    stderr: () => stderr,
    /** Ends it as a service manager does; gives the exit code. */
    async stop() {
      child.kill("SIGTERM");
      return (await ended).code;
    },
    /** Ends it as a power cut does. */
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Takes a folder away before the process ends. */
export async function remove(made) {
  await rm(made, { recursive: true, force: true });
  folders.delete(made);
}
