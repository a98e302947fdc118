import type { TestedClouds } from '../both/tested-clouds.ts';
import { openLabClouds } from './lab-clouds.ts';
import { runPumphouse } from './run-pumphouse.ts';
import { writeCephClouds } from './write-ceph-clouds.ts';

/** The lab; with `hasCeph` its disks go from Ceph to Ceph. */
export async function openTestedLab({ hasCeph = false } = {}): Promise<TestedClouds> {
  const { pair, environment, home, close } = await openLabClouds();
  const own = {
    ...environment,
    PUMPHOUSE_SOURCE: 'source',
    PUMPHOUSE_DESTINATION: 'destination',
    ...(hasCeph && { OS_CLIENT_CONFIG_FILE: writeCephClouds(home) }),
  };
  return {
    source: pair.source,
    destination: pair.destination,
    async run(words) {
      const { code, stdout, stderr } = await runPumphouse(words, own);
      return { code, said: `${stdout}${stderr}` };
    },
    close,
  };
}
