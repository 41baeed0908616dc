// The number chip is the same wherever a figure stands: its hover explains, its click opens, its value is what it opens to.
import { test } from "node:test";
import assert from "node:assert/strict";
import { PATENTS, suite } from "../lib/suite.js";

const here = suite();

const drawer = (page) => page.locator("#drawer");
/** The number of a text: `+10.3%` and `【待补】` included. */
const digits = (text) => text.replace(/[,+%]/g, "").trim();

/** Clicks a chip; gives the value that the drawer opens with, which must round to what the chip shows. */
async function opensToItself(page, chip) {
  const shown = digits(await chip.innerText());
  await chip.click();
  await drawer(page).locator("h1").waitFor();
  const value = digits(await drawer(page).locator(".value").evaluate((value) => value.firstChild.textContent));
  const decimals = shown.includes(".") ? shown.split(".")[1].length : 0;
  if (shown === "【待补】") assert.equal(value, shown);
  else assert.equal(Number(value).toFixed(decimals), Number(shown).toFixed(decimals), await drawer(page).locator("h1").innerText());
  assert.match(page.url(), /[?&]open=/);
  await page.keyboard.press("Escape");
  await drawer(page).waitFor({ state: "hidden" });
}

test("on the board", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/board?year=2025");
  for (const at of [0, 10, 30, 60]) await opensToItself(page, page.locator("table.board a.chip").nth(at));
});

test("on the work table", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/?year=2025");
  const target = page.locator("a.target").first();
  const name = await target.locator(".name").innerText();
  await target.click();
  await drawer(page).getByRole("heading", { level: 1, name: new RegExp(`^${name}`) }).waitFor();
});

test("under a ledger", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await page.goto("/ledger/patent?year=2025");
  const chips = page.locator(".counted a.chip");
  assert.ok((await chips.count()) >= 3);
  for (const chip of (await chips.all()).slice(0, 3)) await opensToItself(page, chip);
});

test("beside an entry, for every figure it adds to", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await page.goto("/ledger/patent?year=2025&f.kind=invention");
  await page.locator("table.rows tbody a").first().click();
  const adds = page.locator(".adds li");
  await adds.first().waitFor();
  for (const add of await adds.all()) await opensToItself(page, add.locator("a.chip"));
});

test("in a document, in its table and in its sentences", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/document/summary?year=2025");
  for (const place of [".paper-table a.figure", ".paper p a.figure"]) {
    const figures = page.locator(place);
    assert.ok((await figures.count()) > 20, place);
    for (const at of [0, 1, 2, 3, 4, 17]) await opensToItself(page, figures.nth(at));
  }
});

test("in a check, for the book's number", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/check?year=2025");
  await page.getByLabel("粘贴文稿").fill("2025年，全区专利授权量150件。");
  await page.getByRole("button", { name: "核数" }).click();
  await opensToItself(page, page.locator(".claim a.chip").first());
});

test("on a figure's own page, for last year and for the parts", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/figure?f=patent.granted&p=2025&year=2025");
  await opensToItself(page, page.locator(".facts a.chip").first());
  await page.locator(".breakdown").first().getByRole("link", { name: "发明", exact: true }).click();
  await drawer(page).getByRole("heading", { level: 1, name: /发明/ }).waitFor();
});

test("in what a search finds, and beside a reported figure", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/search?q=%E6%8E%88%E6%9D%83%E9%87%8F&year=2025");
  await opensToItself(page, page.locator("main a.chip").first());
  await page.goto("/check?year=2025");
  await page.getByLabel("粘贴文稿").fill("2025年，全区专利授权量150件。");
  await page.getByRole("button", { name: "核数" }).click();
  await page.getByRole("button", { name: /采用为2025年上报数/ }).click();
  await page.waitForURL(/\/reported/);
  await opensToItself(page, page.locator("main a.chip").first());
});

test("the hover and the keyboard focus name figure, period and caliber", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/board?year=2025");
  const chip = page.getByRole("row", { name: /^专利授权量/ }).locator("a.chip").first();
  const note = () => chip.evaluate((chip) => getComputedStyle(chip, "::after").content);
  assert.equal(await note(), "none");
  await chip.hover();
  assert.match(await note(), /专利授权量 · 2025年 · 口径：当年授权的专利，按授权公告日/);
  await page.mouse.move(0, 0);
  await page.locator("#light").focus();
  while (!(await chip.evaluate((chip) => chip === document.activeElement))) await page.keyboard.press("Tab");
  assert.match(await note(), /专利授权量/);
  const outline = await chip.evaluate((chip) => getComputedStyle(chip).outlineStyle);
  assert.equal(outline, "solid", "the focus is seen");
});

test("without JavaScript a chip leads to the figure's page", async (t) => {
  const cookies = await (await here.page(t, "局领导")).context().cookies();
  const context = await here.browser.newContext({ baseURL: here.server.origin, javaScriptEnabled: false });
  t.after(() => context.close());
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto("/board?year=2025");
  await page.getByRole("row", { name: /^获得上级科技项目立项/ }).locator("a.chip").first().click();
  assert.match(page.url(), /\/figure\?f=upper\.won/);
  assert.equal(await page.locator("tr.entryrow").count(), 20);
});

test("printed, a chip is plain text", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/board?year=2025");
  await page.emulateMedia({ media: "print" });
  const chip = page.locator("a.chip").first();
  const style = await chip.evaluate((chip) => [getComputedStyle(chip).borderBottomStyle, getComputedStyle(chip).color === getComputedStyle(chip.parentElement).color]);
  assert.deepEqual(style, ["none", true]);
});
