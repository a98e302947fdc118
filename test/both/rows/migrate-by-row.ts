import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import type { Furnished } from '../attributes/use-specimens.ts';
import { keyOfPath } from '../key-of-path.ts';
import { succeed } from '../succeed.ts';
import type { Listed } from './listed.ts';
import { openPlanner } from './open-planner.ts';
import { type SeedRow, seedRows } from './seed-rows.ts';
import { type SourceWords, readSourceWords } from './source-words.ts';

const item = z.looseObject({});
const identified = z.looseObject({ id: z.string() });

/**
 * Each row of the resource table with each of its strategies: a plan has what the words choose, lacks what they leave
 * out, and says what has to stay; after a migration the same is true of the destination, and an undo takes it back.
 */
export function migrateByRow(furnished: () => Furnished, isMigrated: (row: string) => boolean = () => true): void {
  let words: SourceWords;
  let planned: Awaited<ReturnType<typeof openPlanner>>;

  beforeAll(async () => {
    const { clouds, name } = furnished();
    words = await readSourceWords(clouds.source, name);
    planned = await openPlanner(clouds);
  });

  const optionsOf = (row: SeedRow): string[] => [...row.words.map((word) => words.full(word)), '--disk', 'rebuild'];

  const check = ({ has, lacks = [], stays = [] }: SeedRow, names: ReadonlySet<string>): void => {
    expect(has.map((one) => words.full(one)).filter((one) => !names.has(one))).toEqual([]);
    expect([...lacks, ...stays].flatMap((one) => words.all(one)).filter((one) => names.has(one))).toEqual([]);
  };

  describe.each(seedRows)('$row', (row) => {
    it(`pumphouse plan ${row.words.join(' ')}`, () => {
      const { resources } = planned(optionsOf(row));
      const own = resources.filter(({ kind }) => kind === row.listed.kind);
      const namesIf = (isBlocked: boolean): Set<string> => {
        const some = own.filter(({ action }) => (action === 'blocked') === isBlocked);
        return new Set(some.map((one) => row.listed.planned?.(one) ?? one.name));
      };
      check(row, namesIf(false));
      const blocked = namesIf(true);
      expect((row.stays ?? []).map((one) => words.full(one)).filter((one) => !blocked.has(one))).toEqual([]);
    });

    it.runIf(isMigrated(row.row))(`pumphouse migrate ${row.words.join(' ')}`, async () => {
      const { clouds, name } = furnished();
      try {
        await succeed(clouds, ['migrate', ...optionsOf(row), '--leave-blocked', '--yes']);
        check(row, await namesOf(clouds.destination, row.listed));
      } finally {
        await succeed(clouds, ['undo', '--yes']);
      }
      const left = await namesOf(clouds.destination, row.listed);
      expect([...left].filter((one) => one.startsWith(name))).toEqual([]);
    });
  });
}

async function namesOf(cloud: Cloud, listed: Listed): Promise<Set<string>> {
  if (listed.read !== undefined) return new Set(await listed.read(cloud));
  const { path, nameOf, isOfUsers, ...collection } = listed;
  const key = keyOfPath(path);
  const users = { service: 'identity', path: '/users', key: 'users', item: identified } as const;
  const queries = isOfUsers ? (await list(cloud, users)).map(({ id }) => ({ user_id: id })) : [collection.query ?? {}];
  const all = (
    await Promise.all(queries.map((query) => list(cloud, { ...collection, path, key, item, query })))
  ).flat();
  return new Set(all.map((one) => nameOf?.(one) ?? String(one['name'])));
}
