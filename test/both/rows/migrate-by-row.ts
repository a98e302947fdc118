import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import { makeSpecimens, type Specimens } from '../attributes/make-specimens.ts';
import { succeed } from '../succeed.ts';
import type { TestedClouds } from '../tested-clouds.ts';
import { type Listed, type SeedRow, seedRows } from './seed-rows.ts';

const item = z.looseObject({});
const identified = z.looseObject({ id: z.string() });

/**
 * Each row of the resource table with each of its strategies: what the words choose is on the destination afterwards,
 * what they leave out is not, and an undo takes it back.
 */
export function migrateByRow(open: () => Promise<TestedClouds>, rows: readonly SeedRow[] = seedRows): void {
  const name = `row-${randomBytes(3).toString('hex')}`;
  let clouds: TestedClouds;
  let specimens: Specimens | undefined;

  beforeAll(async () => {
    clouds = await open();
    specimens = await makeSpecimens(clouds.source, name);
  });

  afterAll(async () => {
    await specimens?.remove();
    await clouds?.close();
  });

  describe.each(rows)('$row', ({ words, listed, has, lacks = [] }) => {
    it(`pumphouse migrate ${words.join(' ')}`, async () => {
      const full = (text: string): string => text.replaceAll('NAME', name);
      await succeed(clouds, ['migrate', ...words.map(full), '--disk', 'rebuild', '--leave-blocked', '--yes']);
      const names = await namesOf(clouds.destination, listed);
      expect(has.map(full).filter((one) => !names.has(one))).toEqual([]);
      expect(lacks.map(full).filter((one) => names.has(one))).toEqual([]);
      await succeed(clouds, ['undo', '--yes']);
      const left = await namesOf(clouds.destination, listed);
      expect([...left].filter((one) => one.startsWith(name))).toEqual([]);
    });
  });
}

async function namesOf(cloud: Cloud, listed: Listed): Promise<Set<string>> {
  if (listed.read !== undefined) return new Set(await listed.read(cloud));
  const { path, field, nameOf, isOfUsers, ...collection } = listed;
  const key = (path.split('/')[1] ?? '')
    .replaceAll('-', '_')
    .replace(/^os_/, '')
    .replace(/^types$/, 'volume_types');
  const users = { service: 'identity', path: '/users', key: 'users', item: identified } as const;
  const queries = isOfUsers ? (await list(cloud, users)).map(({ id }) => ({ user_id: id })) : [collection.query ?? {}];
  const all = (
    await Promise.all(queries.map((query) => list(cloud, { ...collection, path, key, item, query })))
  ).flat();
  return new Set(all.map((one) => nameOf?.(one) ?? String(one[field ?? 'name'])));
}
