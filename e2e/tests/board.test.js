// The board: every figure is a chip that opens to exactly the entries behind it, and the drawer stands in the address.
import { test } from "node:test";
import assert from "node:assert/strict";
import { suite } from "../lib/suite.js";
import { rowsOfDownload } from "../lib/table.js";

const here = suite();
const YEAR = 2025;

const number = (text) => Number(text.replaceAll(",", ""));
const rowOf = (page, name) => page.locator("table.board tbody tr", { has: page.getByRole("rowheader", { name, exact: true }) });
const chipOf = (page, name) => rowOf(page, name).locator("td").nth(2).locator("a.chip");
const drawer = (page) => page.locator("#drawer");
const entries = (page) => drawer(page).locator("tr.entryrow");

async function board(t) {
  const page = await here.page(t, "局领导");
  await page.goto(`/board?year=${YEAR}`);
  return page;
}

async function openFigure(page, name) {
  await chipOf(page, name).click();
  await drawer(page).getByRole("heading", { level: 1, name: new RegExp(`^${name}`) }).waitFor();
}

test("every figure on the board is a number chip", async (t) => {
  const page = await board(t);
  const rows = page.locator("table.board tbody tr:not(.area)");
  assert.ok((await rows.count()) >= 40, "the demo bureau has a full board");
  for (const row of await rows.all()) {
    const name = await row.getByRole("rowheader").innerText();
    const cells = await row.locator("td").all();
    const [actual, last] = [cells[2], cells[5]];
    assert.equal(await actual.locator("a.chip").count(), 1, name);
    assert.match(await actual.innerText(), /^(-?[\d,]+(\.\d+)?|【待补】)$/, name);
    if ((await last.innerText()) !== "") assert.equal(await last.locator("a.chip").count(), 1, `${name}, last year`);
    const note = await actual.locator("a.chip").getAttribute("data-note");
    assert.match(note, /2025年/, `${name}: the hover names the period`);
  }
});

