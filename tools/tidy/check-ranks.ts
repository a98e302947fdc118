import { posix } from 'node:path';
import type { ParsedFile } from './parsed-file.ts';
import type { Violation } from './violation.ts';

/** ARCHITECTURE.md, "The tree": a folder imports only folders of a lower rank. */
const ranks: Readonly<Record<string, number>> = {
  'src/base': 0,
  'src/openstack': 1,
  'src/resources': 2,
  'src/inventory': 3,
  'src/plan': 4,
  'src/store': 5,
  'src/copy': 5,
  'src/engine': 6,
  'src/operations': 7,
  'src/cli': 8,
  'src/api': 8,
  'src/web': 9,
  'src/main.ts': 10,
};

/** Packages that only some places may know, by the start of their path. */
const packages: readonly { readonly name: RegExp; readonly places: readonly string[] }[] = [
  { name: /^@dbos-inc\//, places: ['src/engine/'] },
  { name: /^undici$/, places: ['src/copy/', 'src/openstack/'] },
  { name: /^(pg|kysely)$/, places: ['src/store/', 'src/openstack/keystone-'] },
  { name: /^mysql2(\/|$)/, places: ['src/openstack/keystone-'] },
];

/** Imports point down, folders of one rank never meet, and special packages stay in their place. */
export function checkRanks(file: ParsedFile): Violation[] {
  return file.imports.flatMap(({ specifier, offset }) => {
    const message = isRelative(specifier) ? meeting(file.path, specifier) : strangePackage(file.path, specifier);
    return message === undefined ? [] : [file.violation(offset, message)];
  });
}

/** The path that a relative specifier names, from the root of the checkout. */
export function targetPath(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}

export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

function meeting(path: string, specifier: string): string | undefined {
  const from = folderOf(path);
  const to = folderOf(targetPath(path, specifier));
  if (from === 'sim' && !['sim', 'src/base'].includes(to))
    return `sim/ must not import ${to}/. A simulated cloud knows nothing of the client that it tests.`;
  if (!from.startsWith('src/') || from === to) return undefined;
  if (!to.startsWith('src/')) return `src/ must not import ${to}/. Move what both need into src/.`;
  const [fromRank, toRank] = [ranks[from], ranks[to]];
  if (fromRank === undefined)
    return `${from} has no rank. Give it one in tools/tidy/check-ranks.ts and in ARCHITECTURE.md.`;
  if (toRank === undefined)
    return `${to} has no rank. Give it one in tools/tidy/check-ranks.ts and in ARCHITECTURE.md.`;
  if (toRank < fromRank) return undefined;
  const why = toRank === fromRank ? 'has the same rank' : 'has a higher rank';
  return `${from} (rank ${fromRank}) imports ${to} (rank ${toRank}), which ${why}. Move the shared part further down.`;
}

function strangePackage(path: string, specifier: string): string | undefined {
  if (!path.startsWith('src/')) return undefined;
  const rule = packages.find(({ name }) => name.test(specifier));
  if (rule === undefined || rule.places.some((place) => path.startsWith(place))) return undefined;
  return `only ${rule.places.join(' and ')} may import ${specifier}. Call what they export instead.`;
}

/** `src/engine` for what lies in it at any depth; the file itself right below `src/`; else the top folder. */
function folderOf(path: string): string {
  const [top = path, next] = path.split('/');
  return top === 'src' && next !== undefined ? `src/${next}` : top;
}
