import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';

/** A name of a limit, such as `volumes` or `gigabytes_rbd`, and its value; -1 is none. */
export type Limits = Readonly<Record<string, number>>;

export function defaultLimits({ state }: SimCloud): Limits {
  const byType = state.volumeTypes
    .list()
    .flatMap(({ name }) => ['volumes', 'gigabytes', 'snapshots'].map((what) => [`${what}_${name}`, -1] as const));
  return {
    volumes: 10,
    per_volume_gigabytes: -1,
    snapshots: 10,
    gigabytes: 1000,
    backups: 10,
    backup_gigabytes: 1000,
    ...Object.fromEntries(byType),
    groups: 10,
  };
}

export function volumeLimits(cloud: SimCloud, projectId: string): Limits {
  const set = cloud.state.quotas.get(`block-storage/${projectId}`)?.limits ?? {};
  return { ...defaultLimits(cloud), ...set };
}

/** What a project has now, by the names of the limits. */
export function volumeUsage({ state }: SimCloud, projectId: string): Limits {
  const usage: Record<string, number> = {};
  const count = (what: string, typeId: string, amount: number): void => {
    for (const name of [what, `${what}_${state.volumeTypes.get(typeId)?.name ?? ''}`]) {
      usage[name] = (usage[name] ?? 0) + amount;
    }
  };
  for (const volume of state.volumes.where((one) => one.projectId === projectId)) {
    count('volumes', volume.volumeTypeId, 1);
    count('gigabytes', volume.volumeTypeId, volume.sizeGiB);
  }
  for (const snapshot of state.volumeSnapshots.where((one) => one.projectId === projectId)) {
    const typeId = state.volumes.get(snapshot.volumeId)?.volumeTypeId ?? '';
    count('snapshots', typeId, 1);
    count('gigabytes', typeId, snapshot.sizeGiB);
  }
  return usage;
}

/** 413 when there is no room for what is wanted, such as one volume of five GiB. */
export function requireRoom(cloud: SimCloud, projectId: string, wanted: Limits): void {
  const [limits, usage] = [volumeLimits(cloud, projectId), volumeUsage(cloud, projectId)];
  const over = Object.keys(wanted).find((name) => {
    const limit = limits[name] ?? -1;
    return limit >= 0 && (usage[name] ?? 0) + (wanted[name] ?? 0) > limit;
  });
  if (over === undefined) return;
  const limit = limits[over] ?? -1;
  if (over.startsWith('gigabytes')) {
    const numbers = `Requested ${wanted[over]}G, quota is ${limit}G and ${usage[over] ?? 0}G has been consumed.`;
    const message = `Requested volume or snapshot exceeds allowed ${over} quota. ${numbers}`;
    throw new ApiFault(413, `VolumeSizeExceedsAvailableQuota: ${message}`);
  }
  const [name, noun] = over.startsWith('volumes')
    ? ['VolumeLimitExceeded', 'volumes']
    : ['SnapshotLimitExceeded', 'snapshots'];
  throw new ApiFault(413, `${name}: Maximum number of ${noun} allowed (${limit}) exceeded for quota '${over}'.`);
}
