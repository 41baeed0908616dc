// What a test file stands on: a demo book of its own, the program serving it, a browser, and the bureau's people by role.
import { after, before } from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { DESKTOP, launch, person, signIn } from "./browser.js";
import { accounts, demoBook, remove, serve } from "./program.js";

/** Call once at the top of a file. What it gives is filled before the first test runs. */
export function suite() {
  const here = { sessions: new Map() };
  before(async () => {
    here.book = await demoBook();
    here.people = await accounts(here.book);
    here.server = await serve(here.book);
    here.browser = await launch();
  });
  after(async () => {
    await here.browser?.close();
    if (here.server) assert.equal(await here.server.stop(), 0, "the program ends as it was told to");
    if (here.book) await remove(path.dirname(here.book));
  });

  /** Somebody of a role, in a section if one is named; `turn` chooses among several. */
  here.who = (role, section, turn = 0) => {
    const found = here.people.filter((one) => one.role === role && (section === undefined || one.section === section));
    assert.ok(found[turn], `the demo book has a ${role} ${section ?? ""}`);
    return found[turn];
  };

  /** A page of that person, signed in. Each call is a browser of its own; it goes away with the test. */
  here.page = async (t, role, section, { turn = 0, viewport = DESKTOP } = {}) => {
    const account = here.who(role, section, turn);
    const context = await person(here.browser, here.server, viewport);
    t.after(() => context.close());
    const page = await context.newPage();
    const known = here.sessions.get(account.user);
    if (known) await context.addCookies(known);
    else {
      await signIn(page, account);
      here.sessions.set(account.user, await context.cookies());
    }
    return page;
  };

  /** A page of nobody. */
  here.stranger = async (t, viewport = DESKTOP) => {
    const context = await person(here.browser, here.server, viewport);
    t.after(() => context.close());
    return context.newPage();
  };
  return here;
}

export const OFFICE = "办公室";
export const PROJECTS = "规划与项目科";
export const HIGH_TECH = "高新技术与成果科";
export const PATENTS = "知识产权与科普科";
