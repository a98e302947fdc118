/** All values at a dotted path in which `*` stands for any member or key. */
export function partsAt(value: unknown, path: string): unknown[] {
  const [first, ...rest] = path.split('.');
  if (first === undefined || first === '') return [value];
  if (typeof value !== 'object' || value === null) return [undefined];
  const parts = Object.entries(value).filter(([key]) => first === '*' || key === first);
  if (parts.length === 0) return first === '*' ? [] : [undefined];
  return parts.flatMap(([, part]) => (rest.length === 0 ? [part] : partsAt(part, rest.join('.'))));
}
