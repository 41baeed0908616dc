// A ledger as a table: filter, order, pages, columns, search, and the export, which holds exactly what the page counts.
import { test } from "node:test";
import assert from "node:assert/strict";
import { OFFICE, PATENTS, suite } from "../lib/suite.js";
import { rowsOfDownload } from "../lib/table.js";

const here = suite();

const headings = (page) => page.locator("table.rows thead th");
const rows = (page) => page.locator("table.rows tbody tr");

/** How many entries the foot of the table says there are. */
async function total(page) {
  return Number((await page.locator("table.rows tfoot td").first().innerText()).match(/共(\d+)/)[1]);
}

async function column(page, name) {
  const names = (await headings(page).allInnerTexts()).map((text) => text.replace(/\s/g, ""));
  const at = names.findIndex((heading) => heading.replace(/[▲▼]|万元/g, "") === name);
  assert.ok(at >= 0, `${name} is among ${names.join(" ")}`);
  return rows(page).locator(`td:nth-child(${at + 1})`).allInnerTexts();
}

async function submit(page, action) {
  const before = page.url();
  await Promise.all([page.waitForURL((url) => url.href !== before), action()]);
}

async function patents(t, query = "year=2025") {
  const page = await here.page(t, "经办", PATENTS);
  await page.goto(`/ledger/patent?${query}`);
  return page;
}

test("the columns of the pack stand in their order, numbers to the right with their unit, and the first one stays in sight", async (t) => {
  const page = await patents(t);
  const names = (await headings(page).allInnerTexts()).map((text) => text.trim());
  assert.deepEqual(names.slice(0, 6), ["申请号", "状态", "专利名称", "类型", "申请人（专利权人）", "申请人类型"]);
  await page.setViewportSize({ width: 700, height: 800 });
  const wrap = page.locator(".tablewrap");
  const left = () => rows(page).first().locator("td").first().evaluate((cell) => cell.getBoundingClientRect().left);
  const before = await left();
  await wrap.evaluate((wrap) => (wrap.scrollLeft = 300));
  assert.ok(Math.abs((await left()) - before) < 6);
});

test("the column that opens a row says which entry it is", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/ledger/upper_project?year=2025");
  assert.deepEqual((await headings(page).allInnerTexts()).slice(0, 3).map((text) => text.trim()), ["项目名称", "状态", "申报年度"]);
});

test("a filter narrows the rows, says so as a sentence, and can be taken away", async (t) => {
  const page = await patents(t);
  const all = await total(page);
  assert.equal(await page.locator(".sentence").innerText(), "申请日=2025年");
  await submit(page, () => page.getByLabel("类型", { exact: true }).selectOption("发明"));
  assert.equal(await page.locator(".sentence").innerText(), "申请日=2025年 且 类型=发明 清除筛选");
  const inventions = await total(page);
  assert.ok(inventions > 0 && inventions < all);
  assert.deepEqual([...new Set(await column(page, "类型"))], ["发明"]);
  await submit(page, () => page.getByLabel("申请人类型", { exact: true }).selectOption("个人"));
  assert.deepEqual([...new Set(await column(page, "申请人类型"))], ["个人"]);
  await submit(page, () => page.getByRole("link", { name: "清除筛选" }).click());
  assert.equal(await total(page), all);
});

test("the number beside a state is the number of rows behind it, whatever else is filtered", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/ledger/own_project?year=2025&q=技术");
  const states = await page.locator(".states a").allInnerTexts();
  assert.ok(states.length >= 3, states.join(" "));
  for (const text of states) {
    const [, name, count] = text.match(/^(\S+) (\d+)$/);
    await submit(page, () => page.locator(".states a", { hasText: name }).click());
    assert.equal(await total(page), Number(count), name);
    assert.deepEqual([...new Set(await column(page, "状态"))], [name]);
    await page.goBack();
  }
  const counts = states.map((text) => Number(text.split(" ")[1]));
  assert.equal(counts.reduce((a, b) => a + b, 0), await total(page));
});

test("the filter lives in the address: Back undoes it, and a colleague sees the same", async (t) => {
  const page = await patents(t);
  await submit(page, () => page.getByLabel("类型", { exact: true }).selectOption("外观设计"));
  await submit(page, () => page.getByRole("link", { name: "申请日", exact: false }).first().click());
  const seen = await rows(page).allInnerTexts();
  const colleague = await here.page(t, "局领导");
  await colleague.goto(page.url());
  assert.deepEqual(await rows(colleague).allInnerTexts(), seen);
  await page.goBack();
  await page.goBack();
  assert.equal(await page.locator(".sentence").innerText(), "申请日=2025年");
});

test("a click on a heading orders by it, a second one turns the order round", async (t) => {
  const page = await patents(t);
  await submit(page, () => headings(page).getByRole("link", { name: "申请日" }).click());
  const rising = await column(page, "申请日");
  assert.deepEqual(rising, [...rising].sort());
  assert.match(await headings(page).filter({ hasText: "申请日" }).innerText(), /▲/);
  await submit(page, () => headings(page).getByRole("link", { name: "申请日" }).click());
  const falling = await column(page, "申请日");
  assert.deepEqual(falling, [...falling].sort().reverse());
  assert.ok(falling[0] > rising[0]);
});

