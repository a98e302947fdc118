import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { succeed } from '../succeed.ts';
import { allRows } from './all-rows.ts';
import { type ReadValues, readValues } from './read-values.ts';
import { caseNames, type Rows } from './rows.ts';
import type { Furnished } from './use-specimens.ts';

/**
 * Every attribute of every kind with its default, its falsy and its odd value, in one project that moves: the source
 * has the value that the table gives, the destination has the same, and a second run has nothing to do.
 */
export function walkAttributes(furnished: () => Furnished, rows: readonly Rows[] = allRows): void {
  const attributes = rows.flatMap(({ kind, attributes: of }) =>
    Object.entries(of).map(([attribute, values]) => ({ title: `${kind} ${attribute}`, values })),
  );

  describe('every attribute with its default, its falsy and its odd value', () => {
    let source: ReadValues;
    let destination: ReadValues;
    let unchanged: ReadValues;
    let again = '';

    beforeAll(async () => {
      const { clouds, name, specimens } = furnished();
      const selection = ['--project', `${name}*`, '--disk', 'rebuild'];
      source = await readValues(clouds.source, name, specimens);
      await succeed(clouds, ['migrate', ...selection, '--yes']);
      destination = await readValues(clouds.destination, name, specimens);
      again = await succeed(clouds, ['plan', ...selection]);
      await succeed(clouds, ['migrate', ...selection, '--yes']);
      unchanged = await readValues(clouds.destination, name, specimens);
    });

    afterAll(async () => {
      await furnished().clouds.run(['undo', '--yes']);
    });

    /** In the table NAME stands for what the names of all specimens begin with. */
    const named = (value: unknown): unknown =>
      value === undefined ? undefined : JSON.parse(JSON.stringify(value).replaceAll('NAME', furnished().name));

    it.each(attributes)('$title', ({ title, values }) => {
      const was = source[title];
      for (const which of caseNames) {
        if (which !== 'default' && which in values) expect(was?.[which], which).toEqual(named(values[which]));
      }
      expect(destination[title]).toEqual(was);
    });

    it('is as it was after a second run, which has nothing to do', () => {
      expect(again).toContain('nothing to do');
      expect(unchanged).toEqual(destination);
    });
  });
}
