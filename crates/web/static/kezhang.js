// The conveniences. Everything works without this file: links are links, forms are forms.
"use strict";

const drawer = document.getElementById("drawer");
let opener = null;

function openDrawer() {
  if (!drawer) return;
  drawer.hidden = false;
  drawer.scrollTop = 0;
  drawer.focus({ preventScroll: true });
  drawCharts(drawer);
}

function closeDrawer() {
  if (!drawer || drawer.hidden) return false;
  drawer.hidden = true;
  drawer.replaceChildren();
  if (opener && document.contains(opener)) opener.focus();
  return true;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target === drawer && !drawer.contains(event.target)) opener = event.target;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === drawer) openDrawer();
});
// A refused or lost session must not leave a dead click behind: go there as a whole page.
document.addEventListener("htmx:responseError", (event) => {
  const href = event.target.getAttribute("href");
  if (href) location.href = href;
});

// Charts are loaded when the first one is shown.
let charts = null;
function loadCharts() {
  charts ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "/static/vendor/echarts.simple.min.js" + new URL(document.querySelector('script[src*="kezhang.js"]').src).search;
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

// Choosing sends the form.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) return void closeDrawer();
  if (event.target.closest("[data-print]")) return void window.print();
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a, button, input, select, label") && !getSelection().toString()) location.href = row.dataset.href;
  const mark = event.target.closest("mark");
  if (mark) showCard(mark);
});

// From a mark to its card, and from a card's link to its mark.
function showCard(mark) {
  const card = document.getElementById(mark.dataset.finding !== undefined ? "finding-" + mark.dataset.finding : "claim-" + mark.dataset.claim);
  for (const on of document.querySelectorAll(".on-card")) on.classList.remove("on-card");
  if (!card) return;
  card.classList.add("on-card");
  card.scrollIntoView({ block: "nearest", behavior: "smooth" });
}
addEventListener("hashchange", () => {
  for (const on of document.querySelectorAll("mark.on")) on.classList.remove("on");
  document.querySelector("mark" + location.hash)?.classList.add("on");
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
  if (event.key === "Enter" && event.target.matches("mark")) return void showCard(event.target);
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
