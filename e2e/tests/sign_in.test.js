// Signing in and out: who is let in, what the others are told, and where one comes out.
import { test } from "node:test";
import assert from "node:assert/strict";
import { signIn } from "../lib/browser.js";
import { PATENTS, suite } from "../lib/suite.js";

const here = suite();

test("a wrong password is refused with one sentence that does not say which of the two was wrong", async (t) => {
  const page = await here.stranger(t);
  await page.goto("/sign-in");
  const told = [];
  for (const [user, password] of [[here.who("审计").user, "not-the-password"], ["nobody", "not-the-password"]]) {
    await page.getByLabel("账号").fill(user);
    await page.getByLabel("口令").fill(password);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === "POST"),
      page.getByRole("button", { name: "登录" }).click(),
    ]);
    assert.equal(answer.status(), 401);
    const alert = page.getByRole("alert");
    await alert.waitFor();
    assert.equal(await alert.count(), 1);
    told.push(await alert.innerText());
    assert.equal(await page.getByLabel("账号").inputValue(), user, "the account typed is kept");
    assert.equal(await page.getByLabel("口令").inputValue(), "", "the password is not");
    assert.deepEqual((await page.context().cookies()).filter((cookie) => cookie.name === "kezhang_session"), []);
  }
  assert.match(told[0], /^账号或口令不对 \[KZ-402\]$/);
  assert.equal(told[0], told[1]);
});

test("after five wrong passwords an account waits a minute, with the right one too", async (t) => {
  const page = await here.stranger(t);
  const account = here.who("经办", PATENTS, 1);
  await page.goto("/sign-in");
  const attempt = async (password) => {
    await page.getByLabel("账号").fill(account.user);
    await page.getByLabel("口令").fill(password);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === "POST"),
      page.getByRole("button", { name: "登录" }).click(),
    ]);
    return answer.status();
  };
  const answers = [];
  for (let turn = 0; turn < 5; turn++) answers.push(await attempt(`wrong-${turn}`));
  assert.deepEqual(answers, [401, 401, 401, 401, 401]);
  assert.equal(await attempt(account.password), 429);
  assert.match(await page.getByRole("alert").innerText(), /请\d+秒后再试/);
});

test("the right password leads to the work table, and from there to the board", async (t) => {
  const page = await here.stranger(t);
  await page.goto("/");
  await page.waitForURL(/\/sign-in/);
  const account = here.who("局领导");
  await signIn(page, account);
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "工作台");
  assert.match(await page.locator("header").innerText(), new RegExp(account.name));
  await page.getByRole("link", { name: "指标看板", exact: true }).first().click();
  await page.getByRole("heading", { name: /年指标看板$/ }).waitFor();
});

test("a page without session leads to sign-in and afterwards back to the page asked for", async (t) => {
  const page = await here.stranger(t);
  const asked = "/ledger/patent?year=2025&f.kind=invention&q=%E8%A3%85%E7%BD%AE&sort=-filed_on";
  await page.goto(asked);
  await page.waitForURL(/\/sign-in\?next=/);
  await signIn(page, here.who("局领导"));
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, asked);
  assert.match(await page.locator(".sentence").innerText(), /类型=发明 且 含“装置”/);
});

test("an address elsewhere cannot be smuggled into the sign-in", async (t) => {
  for (const next of ["//evil.example/", "https://evil.example/", "/\\evil.example"]) {
    const page = await here.stranger(t);
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await signIn(page, here.who("局领导"));
    assert.equal(page.url(), `${here.server.origin}/`);
  }
});

test("signing out ends the session: neither Back nor a kept cookie opens a page again", async (t) => {
  const page = await here.stranger(t);
  await signIn(page, here.who("局领导", undefined, 1));
  await page.goto("/board");
  const kept = await page.context().cookies();
  await page.locator("details.me summary").click();
  await page.getByRole("button", { name: "退出" }).click();
  await page.waitForURL(/\/sign-in$/);
  assert.match(await page.getByRole("status").innerText(), /已退出/);
  await page.goBack();
  await page.waitForURL(/\/sign-in/);
  await page.context().addCookies(kept);
  await page.goto("/board");
  assert.match(page.url(), /\/sign-in\?next=%2Fboard$/);
});

test("whose session is over in the middle of a page comes back to that page, its drawer open", async (t) => {
  const page = await here.page(t, "局领导");
  await page.goto("/board?year=2025");
  await page.context().clearCookies();
  await page.getByRole("row", { name: /获得上级科技项目立项/ }).locator("a.chip").first().click();
  await page.waitForURL(/\/sign-in\?next=/);
  assert.equal(await page.locator("#drawer").count(), 0, "the sign-in page is a whole page");
  await signIn(page, here.who("局领导"));
  assert.equal(new URL(page.url()).pathname, "/board");
  await page.locator("#drawer").getByRole("heading", { name: /获得上级科技项目立项/ }).first().waitFor();
});

test("whose session is over while a form is sent comes back to the form", async (t) => {
  const page = await here.page(t, "经办", PATENTS);
  await page.goto("/ledger/patent/new?year=2025");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "入账" }).click();
  await page.waitForURL(/\/sign-in\?next=/);
  await signIn(page, here.who("经办", PATENTS));
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "专利新增专利");
});

test("a changed password ends every session of the account", async (t) => {
  const account = here.who("审计");
  const page = await here.stranger(t);
  await signIn(page, account);
  const elsewhere = await here.stranger(t);
  await signIn(elsewhere, account);
  const change = async (old, fresh, again) => {
    await page.goto("/password");
    await page.getByLabel("现在的口令").fill(old);
    await page.getByLabel("新口令").fill(fresh);
    await page.getByLabel("再填一次").fill(again);
    await page.getByRole("button", { name: "改口令" }).click();
  };
  await change(account.password, "short", "short");
  assert.match(await page.getByRole("alert").innerText(), /口令至少10位/);
  await change(account.password, "a-new-password-1", "a-new-password-2");
  assert.match(await page.getByRole("alert").innerText(), /两次填的新口令不一样/);
  await change(account.password, "a-new-password-1", "a-new-password-1");
  await page.waitForURL(/\/sign-in$/);
  await elsewhere.goto("/board");
  assert.match(elsewhere.url(), /\/sign-in/);
  await signIn(page, { user: account.user, password: "a-new-password-1" });
  assert.equal(new URL(page.url()).pathname, "/");
});
