// Who may do what, through addresses and forms, not only through the buttons that are shown: the table of
// crates/app/tests/permission.tbl, tried over HTTP by everybody.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { person, signIn } from "../lib/browser.js";
import { patent, patentNo } from "../lib/made.js";
import { OFFICE, PATENTS, PROJECTS, suite } from "../lib/suite.js";
import { rowsOf } from "../lib/table.js";

const here = suite();
const TITLE = "一种权限测试轴承";
const EVIDENCE = Buffer.from("scan of a certificate");

const table = (await readFile(new URL("../../crates/app/tests/permission.tbl", import.meta.url), "utf8"))
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split(/\s+/));
const WHO = table[0].slice(1);

/** Everybody of the table's first line: what they ask with, cookies and all. Filled by whichever test is first. */
const everybody = {};
let clerk;

let filled;
const ready = () => (filled ??= fill());
async function fill() {
  const manager = await asks(here.who("科室负责人", OFFICE));
  const page = await (await manager.post("/accounts", { user: "keeper", name: "专管账号", role: "", section: "", manages: "1" })).text();
  const password = page.match(/class="password">([^<]+)</)[1];
  const accounts = {
    经办: here.who("经办", PATENTS), 外科室经办: here.who("经办", PROJECTS), 科室负责人: here.who("科室负责人", PATENTS),
    外科室负责人: here.who("科室负责人", PROJECTS), 局领导: here.who("局领导"), 审计: here.who("审计"), 管账号: { user: "keeper", password },
  };
  for (const who of WHO) everybody[who] = await asks(accounts[who]);
  clerk = everybody["经办"];
}

/** Requests of somebody signed in, as their browser would send them. */
async function asks(account) {
  const context = await person(here.browser, here.server);
  const page = await context.newPage();
  await signIn(page, account);
  await page.close();
  const headers = { origin: here.server.origin };
  return {
    context,
    get: (address) => context.request.get(address, { maxRedirects: 0 }),
    post: (address, form = {}, origin = headers) =>
      context.request.post(address, {
        headers: { ...origin, "content-type": "application/x-www-form-urlencoded" },
        data: new URLSearchParams(form).toString(),
        maxRedirects: 0,
      }),
    file: (address, name, buffer, fields = {}) =>
      context.request.post(address, {
        headers,
        multipart: { ...fields, ...(name ? { file: { name, mimeType: "application/octet-stream", buffer } } : {}) },
        maxRedirects: 0,
      }),
  };
}

const of = (fields) => Object.fromEntries(Object.entries(fields).map(([id, text]) => [`f.${id}`, text]));

/** A patent of the clerk's with one file of evidence: revision 2. */
async function aPatent() {
  const made = await clerk.post("/ledger/patent", of(patent({ name: TITLE })));
  assert.equal(made.status(), 303, await made.text());
  const address = new URL(made.headers().location, here.server.origin).pathname;
  assert.equal((await clerk.file(`${address}/attach`, "证书.pdf", EVIDENCE)).status(), 303);
  const page = await (await clerk.get(address)).text();
  return { address, evidence: page.match(/href="(\/entry\/[^"]+\/file\/[0-9a-f]+)"/)[1] };
}

const csv = (no = patentNo()) => Buffer.from(`申请号,专利名称,类型,申请人,申请日\n${no},导入的,发明,甲公司,2026-04-01\n`);
const query = `q=${encodeURIComponent(TITLE)}`;
const says = async (answer) => (await answer.text()).includes(TITLE);
const sheetSays = async (answer) => rowsOf(await answer.body()).flat().some((cell) => String(cell).includes(TITLE));

