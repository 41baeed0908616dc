// Files for Word, WPS and Excel: what the program writes keeps to the rules of Office Open XML, as Microsoft's own validator
// (Open XML SDK) has them, for the oldest and the newest Office.
import { test } from "node:test";
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { faults, noValidator } from "../lib/office.js";
import { folder, kezhang } from "../lib/program.js";
import { PATENTS, suite } from "../lib/suite.js";
import { docx, docxOf } from "../lib/word.js";

const here = suite();
const OFFICES = ["Office2007", "Microsoft365"];
const skip = noValidator;

async function isValid(file) {
  for (const office of OFFICES) assert.deepEqual(await faults(file, office), [], `${path.basename(file)} in ${office}`);
}

async function done(...args) {
  const { code, stderr } = await kezhang(...args);
  assert.ok(code === 0 || code === 1, stderr);
}

test("a file with a fault is told", { skip }, async () => {
  const file = path.join(await folder(), "坏.docx");
  await writeFile(file, docxOf("<w:p><w:r><w:t>先文后式</w:t></w:r><w:pPr/></w:p>"));
  await assert.rejects(isValid(file));
});

test("summary and plan are good Word documents", { skip }, async () => {
  const out = await folder();
  for (const outline of ["summary", "plan"]) {
    const file = path.join(out, `${outline}.docx`);
    await done("report", "--book", here.book, "--year", "2025", outline, "--out", file);
    await isValid(file);
  }
});

test("a document with comments is a good Word document, also where comments come to comments and into tables", { skip }, async () => {
  const out = await folder();
  const plain = path.join(out, "总结.docx");
  await writeFile(plain, docx(["工作总结", "申报科技项目36项，其中国家级5项、省级10项、市级24项。", "培训农民1200人次，占全县农民的132%。"]));
  const once = path.join(out, "一次.docx");
  await done("check", plain, "--docx", once);
  await isValid(once);
  const twice = path.join(out, "两次.docx");
  await done("check", once, "--docx", twice);
  await isValid(twice);

  // A year the figures are not of: comments in paragraphs and in the table of targets.
  const summary = path.join(out, "summary.docx");
  await done("report", "--book", here.book, "--year", "2024", "summary", "--out", summary);
  const against = path.join(out, "against.docx");
  await done("check", summary, "--book", here.book, "--year", "2025", "--docx", against);
  await isValid(against);
});

test("comments find their places among tracked changes, content controls, fields and bookmarks", { skip }, async () => {
  const text = (words) => `<w:r><w:t xml:space="preserve">${words}</w:t></w:r>`;
  const by = 'w:author="李" w:date="2025-01-01T00:00:00Z"';
  const body = [
    `<w:p>${text("前文")}<w:ins w:id="900" ${by}>${text("申报科技项目36项，")}</w:ins><w:del w:id="901" ${by}><w:r><w:delText>30项</w:delText></w:r></w:del>`,
    `${text("其中国家级5项、省级10项、市级24项。")}</w:p>`,
    `<w:p><w:sdt><w:sdtPr/><w:sdtContent>${text("培训农民1200人次，占全县农民的132%。")}</w:sdtContent></w:sdt></w:p>`,
    `<w:p><w:bookmarkStart w:id="5" w:name="a"/>${text("总数86家；")}<w:bookmarkEnd w:id="5"/><w:fldSimple w:instr=" PAGE ">${text("1")}</w:fldSimple></w:p>`,
  ].join("");
  const out = await folder();
  const [plain, marked] = ["原稿.docx", "批注.docx"].map((name) => path.join(out, name));
  await writeFile(plain, docxOf(body));
  await done("check", plain, "--docx", marked);
  await isValid(marked);
});

test("lists, templates and the board are good workbooks", { skip }, async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  const out = await folder();
  for (const address of ["/ledger/patent?year=2025", "/ledger/patent/import?year=2025", "/board?year=2025"]) {
    await page.goto(address);
    const link = page.getByRole("link", { name: /^(导出|下载导入模板|下载模板)/ }).first();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const file = path.join(out, download.suggestedFilename());
    await download.saveAs(file);
    await isValid(file);
  }
});
