import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { TestedClouds } from '../tested-clouds.ts';
import { allRows } from './all-rows.ts';
import { makeSpecimens, type Specimens } from './make-specimens.ts';
import type { Rows } from './rows.ts';

/** Two clouds, and what the source holds of every kind; all its names begin with this one. */
export interface Furnished {
  readonly clouds: TestedClouds;
  readonly name: string;
  readonly specimens: Specimens;
}

/** Makes the specimens before the tests of a file, all of which may use them, and takes them away after the last. */
export function useSpecimens(open: () => Promise<TestedClouds>, rows: readonly Rows[] = allRows): () => Furnished {
  const name = `odd-${randomBytes(3).toString('hex')}`;
  let clouds: TestedClouds | undefined;
  let specimens: Specimens | undefined;

  beforeAll(async () => {
    clouds = await open();
    specimens = await makeSpecimens(clouds.source, name, rows);
  });

  afterAll(async () => {
    await specimens?.remove();
    await clouds?.close();
  });

  return () => {
    if (clouds === undefined || specimens === undefined) throw new Error('the specimens are not made yet');
    return { clouds, name, specimens };
  };
}