/** Each action: how it is asked for, and, where it can come out empty, whether anything of the patent is in the answer. */
const ACTIONS = {
  看台账: [(who) => who.get(`/ledger/patent?all=1&${query}`), async (answer) => (await answer.text()).includes("data-href")],
  导出台账: [(who) => who.get(`/ledger/patent/export.xlsx?all=1&${query}`), sheetSays],
  搜索: [(who) => who.get(`/search?${query}`), async (answer) => (await answer.text()).includes('href="/entry/')],
  打开记录: [(who, { address }) => who.get(address), says],
  打开佐证: [(who, { evidence }) => who.get(evidence), async (answer) => (await answer.body()).equals(EVIDENCE)],
  看板: [(who) => who.get("/board?year=2026")],
  打开数字: [(who) => who.get("/figure?f=patent.filed&p=2026")],
  数字后面的记录: [(who) => who.get("/figure?f=patent.filed&p=2026"), says],
  导出看板: [(who) => who.get("/board/export.xlsx?year=2026")],
  起草总结: [(who) => who.get("/document/summary?year=2025")],
  核对文稿: [(who) => who.file("/check?year=2025", null, null, { text: "全年专利申请3件。", year: "2025" })],
  看上报数: [(who) => who.get("/reported")],
  新增表单: [(who) => who.get("/ledger/patent/new")],
  新增: [(who) => who.post("/ledger/patent", of(patent()))],
  导入: [importing],
  导入预检: [(who) => who.file("/ledger/patent/import", "表.csv", csv())],
  修改: [(who, { address }) => who.post(address, { base: "2", ...of({ note: "改" }) })],
  流转: [(who, { address }) => who.post(`${address}/move`, { base: "2", transition: "grant", ...of({ granted_on: "2026-06-01" }) })],
  上传佐证: [(who, { address }) => who.file(`${address}/attach`, "受理通知书.pdf", Buffer.from("another"))],
  作废: [(who, { address }) => who.post(`${address}/void`, { base: "2", reason: "重复录入" })],
  下达目标: [(who) => who.post("/board/target", { year: "2026", indicator: "patent.filed", operator: "at_least", value: "20" })],
  结账: [(who) => who.post("/close", { period: "2025" })],
  认定指标: [(who) => deciding(who, "teach", "全年专利申请3件。", { claim: "0", figure: "patent.filed" })],
  忽略疑点: [(who) => deciding(who, "finding", "全年培训农民1200人次，其中女性1500人次。", { finding: "0", decision: "ignore", reason: "含外乡学员" })],
  采用上报数: [accepting],
  发布文稿: [(who) => who.post("/document/summary/publish?year=2024")],
  核验账簿: [(who) => who.post("/journal/verify")],
  看日记账: [(who) => who.get("/journal")],
  看账号: [(who) => who.get("/accounts")],
  设账号: [(who) => who.post("/accounts", { user: "somebody", name: "新人", role: "", section: "", manages: "1" })],
};