test("a click on 立项 lists exactly as many entries as the figure says, each one click from its page", async (t) => {
  const page = await board(t);
  const said = number(await chipOf(page, "获得上级科技项目立项").innerText());
  assert.equal(said, 20);
  await openFigure(page, "获得上级科技项目立项");
  assert.equal(await entries(page).count(), said);
  const amounts = await entries(page).locator("td.num").allInnerTexts();
  assert.equal(amounts.map(number).reduce((sum, amount) => sum + amount, 0), said);
  const first = entries(page).first().getByRole("link");
  const title = await first.innerText();
  await first.click();
  await page.waitForURL(/\/entry\//);
  assert.ok((await page.getByRole("heading", { level: 1 }).innerText()).endsWith(title));
});

test("a figure of money lists the amounts it is the sum of", async (t) => {
  const page = await board(t);
  await openFigure(page, "获批上级科技经费");
  const exact = number((await drawer(page).locator(".value + .quiet").innerText()).replace("元", ""));
  const fen = (text) => Math.round(number(text) * 1_000_000);
  const amounts = (await entries(page).locator("td.num").allInnerTexts()).map(fen);
  assert.ok(amounts.length > 1);
  assert.equal(amounts.reduce((sum, amount) => sum + amount, 0), exact * 100);
});

test("the pages of a long figure's entries sum to the figure, and so do its postings", async (t) => {
  const page = await board(t);
  const said = number(await chipOf(page, "专利申请量").innerText());
  assert.ok(said > 100, "more than one page");
  await openFigure(page, "专利申请量");
  for (const [tab, rows] of [["记录", "tr.entryrow"], ["分录", "tr.posting"]]) {
    await drawer(page).getByRole("link", { name: new RegExp(`^${tab} \\d+$`) }).click();
    await drawer(page).locator(".tabs a.on", { hasText: tab }).waitFor();
    let [sum, titles] = [0, []];
    for (;;) {
      await drawer(page).locator(rows).first().waitFor();
      sum += (await drawer(page).locator(`${rows} td.num`).allInnerTexts()).map(number).reduce((a, b) => a + b, 0);
      titles.push(...(await drawer(page).locator(`${rows} a`).evaluateAll((links) => links.map((link) => link.pathname))));
      const next = drawer(page).getByRole("link", { name: "下一页" });
      if ((await next.count()) === 0) break;
      const shown = await drawer(page).locator(".pages span").innerText();
      await next.click();
      await page.waitForFunction((was) => document.querySelector("#drawer .pages span")?.innerText !== was, shown);
    }
    assert.equal(sum, said, tab);
    assert.equal(new Set(titles).size, said, `${tab}: no entry twice`);
  }
  assert.equal(new URL(page.url()).pathname, "/board", "all that without leaving the board");
});

test("Esc closes the drawer and the focus returns to the chip", async (t) => {
  const page = await board(t);
  const before = page.url();
  await chipOf(page, "专利授权量").focus();
  await page.keyboard.press("Enter");
  await drawer(page).getByRole("heading", { level: 1, name: /^专利授权量/ }).waitFor();
  assert.ok(await page.evaluate(() => document.getElementById("drawer").contains(document.activeElement)));
  await page.keyboard.press("Escape");
  await drawer(page).waitFor({ state: "hidden" });
  assert.equal(page.url(), before);
  assert.equal(await page.evaluate(() => document.activeElement.closest("tr").querySelector("th").innerText), "专利授权量");
});

test("the address shows the drawer: it can be sent, reloaded, and left by Back", async (t) => {
  const page = await board(t);
  await openFigure(page, "获得上级科技项目立项");
  const address = page.url();
  assert.match(address, /\/board\?year=2025&open=/);

  await page.reload();
  await entries(page).first().waitFor();
  assert.equal(await entries(page).count(), 20);
  await page.goBack();
  await drawer(page).waitFor({ state: "hidden" });
  assert.equal(new URL(page.url()).search, "?year=2025");
  await page.goForward();
  await entries(page).first().waitFor();
  await page.keyboard.press("Escape");
  await drawer(page).waitFor({ state: "hidden" });
  assert.match(await page.evaluate(() => document.activeElement.closest("tr").innerText), /获得上级科技项目立项/);

  const colleague = await here.page(t, "局领导", undefined, { turn: 1 });
  await colleague.goto(address);
  await entries(colleague).first().waitFor();
  assert.equal(await entries(colleague).count(), 20);
  await drawer(colleague).getByRole("button", { name: "关闭" }).click();
  await drawer(colleague).waitFor({ state: "hidden" });
  assert.equal(new URL(colleague.url()).search, "?year=2025");
});

test("inside the drawer Back goes one figure back, and closing it leaves one step to the page before the board", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/documents?year=2025");
  await page.goto(`/board?year=${YEAR}`);
  await openFigure(page, "获得上级科技项目立项");
  await drawer(page).locator(".breakdown").first().getByRole("link", { name: "省级" }).click();
  await drawer(page).getByRole("heading", { level: 1, name: /省级/ }).waitFor();
  assert.equal(await entries(page).count(), 6);
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll("#drawer tr.entryrow").length === 20);
  await page.goForward();
  await page.waitForFunction(() => document.querySelectorAll("#drawer tr.entryrow").length === 6);
  await page.keyboard.press("Escape");
  await drawer(page).waitFor({ state: "hidden" });
  assert.equal(new URL(page.url()).search, "?year=2025");
  await page.goBack();
  await page.waitForURL(/\/documents/);
});

test("a part of a breakdown opens to that many entries, and the parts sum to the whole", async (t) => {
  const page = await board(t);
  await openFigure(page, "获得上级科技项目立项");
  const parts = drawer(page).locator(".breakdown").first().locator("li");
  const values = (await parts.locator(".num").allInnerTexts()).map(number);
  assert.equal(values.reduce((a, b) => a + b, 0), 20);
  for (let at = 0; at < values.length; at++) {
    await parts.nth(at).getByRole("link").click();
    await page.waitForFunction((count) => document.querySelectorAll("#drawer tr.entryrow").length === count, values[at]);
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll("#drawer tr.entryrow").length === 20);
  }
});

