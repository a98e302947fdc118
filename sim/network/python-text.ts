/** A value as Python prints it within Neutron's words: `None`, `True`, `{'a': 'b'}`. */
export function pythonText(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`;
  if (typeof value !== 'object') return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `'${name}': ${pythonText(member)}`);
  return `{${members.join(', ')}}`;
}
