/** Puts kept values in the place of every `{name}` within texts, at any depth; unknown names stay as they are. */
export function fill(value: unknown, kept: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return fillText(value, kept);
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => fill(part, kept));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [fillText(name, kept), fill(part, kept)]));
}

export function fillText(text: string, kept: ReadonlyMap<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole);
}
