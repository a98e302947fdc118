import type { Json } from '../base/json.ts';
import { cellText } from './cell-text.ts';

/** CSV as openstackclient writes it: everything is quoted but numbers (RFC 4180, Python's QUOTE_NONNUMERIC). */
export function displayCsv(columns: readonly string[], rows: readonly (readonly Json[])[]): string {
  return [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\n');
}

function csvCell(cell: Json): string {
  if (typeof cell === 'number') return String(cell);
  return `"${cellText(cell).replaceAll('"', '""')}"`;
}
