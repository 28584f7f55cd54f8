"""Style and script of the HTML page: constants, so that the page's policy can name them by their hash."""

STYLE = """
:root { color-scheme: light dark; --paper: #fdfcf9; --ink: #1d1b18; --faint: #6a655d; --line: #ddd8ce; --mark: #8a3b12 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #171614; --ink: #ece8e1; --faint: #a39c90; --line: #37332d; --mark: #f0a878 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.45 system-ui, sans-serif }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline;
  padding: .75rem 1rem; background: var(--paper); border-bottom: 1px solid var(--line) }
h1 { margin: 0; font-size: 1.25rem } h2 { margin: .75rem 0 .25rem; font-size: 1rem }
#count { margin: 0; color: var(--faint) }
input { font: inherit; color: inherit; background: transparent; border: 1px solid var(--faint); border-radius: .3rem;
  padding: .35rem .5rem; width: min(24rem, 70vw) }
main { padding: 0 1rem 2rem }
table { width: 100%; border-collapse: collapse }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border-bottom: 1px solid var(--line) }
th button { all: unset; cursor: pointer; font-weight: 600; color: var(--faint); padding: .25rem 0 }
th button:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px }
th[aria-sort=ascending] button::after { content: " \\2191" }
th[aria-sort=descending] button::after { content: " \\2193" }
@media (min-width: 44rem) {
  table, thead, tbody { display: block }
  tr { display: grid; grid-template-columns: 3fr .7fr 1.6fr 1fr 1.4fr 1.1fr .9fr }
  tbody tr { content-visibility: auto; contain-intrinsic-block-size: auto 2.6rem }
}
tr[hidden] { display: none }
.title { font-weight: 600 } summary { cursor: pointer } a { color: var(--mark) }
img { float: left; width: 3.5rem; max-height: 5.25rem; object-fit: contain; margin: 0 .75rem .25rem 0 }
details { overflow-wrap: anywhere } details p { white-space: pre-line; max-width: 42rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .9rem; max-width: 42rem } dd { margin: 0 }
dt { color: var(--faint) } ul { margin: .25rem 0; padding-left: 1.2rem }
@media (max-width: 44rem) {
  thead tr { display: flex; flex-wrap: wrap; gap: 0 1rem } thead th { border: 0 }
  tbody, tbody tr, tbody td { display: block }
  tbody tr { content-visibility: auto; contain-intrinsic-block-size: auto 8rem;
    padding: .6rem 0; border-bottom: 1px solid var(--line) }
  tbody td { border: 0; padding: .05rem 0 } tbody td:empty { display: none }
  tbody td:not(:first-child)::before { content: attr(data-label) ": "; color: var(--faint) }
  dl { display: block } dt { margin-top: .3rem }
}
@media print { header label, th button::after { display: none } }
"""

SCRIPT = """
"use strict";
(() => {
  const fold = text => text.normalize("NFKD").replace(/[\\u0300-\\u036f]/g, "").toLowerCase();
  const body = document.querySelector("tbody");
  const rows = Array.from(body.rows, (row, order) => ({ row, order, text: null }));
  const textOf = entry => entry.text ??= fold(entry.row.textContent);
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const show = () => {
    const words = fold(search.value).split(/\\s+/).filter(Boolean);
    let found = 0;
    for (const entry of rows) {
      const hidden = !words.every(word => textOf(entry).includes(word));
      if (entry.row.hidden !== hidden) entry.row.hidden = hidden;
      found += !hidden;
    }
    const all = `${rows.length} ${rows.length === 1 ? "release" : "releases"}`;
    count.textContent = found === rows.length ? all : `${found} of ${all}`;
  };
  const compare = (one, other) => {
    if (one === other) return 0;
    if (one === "" || other === "") return one === "" ? 1 : -1;
    const [a, b] = [Number(one), Number(other)];
    return Number.isNaN(a) || Number.isNaN(b) ? one.localeCompare(other, undefined, { numeric: true }) : a - b;
  };
  for (const button of document.querySelectorAll("th button")) {
    button.addEventListener("click", () => {
      const heading = button.parentElement;
      const down = heading.getAttribute("aria-sort") === "ascending";
      for (const other of document.querySelectorAll("th")) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = entry => entry.row.cells[Number(button.dataset.column)].dataset.key;
      const sorted = rows.slice().sort((one, other) => {
        const [a, b] = [key(one), key(other)];
        if (a === "" || b === "") return compare(a, b) || one.order - other.order;
        return (down ? -compare(a, b) : compare(a, b)) || one.order - other.order;
      });
      body.append(...sorted.map(entry => entry.row));
    });
  }
  search.addEventListener("input", show);
  show();
})();
"""
