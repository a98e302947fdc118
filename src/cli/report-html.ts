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
<h1>${escapeHtml(`${report.source} to ${report.destination}`)}</h1>
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
    lines === undefined ? '' : `<ul>${lines.map(lineHtml).join('')}</ul>`,
  ].join('');
  if (isLong === true) return `<details><summary>${escapeHtml(title)}</summary>${body}</details>`;
  return `<section><h2>${escapeHtml(title)}</h2>${body}</section>`;
}

function factsHtml(facts: NonNullable<Section['facts']>): string {
  const rows = facts.map(([name, value]) => {
    const tone = toneOf(value) || (value === '0' ? '' : toneOf(name));
    return `<dt>${escapeHtml(name)}</dt><dd${tone}>${escapeHtml(value)}</dd>`;
  });
  return `<dl>${rows.join('')}</dl>`;
}

/** Each cell carries its column's title, which a narrow screen shows beside it. */
function tableHtml({ columns, rows }: NonNullable<Section['table']>): string {
  const head = columns.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join('');
  const cellHtml = (cell: string, index: number): string =>
    `<td data-title="${escapeHtml(columns[index] ?? '')}"${toneOf(cell)}>${escapeHtml(cell)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cellHtml).join('')}</tr>`).join('');
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** A severity at its start gets its tone, and a command at its end stands apart, ready to be copied. */
function lineHtml(line: string): string {
  const [, severity = '', rest = line] = /^(blocker|warning|note)(: .*)$/s.exec(line) ?? [];
  const [, words = rest, command = ''] = /^(.*?: )((?:pumphouse|openstack) .+)$/s.exec(rest) ?? [];
  const start = severity === '' ? '' : `<b${toneOf(severity)}>${severity}</b>`;
  const end = command === '' ? '' : `<code>${escapeHtml(command)}</code>`;
  return `<li>${start}${escapeHtml(words)}${end}</li>`;
}

const tones: Readonly<Record<string, string>> = {
  done: 'good',
  verified: 'good',
  carried: 'good',
  failed: 'bad',
  differs: 'bad',
  missing: 'bad',
  LOST: 'bad',
  blocker: 'bad',
  left: 'odd',
  undone: 'odd',
  warning: 'odd',
  'left behind': 'odd',
  'not moved': 'odd',
  'not confirmed': 'odd',
  'not verified': 'odd',
  'Verified equal': 'good',
  Different: 'bad',
  Missing: 'bad',
  'Left behind': 'odd',
};

const idPattern = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/;

function toneOf(value: string): string {
  const tone = idPattern.test(value) ? 'id' : tones[value];
  return tone === undefined ? '' : ` class="${tone}"`;
}
