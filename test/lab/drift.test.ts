import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driftWords } from '../../src/plan/drift-words.ts';
import { allKinds } from '../../src/resources/all.ts';
import type { ResourceKind } from '../../src/resources/kind.ts';
import { type LabClouds, openLabClouds } from './lab-clouds.ts';

let lab: LabClouds;

beforeAll(async () => {
  lab = await openLabClouds();
});

afterAll(async () => {
  await lab?.close();
});

/** What one kind's resources seem to have changed between their listing and their being read one by one. */
async function driftsOf(kind: ResourceKind): Promise<string[]> {
  const { source } = lab.pair;
  const found = (await kind.discover(source, {})).filter((one) => kind.isMovable?.(one) !== false);
  const drifts = await Promise.all(
    found.map(async (resource) => {
      const planned = kind.schema.parse(JSON.parse(JSON.stringify(resource)));
      const read = await kind.read(source, resource.id);
      // Somebody else at work in the lab may delete what was listed.
      if (read === undefined) return [];
      const now = kind.schema.parse(read);
      return driftWords(kind.steady?.(planned) ?? planned, kind.steady?.(now) ?? now).map(
        (words) => `${resource.name} (${resource.id}): ${words}`,
      );
    }),
  );
  return drifts.flat();
}

describe('what nobody touched', () => {
  it.each(allKinds)('a $name has not changed since it was listed', async (kind) => {
    expect(await driftsOf(kind)).toEqual([]);
  });
});