/** With the form that the clerk's upload has led to. */
async function importing(who) {
  const plan = await (await clerk.file("/ledger/patent/import", "表.csv", csv())).text();
  const action = plan.match(/action="(\/ledger\/patent\/import\/[0-9a-f]+)/)[1];
  return who.post(action, { file: "表.csv", sheet: "0", order: "all" });
}

/** With the check of a text that the director has handed in: its address, and what goes behind it. */
async function deciding(who, what, text, fields) {
  const handed = await everybody["局领导"].file("/check?year=2025", null, null, { text, year: "2025" });
  const [address, query] = handed.headers().location.split("?");
  return who.post(`${address}/${what}?${query}`, fields);
}

/** With the form that the director's check has led to. */
async function accepting(who) {
  const director = everybody["局领导"];
  let page = await director.file("/check?year=2025", null, null, { text: "全年专利申请3件。", year: "2025" });
  if (page.status() === 303) page = await director.get(page.headers().location);
  const html = await page.text();
  const [, action, rest] = html.match(/<form[^>]*action="(\/check[^"]*accept[^"]*)"[^>]*>([\s\S]*?)<\/form>/);
  const hidden = [...rest.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return who.post(action.replaceAll("&amp;", "&"), { ...Object.fromEntries(hidden), claim: "0" });
}

async function word(answer, seen) {
  const status = answer.status();
  if (status === 403 || status === 404) {
    const page = (await answer.text()).match(/<main[\s\S]*<\/main>/)?.[0] ?? "";
    assert.match(page, /<p>[^<]*[\u4e00-\u9fff]{4,}[^<]*\[KZ-\d{3}\]<\/p>/, `${status} says why, in a sentence with a code`);
    return status === 403 ? "拒" : "无";
  }
  if (status === 303) {
    assert.doesNotMatch(answer.headers().location, /sign-in/);
    return "可";
  }
  if (status !== 200) return `${status}`;
  return !seen || (await seen(answer)) ? "可" : "空";
}

test("over HTTP everybody may do exactly what the table says", async () => {
  await ready();
  const wrong = [];
  for (const [action, ...cells] of table.slice(1)) {
    assert.ok(ACTIONS[action], `this test knows ${action}`);
    const [ask, seen] = ACTIONS[action];
    for (const [at, wanted] of cells.entries()) {
      const found = await word(await ask(everybody[WHO[at]], await aPatent()), seen);
      if (found !== wanted) wrong.push(`${action} ${WHO[at]}: ${found}, the table says ${wanted}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("what was refused was not done", async () => {
  await ready();
  const { address } = await aPatent();
  for (const who of WHO.filter((who) => !["经办", "科室负责人"].includes(who))) {
    await everybody[who].post(address, { base: "2", ...of({ name: "被别人改了" }) });
    await everybody[who].post(`${address}/void`, { base: "2", reason: "不该成" });
    await everybody[who].file(`${address}/attach`, "别人的.pdf", Buffer.from("no"));
  }
  const page = await (await clerk.get(address)).text();
  assert.ok(page.includes(TITLE) && page.includes("第2版") && !page.includes("被别人改了") && !page.includes("别人的.pdf"));
});

test("nobody without a session gets anything but the sign-in page", async () => {
  await ready();
  const context = await person(here.browser, here.server);
  const { address, evidence } = await aPatent();
  for (const path of ["/", "/board", "/ledgers", "/ledger/patent", address, evidence, "/figure?f=patent.filed&p=2026", "/document/summary", "/check", "/reported", "/close", "/journal", "/accounts", "/search?q=a", "/api/figures", "/board/export.xlsx"]) {
    const answer = await context.request.get(path, { maxRedirects: 0 });
    assert.equal(answer.status(), 303, path);
    assert.match(answer.headers().location, /^\/sign-in\?next=/, path);
    assert.equal((await answer.body()).length, 0, path);
  }
  const posted = await context.request.post(`${address}/void`, { headers: { origin: here.server.origin }, form: { base: "2", reason: "x" }, maxRedirects: 0 });
  assert.match(posted.headers().location, /^\/sign-in/);
  await context.close();
});

test("a form on another site cannot act with one's session", async () => {
  await ready();
  const { address } = await aPatent();
  for (const origin of [{ origin: "http://evil.example" }, { origin: "null" }, { origin: here.server.origin, "sec-fetch-site": "cross-site" }]) {
    const answer = await clerk.post(address, { base: "2", ...of({ name: "跨站改的" }) }, origin);
    assert.equal(answer.status(), 403);
    assert.match(await answer.text(), /不是从科账的页面发出的/);
  }
});

test("buttons are shown to those who may use them and to nobody else", async () => {
  await ready();
  const { address } = await aPatent();
  const shown = {
    新增: ["/ledger/patent?all=1", /href="\/ledger\/patent\/new/],
    导入: ["/ledger/patent?all=1", /href="\/ledger\/patent\/import/],
    修改: [address, /data-save/],
    上传佐证: [address, /\/attach/],
    作废: [address, /\/void/],
    下达目标: ["/board?year=2026", /class="edit/],
    结账: ["/close", /method="post" action="\/close"/],
    发布文稿: ["/document/summary?year=2025", /\/publish/],
    核验账簿: ["/journal", /action="\/journal\/verify/],
    看日记账: ["/", /href="\/journal\?/],
    看账号: ["/password", /href="\/accounts\?/],
  };
  for (const [action, [page, button]] of Object.entries(shown)) {
    const cells = table.find((row) => row[0] === action).slice(1);
    for (const [at, wanted] of cells.entries()) {
      const html = await (await everybody[WHO[at]].get(page)).text();
      assert.equal(button.test(html), wanted === "可", `${action}: ${WHO[at]}`);
    }
  }
});
