import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { succeed } from '../succeed.ts';
import type { TestedClouds } from '../tested-clouds.ts';
import { type HardCases, makeHardCases } from './make-hard-cases.ts';
import { shapeOf } from './shape-of.ts';

/** Moves what is legal and hard to keep apart, read back by plain calls. A deleted flavor has a test of its own. */
export function moveHardCases(open: () => Promise<TestedClouds>): void {
  const name = `hard-${randomBytes(3).toString('hex')}`;
  const selection = ['--project', `${name}*`];
  let clouds: TestedClouds;
  let cases: HardCases | undefined;

  beforeAll(async () => {
    clouds = await open();
    cases = await makeHardCases(clouds.source, name);
  });

  afterAll(async () => {
    await cases?.remove();
    await clouds?.close();
  });

  it('namesakes, a ring of groups, five members, a tree of projects and a user in two domains all move', async () => {
    const before = await shapeOf(clouds.source, name);
    const sizes = Object.fromEntries(Object.entries(before).map(([kind, lines]) => [kind, lines.length]));
    expect(sizes).toEqual({ projects: 8, users: 2, networks: 5, subnets: 5, ring: 11, members: 5 });
    const empty = await shapeOf(clouds.destination, name);
    await succeed(clouds, ['migrate', ...selection, '--yes']);
    expect(await shapeOf(clouds.destination, name)).toEqual(before);
    expect(await succeed(clouds, ['plan', ...selection])).toContain('nothing to do');
    await succeed(clouds, ['undo', '--yes']);
    expect(await shapeOf(clouds.destination, name)).toEqual(empty);
  });
}
