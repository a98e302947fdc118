import type { Tap, Tapped } from '../cloud/tap.ts';

/** An instant in the life of a process: right before or right after a cloud does what its Nth write asks. */
export interface KillMoment {
  readonly cloud: string;
  /** Counted from 1 within the cloud. */
  readonly write: number;
  readonly moment: 'before' | 'after';
}

/** Kills a process at a moment, once. Its request is cut off, so that it is done or not done as the moment says. */
export function killTap({ cloud, write, moment }: KillMoment, kill: () => void): Tap {
  let isOver = false;
  const hit = (request: Tapped, now: KillMoment['moment']): { readonly type: 'cut' } | undefined => {
    if (isOver || moment !== now || request.cloud !== cloud || request.writeNumber !== write) return undefined;
    isOver = true;
    kill();
    return { type: 'cut' };
  };
  return { before: (request) => hit(request, 'before'), after: (request) => hit(request, 'after') };
}