test("a figure that the book lacks is a gap that says what is missing", async (t) => {
  const page = await board(t);
  assert.equal(await chipOf(page, "全社会R&D经费支出").innerText(), "【待补】");
  await openFigure(page, "全社会R&D经费支出");
  assert.match(await drawer(page).locator(".lack").first().innerText(), /2025年/);
});

test("section, light and year narrow the board, in the address and over Back", async (t) => {
  const page = await board(t);
  const names = () => page.locator("table.board tbody tr:not(.area) th").allInnerTexts();
  const all = (await names()).length;
  await Promise.all([page.waitForURL(/section=/), page.getByLabel("科室").selectOption("知识产权与科普科")]);
  const ofSection = (await names()).length;
  assert.ok(ofSection > 0 && ofSection < all);
  assert.deepEqual([...new Set(await page.locator("tr.area .quiet").allInnerTexts())], ["知识产权与科普科"]);
  await Promise.all([page.waitForURL(/light=amber/), page.getByLabel("评价").selectOption("接近")]);
  assert.deepEqual([...new Set(await page.locator("td .light").allInnerTexts())], ["接近"]);
  await page.goBack();
  assert.equal((await names()).length, ofSection);
  await Promise.all([page.waitForURL(/light=gap/), page.getByLabel("评价").selectOption("还没有数")]);
  for (const text of await page.locator("table.board td:nth-child(4)").allInnerTexts()) assert.equal(text, "【待补】");
  await page.goto(`/board?year=${YEAR}`);
  await Promise.all([page.waitForURL(/year=2024/), page.getByLabel("年份").selectOption("2024年")]);
  assert.equal(await chipOf(page, "获得上级科技项目立项").innerText(), "18");
});

test("the director sets a target, and the board, its light and the journal say so", async (t) => {
  const page = await board(t);
  await rowOf(page, "获得省级科技项目立项").getByRole("link", { name: "下达" }).click();
  await page.getByLabel("目标值").fill("8");
  await page.getByRole("button", { name: "下达目标" }).click();
  assert.match(await page.getByRole("status").innerText(), /目标已下达：8/);
  const cells = await rowOf(page, "获得省级科技项目立项").locator("td").allInnerTexts();
  assert.equal(cells[1], "≥ 8");
  assert.equal(cells[3].trim(), "75%");
  assert.equal(cells[4], "未完成");
  await page.goto("/journal");
  assert.match(await page.locator("tbody tr").first().innerText(), /目标 2025年 获得省级科技项目立项：8/);
});

test("the exported board has the rows and figures of the page", async (t) => {
  const page = await board(t);
  const shown = [];
  for (const row of await page.locator("table.board tbody tr:not(.area)").all()) {
    shown.push([await row.locator("th").innerText(), await row.locator("td").nth(2).innerText()]);
  }
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "导出" }).click()]);
  assert.equal(download.suggestedFilename(), "2025年指标看板.xlsx");
  const rows = await rowsOfDownload(download);
  const head = rows.findIndex((row) => row.includes("指标"));
  const [name, actual] = [rows[head].indexOf("指标"), rows[head].indexOf("实际")];
  assert.deepEqual(rows.slice(head + 1).filter((row) => row[name]).map((row) => [row[name], row[actual]]), shown);
});

test("the board prints as one table with its title, without menus", async (t) => {
  const page = await board(t);
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["header.top", "nav.side", "form.filters"]) assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  assert.match(await page.locator("caption").innerText(), /临溪区科学技术局2025年指标完成情况/);
  assert.match(await page.locator(".foot").innerText(), /制表人：/);
});
