import { walkAttributes } from '../attributes/walk-attributes.ts';
import { openLabClouds } from './lab-clouds.ts';
import { runPumphouse } from './run-pumphouse.ts';

walkAttributes(async () => {
  const { pair, environment, close } = await openLabClouds();
  return {
    source: pair.source,
    destination: pair.destination,
    async run(words) {
      const clouds = words[0] === 'undo' ? [] : ['--source', 'source', '--destination', 'destination'];
      const { code, stdout, stderr } = await runPumphouse([...words, ...clouds], environment);
      return { code, said: `${stdout}${stderr}` };
    },
    close,
  };
});
