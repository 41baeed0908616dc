// 条件核验 beside the form of an entry: every judgement in words with its arithmetic, what is short, what is missing; and
// doing what it says turns it round.
import { test } from "node:test";
import assert from "node:assert/strict";
import { HIGH_TECH, PATENTS, suite } from "../lib/suite.js";

const here = suite();

const card = (page) => page.locator("#screening");
const conditions = (page) => page.locator(".conditions > li");
const condition = (page, name) => conditions(page).filter({ hasText: name });
const number = (text) => Number(text.replaceAll(",", ""));

/** Entries of 高新技术企业 in a state, by their addresses, the latest year first. */
async function firms(page, state) {
  await page.goto(`/ledger/hightech?all=1&sort=-year&state=${state}`);
  return page.locator("table.rows tbody td:first-child a").evaluateAll((links) => links.map((link) => link.href));
}

/** Opens the first of them whose card says this of a condition, or of all together. */
async function open(page, addresses, wanted) {
  for (const address of addresses) {
    await page.goto(address);
    if (await wanted(page)) return address;
  }
  assert.fail(`none of ${addresses.length} firms is such`);
}

const whole = (page) => card(page).locator("p .light").first().innerText();

/** What stands in fields of the form, as numbers. */
const typed = (page, ...ids) => Promise.all(ids.map(async (id) => number((await page.locator(`#f-${id}`).inputValue()) || "0")));
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

async function save(page) {
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === "POST"), page.locator("[data-save]").click()]);
  await page.waitForLoadState();
}

test("a firm that was recognised meets every condition, and each line shows its arithmetic and its clause", async (t) => {
  const page = await here.page(t, "经办", HIGH_TECH);
  await open(page, await firms(page, "valid"), async (page) => (await card(page).count()) > 0 && (await whole(page)) === "符合");
  assert.match(await card(page).innerText(), /国科发火〔2016〕32号/);
  assert.match(await card(page).innerText(), /按申报日期\d+年\d+月\d+日计/);
  const all = await conditions(page).count();
  assert.match(await card(page).innerText(), new RegExp(`${all}项条件：符合${all}项`));
  for (const text of await conditions(page).allInnerTexts()) assert.match(text, /^✓\s*符合[\s\S]+第十一条/);
  const [staff, employees] = await typed(page, "tech_staff", "employees");
  assert.ok((await condition(page, "科技人员占职工总数").innerText()).includes(`科技人员${staff}人÷职工总数${employees}人＝`));
  const score = condition(page, "创新能力评价");
  assert.ok(!(await score.locator("table").isVisible()));
  await score.locator("summary").click();
  assert.deepEqual(await score.locator("tr.part th").allInnerTexts(), ["知识产权", "科技成果转化能力", "研究开发组织管理水平", "企业成长性"]);
});

test("a firm that spends too little on research is told how much is short; with that it meets the condition", async (t) => {
  const page = await here.page(t, "经办", HIGH_TECH);
  const research = () => condition(page, "研究开发费用占销售收入");
  const failed = async (page) => (await conditions(page).count()) > 0 && /✗\s*不符合/.test(await research().innerText());
  await open(page, await firms(page, "failed"), failed);
  assert.equal(await whole(page), "不符合");
  const text = await research().innerText();
  const [, share, needed, short] = text.match(/研发费用占比([\d.]+)%，须达(\d)%，按现有销售收入还差([\d.,]+)万元/);
  const spent = sum(await typed(page, "rd_1", "rd_2", "rd_3"));
  const sales = sum(await typed(page, "sales_1", "sales_2", "sales_3"));
  assert.ok(Math.abs((spent / sales) * 100 - Number(share)) < 0.006, `${spent} of ${sales} is ${share}%`);
  assert.ok(Math.abs((Number(needed) / 100) * sales - spent - number(short)) < 0.0011, `${short} is short`);
  const [latest] = await typed(page, "rd_1");
  await page.locator("#f-rd_1").fill((latest + number(short)).toFixed(3));
  await save(page);
  assert.match(await research().innerText(), /✓\s*符合/);
  assert.ok(!(await research().innerText()).includes("还差"));
});

test("what nobody has entered is missing, not failed; the link leads to its field, and filling it in decides", async (t) => {
  const page = await here.page(t, "经办", HIGH_TECH);
  const home = () => condition(page, "境内研究开发费用");
  const lacking = async (page) => (await conditions(page).count()) > 0 && /？\s*缺数据/.test(await home().innerText());
  await open(page, await firms(page, "dropped"), lacking);
  assert.equal(await whole(page), "还不能判断");
  assert.ok(!(await card(page).innerText()).includes("✗"), "nothing has failed for want of a number");
  await home().getByRole("link", { name: "填“境内研发费用合计”" }).click();
  assert.match(page.url(), /#f-rd_domestic$/);
  for (const id of ["rd_1", "rd_2", "rd_3", "rd_domestic"]) {
    const input = page.locator(`#f-${id}`);
    if ((await input.inputValue()) === "") await input.fill(id === "rd_domestic" ? "90" : "50");
  }
  await page.locator("#f-rd_domestic").fill(String(sum(await typed(page, "rd_1", "rd_2", "rd_3"))));
  await save(page);
  assert.match(await home().innerText(), /✓\s*符合[\s\S]*＝(100|[6-9]\d)/);
});

test("small technology firms have a card of their own; patents have none", async (t) => {
  const page = await here.page(t, "经办", HIGH_TECH);
  await page.goto("/ledger/sme?year=2025&state=registered");
  await page.locator("table.rows tbody td:first-child a").first().click();
  await card(page).waitFor();
  assert.match(await card(page).innerText(), /国科发政〔2017〕115号/);
  const [, points] = (await condition(page, "综合得分").innerText()).match(/＝(\d+)分，须达60分/);
  assert.equal(Number(points), (await typed(page, "score"))[0], "the points noted are the points reckoned");
  const other = await here.page(t, "经办", PATENTS);
  await other.goto("/ledger/patent?year=2025");
  await other.locator("table.rows tbody td:first-child a").first().click();
  await other.locator(".story").waitFor();
  assert.equal(await card(other).count(), 0);
});
