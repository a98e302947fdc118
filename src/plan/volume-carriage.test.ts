import { expect, it } from 'vitest';
import { volume } from '../resources/volume.ts';
import { volumeCarriage } from './volume-carriage.ts';

function carriageOf(servers: Readonly<Record<string, readonly string[]>>) {
  const about = { name: '', projectId: 'p', userId: 'u', status: 'in-use', description: null, sizeGiB: 1 };
  const flags = { isBootable: false, isReadOnly: false, isEncrypted: false, isMultiattach: false };
  const bare = { ...about, ...flags, metadata: {}, imageMetadata: {}, imageIds: {} };
  return volumeCarriage(
    Object.entries(servers).map(([id, serverIds]) => volume.schema.parse({ ...bare, id, serverIds })),
  );
}

it('takes each volume along with its server, and none that is attached to nothing', () => {
  const { carrierOf, followersOf, leaderOf } = carriageOf({ own: ['b'], loose: [] });
  expect(['own', 'loose'].map(carrierOf)).toEqual(['b', undefined]);
  expect([followersOf('b'), leaderOf('b')]).toEqual([[], undefined]);
});

it('has one server lead those that share volumes, in a chain too, and each takes its own along', () => {
  const carriage = carriageOf({ cd: ['c', 'd'], ab: ['b', 'a'], bc: ['b', 'c'], own: ['d'], apart: ['x', 'y'] });
  expect(['cd', 'ab', 'bc', 'own', 'apart'].map(carriage.carrierOf)).toEqual(['a', 'a', 'a', 'd', 'x']);
  expect(carriage.followersOf('a')).toEqual(['b', 'c', 'd']);
  expect(['a', 'b', 'd', 'y'].map(carriage.leaderOf)).toEqual([undefined, 'a', 'a', 'x']);
  expect(carriage.followersOf('b')).toEqual([]);
});
