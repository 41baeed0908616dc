// An entry: its form with every mistake at its field, its life, its evidence, what it adds to, and two people at it.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { patent, patentNo } from "../lib/made.js";
import { PATENTS, suite } from "../lib/suite.js";

const here = suite();

const number = (text) => Number(text.replaceAll(",", ""));
const said = (page) => page.getByRole("status").innerText();
const alert = (page) => page.getByRole("alert");
const field = (page, id) => page.locator(`#f-${id}`);
const mistake = (page, id, form = "f") => page.locator(`#${form}-${id}-mistake`);
const state = (page) => page.locator(".head .badge-state").innerText();
const life = (page) => page.locator(".story > li");
const step = (page, name) => page.locator(".life details", { has: page.locator("summary", { hasText: name }) });

/** Types into a form by field id; a choice by its code. */
async function fill(page, fields) {
  for (const [id, text] of Object.entries(fields)) {
    const input = field(page, id);
    if ((await input.evaluate((input) => input.tagName)) === "SELECT") await input.selectOption(text);
    else await input.fill(text);
  }
}

/** Clicks and gives the answer to the form that was sent. */
async function send(page, button) {
  const [answer] = await Promise.all([page.waitForResponse((response) => response.request().method() === "POST"), button.click()]);
  await page.waitForLoadState();
  return answer.status();
}

const save = (page) => send(page, page.locator("[data-save]"));

/** How many patents the clerk's ledger holds, voided ones left out. */
async function patents(page) {
  const ledger = await page.context().newPage();
  await ledger.goto("/ledger/patent?all=1");
  const foot = await ledger.locator("table.rows tfoot td").first().innerText();
  await ledger.close();
  return Number(foot.match(/共(\d+)/)[1]);
}

async function filedOnBoard(page, year) {
  const board = await page.context().newPage();
  await board.goto(`/board?year=${year}`);
  const text = await board.getByRole("row", { name: /^专利申请量/ }).locator("a.chip").first().innerText();
  await board.close();
  // A year without any is not a nought but a gap.
  return text === "【待补】" ? 0 : number(text);
}

/** A new patent, entered on its form. Leaves the page at it. */
async function entered(page, fields = {}) {
  await page.goto("/ledger/patent/new?year=2026");
  await fill(page, patent(fields));
  assert.equal(await save(page), 303);
  await page.waitForURL(/\/entry\//);
}

test("every mistake stands at its field in words, what was typed is kept, and nothing is written", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const before = await patents(page);
  await page.goto("/ledger/patent/new?year=2026");
  const typed = { application_no: "202510000001.9", uscc: "91339906MA03UFTL00", filed_on: "2026年2月30日", granted_on: "昨天", fund: "五千块左右", note: "要留着的备注" };
  await fill(page, typed);
  assert.equal(await save(page), 422);
  const wrong = {
    application_no: /校验码/, name: /^“专利名称”必填/, kind: /^“类型”必填/, applicant: /^“申请人（专利权人）”必填/,
    uscc: /校验码/, filed_on: /日/, granted_on: /日/, fund: /数/,
  };
  for (const [id, words] of Object.entries(wrong)) {
    assert.match(await mistake(page, id).innerText(), words, id);
    assert.match(await mistake(page, id).innerText(), /KZ-\d{3}$/, `${id} has a code to quote`);
    assert.equal(await field(page, id).getAttribute("aria-invalid"), "true", id);
    assert.equal(await field(page, id).getAttribute("aria-describedby"), `f-${id}-mistake`);
  }
  assert.equal(await page.locator(".field .mistake").count(), Object.keys(wrong).length, "and nowhere else");
  assert.match(await alert(page).innerText(), new RegExp(`没有存，有${Object.keys(wrong).length}处要改`));
  for (const [id, text] of Object.entries(typed)) assert.equal(await field(page, id).inputValue(), text, id);
  assert.equal(await patents(page), before);
});

