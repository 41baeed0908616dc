// The six pictures that the README and the guides show. Taken at every run, so that they can always be taken;
// with SHOTS=1 they replace those in docs/img.
import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PROJECTS, suite } from "../lib/suite.js";

const here = suite();
const SIZE = { width: 1440, height: 900 };
const BYTES_MAX = 400 * 1024;
const images = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../docs/img");

const drawer = (page) => page.locator("#drawer");

/** A text with mistakes of its own, and with figures that the book knows better. */
const DRAFT = `临溪区科学技术局2025年工作总结

一、科技项目
全年组织申报上级科技项目24项，其中国家级5项、省级10项、市级10项；获得上级科技项目立项20项，获批上级科技经费1280万元。
二、创新主体
全年新认定高新技术企业18家，同比增长12.5%（上年为15家）。年末有效高新技术企业达到96家，其中规模以上工业企业41家，占比52.7%。
三、知识产权
全年专利申请412件，其中发明专利198件、实用新型163件、外观设计52件；专利授权量287件。
四、科技服务
选派科技特派员36名，举办科普活动28场次，受益群众1.2万人次。`;

async function picture(page, name) {
  await page.evaluate(() => document.fonts.ready);
  // The hover of whatever lies under the pointer does not belong in a picture.
  await page.mouse.move(0, 0);
  const bytes = await page.screenshot({ animations: "disabled", caret: "hide" });
  assert.ok(bytes.length < BYTES_MAX, `${name}.png has ${Math.round(bytes.length / 1024)} KB`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(overflow, 0, `${name} fits its window`);
  if (!process.env.SHOTS) return;
  await mkdir(images, { recursive: true });
  await writeFile(path.join(images, `${name}.png`), bytes);
}

test("board", async (t) => {
  const page = await here.page(t, "局领导", undefined, { viewport: SIZE });
  await page.goto("/board?year=2025");
  assert.ok((await page.locator("table.board svg.spark").count()) > 10);
  await picture(page, "board");
});

test("ledger", async (t) => {
  const page = await here.page(t, "局领导", undefined, { viewport: SIZE });
  await page.goto("/ledger/upper_project?year=2025");
  assert.ok((await page.locator("table.rows tbody tr").count()) > 10);
  await picture(page, "ledger");
});

test("entry", async (t) => {
  const page = await here.page(t, "经办", PROJECTS, { viewport: SIZE });
  await page.goto("/ledger/upper_project?year=2025&state=active");
  await page.locator("table.rows tbody a").first().click();
  await page.locator(".adds li").first().waitFor();
  await picture(page, "entry");
});

test("figure", async (t) => {
  const page = await here.page(t, "局领导", undefined, { viewport: SIZE });
  await page.goto("/board?year=2025");
  await page.getByRole("row", { name: /^获得上级科技项目立项/ }).locator("a.chip").first().click();
  await drawer(page).locator("tr.entryrow").first().waitFor();
  await drawer(page).locator(".plot svg").waitFor();
  // Down to the entries, the breakdown still in sight.
  await drawer(page).evaluate((drawer) => (drawer.scrollTop = drawer.querySelector(".tabs").offsetTop - 560));
  await picture(page, "figure");
});

test("document", async (t) => {
  const page = await here.page(t, "局领导", undefined, { viewport: SIZE });
  await page.goto("/document/summary?year=2025");
  assert.ok((await page.locator(".desk a").count()) > 20);
  await picture(page, "document");
});

test("check", async (t) => {
  const page = await here.page(t, "局领导", undefined, { viewport: SIZE });
  await page.goto("/check?year=2025");
  await page.getByLabel("粘贴文稿").fill(DRAFT);
  await page.getByRole("button", { name: "核数" }).click();
  await page.locator(".finding").first().waitFor();
  await picture(page, "check");
});
