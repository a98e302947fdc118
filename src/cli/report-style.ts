/** The style of a report's page, light or dark as the reader's system is. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: light-dark(#1c2024, #e6e8ea); --paper: light-dark(#fff, #16191d);
  --line: light-dark(#d9dde1, #343a41); --soft: light-dark(#f4f6f8, #1f242a); --quiet: light-dark(#5b6570, #9aa5b1); }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; margin: 0; }
h1::before { content: 'Pumphouse'; display: block; font-size: .8rem; font-weight: 600; color: var(--quiet); }
h2, summary { font-size: 1.1rem; font-weight: 600; margin: 2rem 0 .6rem; }
summary { cursor: pointer; }
section:has(> dl) { display: inline-block; vertical-align: top; margin-right: 4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; min-width: min(100%, 44rem); font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .35rem 1.25rem .35rem .75rem; }
td { max-width: 20rem; overflow-wrap: break-word; }
th, td { border-bottom: 1px solid var(--line); }
th { background: var(--soft); font-weight: 600; white-space: nowrap; }
tbody tr:hover { background: var(--soft); }
ul { margin: 0; padding-left: 1.25rem; }
li { margin: .3rem 0; overflow-wrap: anywhere; }
code, .id { font-family: ui-monospace, monospace; font-size: .87em; }
code { background: var(--soft); border: 1px solid var(--line); border-radius: .25rem; padding: .1rem .35rem; }
.id { white-space: nowrap; }
.good { color: light-dark(#116329, #56d364); }
.bad { color: light-dark(#b42318, #ff7b72); font-weight: 600; }
.odd { color: light-dark(#8a5a00, #e3b341); }
@media (max-width: 48rem) {
  section:has(> dl) { display: block; margin-right: 0; }
  thead { display: none; }
  table, tbody, tr, td { display: block; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td { display: grid; grid-template-columns: 8.5rem 1fr; gap: .75rem; padding: .1rem 0; border: 0; }
  td { max-width: none; overflow-wrap: anywhere; }
  td::before { content: attr(data-title); color: var(--quiet); font: 400 15px/1.5 system-ui, sans-serif; }
  .id { white-space: normal; }
}
@media print {
  :root { color-scheme: light; }
  details::details-content { content-visibility: visible; display: block; }
  tr, li { break-inside: avoid; }
}
`;
