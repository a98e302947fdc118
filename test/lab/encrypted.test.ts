import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { actAs } from '../../src/openstack/act-as.ts';
import type { CloudRequest } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';
import { createVolume, deleteVolume, waitForVolume } from '../../src/openstack/volumes.ts';
import { openMaker } from '../both/open-maker.ts';
import { type LabClouds, openLabClouds } from './lab-clouds.ts';
import { runPumphouse } from './run-pumphouse.ts';

/* A volume that Cinder really encrypts: its key stays with the source, so the volume does too, and says why. */
const name = `c-${randomBytes(3).toString('hex')}`;
const service = 'block-storage';
const words = ['--source', 'source', '--destination', 'destination', '--project', name];

let lab: LabClouds;
let volumeId: string | undefined;
const made: CloudRequest[] = [];

beforeAll(async () => {
  lab = await openLabClouds();
  const { source } = lab.pair;
  const { make, call } = openMaker(source, name, (request) => made.unshift(request));
  const projectId = await make('identity', '/projects', 'project', { name, domain_id: 'default' });
  const userId = await make('identity', '/users', 'user', { name, domain_id: 'default', password: name });
  const item = z.looseObject({ id: z.string(), name: z.string() });
  const roles = await list(source, { service: 'identity', path: '/roles', key: 'roles', item });
  const path = `/projects/${projectId}/users/${userId}/roles/${roles.find((role) => role.name === 'member')?.id}`;
  await call({ service: 'identity', method: 'PUT', path });
  const typeId = await make(service, '/types', 'volume_type', {
    name,
    extra_specs: { volume_backend_name: 'rbd' },
  });
  const luks = { provider: 'luks', cipher: 'aes-xts-plain64', key_size: 256, control_location: 'front-end' };
  await call({ service, method: 'POST', path: `/types/${typeId}/encryption`, body: { encryption: luks } });
  const owner = await actAs(source, userId, projectId);
  ({ id: volumeId } = await createVolume(owner, { name, size: 1, volume_type: name }));
  expect(await waitForVolume(source, volumeId)).toMatchObject({ encrypted: true, status: 'available' });
});

afterAll(async () => {
  if (volumeId !== undefined) await deleteVolume(lab.pair.source, volumeId);
  for (const request of made) await lab.pair.source.send(request).catch(() => undefined);
  await lab?.close();
});

it('Cinder volumes: an encrypted one and its type are refused with findings, and nothing is written', async () => {
  const { code, stdout } = await runPumphouse(['migrate', ...words, '--yes', '--long'], lab.environment);
  expect(code).toBe(3);
  const said = stdout.replace(/\s+/g, ' ');
  expect(said).toContain(`volume ${name} is encrypted with a key that only the source has`);
  expect(said).toContain(`volume type ${name} encrypts with keys that only the source has`);
  expect(said).toContain('Copy what is on it within a server to a volume of a type that is not encrypted');
  const item = z.looseObject({ name: z.string() });
  const projects = await list(lab.pair.destination, { service: 'identity', path: '/projects', key: 'projects', item });
  expect(projects.map((project) => project.name)).not.toContain(name);
});

it('Cinder volumes: what else the project has moves without it', async () => {
  const left = [...words, '--leave-blocked'];
  const { code, stdout, stderr } = await runPumphouse(['migrate', ...left, '--yes'], lab.environment);
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  const { stdout: report } = await runPumphouse(['report'], lab.environment);
  expect(report.replace(/\s+/g, ' ')).toContain(`volume ${name} is encrypted`);
  expect((await runPumphouse(['undo', '--yes'], lab.environment)).code).toBe(0);
});
