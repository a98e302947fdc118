import { expect, it } from 'vitest';
import { chooseCopiers } from './choose-copiers.ts';
import type { CephFacts, CopierFacts } from './copier-facts.ts';

const there = { state: 'there', volumeIds: new Set<string>(), backEnds: new Map<string, boolean>() } as const;
const source: CephFacts = { ...there, cloud: 'old', volumeIds: new Set(['a', 'b', 'd']) };
const destination: CephFacts = {
  ...there,
  cloud: 'new',
  backEnds: new Map([
    ['rbd', true],
    ['nfs', false],
  ]),
};
const volumes = [
  { id: 'a', name: 'a', sizeGiB: 1, typeName: undefined, backEnd: 'rbd' },
  { id: 'b', name: 'b', sizeGiB: 1, typeName: undefined, backEnd: 'nfs' },
  { id: 'c', name: 'c', sizeGiB: 1, typeName: undefined, backEnd: 'rbd' },
  { id: 'd', name: 'd', sizeGiB: 1, typeName: undefined, backEnd: undefined },
];

function check(facts: Partial<CopierFacts>, expected: object, findings: readonly string[] = []): void {
  const chosen = chooseCopiers(volumes, { wish: 'auto', source, destination, ...facts });
  expect(chosen.choices).toEqual(expected);
  expect(chosen.findings.map(({ severity, summary }) => `${severity}: ${summary}`)).toEqual(findings);
}

it('takes Ceph where both sides have it, and Glance otherwise', () => {
  check({}, { copiers: { 'volume/a': 'rbd' } });
  check({ wish: 'glance' }, {});
  const onlyCeph = { ...destination, backEnds: new Map([['rbd', true]]) };
  check({ destination: onlyCeph }, { copiers: { 'volume/a': 'rbd', 'volume/d': 'rbd' } });
});

it('warns of access that does not work, and has nothing to say where there is none', () => {
  const silent = { ...source, state: 'silent', why: 'no answer within 30 s' } as const;
  check({ source: silent }, {}, ['warning: the Ceph of old does not answer: disks go through Glance']);
  check({ source: { ...source, state: 'absent' } }, {});
});

it('says of each volume why it cannot, when it must', () => {
  check(
    { wish: 'rbd' },
    {
      copiers: { 'volume/a': 'rbd' },
      copierRefused: {
        'volume/b': 'back end nfs of new has no pool in its Ceph that is known',
        'volume/c': 'it is in no pool of the Ceph of old',
        'volume/d': 'some back ends of new have no pool in its Ceph that is known',
      },
    },
  );
  const absent = 'clouds.yaml has no `ceph` for new';
  check(
    { wish: 'rbd', destination: { ...destination, state: 'absent' } },
    { copierRefused: Object.fromEntries(['a', 'b', 'c', 'd'].map((id) => [`volume/${id}`, absent])) },
  );
});
