// Every page that links lead to, for everybody: it opens, complains of nothing, fits its screen, can be used by all, and
// reads as Chinese should.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { watch } from "../lib/browser.js";
import { OFFICE, PATENTS, PROJECTS, suite } from "../lib/suite.js";

const here = suite();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const DESK = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
/** Pages of one kind that a person opens, and how many of them are held against axe-core as well. */
const OF_A_KIND = 3;
const AXE_OF_A_KIND = 1;

// What kind of page an address is: of /ledger/patent/new, the blank form of any ledger.
function kind(url) {
  const parts = url.pathname.split("/").slice(1);
  const variable = { ledger: [1], entry: [1, 3], published: [1], document: [], check: [1] }[parts[0]] ?? [];
  const path = parts.map((part, at) => (variable.includes(at) ? "*" : part)).join("/");
  return "/" + path + (url.searchParams.has("tab") ? `?tab=${url.searchParams.get("tab")}` : "") + (url.searchParams.has("target") ? "?target" : "");
}

/** A link to a file, which is downloaded and not shown. */
const isFile = (url) => /\.(xlsx|docx|pdf|json)$|\/print\/|\/file\/|\/api\/|\/marked\.html$/.test(url.pathname);

/** All that a reader sees or hears of a page, in pieces, with where it stands. */
function visible() {
  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest("script, style, template, [hidden]") || !node.data.trim()) continue;
    pieces.push({ text: node.data.trim(), paper: Boolean(parent.closest(".desk, .marked, textarea, q, del, ins, .hash, .code, pre")), gap: Boolean(parent.closest(".gap, .desk, .side-list, .lack, .quiet, .confirm, .tokens, td")) });
  }
  for (const element of document.body.querySelectorAll("[placeholder], [title], [aria-label], [alt], [data-note], [data-exact]")) {
    for (const name of ["placeholder", "title", "aria-label", "alt", "data-note", "data-exact"]) {
      if (element.hasAttribute(name)) pieces.push({ text: element.getAttribute(name), paper: false, gap: true });
    }
  }
  return pieces;
}

function faultsOfWords(pieces) {
  const faults = [];
  for (const { text, paper, gap } of pieces) {
    if (/undefined|NaN|\bnull\b|\bNone\b|Some\(|\[object|\{\{|\{%/.test(text)) faults.push(`not for people: “${text}”`);
    for (const mark of text.match(/【[^】]*】?/g) ?? []) if (mark !== "【待补】" || !gap) faults.push(`left over: “${text}”`);
    if (!paper && /[\u4e00-\u9fff][,:;()!?]|[,:;()!?][\u4e00-\u9fff]/.test(text)) faults.push(`half-width: “${text}”`);
    if (/[，。；：、！？][，。；：、]|（）|“”/.test(text)) faults.push(`two marks: “${text}”`);
  }
  return faults;
}

/** What does not fit the window's width, by the element that sticks out farthest. */
function overflow() {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return null;
  const elements = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
  return `${wide}px too wide: ${elements.slice(0, 3).map((element) => `${element.tagName}.${element.className}`).join(" ")}`;
}

async function held(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const grave = violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  return grave.map((violation) => `axe ${violation.id}: ${violation.nodes.slice(0, 2).map((node) => node.target.join(" ")).join(" | ")}`);
}

/** Walks from the start page along every link; gives what is wrong, page by page. */
async function walk(page, start, ledgers) {
  const watched = watch(page);
  const [seen, kinds, faults] = [new Set(), new Map(), []];
  const queue = [start];
  while (queue.length > 0) {
    const address = queue.shift();
    const url = new URL(address, here.server.origin);
    const times = kinds.get(kind(url)) ?? 0;
    if (times >= (kind(url) === "/ledger/*" ? ledgers : OF_A_KIND)) continue;
    kinds.set(kind(url), times + 1);
    await page.setViewportSize(DESK);
    const answer = await page.goto(address);
    const wrong = [];
    if (answer.status() !== 200) wrong.push(`status ${answer.status()}`);
    wrong.push(...faultsOfWords(await page.evaluate(visible)));
    const title = await page.title();
    if (!/^.+ · 科账$/.test(title)) wrong.push(`title “${title}”`);
    const headings = await page.locator("h1:not(.desk h1)").count();
    if (headings !== 1) wrong.push(`${headings} headings of the first level`);
    wrong.push(await page.evaluate(overflow));
    if (times < AXE_OF_A_KIND) wrong.push(...(await held(page)));
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((link) => link.href));
    await page.setViewportSize(PHONE);
    const narrow = await page.evaluate(overflow);
    if (narrow) wrong.push(`on a phone ${narrow}`);
    wrong.push(...watched.take());
    faults.push(...wrong.filter(Boolean).map((fault) => `${kind(url)} ${url.pathname}${url.search}: ${fault}`));
    for (const link of links) {
      const next = new URL(link);
      if (next.origin !== here.server.origin || isFile(next)) continue;
      next.hash = "";
      if (!seen.has(next.href)) queue.push(next.pathname + next.search);
      seen.add(next.href);
    }
  }
  return { faults, kinds };
}

const everybody = [
  ["经办", PATENTS, ["/", "/board", "/ledgers", "/ledger/*", "/ledger/*/new", "/ledger/*/import", "/entry/*", "/figure", "/documents", "/document/summary", "/check", "/reported", "/close", "/password"]],
  ["科室负责人", PROJECTS, ["/", "/board", "/ledger/*", "/entry/*", "/figure"]],
  ["科室负责人", OFFICE, ["/", "/accounts"]],
  ["局领导", undefined, ["/", "/board", "/board?target", "/ledger/*", "/entry/*", "/figure?tab=postings", "/document/plan", "/journal", "/close"]],
  ["审计", undefined, ["/", "/journal", "/document/summary"]],
];
for (const [role, section, wanted] of everybody) {
  test(`${role}${section ? `，${section}` : ""}`, async (t) => {
    const page = await here.page(t, role, section, { viewport: DESK });
    // The clerk opens every ledger, to come to their own among them.
    const { faults, kinds } = await walk(page, "/?year=2025", role === "经办" ? 100 : OF_A_KIND);
    for (const one of wanted) assert.ok(kinds.has(one), `a link leads to ${one}; there are ${[...kinds.keys()].join(" ")}`);
    assert.deepEqual(faults, []);
  });
}

test("the pages before one is let in", async (t) => {
  const page = await here.stranger(t, DESK);
  const watched = watch(page);
  for (const address of ["/sign-in", "/sign-in?next=%2Fboard"]) {
    await page.goto(address);
    assert.deepEqual([...faultsOfWords(await page.evaluate(visible)), await page.evaluate(overflow), ...(await held(page)), ...watched.take()].filter(Boolean), []);
  }
  await page.setViewportSize(PHONE);
  assert.equal(await page.evaluate(overflow), null);
});

test("what there is not, or what one may not, is said on a page that leads back", async (t) => {
  const page = await here.page(t, "经办", PATENTS, { viewport: PHONE });
  for (const [address, status] of [["/nowhere", 404], ["/entry/none", 404], ["/ledger/none", 404], ["/journal", 403], ["/accounts", 403], ["/ledger/own_project/new", 403], ["/published/77", 404], ["/figure?f=none&p=2025", 404], ["/figure?f=patent.filed&p=someday", 422]]) {
    const answer = await page.goto(address);
    assert.equal(answer.status(), status, address);
    assert.deepEqual(faultsOfWords(await page.evaluate(visible)), [], address);
    assert.equal(await page.evaluate(overflow), null, address);
    await page.getByRole("link", { name: "回工作台" }).waitFor();
  }
});
