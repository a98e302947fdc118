import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TestedClouds } from '../tested-clouds.ts';
import { conflicts, makeConflicts } from './make-conflicts.ts';

const finding = z.looseObject({ rule: z.string(), severity: z.string(), detail: z.string().optional() });
const planSchema = z.looseObject({
  findings: z.array(finding.extend({ resource: z.looseObject({ kind: z.string(), name: z.string() }).optional() })),
});

/** What is there already and is not the same is told with the values of both sides, and nothing is written. */
export function tellConflicts(open: () => Promise<TestedClouds>): void {
  const name = `both-${randomBytes(3).toString('hex')}`;
  const words = conflicts.map(({ word }) => word.replace('NAME', name));
  const removals: (() => Promise<void>)[] = [];
  let clouds: TestedClouds;
  let plan: z.infer<typeof planSchema>;

  beforeAll(async () => {
    clouds = await open();
    removals.push(await makeConflicts(clouds.source, name, 'source'));
    removals.push(await makeConflicts(clouds.destination, name, 'destination'));
    plan = planSchema.parse(JSON.parse((await clouds.run(['plan', ...words, '-f', 'json'])).said));
  });

  afterAll(async () => {
    for (const remove of removals) await remove();
    await clouds?.close();
  });

  describe('a different one of the same name', () => {
    it.each(conflicts)('$word', ({ word, attribute, values }) => {
      const [kind, ownName] = word.replace('NAME', name).split(':');
      const found = plan.findings.filter(
        ({ rule, resource }) =>
          rule === 'conflict' && resource?.kind === kind && resource?.name.includes(ownName ?? ''),
      );
      const [source, destination] = [JSON.stringify(values.source), JSON.stringify(values.destination)];
      const said = `${attribute}: ${source} on the source, ${destination} on the destination`;
      expect(found).toMatchObject([{ severity: 'blocker', detail: expect.stringContaining(said) }]);
    });
  });

  it('is never written over', async () => {
    const { code, said } = await clouds.run(['migrate', ...words, '--yes']);
    expect(code, said).not.toBe(0);
    expect(said).toContain('nothing was written');
    const again = planSchema.parse(JSON.parse((await clouds.run(['plan', ...words, '-f', 'json'])).said));
    expect(again.findings).toEqual(plan.findings);
  });
}