test("a rule across fields is told at the field it is about", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await page.goto("/ledger/patent/new?year=2026");
  await fill(page, patent({ kind: "design", high_value: "是", granted_on: "2026-01-01" }));
  assert.equal(await save(page), 422);
  assert.match(await mistake(page, "granted_on").innerText(), /授权公告日早于申请日，请核对/);
  assert.match(await mistake(page, "high_value").innerText(), /只有发明专利才认高价值发明专利/);
});

test("what is saved is said, stands in its history, and counts at once in every figure it adds to", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const before = await filedOnBoard(page, 2026);
  await entered(page, { name: "一种入账即计数的轴承" });
  assert.match(await said(page), /已入账，计入.*“专利申请量”/);
  assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /一种入账即计数的轴承$/);
  assert.equal(await state(page), "已申请");
  assert.equal(await life(page).count(), 1);
  assert.match(await life(page).first().innerText(), new RegExp(`${here.who("经办", PATENTS).name} 新增`));
  const filed = page.locator(".adds li", { hasText: "专利申请量" });
  assert.match(await filed.innerText(), /1件[\s\S]*2026-03-05/);
  assert.equal(number(await filed.locator("a.chip").innerText()), before + 1);
  assert.equal(await filedOnBoard(page, 2026), before + 1);
  await filed.locator("a.chip").click();
  await page.locator("#drawer tr.entryrow", { hasText: "一种入账即计数的轴承" }).waitFor();
});

test("a change keeps what stood before, and a date that changes moves the figure to its year", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await entered(page, { name: "一种改来改去的轴承" });
  const [in2026, in2025] = [await filedOnBoard(page, 2026), await filedOnBoard(page, 2025)];
  await fill(page, { name: "一种改定了的轴承", filed_on: "2025-12-30" });
  await page.keyboard.press("Control+s");
  await page.waitForURL(/\/entry\//);
  await page.getByRole("status").waitFor();
  assert.equal(await life(page).count(), 2);
  const change = life(page).first();
  assert.match(await change.innerText(), /修改/);
  assert.deepEqual(await change.locator("del").allInnerTexts(), ["一种改来改去的轴承", "2026-03-05"]);
  assert.deepEqual(await change.locator("ins").allInnerTexts(), ["一种改定了的轴承", "2025-12-30"]);
  assert.equal(await filedOnBoard(page, 2026), in2026 - 1);
  assert.equal(await filedOnBoard(page, 2025), in2025 + 1);
});

test("the same application number twice is refused at its field, and a form without changes says so", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const application_no = patentNo();
  await entered(page, { application_no });
  const first = page.url();
  await page.goto("/ledger/patent/new?year=2026");
  await fill(page, patent({ application_no }));
  assert.equal(await save(page), 422);
  assert.match(await mistake(page, "application_no").innerText(), /已经入过账/);
  await page.goto(first);
  assert.equal(await save(page), 422);
  assert.match(await alert(page).innerText(), /没有改动，未存/);
});

test("evidence comes back byte for byte, as a download; an empty file is refused in words", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await entered(page);
  const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, ...Array.from({ length: 3000 }, (_, at) => at % 251)]);
  const attach = async (name, buffer) => {
    await page.getByLabel("选择佐证文件").setInputFiles({ name, mimeType: "application/pdf", buffer });
    return send(page, page.getByRole("button", { name: "上传" }));
  };
  assert.equal(await attach("受理通知书（第1次）.pdf", bytes), 303);
  const link = page.locator(".files a");
  assert.equal(await link.innerText(), "受理通知书（第1次）.pdf");
  assert.match(await page.locator(".files li").innerText(), /3KB/);
  assert.match(await life(page).first().innerText(), /上传佐证 受理通知书（第1次）\.pdf/);
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  assert.equal(download.suggestedFilename(), "受理通知书（第1次）.pdf");
  assert.deepEqual(await readFile(await download.path()), bytes);
  const answer = await page.request.get(await link.getAttribute("href"));
  assert.equal(answer.headers()["content-type"], "application/octet-stream");
  assert.match(answer.headers()["content-security-policy"], /sandbox/);

  assert.equal(await attach("空的.pdf", Buffer.alloc(0)), 422);
  assert.match(await alert(page).innerText(), /“空的\.pdf”是空文件，请重新选择/);
});

