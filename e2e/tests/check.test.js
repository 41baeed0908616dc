// 核数: a text goes in, by hand or as a file; what comes back is marked, jumped to, ignored with a reason, taught, and taken away.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { watch } from "../lib/browser.js";
import { folder, kezhang } from "../lib/program.js";
import { PATENTS, suite } from "../lib/suite.js";
import { docx, wordsOfDownload } from "../lib/word.js";

const here = suite();

const fill = async (page, text) => {
  await page.goto("/check?year=2025");
  await page.getByLabel("粘贴文稿").fill(text);
  await page.getByRole("button", { name: "核数", exact: true }).click();
  await page.locator(".tally").waitFor();
};

const upload = async (page, name, buffer) => {
  await page.goto("/check?year=2025");
  await page.getByLabel("或选择文件").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await page.getByRole("button", { name: "核数", exact: true }).click();
};

/** Text that contradicts itself once, in words no other test uses. */
const wrong = (what) => `全年培训${what}1200人次，其中女性1500人次。`;

const findings = (page) => page.locator(".finding:not(.ignored)");

test("a pasted text comes back in its layout with its marks and a summary line", async (t) => {
  const page = await here.page(t, "局领导");
  const { complaints } = watch(page);
  await fill(page, `工作总结\n一、农业科技\n${wrong("农技员")}\n2025年，全区专利授权量150件。\n镇街\t场次\n石桥街道\t3\n`);
  assert.match(await page.locator(".tally").innerText(), /粘贴的文字：共\d+个数字，对照2025年账簿.*文中疑点1/s);
  assert.equal(await page.locator(".marked .heading").last().innerText(), "一、农业科技");
  assert.equal(await page.locator(".marked table tr").count(), 2);
  assert.deepEqual(await page.locator("mark.error").allInnerTexts(), ["1200人次", "1500人次"]);
  const patents = page.locator("mark", { hasText: "150件" });
  assert.match(await patents.getAttribute("class"), /^(differ|agree) /, "the patents are held against the book");
  assert.match(page.url(), /\/check\/[0-9a-f]+\?year=2025&name=/, "a check has an address");
  await page.reload();
  assert.equal(await findings(page).count(), 1);
  assert.deepEqual(complaints, []);
});

test("a text in traditional characters keeps them, and is read", async (t) => {
  const page = await here.page(t, "局领导");
  await fill(page, "全縣培訓養蜂員1200人次，其中女性1500人次。");
  assert.deepEqual(await page.locator("mark.error").allInnerTexts(), ["1200人次", "1500人次"]);
  assert.equal(await page.locator(".marked").innerText(), "全縣培訓養蜂員1200人次，其中女性1500人次。");
  assert.match(await page.locator(".claim h3").first().innerText(), /培训养蜂员/);
});

