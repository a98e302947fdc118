import { kinds } from '../resources/all.ts';
import type { KindName, Strategy } from '../resources/kind.ts';
import type { Selection } from './selection.ts';

/** Strategies as the operator names them. */
const optionOf = {
  project: 'project (tenant)',
  public: 'public',
  used: 'used',
  host: 'host',
  user: 'user',
} as const;

/** Why the selection asks a kind for a strategy that it does not have, in words; undefined when it does not. */
export function strategyFault(selection: Selection): string | undefined {
  const asked: (keyof typeof optionOf)[] = [
    ...(selection.projects.length > 0 ? (['project'] as const) : []),
    ...(selection.hosts.length > 0 ? (['host'] as const) : []),
    ...(selection.users.length > 0 ? (['user'] as const) : []),
    ...(selection.public ? (['public'] as const) : []),
    ...(selection.used ? (['used'] as const) : []),
  ];
  const named = new Set([...selection.kinds, ...selection.specific.map(({ kind }) => kind)]);
  for (const kind of named) {
    const lacking = asked.find((strategy) => !isAbout(kind, strategy) && !isAboutUsers(selection, kind, strategy));
    if (lacking !== undefined) return refusal(kind, lacking);
  }
  if (named.size === 0 && (selection.public || selection.used)) {
    const strategy = selection.public ? 'public' : 'used';
    const able = Object.values(kinds).filter(({ strategies }) => strategies.includes(strategy));
    return `${strategy} is for a kind of its own: name one of ${able.map(({ name }) => name).join(', ')}.`;
  }
  return undefined;
}

/** Whether a strategy narrows a kind by itself; a project is chosen by its own name too. */
export function isAbout(kind: KindName, strategy: Strategy): boolean {
  return kinds[kind].strategies.includes(strategy) || (kind === 'project' && strategy === 'project');
}

/** With `used`, what narrows servers only says whose use counts. */
function isAboutUsers({ used }: Selection, kind: KindName, strategy: Strategy): boolean {
  return used && isAbout(kind, 'used') && isAbout('server', strategy);
}

function refusal(kind: KindName, strategy: keyof typeof optionOf): string {
  const has = kinds[kind].strategies.flatMap((one) => (one === 'all' || one === 'specific' ? [] : optionOf[one]));
  const list = ['all', 'specific', ...has].join(', ');
  return `${kind}s have no strategy ${optionOf[strategy]}; they can be chosen by: ${list}.`;
}
