import { expect, it } from 'vitest';
import type { Chosen } from '../inventory/select.ts';
import type { KindName, Resource } from '../resources/kind.ts';
import { byKind } from '../resources/kind-name.ts';
import { renameTwins } from './rename-twins.ts';

const projects = [
  { id: 'p', name: 'acme', domainName: 'Default' },
  { id: 'q', name: 'acme', domainName: 'ldap' },
];
const chosen = projects.map((resource): Chosen => ({ kind: 'project', resource, name: 'acme', reason: 'selected' }));
const resources: Record<KindName, readonly Resource[]> = { ...byKind(() => []), project: projects };

it('puts the new name into the resource that is meant, and keeps the old one beside it', () => {
  const [first, second] = renameTwins(chosen, { resources }, { 'project:ldap/acme': 'new', 'user:acme': 'x' });
  expect(first).toBe(chosen[0]);
  expect(second).toEqual({
    kind: 'project',
    resource: { id: 'q', name: 'new', domainName: 'ldap' },
    name: 'acme',
    reason: 'renamed to new',
    sourceName: 'acme',
  });
});

it('leaves all as it is without new names', () => {
  expect(renameTwins(chosen, { resources })).toEqual(chosen);
  expect(renameTwins(chosen, { resources }, { 'project:p': 'acme' })).toEqual(chosen);
});
