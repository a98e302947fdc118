import { bootstrapBlockStorage } from '../../sim/block-storage/bootstrap-block-storage.ts';
import { makeSimCloud } from '../../sim/cloud/sim-cloud.ts';
import { bootstrapCompute } from '../../sim/compute/bootstrap-compute.ts';
import { bootstrapCloud } from '../../sim/identity/bootstrap-cloud.ts';
import { bootstrapNetwork } from '../../sim/network/bootstrap-network.ts';
import { serveCloud } from '../../sim/serve-cloud.ts';
import { openSide } from './open-side.ts';
import type { Side } from './side.ts';

/** A simulated cloud as it is when it was just set up. Its background work is ten times as fast as usual. */
export async function openSim(): Promise<Side> {
  const cloud = makeSimCloud({ name: 'destination', seed: 'sim-lab', pace: 10 });
  const served = await serveCloud(cloud);
  for (const bootstrap of [bootstrapCloud, bootstrapBlockStorage, bootstrapNetwork, bootstrapCompute]) bootstrap(cloud);
  const account = { authUrl: `${cloud.url}/identity/v3`, user: 'admin', password: 'adminpass', project: 'admin' };
  const side = await openSide('sim', account, 5).catch(async (error: unknown) => {
    await served.close();
    throw error;
  });
  return {
    ...side,
    async close() {
      await side.close();
      await served.close();
    },
  };
}
