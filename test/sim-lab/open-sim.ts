import { setTimeout } from 'node:timers/promises';
import { bootstrapBlockStorage } from '../../sim/block-storage/bootstrap-block-storage.ts';
import { makeSimCloud } from '../../sim/cloud/sim-cloud.ts';
import { bootstrapCompute } from '../../sim/compute/bootstrap-compute.ts';
import { bootstrapCloud } from '../../sim/identity/bootstrap-cloud.ts';
import { bootstrapNetwork } from '../../sim/network/bootstrap-network.ts';
import { serveCloud } from '../../sim/serve-cloud.ts';
import { openSide } from './open-side.ts';
import type { Side } from './side.ts';

/**
 * A simulated cloud as it is when it was just set up. Its background work stands still until a step waits for it, and
 * goes on by one change for each question, so that every state on the way is seen.
 */
export async function openSim(): Promise<Side> {
  const cloud = makeSimCloud({ name: 'destination', seed: 'sim-lab' });
  const served = await serveCloud(cloud);
  for (const bootstrap of [bootstrapCloud, bootstrapBlockStorage, bootstrapNetwork, bootstrapCompute]) bootstrap(cloud);
  const account = { authUrl: `${cloud.url}/identity/v3`, user: 'admin', password: 'adminpass', project: 'admin' };
  const side = await openSide(account).catch(async (error: unknown) => {
    await served.close();
    throw error;
  });
  cloud.clock.hold();
  return {
    ...side,
    async wait() {
      // What no clock drives, as an image that is fetched, takes its time.
      if (!cloud.clock.settleNext()) await setTimeout(5);
    },
    async rest() {
      cloud.clock.settleAll();
    },
    async close() {
      await side.close();
      await served.close();
    },
  };
}
