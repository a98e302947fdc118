import { expect, it } from 'vitest';
import type { Resource } from '../resources/kind.ts';
import { checkMapping, type MappingSide } from './check-mapping.ts';
import type { MappedThing } from './mapping-file.ts';
import { parseMapping } from './parse-mapping.ts';

interface Thing extends Resource {
  readonly domainName?: string;
  readonly isExternal?: boolean;
}

function sideOf(things: Partial<Record<MappedThing, readonly Thing[]>>): MappingSide {
  const named = new Map<string, readonly Thing[]>(Object.entries(things));
  const all: readonly MappedThing[] = ['project', 'user', 'flavor', 'network', 'security-group', 'availability-zone'];
  return new Map(all.flatMap((thing) => (named.has(thing) ? [[thing, named.get(thing) ?? []] as const] : [])));
}

const named = (...names: readonly string[]): Thing[] => names.map((name) => ({ id: `id-${name}`, name }));

const sides = {
  source: sideOf({
    project: named('acme', 'beta'),
    user: [
      { id: 'u1', name: 'admin', domainName: 'Default' },
      { id: 'u2', name: 'admin', domainName: 'ldap' },
    ],
    flavor: named('m1.small', 'm1.tiny'),
    network: named('ext-net', 'lan'),
    'security-group': [
      { id: 'g1', name: 'web', projectId: 'id-acme' },
      { id: 'g2', name: 'web', projectId: 'id-beta' },
    ],
    'availability-zone': named('az1'),
  }),
  destination: sideOf({
    project: named('new'),
    user: [{ id: 'd1', name: 'admin', domainName: 'Default' }],
    flavor: named('s1'),
    network: [{ id: 'p', name: 'public', isExternal: true }, ...named('private')],
    'security-group': [{ id: 'g', name: 'web', projectId: 'id-new' }],
  }),
};

function check(text: string, expected: readonly string[]): void {
  const faults = checkMapping(parseMapping('m', text), sides);
  expect(faults.map(({ place, summary, cure }) => `${place}: ${summary}; ${cure}`)).toEqual(expected);
}

it('takes names, names with their owner, ids, and what could not be listed', () => {
  check('users: { ldap/admin: Default/admin }\nsecurity_groups: { acme/web: web }\nflavors: { id-m1.tiny: s1 }\n', []);
  check('availability_zones: { az1: anything }\nvolume_types: { a: b }', []);
});

it('tells all that is not there at once, with the nearest name', () => {
  check('projects:\n  acmee: new\n  beta: old\nfalvors: {}\nusers:\n  admin: admin\navailability_zones:\n  x: y\n', [
    'm:2:3: the source has no project acmee; did you mean acme?',
    'm:3:9: the destination has no project old; it has: new',
    expect.stringContaining('m:4:1: there is no section falvors; did you mean flavors?'),
    'm:6:3: the source has 2 of the user name admin; write Default/admin or ldap/admin',
    'm:8:3: the source has no availability zone x; it has: az1',
  ]);
});

it('one may stand for several only where that makes sense', () => {
  check('flavors: { m1.small: s1, m1.tiny: s1 }\nnetworks: { ext-net: public, lan: public }', []);
  check('projects:\n  acme: new\n  beta: new\nnetworks:\n  ext-net: private\n  lan: private', [
    'm:3:9: project new stands for acme already, at m:2:9; one project cannot stand for two: name another one',
    'm:6:8: network private stands for ext-net already, at m:5:12; one network cannot stand for two: name another one',
  ]);
});

it('one thing by two words, or mapped and renamed, is a mistake', () => {
  check('projects: { acme: new }\nrename:\n  projects:\n    id-acme: other', [
    'm:4:5: id-acme is the same project as at m:1:13; keep one of the two lines',
  ]);
});
