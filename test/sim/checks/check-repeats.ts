import type { SimCloud } from '../../../sim/cloud/sim-cloud.ts';
import type { Write } from '../../../sim/cloud/write.ts';
import { markOf } from './dumps.ts';

/** Nothing was created twice on either side: at most one request that made a thing of one mark was carried out. */
export function checkRepeats(clouds: readonly SimCloud[]): string[] {
  return clouds.flatMap(({ name, writes }) => {
    const created = writes.filter(({ method, status }) => method === 'POST' && status !== undefined && status < 300);
    return [...Map.groupBy(created.flatMap(madeBy), (made) => made)]
      .filter(([, each]) => each.length > 1)
      .map(([made, { length }]) => `the ${name}'s ${made} was made ${length} times`);
  });
}

/** What a request made, by its mark; where there is room for none, by the name that stands for it. */
function madeBy({ path, body }: Write): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const place = path.split('?')[0] ?? '';
  const [word, order] = Object.entries(body)[0] ?? [];
  const what = place.endsWith('/action') ? `${place} ${word}` : place;
  const mark = markOf({ body }) ?? markNames.exec(JSON.stringify(body))?.[1];
  if (mark !== undefined) return [`${what} of ${mark}`];
  return unmarked.test(place) ? [`${what} ${JSON.stringify(order)}`] : [];
}

/** Cinder takes a mark for neither the image that it uploads nor the snapshot of a volume: their name is theirs. */
const markNames = /"(?:image_)?name":"(disk-of-[^"]+)"/;

/** Keypairs have no room for a mark, and no two of a user the same name. */
const unmarked = /\/os-keypairs$/;
