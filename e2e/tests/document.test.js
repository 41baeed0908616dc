// Documents: the paper in its official layout, every figure of it open to a click, the files that are downloaded, and what
// publishing freezes.
import { test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { patent } from "../lib/made.js";
import { folder } from "../lib/program.js";
import { PATENTS, suite } from "../lib/suite.js";

const here = suite();
const run = promisify(execFile);
const LONG = { timeout: 180_000, maxBuffer: 64 * 1024 * 1024 };

/** The grid of GB/T 9704-2012: 22 lines of 28 characters on 156 × 225 mm. */
const LINES = 22;
const LINE_PT = 28.99;
const LEFT_PT = 28 / 25.4 * 72;
const WIDTH_PT = 156 / 25.4 * 72;

const gaps = (text) => text.split("【待补】").length - 1;

async function draft(t, outline = "summary", role = "局领导") {
  const page = await here.page(t, role);
  await page.goto(`/document/${outline}?year=2025`);
  return page;
}

/** Downloads a file into a folder of ours. */
async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  const file = path.join(await folder(), download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

const words = async (pdf) => (await run("pdftotext", ["-raw", pdf, "-"], LONG)).stdout;

/** Lines of every page of a PDF, as they stand on the paper: where, and what. */
async function printedLines(pdf) {
  const { stdout } = await run("pdftotext", ["-bbox", pdf, "-"], LONG);
  return stdout.split("<page ").slice(1).map((page) => {
    const lines = new Map();
    for (const [, left, top, right, text] of page.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</g)) {
      const key = Math.round(Number(top));
      const line = lines.get(key) ?? { top: Number(top), left: Infinity, right: 0, text: "" };
      lines.set(key, { ...line, left: Math.min(line.left, left), right: Math.max(line.right, right), text: line.text + text });
    }
    return [...lines.values()].sort((a, b) => a.top - b.top);
  });
}

test("the paper stands in its layout, with as many figures and gaps as the list beside it says", async (t) => {
  const page = await draft(t);
  const sheet = page.locator(".desk .paper-sheet").first();
  const mm = (px) => Number(((px / 96) * 25.4).toFixed(0));
  const { width, height, padding } = await sheet.evaluate((sheet) => {
    const style = getComputedStyle(sheet);
    return { width: sheet.offsetWidth, height: parseFloat(style.minHeight), padding: [parseFloat(style.paddingLeft), parseFloat(style.paddingTop)] };
  });
  assert.deepEqual([mm(width), mm(height)], [210, 297]);
  assert.deepEqual(padding.map(mm), [28, 37], "天头37mm，订口28mm");
  assert.match(await page.locator(".paper-title").first().innerText(), /2025年工作总结和\s*2026年工作计划的报告/);
  const paper = await page.locator(".desk").innerText();
  assert.doesNotMatch(paper, /undefined|NaN|None|\{|\}/);
  const told = async (name) => Number(await page.locator(".side-list h2", { hasText: name }).locator("small").innerText());
  assert.equal(gaps(paper), await told("【待补】"));
  assert.ok(gaps(paper) > 0, "the demo bureau waits for two figures of the statistics bureau");
  const listed = page.locator(".tokens li");
  assert.equal(await listed.count(), await told("数字"));
  assert.ok((await page.locator(".desk a.figure").count()) >= (await listed.count()) - gaps(paper));
});

test("every figure of the paper leads somewhere that opens, and the list beside it opens the same", async (t) => {
  const page = await draft(t);
  const addresses = await page.locator(".desk a.figure").evaluateAll((links) => links.map((link) => link.pathname + link.search));
  assert.ok(addresses.length > 150);
  assert.deepEqual([...new Set(addresses.map((address) => address.split("?")[0]))], ["/figure"]);
  for (const address of [...new Set(addresses)].filter((_, at) => at % 12 === 0)) {
    const answer = await page.request.get(address);
    assert.equal(answer.status(), 200, address);
  }
  const entry = page.locator(".tokens li", { hasText: "获得上级科技项目立项" }).locator("a", { hasText: /^20项$/ }).first();
  await entry.click();
  const drawer = page.locator("#drawer");
  await drawer.getByRole("heading", { level: 1, name: /^获得上级科技项目立项/ }).waitFor();
  assert.equal(await drawer.locator("tr.entryrow").count(), 20);
});

test("the PDF is A4 in lines of the grid: at most 22 to the page, 28 characters wide, and it says what the page says", async (t) => {
  const page = await draft(t);
  const pdf = await saved(page, () => page.getByRole("link", { name: "下载 PDF" }).click());
  assert.match(path.basename(pdf), /2025年.*总结.*\.pdf$/);
  const { stdout: facts } = await run("pdfinfo", [pdf], LONG);
  assert.match(facts, /Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/);
  assert.ok(Number(facts.match(/Pages:\s+(\d+)/)[1]) >= 8);

  const pages = await printedLines(pdf);
  const body = pages.map((lines) => lines.filter((line) => !/^—\d+—$/.test(line.text.replace(/\s/g, ""))));
  // Pages of prose: tables have lines of their own.
  const prose = body.filter((lines) => lines.length > 10 && lines.slice(1).every((line, at) => {
    const rows = (line.top - lines[at].top) / LINE_PT;
    return Math.abs(rows - Math.round(rows)) < 0.03;
  }));
  assert.ok(prose.length >= 4, `${prose.length} pages stand on the grid`);
  assert.equal(Math.max(...prose.map((lines) => Math.round((lines.at(-1).top - lines[0].top) / LINE_PT) + 1)), LINES);
  const lines = prose.flat();
  for (const line of lines) {
    assert.ok(line.left > LEFT_PT - 1 && line.right < LEFT_PT + WIDTH_PT + 9, `“${line.text}” stays in its margins`);
  }
  const full = lines.filter((line) => /^[\u4e00-\u9fff]+$/.test(line.text) && line.left < LEFT_PT + 1 && line.right > LEFT_PT + WIDTH_PT - 3);
  const plain = lines.filter((line) => /^[\u4e00-\u9fff，。、；：“”（）]{27,}$/.test(line.text));
  for (const line of plain) assert.ok([27, 28, 29].includes([...line.text].length), line.text);
  for (const line of full) assert.equal([...line.text].length, 28, line.text);
  assert.ok(plain.length + full.length > 0, "some lines hold nothing but characters");

  const text = (await words(pdf)).replace(/\s/g, "");
  const paper = (await page.locator(".desk").innerText()).replace(/\s/g, "");
  assert.equal(gaps(text), gaps(paper));
  for (const sentence of paper.match(/[^。；]{12,40}。/g).filter((_, at) => at % 7 === 0)) {
    assert.ok(text.replace(/—\d+—/g, "").includes(sentence), `“${sentence}” is printed`);
  }
});

test("the Word file opens in an office program, with the same words", async (t) => {
  const page = await draft(t);
  const docx = await saved(page, () => page.getByRole("link", { name: "下载 Word" }).click());
  const out = await folder();
  // A profile of its own: another office program may be running.
  await run("soffice", [`-env:UserInstallation=file://${out}/profile`, "--headless", "--convert-to", "pdf", "--outdir", out, docx], LONG);
  const text = await words(path.join(out, path.basename(docx).replace(/docx$/, "pdf")));
  const paper = await page.locator(".desk").innerText();
  assert.equal(gaps(text.replace(/\s/g, "")), gaps(paper));
  // The office program hangs marks over the edge of the line, where they are read as standing elsewhere.
  const bare = (text) => text.replace(/—\s*\d+\s*—/g, "").replace(/[\s，。、；：]/g, "");
  for (const sentence of paper.replace(/\s/g, "").match(/[^。；]{12,40}。/g).filter((_, at) => at % 7 === 0)) {
    assert.ok(bare(text).includes(bare(sentence)), `“${sentence}” is in the Word file`);
  }
});

test("the web page stands alone: no link to this program, no script, no address outside", async (t) => {
  const page = await draft(t);
  const answer = await page.request.get("/document/summary/print/html?year=2025");
  assert.equal(answer.status(), 200);
  assert.match(answer.headers()["content-disposition"], /attachment; filename\*=UTF-8''.*\.html$/);
  const html = await answer.text();
  assert.doesNotMatch(html, /<script|https?:\/\/(?!www\.w3\.org)|href="\//i);
  const file = path.join(await folder(), "alone.html");
  await writeFile(file, html);
  const alone = await page.context().newPage();
  await alone.goto(`file://${file}`);
  assert.match(await alone.locator(".paper-title").first().innerText(), /工作总结/);
  assert.equal((await page.request.get("/document/summary/print/odt?year=2025")).status(), 404);
});

test("publishing freezes the figures: what changes later stands beside them, here and in the list", async (t) => {
  const page = await draft(t);
  await page.locator("summary", { hasText: "发布" }).click();
  assert.match(await page.locator("details.confirm").innerText(), /不再变动，其中还有\d+处【待补】/);
  await page.getByRole("button", { name: /^发布《/ }).click();
  await page.waitForURL(/\/published\//);
  assert.match(await page.getByRole("status").innerText(), /已发布，文稿里的数字从此不变/);
  assert.match(await page.locator(".side-list").innerText(), /账上的数与文稿一致/);
  const published = new URL(page.url()).pathname;
  const filed = (paper) => paper.match(/全年专利申请量?(\d+)件/)[1];
  const before = filed(await page.locator(".desk").innerText());

  const clerk = await here.page(t, "经办", PATENTS);
  const fields = Object.entries(patent({ filed_on: "2025-11-11" })).map(([id, text]) => [`f.${id}`, text]);
  const made = await clerk.request.post("/ledger/patent", {
    headers: { origin: here.server.origin, "content-type": "application/x-www-form-urlencoded" },
    data: new URLSearchParams(fields).toString(),
    maxRedirects: 0,
  });
  assert.equal(made.status(), 303);

  await page.goto("/document/summary?year=2025");
  const now = filed(await page.locator(".desk").innerText());
  assert.equal(Number(now), Number(before) + 1, "a draft reads the book as it is");
  await page.goto(published);
  // The figure itself shows both; the words of the sentence are those that were published.
  const figure = page.locator(".desk a.figure", { hasText: new RegExp(`^${before}`) }).first();
  await figure.waitFor();
  const row = page.locator(".side-list tbody tr", { has: page.getByRole("cell", { name: "专利申请量", exact: true }) }).first();
  assert.deepEqual((await row.locator("td").allInnerTexts()).map((text) => text.trim()), ["专利申请量", before, now]);
  const pdf = await saved(page, () => page.getByRole("link", { name: "下载 PDF" }).click());
  assert.equal(filed((await words(pdf)).replace(/\s/g, "")), before, "what is printed again is what was published");

  await page.goto("/documents?year=2025");
  await page.locator("table.lines a").first().click();
  await page.waitForURL(new RegExp(published));
});

test("the plan is a document like the summary", async (t) => {
  const page = await draft(t, "plan", "审计");
  assert.match(await page.locator(".paper-title").first().innerText(), /计划/);
  assert.equal(await page.getByText("发布", { exact: true }).count(), 0, "an auditor does not publish");
  const pdf = await saved(page, () => page.getByRole("link", { name: "下载 PDF" }).click());
  assert.ok((await readFile(pdf)).subarray(0, 5).equals(Buffer.from("%PDF-")));
});
