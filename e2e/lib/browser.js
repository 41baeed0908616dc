// The real browser: started once a file, watched for everything that a page must not do.
import { chromium } from "playwright-core";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--lang=zh-CN",
];

/** Longest wait for anything on a page, in milliseconds. A wait ends when its condition holds; only a fault takes it. */
const WAIT_MS = 20_000;

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 800 };

export function launch() {
  // What the browser itself writes, beside a file to choose, is in the language of the bureau too.
  const env = { ...process.env, LANGUAGE: "zh_CN" };
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS, env });
}

/** A browser of somebody's own: cookies and all. */
export async function person(browser, server, viewport = DESKTOP) {
  const context = await browser.newContext({ baseURL: server.origin, viewport, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  context.setDefaultTimeout(WAIT_MS);
  return context;
}

/** Signs in on the sign-in page that the program shows, and waits for the page after it. */
export async function signIn(page, account) {
  if (!new URL(page.url(), "http://none").pathname.startsWith("/sign-in")) await page.goto("/sign-in");
  await page.getByLabel("账号").fill(account.user);
  await page.getByLabel("口令").fill(account.password);
  await Promise.all([
    page.waitForURL((url) => url.pathname !== "/sign-in"),
    page.getByRole("button", { name: "登录" }).click(),
  ]);
}

/** A page of somebody who is signed in. */
export async function signedIn(browser, server, account, viewport = DESKTOP) {
  const context = await person(browser, server, viewport);
  const page = await context.newPage();
  await signIn(page, account);
  return page;
}

/** Notes whatever a page complains of: errors of its scripts, of its policy, and requests that fail. */
export function watch(page) {
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // A page that is left while it loads, and a download, are broken off by the browser itself.
    if (why !== "net::ERR_ABORTED") complaints.push(`request: ${request.url()} ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`answer ${response.status()}: ${response.url()}`);
  });
  return { complaints, take: () => complaints.splice(0) };
}
