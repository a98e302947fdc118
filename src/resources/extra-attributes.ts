import { markName } from './mark.ts';

/** Fields that Keystone adds to every answer, and secrets that its oldest releases stored beside the rest. */
const neverCarried = new Set(['links', markName, 'password', 'original_password', 'password_hash']);

/** The attributes that operators added to a project, user or role of Keystone, besides those the API defines. */
export function extraAttributes(
  answer: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answer).filter(([key]) => !known.has(key) && !neverCarried.has(key)));
}

/** The source id that an answer of Keystone carries as its mark. */
export function markOf({ [markName]: mark }: Readonly<Record<string, unknown>>): { markedAs?: string } {
  return typeof mark === 'string' ? { markedAs: mark } : {};
}
