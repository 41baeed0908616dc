// Importing a table: every wrong cell by row, column and reason before anything is written; good rows in one go.
import { test } from "node:test";
import assert from "node:assert/strict";
import { patentNo } from "../lib/made.js";
import { PATENTS, suite } from "../lib/suite.js";
import { gb18030, rowsOfDownload, xlsx } from "../lib/table.js";

const here = suite();

const HEAD = ["申请号", "专利名称", "类型", "申请人", "申请日", "资助金额（元）"];
const good = (name, filed = "2026-02-03", no = patentNo()) => [no, name, "发明", "临溪青石轴承有限公司", filed, ""];

const tally = async (page) => (await page.locator(".tally").innerText()).replace(/\s+/g, " ");
const row = (page, number) => page.locator("table.import tbody tr", { has: page.getByRole("rowheader", { name: String(number), exact: true }) });
const verdict = (page, number) => row(page, number).locator("td b").first().innerText();
const order = (page, name) => page.getByRole("button", { name });

/** How many patents the ledger holds. */
async function patents(page) {
  const ledger = await page.context().newPage();
  await ledger.goto("/ledger/patent?all=1");
  const foot = await ledger.locator("table.rows tfoot td").first().innerText();
  await ledger.close();
  return Number(foot.match(/共(\d+)/)[1]);
}

/** Sends what is chosen and gives the status of the answer. */
async function send(page, button) {
  const [answer] = await Promise.all([page.waitForResponse((response) => response.request().method() === "POST"), button.click()]);
  await page.waitForLoadState();
  return answer.status();
}

async function upload(page, name, buffer) {
  await page.goto("/ledger/patent/import?year=2026");
  await page.locator("#file").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  return send(page, order(page, "看看会怎样"));
}

/** Heading → sentence of every wrong cell of a row; `""` for what stands at no column. */
async function mistakes(page, number) {
  const heads = (await page.locator("table.import thead tr").first().locator("th").allInnerTexts()).slice(2).map((text) => text.replace(/^[A-Z]+ /, ""));
  const cells = await row(page, number).locator("td").all();
  const found = {};
  for (const [at, cell] of cells.entries()) {
    const said = await cell.locator(".mistake").allInnerTexts();
    if (said.length > 0) found[at === 0 ? "" : heads[at - 1]] = said.join("；");
  }
  return found;
}

test("every wrong cell is told by row, column and reason, and nothing is written until the word is given", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const before = await patents(page);
  const twice = patentNo();
  const rows = [
    HEAD,
    good("一种导入的轴承甲"),
    ["202510000001.9", "一种号码不对的轴承", "发明", "甲公司", "2026-02-03", ""],
    [patentNo(), "", "发明专利权", "甲公司", "2026-02-30", "五千"],
    good("一种导入的轴承乙"),
    good("一种号码重复的轴承", "2026-02-03", twice),
    good("一种号码重复的轴承之二", "2026-02-04", twice),
    ["合计", "", "", "", "", ""],
  ];
  assert.equal(await upload(page, "2026年专利.xlsx", xlsx(rows)), 422);
  assert.match(await tally(page), /^2026年专利\.xlsx： ?新增\d ?修改0 ?无变化0 ?有错\d ?不导入1$/);
  assert.equal(await verdict(page, 2), "新增");
  assert.equal(await verdict(page, 5), "新增");
  assert.equal(await verdict(page, 8), "不导入");
  assert.deepEqual(Object.keys(await mistakes(page, 3)), ["申请号"]);
  assert.match((await mistakes(page, 3))["申请号"], /校验码/);
  const fourth = await mistakes(page, 4);
  assert.deepEqual(Object.keys(fourth), ["专利名称", "类型", "申请日", "资助金额（元）"]);
  assert.match(fourth["专利名称"], /“专利名称”必填/);
  assert.match(fourth["类型"], /发明、实用新型、外观设计/);
  assert.match(fourth["申请日"], /2026年2月只有28天/);
  assert.match(fourth["资助金额（元）"], /数/);
  const repeated = [await mistakes(page, 6), await mistakes(page, 7)].filter((found) => found["申请号"]);
  assert.ok(repeated.length >= 1, "the same number twice in one file");
  assert.match(repeated[0]["申请号"], /重复|已经/);
  assert.equal(await patents(page), before);
});

test("the good rows are written by one order; the wrong ones stay, are corrected in place, and follow", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const before = await patents(page);
  const wrong = patentNo().replace(/.$/, (digit) => (digit === "1" ? "2" : "1"));
  const rows = [HEAD, good("一种先写的轴承"), [wrong, "一种后写的轴承", "发明", "甲公司", "2026-13-03", ""], good("一种也先写的轴承")];
  assert.equal(await upload(page, "专利.xlsx", xlsx(rows)), 422);
  assert.equal(await send(page, order(page, "写入无误的2行")), 422, "there is something left to do");
  assert.match(await page.getByRole("status").first().innerText(), /新增2条/);
  assert.equal(await patents(page), before + 2);
  assert.match(await tally(page), /新增0 ?修改0 ?无变化2 ?有错1/);

  // A cell corrected wrongly is wrong again, and what was typed last counts.
  const cell = (column) => row(page, 3).locator("td").nth(1 + column).locator("input");
  await cell(0).fill(patentNo());
  await cell(4).fill("2026-02-31");
  assert.equal(await send(page, order(page, "重新核对")), 422);
  assert.deepEqual(Object.keys(await mistakes(page, 3)), ["申请日"]);
  assert.equal(await cell(4).inputValue(), "2026-02-31");
  await cell(4).fill("2026-02-21");
  assert.equal(await send(page, order(page, "重新核对")), 200);
  assert.equal(await verdict(page, 3), "新增");
  assert.equal(await send(page, order(page, "写入全部1行")), 303);
  assert.match(await page.getByRole("status").innerText(), /^专利：新增1条，修改0条，2条无变化。已入账，计入.*“专利申请量”/);
  assert.equal(await patents(page), before + 3);
});

