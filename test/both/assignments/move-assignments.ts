import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { succeed } from '../succeed.ts';
import type { TestedClouds } from '../tested-clouds.ts';
import { assignmentForms, makeAssignments } from './assignment-forms.ts';
import { readAssignments } from './read-assignments.ts';

/** A role that a user and a group have in a project, in a domain and in the system, there and in what is below. */
export function moveAssignments(open: () => Promise<TestedClouds>): void {
  const name = `forms-${randomBytes(3).toString('hex')}`;
  const forms = assignmentForms.map((form) => form.replaceAll('NAME', name)).toSorted();
  const selection = [`role-assignment:${name}-role`];
  let clouds: TestedClouds;
  let remove: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    clouds = await open();
    remove = await makeAssignments(clouds.source, name);
  });

  afterAll(async () => {
    await remove?.();
    await clouds?.close();
  });

  const there = async (): Promise<string[]> => await readAssignments(clouds.destination, `${name}-role`);

  it('every form of an assignment moves, a second run changes nothing, and an undo takes all away', async () => {
    expect(await readAssignments(clouds.source, `${name}-role`)).toEqual(forms);
    await succeed(clouds, ['migrate', ...selection, '--yes']);
    expect(await there()).toEqual(forms);
    expect(await succeed(clouds, ['plan', ...selection])).toContain('nothing to do');
    await succeed(clouds, ['undo', '--yes']);
    expect(await there()).toEqual([]);
  });
}
