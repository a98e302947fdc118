import { send } from './send.ts';
import type { CallerName, Side } from './side.ts';

/** What a step made, and nobody took away. */
export interface Leftover {
  readonly url: string;
  /** Who made it. */
  readonly as: CallerName;
}

const tries = 20;

/** A server has to be gone before its network can go, so that refusals are tried again. */
export async function cleanUp(side: Side, leftovers: readonly Leftover[]): Promise<void> {
  let left = leftovers;
  for (let count = 1; left.length > 0 && count <= tries; count += 1) {
    const refused: Leftover[] = [];
    for (const leftover of left) if (!(await isGone(side, leftover))) refused.push(leftover);
    left = refused;
    if (left.length > 0) await side.rest();
  }
  for (const { url } of left) console.error(`  left over: ${url}`);
}

/** Its maker deletes it; where that is forbidden, the administrator. */
async function isGone({ callers }: Side, { url, as }: Leftover): Promise<boolean> {
  const { status, text } = await send({ method: 'DELETE', url, token: callers[as].token });
  if (status !== 403) return status < 400 || (status < 500 && status !== 409 && !/Invalid volume/.test(text));
  const again = await send({ method: 'DELETE', url, token: callers.admin.token });
  return again.status < 500 && again.status !== 409;
}
