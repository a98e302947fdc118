import { expect, it } from 'vitest';
import { type Domain, domain } from './domain.ts';
import type { Lookup } from './kind.ts';

const corp: Domain = {
  id: 'd1',
  name: 'corp',
  description: 'ours',
  isEnabled: false,
  tags: ['b', 'a'],
  options: { immutable: true },
  extra: { cost: 0 },
};
const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
  destination: { computeVersion: '2.90', networkExtensions: [], externalSubnets: [] },
  find: () => undefined,
  id: () => '',
};

it('is created enabled, with all it has, and disabled last', () => {
  const { body } = domain.translate(corp, lookup);
  expect(body).toMatchObject({ name: 'corp', enabled: true, cost: 0, tags: ['b', 'a'], options: { immutable: true } });
  expect(domain.isConnected?.(corp)).toBe(false);
  expect(domain.connectsLast).toBe(true);
});

it('finds the default domain by its id, whatever it is called, and others by name', () => {
  const theirs: Domain = { ...corp, id: 'default', name: 'Standard' };
  const named: Domain = { ...corp, id: 'x', name: 'Default' };
  const of = (resource: Domain, candidates: Domain[]): string | undefined =>
    domain.match(resource, domain.translate(resource, lookup), candidates)?.id;
  expect(of({ ...corp, id: 'default', name: 'Default' }, [named, theirs])).toBe('default');
  expect(of({ ...corp, id: 'default', name: 'Default' }, [named])).toBe('x');
  expect(of(corp, [theirs, { ...corp, id: 'D' }])).toBe('D');
  expect(of(corp, [{ ...corp, id: 'D', name: 'Corp' }])).toBeUndefined();
});

it('compares what is its own only in a twin of ours', () => {
  const there: Domain = { ...corp, id: 'D', description: 'theirs', tags: [], options: {}, extra: {} };
  expect(domain.compare(corp, there, lookup)).toEqual([]);
  const enabled = domain.compare(corp, { ...there, isEnabled: true }, lookup);
  expect(enabled.map(({ attribute }) => attribute)).toEqual(['enabled']);
  const ours = domain.compare(corp, { ...there, markedAs: 'd1' }, lookup);
  expect(ours.map(({ attribute }) => attribute)).toEqual(['description', 'tags', 'options', 'extra']);
});

it('stays when it is a service’s', () => {
  expect(domain.isMovable?.({ ...corp, name: 'heat' })).toBe(false);
  expect(domain.isMovable?.({ ...corp, name: 'Default' })).toBe(true);
});
