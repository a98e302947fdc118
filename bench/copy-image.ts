import { parseArgs } from 'node:util';
import { copyImage } from '../src/copy/image-copy.ts';
import { type Cloud, openCloud } from '../src/openstack/cloud.ts';
import { openPair } from '../src/operations/open-pair.ts';
import type { Figures } from './figures.ts';

/*
 * One of the contenders of `copies.ts`, as a process of its own: our image copy. Prints what the copies took, without
 * the start of the process, since one process copies all disks of a run.
 */
const { values } = parseArgs({
  options: {
    /** Names of clouds.yaml, or ports of `plain-glance.py`. */
    source: { type: 'string', default: '' },
    destination: { type: 'string', default: '' },
    'source-image': { type: 'string', default: 'image' },
    /** Separated by commas; all are copied at once. */
    'destination-images': { type: 'string', default: '' },
    /** The SHA-512 that the source keeps; without it, one is computed on the way. */
    digest: { type: 'string' },
  },
});

const pair = await open();
const expected = values.digest === undefined ? undefined : { algorithm: 'sha512', value: values.digest };
const before = process.cpuUsage();
const startedMs = performance.now();
await Promise.all(
  values['destination-images'].split(',').map((destinationImageId) =>
    copyImage({
      source: pair.source,
      sourceImageId: values['source-image'],
      destination: pair.destination,
      destinationImageId,
      expected,
    }),
  ),
);
const tookMs = performance.now() - startedMs;
const cpu = process.cpuUsage(before);
const figures: Figures = {
  tookMs,
  cpuMs: (cpu.user + cpu.system) / 1000,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
console.log(JSON.stringify(figures));
await pair.close();

async function open(): Promise<{ source: Cloud; destination: Cloud; close(): Promise<void> }> {
  if (!/^\d+$/.test(values.source)) {
    const surroundings = { environment: process.env, folder: process.cwd() };
    return await openPair({ source: values.source, destination: values.destination }, surroundings);
  }
  const [source, destination] = [await openPlain(values.source), await openPlain(values.destination)];
  return {
    source,
    destination,
    async close() {
      await source.close();
      await destination.close();
    },
  };
}

async function openPlain(port: string): Promise<Cloud> {
  const user = { name: 'u', domain: { id: 'default' } };
  const authUrl = `http://127.0.0.1:${port}/v3`;
  const auth = { type: 'password', authUrl, user, password: 'p', scope: { type: 'default' } } as const;
  const none = { endpoints: {}, serviceInterfaces: {}, serviceRegions: {}, tls: { verify: true }, origin: 'bench' };
  return await openCloud({ name: port, auth, interface: 'public', ...none });
}
