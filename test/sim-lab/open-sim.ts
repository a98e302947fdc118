import { globSync } from 'node:fs';
import { makeSimCloud } from '../../sim/cloud/sim-cloud.ts';
import { serveCloud } from '../../sim/serve-cloud.ts';
import { openSide } from './open-side.ts';
import type { Side } from './side.ts';

/** A simulated cloud as it is when it was just set up. Its background work is ten times as fast as usual. */
export async function openSim(): Promise<Side> {
  const cloud = makeSimCloud({ name: 'destination', seed: 'sim-lab', pace: 10 });
  const served = await serveCloud(cloud);
  for (const path of globSync('sim/*/bootstrap-*.ts').toSorted()) {
    const exported: unknown = await import(`../../${path}`);
    if (typeof exported !== 'object' || exported === null) continue;
    for (const [name, bootstrap] of Object.entries(exported)) {
      if (name.startsWith('bootstrap') && typeof bootstrap === 'function')
        await Reflect.apply(bootstrap, undefined, [cloud]);
    }
  }
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
