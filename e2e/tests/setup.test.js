// The first day: an empty folder, the page that makes the book, the accounts of four roles, and a blank book to work in.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { launch, person, signIn } from "../lib/browser.js";
import { patentNo } from "../lib/made.js";
import { folder, kezhang, remove, serve } from "../lib/program.js";

let browser, place, book, server;
before(async () => {
  place = await folder();
  book = path.join(place, "账簿");
  browser = await launch();
  server = await serve(book);
});
after(async () => {
  await browser?.close();
  if (server) assert.equal(await server.stop(), 0);
  await remove(place);
});

const ADMIN = { user: "chen.li", password: "linxi-kezhang-2026" };
const SECTIONS = ["办公室：科技投入", "项目科：上级科技项目、区级科技项目与经费", "高新科：企业培育、成果转化", "产权科：知识产权、科普宣传与科技服务"];

async function visitor(t) {
  const context = await person(browser, server);
  t.after(() => context.close());
  return context.newPage();
}

async function signedIn(t, account) {
  const page = await visitor(t);
  await signIn(page, account);
  return page;
}

async function fillSetup(page, change = {}) {
  const fields = {
    单位全称: "云州市临溪区科学技术局", 行政区划代码: "339906", 文稿里的简称: "区科技局", 文稿里的辖区称呼: "全区", 总结的主送单位: "区人民政府",
    镇街: "滨江街道\n青石街道\n石塘镇", 科室和所管业务: SECTIONS.join("\n"), 账号: ADMIN.user, 姓名: "陈立", 口令: ADMIN.password, 再填一次: ADMIN.password, ...change,
  };
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text);
}

test("before there is a book, only the address printed in the terminal leads anywhere", async (t) => {
  assert.match(server.line, /还没有账簿，请打开这个地址建账：http:\/\/127\.0\.0\.1:\d+\/setup\?code=[0-9a-f]{16}$/);
  const page = await visitor(t);
  for (const [address, status] of [["/", 404], ["/board", 404], ["/sign-in", 404], ["/setup", 403], ["/setup?code=0000000000000000", 403]]) {
    const answer = await page.goto(server.origin + address);
    assert.equal(answer.status(), status, address);
    assert.match(await page.locator("main").innerText(), /终端里给出的(建账)?地址/, address);
  }
});

test("mistakes in the form are said, what was typed stays, and no half book is left", async (t) => {
  const page = await visitor(t);
  await page.goto(server.address);
  for (const input of await page.locator("input[type=password]").all()) assert.equal(await input.inputValue(), "", "there is no default password");
  const wrong = [
    [{ 再填一次: "linxi-kezhang-2027" }, /两次填的口令不一样/],
    [{ 口令: "1234567", 再填一次: "1234567" }, /口令至少10位，这里是7位/],
    [{ 口令: "1111111111", 再填一次: "1111111111" }, /口令太容易猜/],
    [{ 账号: "陈立" }, /账号用字母、数字、点、横线/],
    [{ 科室和所管业务: "项目科：上级项目" }, /科室“项目科”的业务“上级项目”不认识，可填：/],
    [{ 科室和所管业务: "\n" }, /请至少填一个科室/],
  ];
  for (const [change, words] of wrong) {
    await page.goto(server.address);
    await fillSetup(page, change);
    const [answer] = await Promise.all([page.waitForResponse((response) => response.request().method() === "POST"), page.getByRole("button", { name: "建账" }).click()]);
    await page.waitForLoadState();
    assert.equal(answer.status(), 422);
    assert.match(await page.getByRole("alert").innerText(), words);
    assert.equal(await page.getByLabel("单位全称").inputValue(), "云州市临溪区科学技术局");
    assert.equal(await page.getByLabel("口令", { exact: true }).inputValue(), "", "but no password");
  }
  const verified = await kezhang("verify", "--book", book);
  assert.equal(verified.code, 2, "there is no book yet");
  assert.match(verified.stderr, /没有账簿|不是账簿|还没有/);
});

test("the administrator makes the book, and the address that made it is spent", async (t) => {
  const page = await visitor(t);
  await page.goto(server.address);
  await fillSetup(page);
  await page.getByRole("button", { name: "建账" }).click();
  await page.waitForURL(/\/sign-in$/);
  assert.match(await page.getByRole("status").innerText(), /账簿已经建立，请登录/);
  const again = await page.goto(server.address);
  assert.equal(again.status(), 403);
  assert.match(await page.locator("main").innerText(), /账簿已经建立，请登录/);
  await page.goto(`${server.origin}/sign-in`);
  await signIn(page, ADMIN);
  assert.match(await page.locator("header").innerText(), /云州市临溪区科学技术局[\s\S]*陈立\s*局领导/);
});

