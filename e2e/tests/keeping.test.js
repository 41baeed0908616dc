// The book outlives the program: killed while it is being written, opened twice, or opened by an older program.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { launch, person, signIn } from "../lib/browser.js";
import { patent } from "../lib/made.js";
import { accounts, demoBook, kezhang, remove, serve } from "../lib/program.js";
import { PATENTS } from "../lib/suite.js";

const ROUNDS = 4;
const CLIENTS = 4;
/** Saves that must have been acknowledged before a round's power cut. */
const SAVES_MIN = 12;

let browser, book, people;
before(async () => {
  book = await demoBook();
  people = await accounts(book);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  if (book) await remove(path.dirname(book));
});

async function verified() {
  const { code, stdout, stderr } = await kezhang("verify", "--book", book);
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /^核验无误：日记账\d+行/);
  return Number(stdout.match(/日记账(\d+)行/)[1]);
}

test("killed again and again while several people save, the book has every save it acknowledged and is whole", async () => {
  const clerks = people.filter((one) => one.section === PATENTS && one.role !== "审计");
  const journal = await verified();
  let server = await serve(book);
  const cookies = [];
  for (const clerk of clerks) {
    const context = await person(browser, server);
    const page = await context.newPage();
    await signIn(page, clerk);
    cookies.push((await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; "));
    await context.close();
  }
  const acknowledged = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) server = await serve(book);
    let [dead, here] = [false, 0];
    const client = async (at) => {
      for (let turn = 0; !dead; turn++) {
        const fields = patent({ name: `一种断电测试轴承${round}-${at}-${turn}` });
        const body = new URLSearchParams(Object.entries(fields).map(([id, text]) => [`f.${id}`, text]));
        const headers = { origin: server.origin, cookie: cookies[at % cookies.length] };
        try {
          const answer = await fetch(`${server.origin}/ledger/patent`, { method: "POST", body, headers, redirect: "manual" });
          assert.equal(answer.status, 303, await answer.text());
          acknowledged.set(answer.headers.get("location"), fields);
          here += 1;
        } catch (error) {
          // What was cut off was not acknowledged; it may be in the book or not.
          if (error instanceof assert.AssertionError || !dead) throw error;
        }
      }
    };
    const clients = Array.from({ length: CLIENTS }, (_, at) => client(at));
    while (here < SAVES_MIN + round) await Promise.race([...clients, new Promise((resolve) => setTimeout(resolve, 5))]);
    dead = true;
    await server.kill();
    await Promise.all(clients);
    await verified();
  }
  assert.ok(acknowledged.size >= ROUNDS * SAVES_MIN);

  server = await serve(book);
  for (const [address, fields] of acknowledged) {
    const answer = await fetch(server.origin + address, { headers: { cookie: cookies[0] } });
    assert.equal(answer.status, 200, address);
    const html = await answer.text();
    assert.ok(html.includes(fields.name) && html.includes(fields.application_no), fields.name);
  }
  // At most what was under way at each power cut is there without having been acknowledged.
  assert.equal(await server.stop(), 0);
  const lines = (await verified()) - journal;
  assert.ok(lines >= acknowledged.size && lines <= acknowledged.size + ROUNDS * CLIENTS, `${lines} lines for ${acknowledged.size} saves`);
});

test("a book that is being served is not served a second time; the first goes on undisturbed", async () => {
  const server = await serve(book);
  const second = await kezhang("serve", "--book", book, "--listen", "127.0.0.1:0");
  assert.equal(second.code, 2);
  assert.equal(second.stdout, "");
  assert.match(second.stderr, /账簿正由另一个科账程序打开（.+）。请用已打开的那个，或先关掉它 \[KZ-205\]/);
  assert.equal((await fetch(`${server.origin}/sign-in`)).status, 200);
  assert.equal(await server.stop(), 0);
  const next = await serve(book);
  assert.equal(await next.stop(), 0, "once it is closed it can be opened again");
});

test("an address that is taken is said, with what to do", async () => {
  const server = await serve(book);
  const other = await demoBook();
  const second = await kezhang("serve", "--book", other, "--listen", new URL(server.origin).host);
  assert.equal(second.code, 2);
  assert.match(second.stderr, /127\.0\.0\.1:\d+ 监听不了：.+请用 --listen 换一个/);
  assert.equal(await server.stop(), 0);
  await remove(path.dirname(other));
});

test("a book of a newer program is left as it is, by every verb", async () => {
  const newer = await demoBook();
  const file = path.join(newer, "book.sqlite");
  // SQLite keeps a database's version in four bytes of its header.
  const header = await open(file, "r+");
  await header.write(Uint8Array.of(0, 0, 3, 231), 0, 4, 60);
  await header.close();
  const before = await readFile(file);
  for (const args of [["serve", "--listen", "127.0.0.1:0"], ["verify"], ["rebuild"], ["figures", "--year", "2025"]]) {
    const refused = await kezhang(...args, "--book", newer);
    assert.equal(refused.code, 2, args[0]);
    assert.equal(refused.stdout, "", args[0]);
    assert.match(refused.stderr, /账簿的格式是第 999 版，本程序只认得到第 \d+ 版。请升级程序，账簿没有改动 \[KZ-204\]/, args[0]);
  }
  assert.ok((await readFile(file)).equals(before), "not a byte has changed");
  await remove(path.dirname(newer));
});

test("a file that is no book is refused in words and left alone", async () => {
  const other = await demoBook();
  const file = path.join(other, "book.sqlite");
  const handle = await open(file, "r+");
  await handle.write(Buffer.from("这不是账簿"), 0);
  await handle.close();
  const before = await readFile(file);
  const refused = await kezhang("serve", "--book", other, "--listen", "127.0.0.1:0");
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /不是科账的账簿文件，没有改动它/);
  assert.ok((await readFile(file)).equals(before));
  await remove(path.dirname(other));
});
