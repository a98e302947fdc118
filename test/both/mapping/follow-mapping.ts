import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { getJson } from '../../../src/openstack/calls.ts';
import { list } from '../../../src/openstack/collection.ts';
import { succeed } from '../succeed.ts';
import type { TestedClouds } from '../tested-clouds.ts';
import { type Mapped, makeMapped, segment } from './make-mapped.ts';

const named = z.looseObject({ id: z.string(), name: z.string() });
const routed = named.extend({ external_gateway_info: z.object({ network_id: z.string() }) });

type Listed = readonly ['identity' | 'compute', string, string];
const projects: Listed = ['identity', '/projects', 'projects'];
const flavors: Listed = ['compute', '/flavors/detail', 'flavors'];

/** A mapping file is made, taken, refused where it is wrong, and followed. */
export function followMapping(open: () => Promise<TestedClouds>): void {
  const name = `map-${randomBytes(3).toString('hex')}`;
  let clouds: TestedClouds;
  let mapped: Mapped | undefined;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pumphouse-mapping-'));
    clouds = await open();
    mapped = await makeMapped(clouds, name);
  });

  afterAll(async () => {
    await mapped?.remove();
    await clouds?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('a file that `map --init` wrote is right, and is not written over', async () => {
    const path = join(folder, 'begun.yaml');
    await succeed(clouds, ['map', '--init', '-o', path]);
    expect(await succeed(clouds, ['map', '--check', path])).toContain('no entries');
    const text = await readFile(path, 'utf8');
    expect(text).toContain(`  # ${name}:   # no counterpart: will be created\n`);
    expect(text).toMatch(new RegExp(`^  # ${name}-ext:   # choose one of: .*\\b${name}-public`, 'm'));
    await writeFile(path, text.replaceAll(/^ {2}# (.*same name)$/gm, '  $1'));
    expect(await succeed(clouds, ['map', '--check', path])).toMatch(/ is right: .*\d+ in projects/);
    const again = await clouds.run(['map', '--init', '-o', path]);
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('add --force') });
    await succeed(clouds, ['map', '--init', '--force', '-o', path]);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('every mistake is told at its place, and nothing is written', async () => {
    const path = join(folder, 'wrong.yaml');
    const networks = `networks:\n  ${name}-exd: ${name}-public\nphysical_networks:\n  physnet1: nowhere\n`;
    await writeFile(path, `projects:\n  ${name}: ${name}-new\n${networks}`);
    for (const words of [
      ['map', '--check', path],
      ['migrate', '--project', name, '--mapping', path, '--yes'],
    ]) {
      const { code, said } = await clouds.run(words);
      expect(code, said).toBe(2);
      const flat = said.replaceAll(/\s+/g, ' ');
      expect(flat).toContain(`${path}:2:${name.length + 5}: the destination has no project ${name}-new; `);
      expect(flat).toContain(`${path}:4:3: the source has no network ${name}-exd; did you mean ${name}-ext?`);
      expect(flat).toContain(`${path}:6:13: the destination has no physical network nowhere; it has: physnet1`);
    }
    expect(await namesOf(clouds, name, projects)).toEqual([]);
  });

  it('what is mapped is used, what is renamed gets its new name, and limits of volume types follow', async () => {
    const path = join(folder, 'mapping.yaml');
    await writeFile(path, mappingOf(name));
    const chosen = ['project:', 'router:', 'flavor:', 'network:-wire', 'volume-type:*'];
    const words = [...chosen.map((word) => word.replace(':', `:${name}`)), '--mapping', path];
    await succeed(clouds, ['migrate', ...words, '--yes']);
    expect(await namesOf(clouds, name, projects)).toEqual([`${name}-new`]);
    expect(await namesOf(clouds, name, flavors)).toEqual([`${name}-s1`]);
    expect(await gatewaysOf(clouds, name)).toEqual([mapped?.networkId]);
    expect(await segmentsOf(clouds, `${name}-wire`)).toEqual([segment]);
    expect(await typeLimitsOf(clouds, name)).toEqual({ [`volumes_${name}-gold`]: 3, [`gigabytes_${name}-silver`]: 0 });
    expect(await succeed(clouds, ['plan', ...words])).toContain('nothing to do');
    await succeed(clouds, ['verify']);
    await succeed(clouds, ['undo', '--yes']);
    expect(await namesOf(clouds, name, projects)).toEqual([]);
  });
}

function mappingOf(name: string): string {
  return [
    `flavors: { ${name}: ${name}-s1 }`,
    `networks: { ${name}-ext: ${name}-public }`,
    `volume_types: { ${name}: ${name}-gold }`,
    'physical_networks: { physnet1: physnet1 }',
    `rename:\n  projects: { ${name}: ${name}-new }\n  volume_types: { ${name}-old: ${name}-silver }\n`,
  ].join('\n');
}

/** What the destination has whose name begins so. */
async function namesOf({ destination }: TestedClouds, start: string, [service, path, key]: Listed): Promise<string[]> {
  const all = await list(destination, { service, path, key, item: named });
  return all.map(({ name }) => name).filter((name) => name.startsWith(start));
}

/** The segments of the destination's networks of that name. */
async function segmentsOf({ destination }: TestedClouds, name: string): Promise<number[]> {
  const item = z.looseObject({ 'provider:segmentation_id': z.number() });
  const of = { service: 'network', path: '/networks', key: 'networks', item, query: { name } } as const;
  return (await list(destination, of)).map((network) => network['provider:segmentation_id']);
}

/** Where the gateways of the destination's routers of that name lead. */
async function gatewaysOf({ destination }: TestedClouds, name: string): Promise<string[]> {
  const of = { service: 'network', path: '/routers', key: 'routers', item: routed, query: { name } } as const;
  return (await list(destination, of)).map((router) => router.external_gateway_info.network_id);
}

/** The limits of volume types that the destination's project of that name has of its own. */
async function typeLimitsOf({ destination }: TestedClouds, name: string): Promise<Record<string, number>> {
  const [service, path, key] = projects;
  const found = (await list(destination, { service, path, key, item: named })).find(
    (one) => one.name === `${name}-new`,
  );
  const answer = z.looseObject({ quota_set: z.record(z.string(), z.unknown()) });
  const { quota_set: limits } = await getJson(destination, 'block-storage', `/os-quota-sets/${found?.id}`, answer);
  const own = Object.entries(limits).filter(([limit, value]) => limit.includes(name) && value !== -1);
  return Object.fromEntries(own.map(([limit, value]) => [limit, Number(value)]));
}
