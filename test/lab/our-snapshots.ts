import { z } from 'zod';
import { labRbd } from './lab-rbd.ts';
import { labPool } from './write-ceph-clouds.ts';

const namesSchema = z.array(z.string());
const snapshotsSchema = z.array(z.looseObject({ name: z.string() }));

/** Snapshots of ours in the pools of the lab; what lies beneath images of the clouds themselves is none. */
export async function ourSnapshots(): Promise<string[]> {
  const found: string[] = [];
  const clouds = ['source', 'destination'] as const;
  const uses = ['volumes', 'images', 'vms'] as const;
  for (const pool of clouds.flatMap((cloud) => uses.map((use) => labPool(cloud, use)))) {
    for (const name of namesSchema.parse(await rbd('ls', pool))) {
      const snapshots = snapshotsSchema.parse(await rbd('snap', 'ls', `${pool}/${name}`));
      found.push(...snapshots.flatMap((one) => (one.name.startsWith('pumphouse-') ? [`${name}@${one.name}`] : [])));
    }
  }
  return found;
}

async function rbd(...words: readonly string[]): Promise<unknown> {
  return JSON.parse(await labRbd('--format', 'json', ...words));
}
