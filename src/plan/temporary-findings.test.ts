import { expect, it } from 'vitest';
import { volumeSchema } from '../resources/volume-from-answer.ts';
import type { Decision } from './decide.ts';
import { temporaryFindings } from './temporary-findings.ts';

function volumeOf(id: string, serverIds: readonly string[], sizeGiB: number): Decision {
  const about = { name: id, projectId: 'p', userId: 'u', status: 'in-use', description: null };
  const flags = { isBootable: false, isReadOnly: false, isEncrypted: false, isMultiattach: false };
  const rest = { metadata: {}, imageMetadata: {}, imageIds: {} };
  const resource = volumeSchema.parse({ id, ...about, sizeGiB, ...flags, ...rest, serverIds });
  return { chosen: { kind: 'volume', resource, name: id, reason: '' }, action: 'create', reason: '', findings: [] };
}

function said(limits: Readonly<Record<string, number>>, decisions: readonly Decision[], serversAtOnce = 2): unknown[] {
  const used = { volumes: 1, snapshots: 0, gigabytes: 10 };
  const quotas = { limits: { 'block-storage': limits }, used: { 'block-storage': used } };
  const cloud = { name: 'old', projectId: 'admin' };
  return temporaryFindings(decisions, { cloud, quotas, serversAtOnce }).map(({ detail, cure }) => [detail, cure]);
}

const three = [volumeOf('a', ['s'], 10), volumeOf('b', ['s'], 20), volumeOf('c', ['t'], 5)];

it('counts what may be on its way at once, snapshots with their GiB too', () => {
  expect(said({ volumes: 4, snapshots: 3, gigabytes: 80 }, three)).toEqual([]);
  expect(said({ volumes: 3, snapshots: -1, gigabytes: 79 }, three)).toEqual([
    [
      'up to 3 more volumes, of 3 are 1 used; 70 more gigabytes, of 79 are 10 used',
      'Raise it: openstack --os-cloud old quota set --volumes 4 --gigabytes 80 admin',
    ],
  ]);
});

it('counts fewer where fewer servers move at once, four volumes of each at most, and none that stand alone', () => {
  expect(said({ volumes: 3, gigabytes: 70 }, three, 1)).toEqual([]);
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => volumeOf(id, ['s'], 1));
  expect(said({ volumes: 5, gigabytes: 18 }, many)).toEqual([]);
  expect(said({ volumes: 1, gigabytes: 10 }, [volumeOf('alone', [], 100)])).toEqual([]);
});
