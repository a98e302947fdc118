import { describe, expect, it } from 'vitest';
import type { Lookup } from './kind.ts';
import { type Project, project } from './project.ts';

const child: Project = {
  id: 'c1',
  name: 'child',
  domainId: 'd',
  domainName: 'corp',
  parentId: 'p1',
  childIds: [],
  description: '',
  isEnabled: false,
  tags: ['a', 'b'],
  options: { immutable: true },
  extra: { cost: 0, note: '' },
};
const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
  destination: { computeVersion: '2.93', networkExtensions: [], externalSubnets: [] },
  find: (_kind, id) => ({ p1: 'P1', d: 'D' })[id],
  id: (_kind, id) => id.toUpperCase(),
};

function check(source: Partial<Project>, change: Partial<Project>, expected: readonly string[]): void {
  const resource = { ...child, ...source };
  const twin: Project = { ...resource, id: 'C1', domainId: 'D', parentId: 'P1', markedAs: 'c1', ...change };
  expect(project.compare(resource, twin, lookup).map(({ attribute }) => attribute)).toEqual(expected);
}

describe('compare', () => {
  it('finds equal what was carried, whatever the order of tags', () => check({}, { tags: ['b', 'a'] }, []));
  it('takes falsy values for values', () => {
    check({}, { description: 'x' }, ['description']);
    check({}, { isEnabled: true }, ['enabled']);
    check({}, { extra: { cost: 0 } }, ['extra']);
    check({}, { options: {} }, ['options']);
    check({}, { tags: [] }, ['tags']);
  });
  it('compares the parent through its twin', () => check({}, { parentId: 'P2' }, ['parent']));
});

it('is created enabled, below the twin of its parent, with its mark', () => {
  expect(project.translate(child, lookup)).toEqual({
    domainId: 'D',
    body: {
      cost: 0,
      note: '',
      name: 'child',
      domain_id: 'D',
      description: '',
      enabled: true,
      parent_id: 'P1',
      tags: ['a', 'b'],
      options: { immutable: true },
      pumphouse_source_id: 'c1',
    },
  });
});

it('is disabled after its disabled children', () => {
  const parent: Project = { ...child, id: 'p1', childIds: ['c1'] };
  expect(project.links?.(parent)).toEqual([{ kind: 'project', id: 'c1', state: 'connected', optional: true }]);
  expect(project.needs(child, lookup.choices)).toEqual([
    { kind: 'domain', id: 'd' },
    { kind: 'project', id: 'p1' },
  ]);
  expect(project.isConnected?.(child)).toBe(false);
});

it('is adopted by name within its domain only, and the service project stays', () => {
  const draft = project.translate(child, lookup);
  const other: Project = { ...child, id: 'o1', domainId: 'other' };
  expect(project.match(child, draft, [other])).toBeUndefined();
  expect(project.match(child, draft, [other, { ...child, id: 'C1', domainId: 'D' }])?.id).toBe('C1');
  expect(project.match(child, draft, [other, { ...other, id: 'C2', markedAs: 'c1' }])?.id).toBe('C2');
  expect(project.isMovable?.({ ...child, name: 'service' })).toBe(false);
});