test("a step asks for what its state needs, is refused while it lacks, and is taken when nothing does", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await entered(page);
  const grant = () => step(page, "登记授权");
  assert.match(await grant().locator("summary").innerText(), /登记授权 → 有效 · 经办、科室负责人/);
  await grant().locator("summary").click();
  assert.deepEqual(await grant().locator(".field label").allInnerTexts(), ["授权公告日*"]);
  assert.equal(await send(page, grant().getByRole("button", { name: "登记授权" })), 422);
  assert.match(await mistake(page, "granted_on", "grant").innerText(), /进入“有效”要先填“授权公告日”/);
  assert.equal(await page.locator("form.form .mistake").count(), 0, "and not in the form that was not sent");
  assert.equal(await state(page), "已申请");

  await grant().getByLabel("授权公告日").fill("2026年2月31日");
  await grant().getByLabel("意见").fill("已核对公告");
  assert.equal(await send(page, grant().getByRole("button", { name: "登记授权" })), 422);
  assert.match(await mistake(page, "granted_on", "grant").innerText(), /2026年2月只有28天/);
  assert.equal(await grant().getByLabel("授权公告日").inputValue(), "2026年2月31日", "what was typed is kept");

  await grant().getByLabel("授权公告日").fill("2026-10-08");
  assert.equal(await send(page, grant().getByRole("button", { name: "登记授权" })), 303);
  assert.match(await said(page), /^已到“有效”，计入.*“专利授权量”/);
  assert.equal(await state(page), "有效");
  assert.match(await life(page).first().innerText(), /登记授权 → 有效/);
  assert.match(await page.locator(".adds").innerText(), /有效发明专利/);
});

test("a step that only its own state allows to fill can be taken, and one that wants evidence, an opinion and another hand says so", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await entered(page);
  const entry = page.url();
  await step(page, "登记授权").locator("summary").click();
  await step(page, "登记授权").getByLabel("授权公告日").fill("2026-04-01");
  assert.equal(await send(page, step(page, "登记授权").getByRole("button", { name: "登记授权" })), 303);
  // The form beside it would not take a day of lapsing: the step must ask for it itself.
  await fill(page, { lapsed_on: "2026-09-01", lapse_reason: "unpaid" });
  assert.equal(await save(page), 422);
  assert.match(await mistake(page, "lapsed_on").innerText(), /要登记失效请点“登记失效”/);
  await page.goto(entry);
  const lapse = step(page, "登记失效");
  await lapse.locator("summary").click();
  assert.deepEqual(await lapse.locator(".field label").allInnerTexts(), ["失效日*", "失效原因*"]);
  await lapse.getByLabel("失效日").fill("2026-09-01");
  await lapse.getByLabel("失效原因").selectOption({ label: "未缴年费" });
  assert.equal(await send(page, lapse.getByRole("button", { name: "登记失效" })), 303);
  assert.equal(await state(page), "已失效");
  const revive = step(page, "恢复权利");
  await revive.locator("summary").click();
  assert.match(await revive.innerText(), /这一步由科室负责人办理/);
  assert.equal(await revive.getByRole("button").count(), 0);

  const head = await here.page(t, "科室负责人", PATENTS);
  await head.goto(entry);
  await step(head, "恢复权利").locator("summary").click();
  assert.deepEqual(await step(head, "恢复权利").locator(".lacking li").allInnerTexts(), ["有效专利不填失效日；要登记失效请点“登记失效”", "佐证：恢复权利通知书"]);
  assert.equal(await send(head, step(head, "恢复权利").getByRole("button", { name: "恢复权利" })), 422);
  const refused = await alert(head).innerText();
  assert.match(refused, /“恢复权利”要先上传佐证：恢复权利通知书/);
  assert.match(refused, /恢复权利.*要写明理由/);

  await head.getByLabel("选择佐证文件").setInputFiles({ name: "恢复权利通知书.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4") });
  assert.equal(await send(head, head.getByRole("button", { name: "上传" })), 303);
  await step(head, "恢复权利").locator("summary").click();
  await step(head, "恢复权利").getByLabel("失效日").fill("");
  await step(head, "恢复权利").getByLabel("意见").fill("补缴年费，已恢复");
  assert.equal(await send(head, step(head, "恢复权利").getByRole("button", { name: "恢复权利" })), 303);
  assert.equal(await state(head), "有效");
  assert.match(await life(head).first().innerText(), /恢复权利 → 有效[\s\S]*补缴年费，已恢复[\s\S]*失效日：2026-09-01 → （空）/);
});