test("the list jumps to the place, and a mark to its card", async (t) => {
  const page = await here.page(t, "局领导");
  await fill(page, `${"开展科普活动36场，服务群众2000人次。\n".repeat(60)}${wrong("护林员")}`);
  // The page scrolls smoothly, so what is led to is on the screen only when it has arrived.
  const seen = async (locator) => {
    const onScreen = (element) => {
      const box = element.getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight;
    };
    await page.waitForFunction(onScreen, await locator.elementHandle());
  };
  const mark = page.locator("mark.error").first();
  await page.locator(".finding h2 a").click();
  await page.locator("mark.error.on").waitFor();
  await seen(mark);
  await page.locator("mark.error a").nth(1).click();
  await page.locator(".finding.on-card").waitFor();
  await seen(page.locator(".finding"));
  assert.match(page.url(), /#finding-0$/);
  // By keyboard too.
  await page.locator(".claim h3 a").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("mark.on").waitFor();
});

test("what is shown can be narrowed", async (t) => {
  const page = await here.page(t, "局领导");
  await fill(page, `${wrong("养路工")}全年放映露天电影36场。`);
  assert.ok(await page.locator(".claim.absent").first().isVisible());
  await page.getByLabel("账上无据", { exact: true }).uncheck();
  assert.equal(await page.locator(".claim.absent:visible").count(), 0);
  assert.ok(await findings(page).first().isVisible());
});

test("text files, Word documents and PDF are read; what is none is refused in a sentence", async (t) => {
  const page = await here.page(t, "局领导");
  await upload(page, "总结.txt", Buffer.from(`\ufeff${wrong("水文员")}`));
  await page.locator(".tally").waitFor();
  assert.match(await page.locator(".tally").innerText(), /总结\.txt.*文中疑点1/s);
  assert.equal(await page.getByRole("link", { name: "下载带批注的Word文档" }).count(), 0);

  await upload(page, "总结.docx", docx(["工作总结", wrong("气象员")]));
  await page.locator(".tally").waitFor();
  assert.equal(await page.locator("mark.error").count(), 2);

  const made = path.join(await folder(), "summary.pdf");
  const report = await kezhang("report", "summary", "--book", here.book, "--year", "2025", "--format", "pdf", "--out", made);
  assert.equal(report.code, 0, report.stderr);
  await upload(page, "总结.pdf", await readFile(made));
  await page.locator(".tally").waitFor();
  const tally = await page.locator(".tally").innerText();
  assert.ok(Number(tally.match(/共(\d+)个数字/)[1]) > 100, tally);
  assert.ok(Number(tally.match(/相符(\d+)/)[1]) > 50, tally);

  await upload(page, "老格式.doc", await readFile(new URL("../../crates/office/tests/files/report.doc", import.meta.url)));
  await page.locator(".tally").waitFor();
  assert.match(await page.locator(".marked").innerText(), /全年登记技术合同47项/);
  assert.match(await page.locator("main").innerText(), /旧版 Word 文件（\.doc），修订里标为删除的文字也读入了/);
  assert.equal(await page.getByRole("link", { name: "下载带批注的Word文档" }).count(), 0);

  await upload(page, "旧稿.doc", Buffer.from("d0cf11e0a1b11ae1", "hex"));
  assert.match(await page.getByRole("alert").innerText(), /旧版 *Office.*\[file-wrong-kind\]$/);
  await page.goto("/check?year=2025");
  await page.getByRole("button", { name: "核数", exact: true }).click();
  assert.match(await page.getByRole("alert").innerText(), /没有文字，请粘贴文稿或选择文件/);
});

test("a finding is ignored with a reason, which the next check of the words remembers, and comes back", async (t) => {
  const page = await here.page(t, "科室负责人", PATENTS);
  const text = wrong("茶农");
  await fill(page, text);
  const card = page.locator(".finding");
  await card.getByText("处理", { exact: true }).click();
  await card.getByRole("button", { name: "忽略" }).click();
  assert.match(await page.locator("main").innerText(), /忽略疑点要写明理由 *\[KZ-134\]|忽略疑点要写明理由/);
  await page.goBack();
  await card.getByText("处理", { exact: true }).click();
  await card.getByLabel("理由").fill("女性含外乡学员");
  await card.getByRole("button", { name: "忽略" }).click();
  await page.locator(".said").waitFor();
  assert.match(await page.locator(".said").innerText(), /已忽略.*可随时恢复/);
  assert.match(page.url(), /#finding-0$/);
  assert.equal(await findings(page).count(), 0);

  // Somebody else, another text with the same words.
  const other = await here.page(t, "局领导");
  await fill(other, `另一份总结\n开展活动20场。${text}`);
  assert.equal(await findings(other).count(), 0);
  assert.equal(await other.locator("mark.error").count(), 0);
  const ignored = other.locator(".finding.ignored");
  assert.match(await ignored.innerText(), new RegExp(`已忽略 ${here.who("科室负责人", PATENTS).name} .*：女性含外乡学员`));
  assert.match(await other.locator(".tally").innerText(), /已忽略1/);
  await ignored.getByRole("button", { name: "恢复为未处理" }).click();
  await findings(other).waitFor();
  await page.reload();
  assert.equal(await findings(page).count(), 1);
});

test("an accepted finding stays and says who will see to it", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await fill(page, wrong("果农"));
  await page.locator(".finding").getByText("处理", { exact: true }).click();
  await page.getByRole("button", { name: "采纳，待改" }).click();
  await page.locator(".decided").waitFor();
  assert.match(await page.locator(".finding .decided").innerText(), /已采纳，待改/);
  assert.equal(await findings(page).count(), 1);
});

test("a binding is taught, used for the same words, and taken back", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const text = (number) => `2025年收到群众来信${number}件。`;
  await fill(page, text(7));
  const card = page.locator(".claim");
  const before = await card.locator(".verdict").innerText();
  assert.notEqual(before, "不符");
  await card.locator(".binding summary").click();
  await card.getByRole("combobox", { name: "别的指标" }).fill("专利申请量");
  await card.getByRole("button", { name: "记住" }).click();
  await page.locator(".said").waitFor();
  assert.match(await page.locator(".said").innerText(), /认作“专利申请量”/);

  const other = await here.page(t, "局领导");
  await fill(other, text(8));
  assert.equal(await other.locator(".claim .verdict").innerText(), "不符");
  assert.match(await other.locator(".claim .binding summary").innerText(), /认作“专利申请量”（2025年）/);
  await other.locator(".claim .binding summary").click();
  assert.match(await other.locator(".claim .decided").innerText(), new RegExp(`指标由人指定 ${here.who("经办", PATENTS).name}`));

  await other.getByRole("radio", { name: "账上没有" }).check();
  await other.getByRole("button", { name: "记住" }).click();
  await other.locator(".said").waitFor();
  assert.equal(await other.locator(".claim .verdict").innerText(), "账上无据");

  await other.locator(".claim .binding summary").click();
  await other.getByRole("button", { name: "撤回指定" }).click();
  await other.locator(".said").waitFor();
  assert.equal(await other.locator(".claim .verdict").innerText(), before);
});

