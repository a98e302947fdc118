import { Option } from '@commander-js/extra-typings';
import type { CloudNames, NetworkApi } from '../operations/open-pair.ts';
import type { Plan } from '../plan/plan.ts';
import { usageError } from './usage-error.ts';

/** The options that name clouds and the store; each command has those that it needs. */
export const cloudOptions = {
  source: () => new Option('--source <cloud>', 'source cloud, by its name in clouds.yaml').env('PUMPHOUSE_SOURCE'),
  destination: () =>
    new Option('--destination <cloud>', 'destination cloud, by its name in clouds.yaml').env('PUMPHOUSE_DESTINATION'),
  networkApi: () =>
    new Option(
      '--network-api <api>',
      "where the source's networks are read: Neutron, or the Compute API of old (default: compute without a Neutron)",
    ).choices(['neutron', 'compute']),
  database: () =>
    new Option('--database <url>', 'PostgreSQL that remembers plans and runs, instead of the embedded one').env(
      'PUMPHOUSE_DATABASE',
    ),
} as const;

export interface GivenClouds {
  readonly source?: string | undefined;
  readonly destination?: string | undefined;
  readonly networkApi?: string | undefined;
}

/** Both names. Throws a usage error that says how to give the one that is missing. */
export function requireClouds({ source, destination, networkApi }: GivenClouds): CloudNames {
  return {
    source: requireCloud('source', source),
    destination: requireCloud('destination', destination),
    networkApi: networkApiOf(networkApi),
  };
}

/** The names that the options give; the plan's own where they give none. */
export function cloudsOfPlan(plan: Pick<Plan, 'source' | 'destination'>, given: GivenClouds): CloudNames {
  return {
    source: given.source || plan.source.name,
    destination: given.destination || plan.destination.name,
    networkApi: plan.source.networkApi ?? 'neutron',
  };
}

export function networkApiOf(word: string | undefined): NetworkApi {
  return word === 'compute' || word === 'neutron' ? word : undefined;
}

/** The name of one side's cloud. Throws a usage error that says how to give it. */
export function requireCloud(side: 'source' | 'destination', name: string | undefined): string {
  if (name !== undefined && name !== '') return name;
  throw usageError(
    `no ${side} cloud is named. Add --${side} NAME or set PUMPHOUSE_${side.toUpperCase()}, with a name from ` +
      'clouds.yaml; `pumphouse clouds` lists them.',
  );
}
