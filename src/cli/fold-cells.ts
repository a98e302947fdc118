import type { Json } from '../base/json.ts';
import { cellText } from './cell-text.ts';
import { displayWidth } from './display-width.ts';
import type { Listing } from './listing.ts';
import { wrapText } from './wrap-text.ts';

/** A folded column gets no narrower, even if the table is then wider than the screen. */
const leastWidth = 24;

/**
 * The listing with the cells of some columns broken into several rows, so that its table fits on a screen of `width`
 * columns. For tables only: the added rows are empty but for the rest of the cell.
 */
export function foldCells(listing: Listing, titles: readonly string[], width: number): Listing {
  const widths = foldWidths(listing, titles, width);
  const rows = listing.rows.flatMap((row) => {
    const cells = row.map((cell, index): readonly Json[] => {
      const folded = widths.get(index);
      return folded === undefined ? [cell] : wrapText(cellText(cell), folded).split('\n');
    });
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_none, line) => cells.map((lines) => lines[line] ?? null));
  });
  return { ...listing, rows };
}

/** What the other columns leave is shared evenly; what a narrow column does not need goes to the wide ones. */
function foldWidths(listing: Listing, titles: readonly string[], width: number): ReadonlyMap<number, number> {
  const shown = [...listing.columns.entries()].filter(([, title]) => listing.longColumns?.includes(title) !== true);
  const measured = shown.map(([index, title]) => ({ index, title, natural: naturalWidth(listing, index) }));
  const isFolded = ({ title }: { readonly title: string }): boolean => titles.includes(title);
  const folded = measured.filter(isFolded).toSorted((a, b) => a.natural - b.natural);
  // Each column has a border and a space on both sides, and the last border closes the table.
  let left = width - 1 - 3 * measured.length;
  for (const column of measured) if (!isFolded(column)) left -= column.natural;
  const widths = new Map<number, number>();
  for (const [place, { index, natural }] of folded.entries()) {
    const share = Math.max(leastWidth, Math.floor(left / (folded.length - place)));
    widths.set(index, Math.min(natural, share));
    left -= Math.min(natural, share);
  }
  return widths;
}

function naturalWidth({ columns, rows }: Listing, index: number): number {
  return Math.max(...[columns[index] ?? '', ...rows.map((row) => cellText(row[index] ?? null))].map(displayWidth));
}
