// 核数: from a mark to its card and from a card to its place, without the page jumping about. Without this file both are
// plain links.
"use strict";

/** What a link of the checked text leads to: a card, or a place in the text. */
function ledTo(link) {
  if (!link?.hash || link.pathname !== location.pathname) return null;
  const there = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  return there?.closest(".checked") ? there : null;
}

function point(there) {
  for (const on of document.querySelectorAll(".on-card, mark.on")) on.classList.remove("on-card", "on");
  const card = there.matches("section");
  if (card) there.classList.add("on-card");
  else there.querySelector("mark")?.classList.add("on");
  there.scrollIntoView({ block: card ? "nearest" : "center" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href*='#']");
  const there = ledTo(link);
  if (!there || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(history.state, "", link.hash);
  point(there);
});

// After a decision the page comes back with its card in the address.
const here = ledTo(location);
if (here) point(here);
