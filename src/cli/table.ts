import type { Json } from '../base/json.ts';
import { cellText } from './cell-text.ts';
import { padDisplay, displayWidth } from './display-width.ts';
import { plainText } from './plain-text.ts';

/** A table with borders, as openstackclient draws it; an empty one is just a line end, as there. */
export function displayTable(columns: readonly string[], rows: readonly (readonly Json[])[]): string {
  if (rows.length === 0) return '';
  const texts = rows.map((row) => row.map((cell) => plainText(cellText(cell))));
  const widths = columns.map((title, index) =>
    Math.max(displayWidth(title), ...texts.map((row) => displayWidth(row[index] ?? ''))),
  );
  const border = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const line = (cells: readonly string[]): string =>
    `|${cells.map((cell, index) => ` ${padDisplay(cell, widths[index] ?? 0)} `).join('|')}|`;
  return [border, line(columns), border, ...texts.map((row) => line(row)), border].join('\n');
}
