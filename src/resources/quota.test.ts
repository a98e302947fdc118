import { describe, expect, it } from 'vitest';
import type { Choices, Lookup } from './kind.ts';
import { type Quota, quota } from './quota.ts';
import { quotaTable } from './quota-entries.ts';
import { limitsThere, type WantedLimit, wantedLimits } from './wanted-limits.ts';

const defaults = { compute: { instances: 10, cores: 20 }, network: { port: 500 } };
const source: Quota = { id: 'p', name: 'acme', projectId: 'p', set: {}, defaults, overused: {}, volumeTypes: {} };
const twin: Quota = { ...source, id: 'P', projectId: 'P' };
const choices: Choices = { disk: 'snapshot', quiesce: 'suspend', passwords: false };

function lookupWith(more: Partial<Choices> = {}, quotaDefaults: Quota['defaults'] = defaults): Lookup {
  const destination = {
    computeVersion: '2.93',
    networkExtensions: [],
    externalSubnets: [],
    quotaDefaults,
  };
  const find = (): string => 'P';
  return { choices: { ...choices, ...more }, destination, id: find, find };
}

/** The draft with its limits as a table. */
function draftOf(own: Quota, lookup = lookupWith()): object {
  const { projectId, limits } = quota.translate(own, lookup);
  return { projectId, limits: quotaTable(limits) };
}

it('carries what is not a default, -1 and 0 too, and nothing else', () => {
  const own = { ...source, set: { compute: { instances: 0, cores: -1 }, network: { port: 501 } } };
  expect(draftOf(own)).toEqual({ projectId: 'P', limits: own.set });
  expect(draftOf(source)).toEqual({ projectId: 'P', limits: {} });
});

it("carries the source's defaults where they are wished for and others on the destination", () => {
  const theirs = { compute: { instances: 5, cores: 20 }, network: { port: 500 } };
  expect(draftOf(source, lookupWith({}, theirs))).toEqual({ projectId: 'P', limits: {} });
  expect(draftOf(source, lookupWith({ defaultQuotas: 'set' }, theirs))).toEqual({
    projectId: 'P',
    limits: { compute: { instances: 10 } },
  });
});

it('leaves room for what a project has beyond its limit, and lowers that at the end', () => {
  const own = { ...source, set: { compute: { instances: 1 } }, overused: { compute: { instances: 3 } } };
  expect(draftOf(own)).toEqual({ projectId: 'P', limits: { compute: { instances: 3 } } });
  expect(quota.isConnected?.(own)).toBe(false);
  expect(quota.isConnected?.(source)).toBe(true);
});

it('sets no limit in the meantime where services do not tell the use, or add something for a time', () => {
  const known = { compute: { metadata_items: 128 }, network: { security_group_rule: 100 } };
  const own = { ...source, set: { compute: { metadata_items: 2 }, network: { security_group_rule: 5 } } };
  const raised = { compute: { metadata_items: -1 }, network: { security_group_rule: -1 } };
  expect(draftOf(own, lookupWith({}, known))).toEqual({ projectId: 'P', limits: raised });
  expect(quota.isMarked?.(own, { ...twin, set: raised })).toBe(true);
});

it('leaves out what the destination does not know, and says so', () => {
  const own = { ...source, set: { 'block-storage': { gigabytes_fast: 5 }, compute: { instances: 3 } } };
  expect(draftOf(own)).toEqual({ projectId: 'P', limits: { compute: { instances: 3 } } });
  const found = quota.assess?.(own, lookupWith()) ?? [];
  expect(found.map(({ severity, rule, summary }) => ({ severity, rule, summary }))).toEqual([
    {
      severity: 'warning',
      rule: 'quota-unknown',
      summary: 'quota of project acme has limits that the destination does not know: block-storage gigabytes_fast 5',
    },
  ]);
});

it('takes the quota of its project for its twin once anything is set', () => {
  const own = { ...source, set: { compute: { instances: 3, cores: 6 } } };
  const find = (set: Quota['set']): string | undefined =>
    quota.match(own, quota.translate(own, lookupWith()), [{ ...twin, set }])?.id;
  expect(find({})).toBeUndefined();
  expect(find({ compute: { instances: 3 } })).toBe('P');
  expect(find({ network: { port: 1 } })).toBe('P');
  expect(quota.match(source, quota.translate(source, lookupWith()), [twin])?.id).toBe('P');
});

it('takes the quota of its project for its twin where the defaults are what it wants', () => {
  const own = { ...source, set: { compute: { instances: 3, cores: 6 } } };
  const find = (compute: Readonly<Record<string, number>>): string | undefined =>
    quota.match(own, quota.translate(own, lookupWith()), [{ ...twin, defaults: { ...defaults, compute } }])?.id;
  expect(find({ instances: 3, cores: 6 })).toBe('P');
  expect(find({ instances: 3, cores: 7 })).toBeUndefined();
});

