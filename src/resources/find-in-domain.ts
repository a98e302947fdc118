/** What the kinds of Keystone have in common: a name that is unique in a domain, and a mark beside their attributes. */
interface InDomain {
  readonly id: string;
  readonly name: string;
  readonly domainId?: string | undefined;
  readonly markedAs?: string | undefined;
}

/** The candidate that carries the mark, else the one of that name in the twin of its domain. */
export function findInDomain<R extends InDomain>(
  { id, name }: R,
  domainId: string | undefined,
  candidates: readonly R[],
): R | undefined {
  return (
    candidates.find(({ markedAs }) => markedAs === id) ??
    candidates.find((other) => name === other.name && domainId === other.domainId)
  );
}