test("the same file a second time changes nothing, not even the journal", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const auditor = await here.page(t, "审计");
  const head = async () => {
    await auditor.goto("/journal");
    return auditor.locator("table.journal tbody tr").first().innerText();
  };
  const file = xlsx([HEAD, ...Array.from({ length: 12 }, (_, at) => good(`一种第二次导入的轴承${at}`))]);
  assert.equal(await upload(page, "专利.xlsx", file), 200);
  assert.equal(await send(page, order(page, "写入全部12行")), 303);
  const [count, written] = [await patents(page), await head()];
  assert.equal(await upload(page, "专利.xlsx", file), 200);
  assert.match(await tally(page), /新增0 ?修改0 ?无变化12$/);
  assert.ok(await order(page, "写入全部0行").isDisabled());
  assert.equal(await patents(page), count);
  assert.equal(await head(), written);
});

test("a changed cell in last year's file is a change of that entry alone", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const rows = [HEAD, good("一种要改名的轴承"), good("一种不改的轴承")];
  await upload(page, "专利.xlsx", xlsx(rows));
  await send(page, order(page, "写入全部2行"));
  const count = await patents(page);
  rows[1][1] = "一种改了名的轴承";
  assert.equal(await upload(page, "专利.xlsx", xlsx(rows)), 200);
  assert.match(await tally(page), /新增0 ?修改1 ?无变化1$/);
  assert.equal(await send(page, order(page, "写入全部1行")), 303);
  assert.equal(await patents(page), count);
  await page.goto("/search?year=2026&q=" + encodeURIComponent("一种改了名的轴承"));
  await page.getByRole("link", { name: "一种改了名的轴承" }).click();
  assert.deepEqual(await page.locator(".story > li").first().locator("del").allInnerTexts(), ["一种要改名的轴承"]);
});

test("a list saved as text in GB18030 is read as it was meant, quotes and all", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const before = await patents(page);
  const lines = [HEAD.slice(0, 5).join(","), `${patentNo()},"一种""带引号""、逗号,的轴承",发明,临溪青石轴承有限公司,2026/2/3`, `${patentNo()},一种表格轴承,实用新型,个人王某,2026年2月4日`];
  assert.equal(await upload(page, "专利.csv", gb18030(lines.join("\r\n"))), 200);
  assert.equal(await row(page, 2).locator("td").nth(2).innerText(), "一种\"带引号\"、逗号,的轴承");
  assert.equal(await send(page, order(page, "写入全部2行")), 303);
  assert.equal(await patents(page), before + 2);
});

test("a column under another name is matched by hand", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const rows = [["申请号", "叫法", "类型", "申请人", "申请日"], good("一种列名不同的轴承").slice(0, 5)];
  assert.equal(await upload(page, "专利.xlsx", xlsx(rows)), 422);
  assert.match(await page.locator("main").innerText(), /表里没有必填的列：专利名称/);
  await page.getByLabel("B列对应").selectOption({ label: "专利名称" });
  assert.equal(await send(page, order(page, "重新核对")), 200);
  assert.equal(await verdict(page, 2), "新增");
});

test("what is no table is refused with a sentence that says what would be one", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const before = await patents(page);
  const files = {
    "照片.xlsx": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Uint8Array(500)]),
    "半个.xlsx": xlsx([HEAD, good("一种半个文件里的轴承")]).subarray(0, 700),
    "空的.csv": Buffer.alloc(0),
    "通知.xlsx": xlsx([["关于报送专利情况的通知"], ["各镇街："], ["请于月底前报送。"]]),
  };
  for (const [name, bytes] of Object.entries(files)) {
    assert.equal(await upload(page, name, bytes), 422, name);
    const words = await page.getByRole("alert").innerText();
    assert.match(words, /[\u4e00-\u9fff]{6,}.*。? \[[\w-]+\]/, name);
    assert.doesNotMatch(words, /panic|Error|None|zip|invalid/i, name);
    assert.ok(await order(page, "看看会怎样").isVisible(), "and another file can be chosen");
  }
  assert.equal(await patents(page), before);
});

test("the template can be filled in and comes back whole", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await page.goto("/ledger/patent/import?year=2026");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载导入模板" }).click()]);
  const template = await rowsOfDownload(download);
  const heads = template.find((row) => row.some((cell) => cell.startsWith("申请号")));
  const value = { 申请号: patentNo(), 专利名称: "一种填在模板里的轴承", 类型: "实用新型", "申请人（专利权人）": "甲公司", 申请日: "2026-05-06" };
  const filled = heads.map((head) => value[Object.keys(value).find((name) => head.replace(/\*/g, "").trim() === name)] ?? "");
  assert.equal(filled.filter(Boolean).length, 5, heads.join(" "));
  assert.equal(await upload(page, "专利导入模板.xlsx", xlsx([heads, filled])), 200);
  assert.match(await tally(page), /新增1 ?修改0 ?无变化0$/);
});