const made = {};
test("accounts of four roles are made; each password is shown once and works", async (t) => {
  const page = await signedIn(t, ADMIN);
  await page.getByRole("link", { name: "账号", exact: true }).click();
  const people = [
    ["clerk1", "林小雨", "经办", "产权科"],
    ["head1", "赵建", "科室负责人", "产权科"],
    ["director1", "孙副局长", "局领导", ""],
    ["auditor1", "钱审", "审计", ""],
  ];
  for (const [user, name, role, section] of people) {
    await page.getByLabel("账号", { exact: true }).fill(user);
    await page.getByLabel("姓名").fill(name);
    await page.getByLabel("角色").selectOption({ label: role });
    await page.getByLabel("科室").selectOption({ label: section });
    await page.getByRole("button", { name: "存", exact: true }).click();
    const password = await page.locator(".said .password").innerText();
    assert.match(password, /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    made[role] = { user, name, password };
    const row = page.getByRole("row", { name: new RegExp(`^${user}`) });
    assert.match(await row.innerText(), new RegExp(`${name}\\s+${role}`));
  }
  await page.reload();
  assert.equal(new Set(Object.values(made).map((one) => one.password)).size, 4);
  await page.goto("/accounts");
  assert.equal(await page.locator(".said .password").count(), 0, "shown once");

  await page.getByLabel("账号", { exact: true }).fill("clerk2");
  await page.getByLabel("姓名").fill("没有科室");
  await page.getByRole("button", { name: "存", exact: true }).click();
  assert.match(await page.getByRole("alert").innerText(), /经办和科室负责人要有科室/);
  for (const role of Object.keys(made)) {
    const theirs = await signedIn(t, made[role]);
    assert.match(await theirs.locator("header .me").innerText(), new RegExp(`${made[role].name}\\s*${role}`));
  }
});

test("a blank book has a board full of gaps, empty ledgers that say how to begin, and a summary of 【待补】", async (t) => {
  const page = await signedIn(t, made["经办"]);
  await page.getByRole("link", { name: "指标看板" }).first().click();
  const chips = await page.locator("table.board tbody tr:not(.area) td:nth-of-type(3) a.chip").allInnerTexts();
  assert.ok(chips.length >= 40);
  assert.deepEqual([...new Set(chips)], ["【待补】"]);
  assert.equal(await page.locator(".bar").count(), 0, "nothing to complete without targets");
  await page.locator("table.board a.chip").first().click();
  await page.locator("#drawer .lack").first().waitFor();
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "台账" }).first().click();
  for (const link of await page.locator(".areas li").allInnerTexts()) assert.match(link, /\s0$/, link);
  const addresses = await page.locator(".areas a").evaluateAll((links) => links.map((link) => link.href));
  for (const address of addresses) {
    const answer = await page.goto(address);
    assert.equal(answer.status(), 200, address);
    assert.match(await page.locator(".nothing").innerText(), /新增第一条|由.+办理/, address);
  }
  for (const outline of ["summary", "plan"]) {
    assert.equal((await page.goto(`/document/${outline}`)).status(), 200);
    assert.match(await page.locator(".desk").innerText(), /【待补】/);
    assert.doesNotMatch(await page.locator(".desk").innerText(), /undefined|NaN|None/);
  }
});

test("the first entry of the clerk is the first figure on the director's board", async (t) => {
  const clerk = await signedIn(t, made["经办"]);
  await clerk.goto("/ledger/patent");
  await clerk.getByRole("link", { name: "新增第一条" }).click();
  await clerk.locator("#f-application_no").fill(patentNo());
  await clerk.locator("#f-name").fill("第一件专利");
  await clerk.locator("#f-kind").selectOption({ label: "发明" });
  await clerk.locator("#f-applicant").fill("临溪青石轴承有限公司");
  await clerk.locator("#f-filed_on").fill("2025.10.8");
  assert.deepEqual((await clerk.locator("#f-town option").allInnerTexts()).filter(Boolean).slice(0, 3), ["滨江街道", "青石街道", "石塘镇"]);
  await clerk.getByRole("button", { name: "入账" }).click();
  await clerk.waitForURL(/\/entry\//);
  const director = await signedIn(t, made["局领导"]);
  await director.goto("/board?year=2025");
  assert.equal(await director.getByRole("row", { name: /^专利申请量/ }).locator("a.chip").first().innerText(), "1");
  const verified = await kezhang("verify", "--book", book);
  assert.equal(verified.code, 0, verified.stderr);
});
