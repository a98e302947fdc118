import type { Unmoved } from '../inventory/unmoved.ts';

export const unmovedTitle = 'Not moved';

/** What stays behind, a line for each kind: `3 volumes (12 GiB) of block-storage: a, b, c`. */
export function unmovedLines(unmoved: readonly Unmoved[] = []): string[] {
  return unmoved.map(({ service, kind, count, names, sizeGiB, objects }) => {
    const rest = count - names.length;
    const held = [
      ...(sizeGiB === undefined ? [] : [`${sizeGiB} GiB`]),
      ...(objects === undefined ? [] : [`objects: ${objects}`]),
    ];
    const amount = held.length === 0 ? '' : ` (${held.join(', ')})`;
    return `${kind}: ${count}${amount} in ${service}: ${names.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
  });
}
