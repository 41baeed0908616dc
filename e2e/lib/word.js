// Word documents as files: written for an upload, and read after a download.
import { readFile } from "node:fs/promises";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

const paragraph = (text) => `<w:p><w:r><w:t>${escaped(text)}</w:t></w:r></w:p>`;

/** A document with these paragraphs. */
export const docx = (paragraphs) => docxOf(paragraphs.map(paragraph).join(""));

/** A document with this body. */
export function docxOf(body) {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const office = "http://schemas.openxmlformats.org";
  const types = "application/vnd.openxmlformats-officedocument.wordprocessingml";
  const parts = {
    "[Content_Types].xml": `${head}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${types}.document.main+xml"/></Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `${head}<w:document xmlns:w="${office}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  };
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))));
}

const words = (xml) => unescaped(xml.replaceAll("</w:p>", "\n").replaceAll(/<[^>]*>/g, "")).trim();

/** What a downloaded document says: its text, and its comments. */
export async function wordsOfDownload(download) {
  const parts = unzipSync(new Uint8Array(await readFile(await download.path())));
  const comments = parts["word/comments.xml"] ? strFromU8(parts["word/comments.xml"]) : "";
  return {
    text: words(strFromU8(parts["word/document.xml"])),
    comments: [...comments.matchAll(/<w:comment .*?<\/w:comment>/gs)].map((match) => words(match[0])),
  };
}
