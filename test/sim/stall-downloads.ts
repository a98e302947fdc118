import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';

/** Downloads from a cloud's Glance that get no answer for a while. */
export interface Stall {
  /** How many wait or have waited. */
  count(): number;
  /** Those that come now are answered at once; those that wait go on waiting. */
  end(): void;
}

/** Longer than what the tests wait for, shorter than what they may take. */
const stallMs = 30_000;

/** `images` are those that the cloud has now, `disks` those that Nova makes of servers from now on. */
export function stallDownloads(cloud: SimCloud, which: 'images' | 'disks'): Stall {
  const present = new Set(cloud.state.images.list().map(({ id }) => id));
  let count = 0;
  let isOver = false;
  cloud.tap = {
    before({ method, path }) {
      const id = /\/v2\/images\/([^/]+)\/file$/.exec(path)?.[1];
      if (isOver || method !== 'GET' || id === undefined) return undefined;
      if (present.has(id) !== (which === 'images')) return undefined;
      count += 1;
      return { type: 'wait', durationMs: stallMs };
    },
  };
  return {
    count: () => count,
    end() {
      isOver = true;
    },
  };
}