it('knows what an interrupted create left by its numbers', () => {
  const set = { compute: { instances: 1, cores: 6 } };
  const own = { ...source, set, overused: { compute: { instances: 3 } } };
  const isOurs = (left: Quota['set']): boolean | undefined => quota.isMarked?.(own, { ...twin, set: left });
  expect(isOurs({ compute: { instances: 3 } })).toBe(true);
  expect(isOurs({ compute: { instances: 1, cores: 6 } })).toBe(true);
  expect(isOurs({ compute: { instances: 2 } })).toBe(false);
  expect(isOurs({ compute: { instances: 3 }, network: { port: 1 } })).toBe(false);
  expect(isOurs({})).toBe(false);
});

it('compares numbers that hold, and says what only the destination has set', () => {
  const own = { ...source, set: { compute: { instances: 3 } } };
  const there = { ...twin, set: { compute: { instances: 4, cores: 8 } } };
  expect(quota.compare(own, { ...twin, set: own.set }, lookupWith())).toEqual([]);
  expect(quota.compare(own, there, lookupWith())).toEqual([
    { attribute: 'compute instances', source: 3, destination: 4 },
    { attribute: 'compute cores', source: 'not set', destination: 8 },
  ]);
  // The destination's default is what the source has set.
  const same = { ...twin, defaults: { compute: { instances: 3, cores: 20 } } };
  expect(quota.compare(own, same, lookupWith({}, same.defaults))).toEqual([]);
});

describe('limits of a volume type', () => {
  const own: Quota = {
    ...source,
    set: { 'block-storage': { volumes_gold: 3, gigabytes_old: 7, snapshots_gold_old: 0 } },
    volumeTypes: { gold: 'g', old: 'o', gold_old: 'go' },
  };
  const bare = lookupWith({}, { ...defaults, 'block-storage': { volumes: 10 } });
  const twins: Readonly<Record<string, string>> = { 'project/p': 'P', 'volume-type/g': 'G', 'volume-type/go': 'GO' };
  const lookup: Lookup = { ...bare, find: (kind, id) => twins[`${kind}/${id}`] };
  const there = { ...twin, volumeTypes: { platinum: 'G', gold_old: 'GO' } };

  it('wait for their types, and follow them to other names', () => {
    const types = quota.needs(own, choices).filter(({ kind }) => kind === 'volume-type');
    expect(types.map(({ id, optional }) => [id, optional])).toEqual([
      ['g', true],
      ['o', true],
      ['go', true],
    ]);
    const { limits } = quota.translate(own, lookup);
    const table = quotaTable(limitsThere(limits, there.volumeTypes));
    expect(table).toEqual({ 'block-storage': { volumes_platinum: 3, snapshots_gold_old: 0 } });
    expect(quota.compare(own, { ...there, set: table }, lookup)).toEqual([]);
    expect(quota.compare(own, { ...there, set: { 'block-storage': { volumes_platinum: 4 } } }, lookup)).toEqual([
      { attribute: 'block-storage volumes_platinum', source: 3, destination: 4 },
      { attribute: 'block-storage snapshots_gold_old', source: 0, destination: undefined },
    ]);
    expect(quota.isMarked?.(own, { ...there, set: table })).toBe(true);
  });

  it('are left out where neither the type moves nor one of that name is there', () => {
    const found = quota.assess?.(own, lookup) ?? [];
    expect(found.map(({ summary }) => summary)).toEqual([
      'quota of project acme has limits that the destination does not know: block-storage gigabytes_old 7',
    ]);
    const named = { ...lookup.destination, quotaDefaults: { 'block-storage': { gigabytes_old: -1 } } };
    expect(quota.assess?.(own, { ...lookup, destination: named })).toEqual([]);
  });

  it('are added up where several types become one', () => {
    const set = { 'block-storage': { volumes_gold: 3, gigabytes_gold: 5, gigabytes_old: 7, snapshots_old: 2 } };
    const standard = { volumes_gold: -1, volumes_old: -1, snapshots_gold: 1 };
    const two: Quota = {
      ...own,
      set,
      defaults: { 'block-storage': standard },
      overused: { 'block-storage': { gigabytes_old: 9 } },
      volumeTypes: { gold: 'g', old: 'o' },
    };
    const both: Lookup = { ...bare, find: (kind) => (kind === 'project' ? 'P' : 'G') };
    const tableOf = (draft: readonly WantedLimit[]): object => quotaTable(limitsThere(draft, there.volumeTypes));
    const lasting = { volumes_platinum: -1, gigabytes_platinum: 12, snapshots_platinum: 3 };
    expect(tableOf(wantedLimits(two, both))).toEqual({ 'block-storage': lasting });
    const { limits } = quota.translate(two, both);
    expect(tableOf(limits)).toEqual({ 'block-storage': { ...lasting, gigabytes_platinum: 14 } });
    expect(quota.isMarked?.(two, { ...there, set: quotaTable(limitsThere(limits, there.volumeTypes)) })).toBe(true);
    expect(quota.isMarked?.(two, { ...there, set: { 'block-storage': { gigabytes_platinum: 13 } } })).toBe(false);
    expect(quota.compare(two, { ...there, set: { 'block-storage': lasting } }, both)).toEqual([]);
  });
});
