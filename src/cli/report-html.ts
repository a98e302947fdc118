import type { Report } from '../operations/report-run.ts';
import { plainText } from './plain-text.ts';
import { reportSections, type Section } from './report-sections.ts';
import { reportStyle } from './report-style.ts';

/** The report as one page that needs nothing else: no script, no other file. */
export function reportHtml(report: Report): string {
  const title = `Pumphouse run ${report.run}: ${report.source} to ${report.destination}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${reportSections(report).map(sectionHtml).join('\n')}
</main>
</body>
</html>`;
}

/** Text as it may stand anywhere in HTML, attributes included. */
export function escapeHtml(text: string): string {
  return plainText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function sectionHtml(section: Section): string {
  const { title, facts, table, lines, isLong } = section;
  const body = [
    facts === undefined ? '' : factsHtml(facts),
    table === undefined ? '' : tableHtml(table),
    lines === undefined ? '' : `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`,
  ].join('');
  if (isLong === true) return `<details><summary>${escapeHtml(title)}</summary>${body}</details>`;
  return `<section><h2>${escapeHtml(title)}</h2>${body}</section>`;
}

function factsHtml(facts: NonNullable<Section['facts']>): string {
  const rows = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd${toneOf(value)}>${escapeHtml(value)}</dd>`,
  );
  return `<dl>${rows.join('')}</dl>`;
}

function tableHtml({ columns, rows }: NonNullable<Section['table']>): string {
  const head = columns.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${row.map((cell) => `<td${toneOf(cell)}>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

const tones: Readonly<Record<string, string>> = {
  done: 'good',
  verified: 'good',
  carried: 'good',
  failed: 'bad',
  differs: 'bad',
  missing: 'bad',
  LOST: 'bad',
  left: 'odd',
  undone: 'odd',
};

function toneOf(value: string): string {
  const tone = tones[value];
  return tone === undefined ? '' : ` class="${tone}"`;
}
