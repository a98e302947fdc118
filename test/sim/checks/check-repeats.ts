import type { Write } from '../../../sim/cloud/write.ts';
import { markOf } from './dumps.ts';

/** Nothing was created twice: at most one request that made a thing of one mark was carried out. */
export function checkRepeats(writes: readonly Write[]): string[] {
  const created = writes.filter(({ method, status }) => method === 'POST' && status !== undefined && status < 300);
  const marks = created.flatMap(({ path, body }) => {
    const mark = typeof body === 'object' && body !== null ? markOf({ body }) : undefined;
    return mark === undefined ? [] : [`${path.split('?')[0]} of ${mark}`];
  });
  const counts = Map.groupBy(marks, (mark) => mark);
  return [...counts]
    .filter(([, each]) => each.length > 1)
    .map(([mark, { length }]) => `${mark} was made ${length} times`);
}
