import { expect, it } from 'vitest';
import type { Capabilities } from '../openstack/capabilities.ts';
import type { Lookup } from './kind.ts';
import { type VolumeType, volumeType } from './volume-type.ts';

const gold: VolumeType = {
  id: 't',
  name: 'gold',
  description: '',
  isPublic: false,
  extraSpecs: { volume_backend_name: 'fast' },
  qos: { name: 'q', consumer: 'both', specs: { total_iops_sec: '0' } },
  qosId: 'q1',
  isEncrypted: false,
  accessIds: ['p1', 'p9'],
};
const mark = '[pumphouse t]';
const twin: VolumeType = { ...gold, id: 'T', description: mark, qosId: 'Q1', accessIds: ['P1', 'X'] };

const destination: Capabilities = { computeVersion: '2.93', networkExtensions: [], externalSubnets: [] };
const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: false },
  destination,
  find: (_kind, id) => (id === 'p1' ? 'P1' : undefined),
  id: (_kind, id) => id,
};

it('sends its mark behind its description, unless that leaves no room', () => {
  const described = (description: string): unknown =>
    volumeType.translate({ ...gold, description }, lookup).body['description'];
  expect(described('')).toBe(mark);
  expect(described('fast')).toBe(`fast ${mark}`);
  expect(described('x'.repeat(255))).toBe('x'.repeat(255));
});

function check(change: Partial<VolumeType>, expected: readonly string[]): void {
  expect(volumeType.compare(gold, { ...twin, ...change }, lookup).map(({ attribute }) => attribute)).toEqual(expected);
}

it('compares QoS specs by what they say, and access of the projects that move', () => {
  check({}, []);
  check({ description: `other ${mark}`, isPublic: true }, ['description', 'public']);
  check({ extraSpecs: {}, accessIds: [] }, ['extra specs', 'access']);
  check({ qos: { name: 'q', consumer: 'both', specs: {} } }, ['QoS specs']);
  check({ isEncrypted: true }, ['encryption']);
});

function rules(change: Partial<VolumeType>, volumeBackEnds?: string[]): string[] {
  const capabilities = { ...destination, ...(volumeBackEnds && { volumeBackEnds }) };
  return (volumeType.assess?.({ ...gold, ...change }, { ...lookup, destination: capabilities }) ?? []).map(
    ({ rule }) => rule,
  );
}

it('says that the destination has other QoS specs of its name, with both sides', () => {
  const there = { id: 'Q', name: 'q', consumer: 'both', specs: { total_iops_sec: '0', pumphouse_source_id: 'q1' } };
  const found = (...qosSpecs: (typeof there)[]) =>
    volumeType
      .assess?.(gold, { ...lookup, destination: { ...destination, qosSpecs } })
      ?.map(({ rule, detail }) => [rule, detail]);
  const frontEnd = { ...there, consumer: 'front-end' };
  expect(found()).toEqual([]);
  expect(found(there)).toEqual([]);
  expect(found({ ...frontEnd, name: 'r' })).toEqual([]);
  expect(found(frontEnd, there)).toEqual([]);
  expect(found(frontEnd)).toEqual([
    [
      'volume-type-qos',
      '{"name":"q","consumer":"both","specs":{"total_iops_sec":"0"}} on the source, ' +
        '{"name":"q","consumer":"front-end","specs":{"total_iops_sec":"0"}} on the destination',
    ],
  ]);
});

it('says that the destination lacks its back end, if that is known, and that it encrypts', () => {
  expect(rules({})).toEqual([]);
  expect(rules({}, ['fast'])).toEqual([]);
  expect(rules({}, ['slow'])).toEqual(['volume-type-back-end']);
  expect(rules({ isEncrypted: true }, ['slow'])).toEqual(['volume-type-encrypted']);
});
