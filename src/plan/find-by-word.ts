import { kinds } from '../resources/all.ts';
import type { Resource } from '../resources/kind.ts';
import { kindNames } from '../resources/kind-name.ts';
import type { MappedThing } from './mapping-file.ts';

/**
 * Pure: what a word of the operator means among things of one sort: an id, else a name, else another word such as a
 * fingerprint, else a name with its owner: `Default/alice` for a user of a domain, `acme/web` for what a project owns.
 */
export function findByWord<R extends Resource>(
  thing: MappedThing,
  word: string,
  among: readonly R[],
  projects: readonly Resource[] = [],
): readonly R[] {
  const kind = kindNames.find((name) => name === thing);
  const ways: readonly ((one: R) => boolean)[] = [
    ({ id }) => id === word,
    ({ name }) => name === word,
    (one) => kind !== undefined && kinds[kind].aliases?.(one).includes(word) === true,
    (one) => word.includes('/') && qualifiedName(one, projects) === word,
  ];
  return ways.map((way) => among.filter(way)).find((found) => found.length > 0) ?? [];
}

/** The name with the domain or the project that it is in, where it is in one. */
export function qualifiedName(resource: Resource, projects: readonly Resource[]): string {
  if ('domainName' in resource && typeof resource.domainName === 'string') {
    return `${resource.domainName}/${resource.name}`;
  }
  const owner = projects.find(({ id }) => id === resource.projectId);
  return owner === undefined ? resource.name : `${owner.name}/${resource.name}`;
}
