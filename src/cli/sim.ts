import { Command } from '@commander-js/extra-typings';
import type { Caller } from './caller.ts';
import { describeExitCodes, exitCodes } from './exit-codes.ts';
import { startSimulator } from './start-simulator.ts';
import { usageError } from './usage-error.ts';

export function simCommand(caller: Caller) {
  return new Command('sim')
    .summary('start two simulated clouds to try Pumphouse on')
    .description(
      'Starts two simulated OpenStack clouds on this machine, `source` with projects, networks, images and servers ' +
        'of all sorts, `destination` empty, and keeps them up until Ctrl-C. It prints how to point Pumphouse and the ' +
        'openstack client at them. What they hold is legal and unpleasant on purpose: one name many times, rings, ' +
        'empty texts, unicode, things that were deleted since. Nothing else on this machine is touched, and ' +
        'nothing is left when they end.',
    )
    .option('--servers <number>', 'servers in the source; projects, networks and ports grow with them', '10')
    .option('--seed <text>', 'what chance decides by: the same seed makes the same clouds', '1')
    .option('--pace <factor>', 'how many times faster than real clouds; 1 boots a server in about 3 s', '1')
    .option('--legacy-network', 'the source has no Neutron: its Nova tells of networks, as nova-network did', false)
    .option('--write-clouds <file>', 'where to write clouds.yaml, and population.json beside it')
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage'])}`)
    .action(async ({ servers, seed, pace, legacyNetwork, writeClouds }) => {
      requireNumber('--servers', servers, /^\d{1,4}$/, 'a whole number from 0 to 9999');
      requireNumber('--pace', pace, /^(?!0*\.?0*$)\d{1,4}(\.\d+)?$/, 'a number above 0 and below 10000');
      const clouds = writeClouds === undefined ? [] : ['--write-clouds', writeClouds];
      const legacy = legacyNetwork ? ['--legacy-network'] : [];
      const words = ['--servers', servers, `--seed=${seed}`, '--pace', pace, ...legacy, ...clouds];
      const isWell = await startSimulator(words);
      if (!isWell) caller.end(exitCodes.problem);
    });
}

const examples = `Examples:
  pumphouse sim
  pumphouse sim --servers 100 --seed 42 --pace 20
  pumphouse sim --write-clouds sim/clouds.yaml
  export OS_CLIENT_CONFIG_FILE=sim/clouds.yaml             in another terminal, and then
  pumphouse migrate --source source --destination destination --project acme`;

function requireNumber(option: string, text: string, pattern: RegExp, wanted: string): void {
  if (pattern.test(text)) return;
  throw usageError(`${option} ${text} is not ${wanted}.`);
}
