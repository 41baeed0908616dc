// The conveniences. Everything works without this file: links are links, forms are forms.
"use strict";

// The drawer shows an opened figure. It stands in the address as `open=`, so that a page can be sent to a colleague with
// its drawer open, reloaded, and left by Back. Every entry of the history says how deep the drawer is (0: shut) and from
// which figure it was first opened.
const drawer = document.getElementById("drawer");
let shown = null;
let opener = null;

/** What the address says the drawer shows: the query of a figure's page. */
function asked() {
  return new URLSearchParams(location.search).get("open");
}

function addressWith(query) {
  const url = new URL(location.href);
  if (query) url.searchParams.set("open", query);
  else url.searchParams.delete("open");
  return url.pathname + url.search + url.hash;
}

/** The query of the figure that a link opens; nothing for a link that leads elsewhere or to the whole page. */
function figureOf(link) {
  if (!link || link.pathname !== "/figure" || link.origin !== location.origin || link.hasAttribute("data-whole")) return null;
  return link.search.slice(1);
}

function openFigure(link) {
  const query = figureOf(link);
  const within = drawer.contains(link);
  if (!within) opener = link;
  const depth = history.state?.depth ?? 0;
  const state = { depth: depth + 1, from: within ? (history.state?.from ?? query) : query };
  // A second click on the same figure is no second step.
  if (query !== asked()) history.pushState(state, "", addressWith(query));
  follow();
}

/** Makes the drawer show what the address says. */
async function follow() {
  const query = asked();
  if (!query) return shut();
  if (query === shown) return;
  shown = query;
  drawer.setAttribute("aria-busy", "true");
  await htmx.ajax("GET", "/figure?" + query, { target: drawer, swap: "innerHTML" });
  drawer.removeAttribute("aria-busy");
  // Whoever was quicker than the answer has shut the drawer, or opened another figure in it.
  if (asked() !== query || drawer.childElementCount === 0) return;
  drawer.hidden = false;
  drawer.scrollTop = 0;
  drawer.focus({ preventScroll: true });
  drawCharts(drawer);
}

function shut() {
  if (drawer.hidden) return;
  drawer.hidden = true;
  drawer.replaceChildren();
  shown = null;
  const from = opener?.isConnected ? opener : [...document.links].find((link) => figureOf(link) === lastFrom);
  from?.focus();
}

// Where the drawer was first opened, for the focus after a reload, when the link clicked is no longer known.
let lastFrom = history.state?.from;

/** Shuts the drawer and says whether it was open. */
function closeDrawer() {
  if (!drawer || drawer.hidden) return false;
  lastFrom = history.state?.from ?? asked();
  const depth = history.state?.depth ?? 0;
  if (depth > 0) {
    // Back to where the page stood before its drawer opened; `popstate` does the rest.
    history.go(-depth);
  } else {
    history.replaceState(null, "", addressWith(null));
    follow();
  }
  return true;
}

if (drawer) {
  addEventListener("popstate", () => follow());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!plain || event.defaultPrevented || figureOf(link) === null) return;
    event.preventDefault();
    openFigure(link);
  });
  // A figure that cannot be opened says why on its own page; one that cannot be asked for says so here.
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.target === drawer) location.href = "/figure?" + asked();
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (event.detail.target !== drawer) return;
    const sentence = document.createElement("p");
    sentence.className = "mistake";
    sentence.textContent = "连不上科账，数字没有打开。请稍后再点；总是这样，请告诉维护人员";
    drawer.replaceChildren(sentence);
    shown = null;
  });
}

// Charts are loaded when the first one is shown.
let charts = null;
function loadCharts() {
  charts ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "/static/vendor/echarts.common.min.js" + new URL(document.querySelector('script[src*="kezhang.js"]').src).search;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return charts;
}

async function drawCharts(root) {
  for (const box of root.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(box.dataset.chart);
    if (![...data.now, ...data.before].some((value) => value !== null)) {
      box.remove();
      continue;
    }
    const echarts = await loadCharts();
    const chart = echarts.init(box, null, { renderer: "svg" });
    const line = (name, values, color, type) => ({ name, type: "line", data: values, symbolSize: 4, lineStyle: { width: 2, color, type }, itemStyle: { color } });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
      legend: { right: 0, top: 0, icon: "roundRect", itemHeight: 3 },
      tooltip: { trigger: "axis", valueFormatter: (value) => (value === null || value === undefined ? "—" : value + box.dataset.unit) },
      xAxis: { type: "category", data: data.names, boundaryGap: false },
      yAxis: { type: "value", name: box.dataset.unit, splitLine: { lineStyle: { color: "#e6eaef" } } },
      series: [line("上年", data.before, "#b6c2cf", "dashed"), line("本年", data.now, "#1f5f99", "solid")],
    });
    new ResizeObserver(() => chart.resize()).observe(box);
  }
}
drawCharts(document.getElementById("main") ?? document);
if (drawer) follow();

// A sheet of paper that is wider than its desk is shown smaller, whole.
for (const desk of document.querySelectorAll(".document .desk")) {
  const paper = desk.firstElementChild;
  const sheet = paper.querySelector(".paper-sheet");
  const fit = () => {
    const style = getComputedStyle(desk);
    const room = desk.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    paper.style.zoom = 1;
    paper.style.zoom = Math.min(1, room / sheet.offsetWidth);
  };
  new ResizeObserver(fit).observe(desk);
}

// Choosing sends the form.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) return void closeDrawer();
  if (event.target.closest("[data-print]")) return void window.print();
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a, button, input, select, label") && !getSelection().toString()) location.href = row.dataset.href;
});

// Keys: / search, g then a letter for pages, Ctrl+S saves, Esc closes.
const pages = { h: "home", b: "board", l: "ledgers", d: "documents", c: "check", j: "journal" };
let going = false;
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && closeDrawer()) return event.preventDefault();
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    const save = document.querySelector("[data-save]");
    if (save) {
      event.preventDefault();
      save.form.requestSubmit(save);
    }
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (going && pages[event.key]) {
    going = false;
    return void document.querySelector(`[data-go="${pages[event.key]}"]`)?.click();
  }
  going = event.key === "g";
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("search")?.focus();
  }
});

// Arrows move through a table's rows.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = document.activeElement?.closest("tr");
  if (!row || document.activeElement.matches("input, select, textarea")) return;
  let next = row;
  do next = event.key === "ArrowDown" ? next.nextElementSibling : next.previousElementSibling;
  while (next && !next.querySelector("a"));
  if (next) {
    event.preventDefault();
    next.querySelector("a").focus();
  }
});

// Leaving a changed form asks first.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

// Dropping a file anywhere on an upload form chooses it.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const over = (on) => (event) => {
    event.preventDefault();
    form.classList.toggle("over", on);
  };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length > 0) input.files = event.dataTransfer.files;
  });
}
