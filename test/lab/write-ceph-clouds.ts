import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { labState } from './lab-clouds.ts';

const fileSchema = z.looseObject({
  clouds: z.record(z.string(), z.looseObject({ pumphouse: z.looseObject({}).optional() })),
});

/** Both clouds of the lab keep all in one Ceph, each in pools of its own. */
export const labCeph = join(labState, 'ceph', 'ceph.conf');

/** A pool of a cloud of the lab. */
export function labPool(cloud: 'source' | 'destination', use: 'volumes' | 'images' | 'vms' = 'volumes'): string {
  return `${cloud}-${use}`;
}

/** Writes the lab's clouds.yaml with access to Ceph into a folder; returns its path. */
export function writeCephClouds(folder: string, conf: string = labCeph): string {
  const { clouds } = fileSchema.parse(parse(readFileSync(join(labState, 'clouds.yaml'), 'utf8')));
  const entries = (['source', 'destination'] as const).map((name) => {
    const pools = { rbd: labPool(name), glance: labPool(name, 'images'), nova: labPool(name, 'vms') };
    const ceph = { ceph: conf, ceph_user: 'admin', ceph_pools: pools };
    return [name, { ...clouds[name], pumphouse: { ...clouds[name]?.pumphouse, ...ceph } }];
  });
  const path = join(folder, 'ceph-clouds.yaml');
  writeFileSync(path, stringify({ clouds: Object.fromEntries(entries) }), { mode: 0o600 });
  return path;
}