test("the auditor reads a check and is not let to teach", async (t) => {
  const page = await here.page(t, "审计");
  await fill(page, wrong("渔民"));
  assert.equal(await findings(page).count(), 1);
  assert.equal(await page.locator(".judge, .teach, #accept").count(), 0);
  const status = await page.evaluate(async () => {
    const at = new URL(location.href);
    const body = new URLSearchParams({ finding: "0", decision: "ignore", reason: "试" });
    return (await fetch(`${at.pathname}/finding${at.search}`, { method: "POST", body })).status;
  });
  assert.equal(status, 403);
  await page.reload();
  assert.equal(await findings(page).count(), 1);
});

test("the Word document comes back with comments and its text unchanged", async (t) => {
  const page = await here.page(t, "局领导");
  const paragraphs = ["工作总结", wrong("牧民"), "2025年，全区专利授权量1件。"];
  await upload(page, "牧业总结.docx", docx(paragraphs));
  await page.locator(".tally").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载带批注的Word文档" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "牧业总结（核数批注）.docx");
  const { text, comments } = await wordsOfDownload(download);
  assert.equal(text, paragraphs.join("\n"));
  assert.match(comments[0], /^科账核数：共3个数字，对照2025年账簿/);
  assert.equal(comments.filter((comment) => comment.includes("其中项大于总数")).length, 2);
  assert.equal(comments.filter((comment) => comment.startsWith("【不符】与账上“专利授权量”（2025年）不符")).length, 1);
});

test("a pasted text can be taken away marked, and as a summary of one page", async (t) => {
  const page = await here.page(t, "局领导");
  await fill(page, `${wrong("盐民")}2025年，全区专利授权量1件。`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载标注稿" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "粘贴的文字（核数标注）.html");
  const html = await readFile(await download.path(), "utf8");
  assert.match(html, /<mark class="[^"]*error[^"]*">1500人次<\/mark>/);
  assert.doesNotMatch(html, /<script|href="\//, "the file stands alone");

  await page.getByRole("link", { name: "一页概要" }).click();
  await page.getByRole("heading", { name: "核数概要" }).waitFor();
  const summary = await page.locator(".summary-page").innerText();
  assert.match(summary, /文中疑点/);
  assert.match(summary, /账上是[\d,]+件，文中少[\d,]+件/);

  // However much is wrong, the summary prints on one page.
  const much = ["糖农", "棉农", "花农", "药农", "菇农", "蚕农", "蜂农", "麻农", "竹农", "林农", "棚户", "船户", "渔户", "牧户"];
  const differ = Array.from({ length: 15 }, (_, at) => `2025年，全区专利授权量${at + 1}件。`);
  await fill(page, `${much.map(wrong).join("\n")}\n${differ.join("\n")}`);
  assert.match(await page.locator(".tally").innerText(), /不符(1[5-9]|[2-9]\d)/);
  await page.getByRole("link", { name: "一页概要" }).click();
  await page.getByRole("heading", { name: "核数概要" }).waitFor();
  assert.match(await page.locator(".summary-page").innerText(), /还有\d+处，见标注稿/);
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length, 1, "it prints on one page");
});

test("without JavaScript everything but the conveniences works", async (t) => {
  const cookies = await (await here.page(t, "局领导")).context().cookies();
  const context = await here.browser.newContext({ baseURL: here.server.origin, javaScriptEnabled: false });
  t.after(() => context.close());
  await context.addCookies(cookies);
  const page = await context.newPage();
  await fill(page, wrong("瓜农"));
  await page.locator(".finding h2 a").click();
  assert.match(page.url(), /#place-0-0$/);
  await page.locator(".finding").getByText("处理", { exact: true }).click();
  await page.locator(".finding").getByLabel("理由").fill("外乡学员另计");
  await page.locator(".finding").getByRole("button", { name: "忽略" }).click();
  await page.locator(".finding.ignored").waitFor();
  assert.equal(await findings(page).count(), 0);
});
