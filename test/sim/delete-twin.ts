import { z } from 'zod';
import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';
import type { Tap } from '../../sim/cloud/tap.ts';
import { removePort } from '../../sim/network/remove-port.ts';
import type { Dumps } from './checks/dumps.ts';

export interface DeletedTwin {
  readonly tap: Tap;
  /** False where no server needed one. */
  hasHappened(): boolean;
}

type DeletedKind = 'keypair' | 'port';

const bodySchema = z.looseObject({
  server: z.looseObject({
    key_name: z.string().optional(),
    networks: z.array(z.looseObject({ port: z.string() })).catch([]),
  }),
});

/**
 * Somebody deletes a twin that is finished, right before the first server is asked for that needs it. Nova refuses that
 * server, and the same command has to make the twin again. What was there before the run is left alone.
 */
export function deleteTwin(cloud: SimCloud, before: Dumps, kind: DeletedKind): DeletedTwin {
  const { state, writes } = cloud;
  const isNew = (collection: string, id: string): boolean => !(id in (before.destination[collection] ?? {}));
  let hasHappened = false;
  const take = (userId: string | undefined, { server }: z.infer<typeof bodySchema>): boolean => {
    const id = kind === 'keypair' ? `${userId}/${server.key_name}` : (server.networks[0]?.port ?? '');
    if (kind === 'keypair') return isNew('keypairs', id) && state.keypairs.remove(id);
    const port = state.ports.get(id);
    if (port === undefined || !isNew('ports', id)) return false;
    removePort(cloud, port);
    return true;
  };
  return {
    tap: {
      before({ method, path, writeNumber }) {
        const write = writes.find(({ number }) => number === writeNumber);
        if (hasHappened || method !== 'POST' || !path.endsWith('/servers') || write === undefined) return undefined;
        const body = bodySchema.safeParse(write.body);
        if (body.success) hasHappened = take(write.userId, body.data);
        return undefined;
      },
    },
    hasHappened: () => hasHappened,
  };
}
