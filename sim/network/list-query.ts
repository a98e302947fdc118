import { z } from 'zod';
import type { Shown } from './collection.ts';
import { refuse } from './refuse.ts';
import { textOf } from './text-of.ts';

/** The query of a list by name; a name may come several times. */
export type ListQuery = ReadonlyMap<string, readonly string[]>;

const querySchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

export function readQuery(query: unknown): ListQuery {
  const values = Object.entries(querySchema.parse(query));
  return new Map(values.map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));
}

const notFilters = new Set(['fields', 'sort_key', 'sort_dir', 'limit', 'marker', 'page_reverse']);

/** Members of which each named attribute has one of the values; 400 for attributes that cannot be filtered by. */
export function chooseBy<T>(
  query: ListQuery,
  filters: readonly string[],
  members: readonly T[],
  of: (member: T) => Shown,
): T[] {
  const named = [...query].filter(([name]) => !notFilters.has(name));
  const unknown = named.filter(([name]) => !filters.includes(name)).map(([name]) => `'${name}'`);
  if (unknown.length > 0) throw refuse.form(`[${unknown.join(', ')}] is invalid attribute for filtering`);
  return members.filter((member) => {
    const shown = of(member);
    return named.every(([name, values]) => isChosen(name, values, shown));
  });
}

/** As MySQL compares: texts regardless of case. */
function isChosen(name: string, values: readonly string[], shown: Shown): boolean {
  if (name.includes('tags')) return hasTags(name, values, shown['tags']);
  const value = shown[name === 'tenant_id' ? 'project_id' : name];
  if (name === 'fixed_ips') return hasFixedIp(values, value);
  if (Array.isArray(value)) return value.some((part) => values.includes(textOf(part)));
  if (typeof value === 'boolean') return values.some((text) => flagOf(text) === value);
  return values.some((text) => value !== null && textOf(value).toLowerCase() === text.toLowerCase());
}

function flagOf(text: string): boolean {
  if (['true', '1'].includes(text.toLowerCase())) return true;
  if (['false', '0'].includes(text.toLowerCase())) return false;
  throw refuse.input(`'${text}' cannot be converted to boolean`);
}

const tagsSchema = z.array(z.string());

function hasTags(name: string, values: readonly string[], value: unknown): boolean {
  const has = new Set(tagsSchema.parse(value));
  const wanted = values.flatMap((text) => text.split(','));
  const found = name.endsWith('any') ? wanted.some((tag) => has.has(tag)) : wanted.every((tag) => has.has(tag));
  return name.startsWith('not-') ? !found : found;
}

const fixedIpsSchema = z.array(z.object({ subnet_id: z.string(), ip_address: z.string() }));

/** `subnet_id=…`, `ip_address=…` and `ip_address_substr=…`; several of one name are alternatives. */
function hasFixedIp(values: readonly string[], value: unknown): boolean {
  const fixedIps = fixedIpsSchema.parse(value);
  const wishes = values.map((text) => /^(\w+)=(.*)$/.exec(text)?.slice(1) ?? ['', '']);
  const names = new Set(wishes.map(([name]) => name));
  return [...names].every((name) =>
    wishes.some(([other, text = '']) => other === name && fixedIps.some((fixedIp) => isFixedIp(fixedIp, other, text))),
  );
}

function isFixedIp(fixedIp: z.infer<typeof fixedIpsSchema>[number], name: string | undefined, text: string): boolean {
  if (name === 'ip_address_substr') return fixedIp.ip_address.includes(text);
  return name === 'subnet_id' ? fixedIp.subnet_id === text : name === 'ip_address' && fixedIp.ip_address === text;
}
