import type { Report } from '../operations/report-run.ts';
import type { Paint } from './caller.ts';
import { displayWidth, padDisplay } from './display-width.ts';
import { plainText } from './plain-text.ts';
import { reportSections, type Section } from './report-sections.ts';
import { displayTable } from './table.ts';
import { wrapText } from './wrap-text.ts';

export interface ReportTextOptions {
  readonly paint: Paint;
  readonly columns?: number | undefined;
}

/** The report for a terminal or a mail. */
export function reportText(report: Report, options: ReportTextOptions): string {
  return reportSections(report)
    .filter(({ isLong }) => isLong !== true)
    .map((section) => sectionText(section, options))
    .join('\n\n');
}

/** One section as text, its heading first. */
export function sectionText({ title, facts, table, lines }: Section, { paint, columns }: ReportTextOptions): string {
  const width = Math.max(0, ...(facts ?? []).map(([name]) => displayWidth(name)));
  return [
    paint('bold', plainText(title)),
    ...(facts ?? []).map(([name, value]) => `  ${padDisplay(name, width)}  ${plainText(value)}`),
    ...(table === undefined ? [] : [displayTable(table.columns, table.rows)]),
    ...(lines ?? []).map((line) => wrapText(`  ${plainText(line)}`, columns, '    ')),
  ].join('\n');
}
