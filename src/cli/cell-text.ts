import type { Json } from '../base/json.ts';

/** A cell as one piece of text; what is nothing in JSON is empty. */
export function cellText(cell: Json): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (Array.isArray(cell)) return cell.map(cellText).join(', ');
  return JSON.stringify(cell);
}