test("a head voids with a reason; the figures give it back, the entry can still be read", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await entered(page, { name: "一种重复录入的轴承" });
  const entry = page.url();
  const before = await filedOnBoard(page, 2026);
  assert.equal(await page.getByText("作废这条记录").count(), 0, "a clerk is not offered it");

  const head = await here.page(t, "科室负责人", PATENTS);
  await head.goto(entry);
  await head.getByText("作废这条记录").click();
  await head.getByLabel("作废理由").fill(" ");
  assert.equal(await send(head, head.getByRole("button", { name: /^作废《/ })), 422);
  assert.match(await alert(head).innerText(), /作废要写明理由/);
  await head.getByLabel("作废理由").fill("与另一条重复");
  assert.equal(await send(head, head.getByRole("button", { name: /^作废《/ })), 303);
  assert.equal(await state(head), "已作废");
  assert.match(await head.locator("main").innerText(), /已作废：与另一条重复/);
  assert.match(await head.locator(".life").innerText(), /现在不计入任何数字/);
  assert.equal(await head.locator("[data-save]").count(), 0, "and can no longer be changed");
  assert.equal(await filedOnBoard(page, 2026), before - 1);
});

test("who saves second is shown the difference; what they did not touch takes the first one's value; saving again keeps both", async (t) => {
  const first = await here.page(t, "经办", PATENTS);
  const second = await here.page(t, "科室负责人", PATENTS);
  await entered(first, { name: "一种两人同改的轴承", agency: "旧代理所" });
  const entry = first.url().split("?")[0];
  await second.goto(entry);
  await first.goto(entry);
  await fill(first, { agency: "新代理所", inventors: "甲、乙" });
  assert.equal(await save(first), 303);

  await fill(second, { inventors: "丙", note: "第二个人写的备注" });
  assert.equal(await save(second), 422);
  const conflict = second.locator(".conflict");
  assert.match(await conflict.getByRole("heading").innerText(), /您和别人改了同一条记录/);
  const rows = await conflict.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText)));
  assert.deepEqual(rows, [
    ["代理机构", "新代理所", "旧代理所", "您没改，已换成账上现在的"],
    ["发明人", "甲、乙", "丙", "按您填的"],
    ["备注", "", "第二个人写的备注", "按您填的"],
  ].sort((a, b) => rows.findIndex((row) => row[0] === a[0]) - rows.findIndex((row) => row[0] === b[0])));
  assert.equal(await field(second, "agency").inputValue(), "新代理所");
  assert.equal(await field(second, "inventors").inputValue(), "丙");
  await first.reload();
  assert.equal(await field(first, "inventors").inputValue(), "甲、乙", "nothing of the second is written yet");

  assert.equal(await save(second), 303);
  await first.reload();
  assert.equal(await field(first, "agency").inputValue(), "新代理所", "the first one's change is not undone");
  assert.equal(await field(first, "inventors").inputValue(), "丙");
  assert.equal(await field(first, "note").inputValue(), "第二个人写的备注");
  assert.equal(await life(first).count(), 3);
});

test("a changed form is not left by mistake", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await page.goto("/ledger/patent/new?year=2026");
  await page.locator("#f-name").pressSequentially("半截");
  const asked = page.waitForEvent("dialog");
  // The click ends when the browser has been answered.
  const click = page.getByRole("link", { name: "工作台" }).click();
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
  await click;
  assert.equal(await field(page, "name").inputValue(), "半截");
});
