import { cephPoolsOf } from '../openstack/ceph-pools-of.ts';
import type { CephAccess } from '../openstack/credentials.ts';
import { listRbdImages, type RbdImage } from './rbd-image.ts';

/** What Cinder tells of where a volume is. */
export interface VolumePlace {
  readonly id: string;
  /** `host@backend#pool`. */
  readonly host: string;
  /** Under which id its back end keeps it, where a migration within the cloud has changed it. */
  readonly nameId?: string | undefined;
}

/** Finds volumes, and other images, in a Ceph cluster; a pool is listed once. */
export interface RbdFinder {
  /** Undefined when no pool that Cinder or the operator names has it. Throws a Problem when Ceph does not answer. */
  find(place: VolumePlace): Promise<RbdImage | undefined>;
  /** Whether a pool has an image of that name; false when there is no such pool. */
  has(pool: string, name: string): Promise<boolean>;
  /** Whether one of the pools of that back end is there. */
  hasPool(host: string): Promise<boolean>;
}

export function openRbdFinder(access: CephAccess): RbdFinder {
  const listed = new Map<string, Promise<ReadonlySet<string> | undefined>>();
  const imagesOf = (pool: string): Promise<ReadonlySet<string> | undefined> => {
    const known = listed.get(pool) ?? namesIn(access, pool);
    listed.set(pool, known);
    return known;
  };
  return {
    async find({ id, host, nameId }) {
      const name = `volume-${nameId ?? id}`;
      for (const pool of cephPoolsOf(host, access)) {
        if ((await imagesOf(pool))?.has(name) === true) return { access, pool, name };
      }
      return undefined;
    },
    has: async (pool, name) => (await imagesOf(pool))?.has(name) === true,
    async hasPool(host) {
      for (const pool of cephPoolsOf(host, access)) if ((await imagesOf(pool)) !== undefined) return true;
      return false;
    },
  };
}

/** Undefined when there is no such pool. */
async function namesIn(access: CephAccess, pool: string): Promise<ReadonlySet<string> | undefined> {
  const names = await listRbdImages(access, pool);
  return names === undefined ? undefined : new Set(names);
}
