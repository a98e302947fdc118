import type { TestedClouds } from '../both/tested-clouds.ts';
import { openLabClouds } from './lab-clouds.ts';
import { runPumphouse } from './run-pumphouse.ts';

export async function openTestedLab(): Promise<TestedClouds> {
  const { pair, environment, close } = await openLabClouds();
  const own = { ...environment, PUMPHOUSE_SOURCE: 'source', PUMPHOUSE_DESTINATION: 'destination' };
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
