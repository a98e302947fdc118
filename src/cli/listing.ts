import type { Json } from '../base/json.ts';
import { cellText } from './cell-text.ts';
import { displayCsv } from './csv.ts';
import { displayTable } from './table.ts';
import { usageError } from './usage-error.ts';

/** Rows under titled columns: what a command shows as a table, JSON, YAML, CSV or bare values. */
export interface Listing {
  readonly columns: readonly string[];
  /** A cell for each column. */
  readonly rows: readonly (readonly Json[])[];
  /** Columns that are left out of a table unless they are asked for, since they are long. */
  readonly longColumns?: readonly string[];
}

export const listingFormats = ['table', 'json', 'yaml', 'csv', 'value'] as const;
export type ListingFormat = (typeof listingFormats)[number];

export interface ListingOptions {
  readonly format?: ListingFormat | undefined;
  /** Titles of the wanted columns; all when there are none. */
  readonly column: readonly string[];
  /** Titles of the columns to sort by, the first one first. */
  readonly sortColumn: readonly string[];
}

/**
 * The listing as text, in the forms of openstackclient's cliff. Throws a usage error that names the columns when a
 * wanted one does not exist.
 */
export async function formatListing(listing: Listing, options: ListingOptions): Promise<string> {
  const { format = 'table', column, sortColumn } = options;
  const { columns, rows } = withColumns(sorted(listing, sortColumn), column, format);
  if (format === 'table') return displayTable(columns, rows);
  if (format === 'csv') return displayCsv(columns, rows);
  if (format === 'value') return rows.map((row) => row.map(cellText).join(' ')).join('\n');
  const objects = rows.map((row) => Object.fromEntries(columns.map((title, index) => [title, row[index] ?? null])));
  return await formatValue(objects, format);
}

/** Any value as JSON with two spaces, or as YAML. */
export async function formatValue(value: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (format === 'json') return JSON.stringify(value, null, 2);
  const { stringify } = await import('yaml');
  // Through JSON, so that what is undefined is left out in both.
  return stringify(JSON.parse(JSON.stringify(value)), { lineWidth: 0 }).trimEnd();
}

function withColumns(listing: Listing, wanted: readonly string[], format: ListingFormat): Listing {
  const indexes = wanted.map((title) => columnIndex(listing, title));
  const isShown = (title: string, index: number): boolean => {
    if (wanted.length > 0) return indexes.includes(index);
    return format !== 'table' || listing.longColumns?.includes(title) !== true;
  };
  const shown = [...listing.columns.keys()].filter((index) => isShown(listing.columns[index] ?? '', index));
  return {
    columns: shown.map((index) => listing.columns[index] ?? ''),
    rows: listing.rows.map((row) => shown.map((index) => row[index] ?? null)),
  };
}

function sorted(listing: Listing, titles: readonly string[]): Listing {
  const indexes = titles.map((title) => columnIndex(listing, title));
  if (indexes.length === 0) return listing;
  const rows = listing.rows.toSorted((a, b) => {
    for (const index of indexes) {
      const order = compareCells(a[index] ?? null, b[index] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
  return { ...listing, rows };
}

function compareCells(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return cellText(a).localeCompare(cellText(b));
}

function columnIndex({ columns }: Listing, title: string): number {
  const index = columns.findIndex((one) => one.toLowerCase() === title.toLowerCase());
  if (index < 0) throw usageError(`there is no column "${title}"; there are: ${columns.join(', ')}.`);
  return index;
}
