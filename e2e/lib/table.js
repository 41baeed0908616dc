// Tables as files: spreadsheets written and read, and text in GB18030, which the platform can only read.
import { readFile } from "node:fs/promises";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

const escaped = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const unescaped = (text) =>
  text
    .replace(/&#(x?)([0-9a-fA-F]+);/g, (_, hex, digits) => String.fromCodePoint(parseInt(digits, hex ? 16 : 10)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");

function letters(column) {
  return column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26);
}

/** A workbook of one sheet: an array of rows, each an array of texts and numbers. */
export function xlsx(rows, sheet = "Sheet1") {
  const cell = (value, at) =>
    typeof value === "number"
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  const line = (row, at) =>
    `<row r="${at + 1}">${row.map((value, column) => (value === "" ? "" : cell(value, letters(column) + (at + 1)))).join("")}</row>`;
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const parts = {
    "[Content_Types].xml": `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `${head}<worksheet xmlns="${main}"><sheetData>${rows.map(line).join("")}</sheetData></worksheet>`,
  };
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))));
}

/** The rows of a workbook's first sheet, as texts. Throws where the file is no workbook. */
export function rowsOf(bytes) {
  const parts = unzipSync(new Uint8Array(bytes));
  const part = (name) => (parts[name] ? strFromU8(parts[name]) : "");
  const text = (xml) => [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map((match) => unescaped(match[1])).join("");
  const shared = [...part("xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map((match) => text(match[1]));
  const sheet = part("xl/worksheets/sheet1.xml");
  if (!sheet) throw new Error("no first sheet");
  return [...sheet.matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, inner = ""]) => {
    const row = [];
    for (const [, attributes, content = ""] of inner.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const column = [...attributes.match(/r="([A-Z]+)/)[1]].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      const value = content.match(/<v>([^<]*)<\/v>/)?.[1] ?? "";
      const kind = attributes.match(/t="(\w+)"/)?.[1];
      row[column] = kind === "s" ? shared[Number(value)] : kind === "inlineStr" ? text(content) : unescaped(value);
    }
    return Array.from(row, (value) => value ?? "");
  });
}

/** The rows of a downloaded workbook. */
export async function rowsOfDownload(download) {
  return rowsOf(await readFile(await download.path()));
}

export const csv = (rows) =>
  rows.map((row) => row.map((value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value)).join(",")).join("\r\n");

let twoBytes = null;
/** Text as GB18030 bytes, for characters of one and two bytes: every common Chinese one. */
export function gb18030(text) {
  if (!twoBytes) {
    twoBytes = new Map();
    const decoder = new TextDecoder("gb18030");
    for (let high = 0x81; high <= 0xfe; high++) {
      for (let low = 0x40; low <= 0xfe; low++) {
        if (low !== 0x7f) twoBytes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
      }
    }
  }
  const bytes = [...text].flatMap((char) => {
    if (char.codePointAt(0) < 0x80) return [char.codePointAt(0)];
    const known = twoBytes.get(char);
    if (!known) throw new Error(`${char} is not of two bytes in GB18030`);
    return known;
  });
  return Buffer.from(bytes);
}
