import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sendJson } from '../../src/openstack/calls.ts';
import type { CloudRequest } from '../../src/openstack/cloud.ts';
import { kinds } from '../../src/resources/all.ts';
import { kindNames } from '../../src/resources/kind-name.ts';
import { type LabClouds, openLabClouds } from './lab-clouds.ts';
import { runPumphouse } from './run-pumphouse.ts';

/* A small project moves between the real clouds, while its owner goes on working; then its ids are exported. */
const name = `f-${randomBytes(3).toString('hex')}`;
const clouds = ['--source', 'source', '--destination', 'destination'];
const made: CloudRequest[] = [];

let lab: LabClouds;
let changing: string;
let vanishing: string;

const idsSchema = z.array(
  z.object({
    Kind: z.enum(kindNames),
    Name: z.string(),
    Project: z.string().nullable(),
    'Source ID': z.string(),
    'Destination ID': z.string(),
    Origin: z.enum(['created', 'adopted']),
  }),
);

beforeAll(async () => {
  lab = await openLabClouds();
  const projectId = await make('identity', '/projects', 'project', { name, domain_id: 'default' });
  const owned = { project_id: projectId };
  const network = (word: string) => make('network', '/networks', 'network', { name: `${name}-${word}`, ...owned });
  changing = await network('changing');
  const networkId = await network('quiet');
  await make('network', '/subnets', 'subnet', { network_id: networkId, ip_version: 4, cidr: '10.99.0.0/24', ...owned });
  vanishing = await make('network', '/security-groups', 'security_group', { name: `${name}-vanishing`, ...owned });
});

afterAll(async () => {
  await lab?.pair.source
    .send({ service: 'network', method: 'DELETE', path: `/security-groups/${vanishing}` })
    .catch(quiet);
  for (const request of made) await lab?.pair.source.send(request).catch(quiet);
  await lab?.close();
});

const quiet = (): undefined => undefined;

async function make(service: CloudRequest['service'], path: string, key: string, body: object): Promise<string> {
  const answer = z.looseObject({ [key]: z.looseObject({ id: z.string() }) });
  const request = { service, method: 'POST', path, body: { [key]: body } } as const;
  const id = (await sendJson(lab.pair.source, request, answer))[key]?.id ?? '';
  made.unshift({ service, method: 'DELETE', path: `${path}/${id}` });
  return id;
}

async function plan(): Promise<string> {
  const words = ['plan', ...clouds, '--project', name, '-f', 'json'];
  const { stdout } = await runPumphouse(words, lab.environment);
  return z.looseObject({ id: z.string() }).parse(JSON.parse(stdout)).id;
}

async function say(...words: readonly string[]): Promise<{ code: number | undefined; said: string; stdout: string }> {
  const { code, stdout, stderr } = await runPumphouse(words, lab.environment);
  return { code, stdout, said: `${stdout}\n${stderr}`.replace(/\s+/g, ' ') };
}

describe('a source that changed since the plan', () => {
  it('stops what changed and what is gone, with words, and nothing else', async () => {
    const { source } = lab.pair;
    const planId = await plan();
    const body = { network: { mtu: 1300 } };
    await source.send({ service: 'network', method: 'PUT', path: `/networks/${changing}`, body });
    await source.send({ service: 'network', method: 'DELETE', path: `/security-groups/${vanishing}` });
    const { code, said } = await say('run', planId, ...clouds);
    expect(code, said).toBe(4);
    expect(said).toMatch(/network f-\w+-changing changed on the source since the plan was made \(mtu: \d+ → 1300\)/);
    expect(said).toMatch(/security-group f-\w+-vanishing is gone from the source since the plan was made/);
    const pairs = idsSchema.parse(JSON.parse((await say('ids', planId, '-f', 'json')).stdout));
    expect(pairs.map(({ Kind }) => Kind).filter((kind) => kind === 'network' || kind === 'subnet')).toEqual([
      'network',
      'subnet',
    ]);
    expect(pairs.some((pair) => pair['Source ID'] === changing)).toBe(false);
  });

  it('moves with a new plan', async () => {
    const { code, said } = await say('run', await plan(), ...clouds);
    expect(code, said).toBe(0);
  });
});

describe('ids', () => {
  it('are those of things that are there, on both sides', async () => {
    const pairs = idsSchema.parse(JSON.parse((await say('ids', '-f', 'json')).stdout));
    expect(pairs.length).toBeGreaterThan(3);
    for (const pair of pairs) {
      const kind = kinds[pair.Kind];
      expect(await kind.read(lab.pair.source, pair['Source ID']), pair.Name).toBeDefined();
      expect(await kind.read(lab.pair.destination, pair['Destination ID']), pair.Name).toBeDefined();
    }
    const { stdout: csv } = await say('ids', '-f', 'csv');
    expect(csv.trim().split('\n')).toHaveLength(pairs.length + 1);
    const { stdout: blocks } = await say('ids', '-f', 'tofu', '--kind', 'network');
    const networks = pairs.filter(({ Kind }) => Kind === 'network').map((pair) => pair['Destination ID']);
    expect(new Set([...blocks.matchAll(/^ {2}id = "(.+)"$/gm)].map(([, id]) => id))).toEqual(new Set(networks));
  });

  it('of rules are asked for', async () => {
    const { code, stdout } = await say('ids', '-f', 'terraform', '--kind', 'security-group', '--parts');
    expect(code).toBe(0);
    expect(stdout).toContain('to = openstack_networking_secgroup_rule_v2.default');
  });

  it('a plan of what has moved shows only that', async () => {
    const { said } = await say('plan', ...clouds, '--project', name);
    expect(said).toMatch(/resources have moved already: .*1 project/);
    expect(said).toContain('nothing to do');
  });

  it('are none once all is taken back', async () => {
    const listed = z.array(z.looseObject({ ID: z.string(), State: z.string() }));
    const runs = listed.parse(JSON.parse((await say('status', '-f', 'json')).stdout));
    for (const { ID: id } of runs.filter(({ State }) => State !== 'planned')) {
      const { code, said } = await say('undo', id, ...clouds, '--yes');
      expect(code, said).toBe(0);
      expect(JSON.parse((await say('ids', id, '-f', 'json')).stdout)).toEqual([]);
    }
  });
});
