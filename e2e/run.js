// `npm test [-- NAME…]`: makes the demo book once, then runs the test files, or those whose names contain a NAME.
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { folder, makeDemo } from "./lib/program.js";

const names = process.argv.slice(2);
const all = (await readdir("tests")).filter((file) => file.endsWith(".test.js")).sort();
const files = all.filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
if (files.length === 0) {
  console.error(`no test file is called ${names.join(", ")}; there are ${all.join(", ")}`);
  process.exit(2);
}
const demo = path.join(await folder(), "book");
await makeDemo(demo);
// Every file copies the book and serves its copy on a port of its own, so two may run beside each other.
const args = ["--test", "--test-reporter=spec", "--test-concurrency=2", ...files.map((file) => path.join("tests", file))];
const run = spawn(process.execPath, args, { stdio: "inherit", env: { ...process.env, KEZHANG_E2E_DEMO: demo } });
run.on("close", (code, signal) => process.exit(signal ? 130 : code));