test("numbers are ordered as numbers and summed at the foot", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/ledger/own_project?year=2025&sort=-approved");
  const name = (await headings(page).allInnerTexts()).find((text) => text.includes("立项经费"));
  const amounts = (await column(page, "立项经费")).filter((text) => text !== "").map((text) => Number(text.replaceAll(",", "")));
  assert.match(name, /万元/);
  assert.deepEqual(amounts, [...amounts].sort((a, b) => b - a));
  const foot = await page.locator("table.rows tfoot td").allInnerTexts();
  assert.ok(foot.includes(amounts.reduce((a, b) => a + b, 0).toLocaleString("en-US")), foot.join(" "));
});

test("the pages together hold every entry once", async (t) => {
  const page = await patents(t);
  const count = await total(page);
  assert.ok(count > 150, "several pages");
  const links = [];
  for (;;) {
    links.push(...(await rows(page).locator("td:first-child a").evaluateAll((all) => all.map((link) => link.pathname))));
    const next = page.getByRole("link", { name: "下一页" });
    if ((await next.count()) === 0) break;
    await submit(page, () => next.click());
  }
  assert.equal(links.length, count);
  assert.equal(new Set(links).size, count);
});

test("words are found anywhere in an entry; words that are nowhere leave a way out", async (t) => {
  const page = await patents(t);
  const all = await total(page);
  await page.getByLabel("含有的字").fill("减速器");
  await submit(page, () => page.getByRole("button", { name: "筛选" }).click());
  const found = await total(page);
  assert.ok(found > 0 && found < all);
  for (const text of await rows(page).allInnerTexts()) assert.match(text, /减速器/);
  await page.getByLabel("含有的字").fill("没有这样的专利");
  await submit(page, () => page.getByRole("button", { name: "筛选" }).click());
  assert.match(await page.locator(".nothing").innerText(), /没有符合“申请日=2025年 且 含“没有这样的专利””的记录/);
  await submit(page, () => page.getByRole("link", { name: "清除筛选" }).click());
  assert.equal(await total(page), all);
});

test("the year holds until it is lifted", async (t) => {
  const page = await patents(t);
  const ofYear = await total(page);
  assert.deepEqual([...new Set((await column(page, "申请日")).map((day) => day.slice(0, 4)))], ["2025"]);
  await submit(page, () => page.getByLabel("不限申请日年份").check());
  assert.ok((await total(page)) > ofYear);
  await submit(page, () => page.getByLabel("年份", { exact: true }).selectOption("2024年"));
  await submit(page, () => page.getByLabel("不限申请日年份").uncheck());
  assert.deepEqual([...new Set((await column(page, "申请日")).map((day) => day.slice(0, 4)))], ["2024"]);
});

test("the export opens as a workbook and has as many rows as the page counts, of all its pages", async (t) => {
  const page = await patents(t);
  for (const change of [null, () => page.getByLabel("类型", { exact: true }).selectOption("发明")]) {
    if (change) await submit(page, change);
    const count = await total(page);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "导出" }).click()]);
    assert.equal(download.suggestedFilename(), "专利2025.xlsx");
    const sheet = await rowsOfDownload(download);
    const head = sheet.findIndex((row) => row[0] === "申请号");
    assert.ok(head >= 0, "the headings are there");
    const body = sheet.slice(head + 1).filter((row) => row[0]);
    assert.equal(body.length, count);
    assert.match(sheet.slice(0, head).flat().join(" "), new RegExp(`临溪区科学技术局 · 导出人 .+ · 共${count}件 · 链头`));
    if (change) assert.deepEqual([...new Set(body.map((row) => row[sheet[head].indexOf("类型")]))], ["发明"]);
  }
});

test("an exported list goes back in and changes nothing", async (t) => {
  const page = await patents(t, "year=2025&f.kind=design");
  const count = await total(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "导出" }).click()]);
  const file = await download.path();
  await page.goto("/ledger/patent/import?year=2025");
  await page.locator("#file").setInputFiles({ name: "专利2025.xlsx", mimeType: "", buffer: (await import("node:fs")).readFileSync(file) });
  await page.getByRole("button", { name: "看看会怎样" }).click();
  assert.match(await page.locator(".tally").innerText(), new RegExp(`新增0\\s*修改0\\s*无变化${count}$`));
});

test("a click anywhere on a row opens its entry; arrows and Enter do too", async (t) => {
  const page = await patents(t);
  const second = rows(page).nth(1);
  const title = await second.locator("td").nth(2).innerText();
  await submit(page, () => second.locator("td").nth(3).click());
  assert.match(page.url(), /\/entry\//);
  await page.goBack();
  await rows(page).first().locator("a").focus();
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => [...document.querySelectorAll("table.rows tbody tr")].indexOf(document.activeElement.closest("tr"))), 1);
  await submit(page, () => page.keyboard.press("Enter"));
  assert.ok((await page.getByRole("heading", { level: 1 }).innerText()).includes(title.replace(/…$/, "").slice(0, 8)));
});

test("an empty ledger offers two ways to begin", async (t) => {
  const page = await here.page(t, "经办", OFFICE);
  await page.goto("/ledger/base_rd?year=2021");
  const nothing = page.locator(".nothing");
  await nothing.waitFor();
  await nothing.getByRole("link", { name: "导入表格" }).waitFor();
  await nothing.getByRole("link", { name: "新增第一条" }).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), nothing.getByRole("link", { name: "下载导入模板" }).click()]);
  assert.equal(download.suggestedFilename(), "研发投入数据导入模板.xlsx");
  assert.ok((await rowsOfDownload(download)).length >= 1);
});
