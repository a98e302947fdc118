import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { createVolume } from './create-volume.ts';
import { findVolume } from './find-volume.ts';
import { listPage } from './list-page.ts';
import { listVolumes } from './list-volumes.ts';
import type { Volume } from './records.ts';
import { volumeMinor } from './volume-version.ts';
import { volumeDetail, volumeSummary, volumeView } from './volume-view.ts';

const name = z.string().max(255).nullish();
const changeSchema = z.strictObject({
  volume: z.strictObject({
    name,
    description: name,
    display_name: name,
    display_description: name,
    metadata: z.record(z.string(), z.string()).optional(),
  }),
});

export function volumes(app: FastifyInstance, cloud: SimCloud): void {
  for (const [path, view] of [
    ['/v3/:project/volumes', volumeSummary],
    ['/v3/:project/volumes/detail', undefined],
  ] as const) {
    app.get(path, async (request) => {
      const found = listVolumes(cloud, request);
      const { records, links } = listPage(cloud, request, found, 'Volume');
      const isCounted = volumeMinor(request) >= 45 && /[?&]with_count=(true|1)/i.test(request.url);
      return {
        volumes: records.map((volume) => view?.(cloud, volume) ?? volumeDetail(cloud, request, volume)),
        ...(links.length === 0 ? {} : { volumes_links: links }),
        ...(isCounted ? { count: found.length } : {}),
      };
    });
  }
  app.post('/v3/:project/volumes', async (request, reply) => {
    const volume = createVolume(cloud, request);
    return reply.code(202).send({ volume: volumeView(cloud, request, volume) });
  });
  app.get('/v3/:project/volumes/:volume', async (request) => ({
    volume: volumeDetail(cloud, request, findVolume(cloud, request)),
  }));
  app.put('/v3/:project/volumes/:volume', async (request) => {
    const { volume: given } = parseBody(request, changeSchema);
    const volume = findVolume(cloud, request);
    if (Object.keys(given).length === 0 && volumeMinor(request) >= 53) throw new ApiFault(400, 'Nothing to change.');
    const description = given.description === undefined ? given.display_description : given.description;
    volume.name = given.name ?? given.display_name ?? volume.name;
    volume.description = description === undefined ? volume.description : description;
    volume.metadata = given.metadata ?? volume.metadata;
    volume.updatedAt = cloud.clock.now();
    return { volume: volumeView(cloud, request, volume) };
  });
  app.delete('/v3/:project/volumes/:volume', async (request, reply) => {
    deleteVolume(cloud, findVolume(cloud, request));
    return reply.code(202).send();
  });
}

const deletable = new Set(['available', 'error', 'error_restoring', 'error_extending', 'error_managing']);
const deletionMs = 1_000;

/** In the background, once nothing stands on it. */
export function deleteVolume({ clock, state }: SimCloud, volume: Volume, isForced = false): void {
  const { id, attachments } = volume;
  const hasSnapshots = state.volumeSnapshots.find(({ volumeId }) => volumeId === id) !== undefined;
  if (hasSnapshots || attachments.length > 0 || (!isForced && !deletable.has(volume.status))) {
    const states = [...deletable].join(' or ');
    const others = 'and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer,';
    const rest = 'or be disassociated from snapshots after volume transfer.';
    throw new ApiFault(400, `Invalid volume: Volume status must be ${states} ${others} ${rest}`);
  }
  volume.status = 'deleting';
  clock.after(deletionMs, () => state.volumes.remove(id), `volume ${id}: deleting`);
}
