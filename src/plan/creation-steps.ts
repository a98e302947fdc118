import { kinds } from '../resources/all.ts';
import { chosenCopier } from '../resources/chosen-copier.ts';
import type { Choices } from '../resources/kind.ts';
import { type Server, server } from '../resources/server.ts';
import type { Decision } from './decide.ts';
import type { StepName } from './plan.ts';
import type { VolumeCarriage } from './volume-carriage.ts';
import { volumeItinerary } from './volume-itinerary.ts';

export interface Ways {
  readonly choices: Choices;
  readonly carriage: VolumeCarriage;
  /** Whether servers wait for a cutover. */
  readonly isGated: boolean;
}

/** The steps that bring a resource into being, in order. A volume of a server comes with that. */
export function creationSteps({ action, chosen }: Decision, { choices, carriage, isGated }: Ways): StepName[] {
  const { kind: name, resource } = chosen;
  if (action !== 'create') return [];
  if (name === 'server') return serverItinerary(server.schema.parse(resource), { choices, carriage, isGated });
  if (name === 'volume') {
    const itinerary = volumeItinerary(chosenCopier(choices, name, resource.id));
    return carriage.carrierOf(resource.id) === undefined ? [...itinerary] : [];
  }
  // A snapshot is taken on the way of its volume.
  if (name === 'volume-snapshot') return [];
  const kind = kinds[name];
  return [
    'create',
    ...(kind.carry === undefined ? [] : (['carry'] as const)),
    ...(kind.disk?.(resource) === undefined ? [] : (['copy'] as const)),
  ];
}

/**
 * The way of one server: at rest on the source, its disk and volumes carried, created, started and verified on the
 * destination, and only then shut down on the source. What is slow and can come before (images, networks) are nodes of
 * their own.
 */
function serverItinerary(resource: Server, { choices, carriage, isGated }: Ways): StepName[] {
  const { disk, warm } = choices;
  const isCarriedWarm = ({ id }: { readonly id: string }): boolean =>
    chosenCopier(choices, 'volume', id) === 'rbd' && carriage.carrierOf(id) === resource.id;
  const hasDisk = disk === 'snapshot' && resource.imageId !== undefined;
  const isByRbd = hasDisk && chosenCopier(choices, 'server', resource.id) === 'rbd';
  const isWarm = warm === true && (isByRbd || resource.volumes.some(isCarriedWarm));
  const copied = isWarm ? (['pre-copy'] as const) : [];
  const imaged = isByRbd ? [] : (['snapshot'] as const);
  const carried = hasDisk ? ([...imaged, 'create-disk', 'copy-disk'] as const) : [];
  const volumes = resource.volumes.length > 0 ? (['carry-volumes'] as const) : [];
  const joined = server.isConnected?.(resource) === true ? [] : (['connect'] as const);
  const cleaned = hasDisk ? (['clean'] as const) : [];
  const gate = isGated ? (['cutover'] as const) : [];
  return [
    ...copied,
    ...gate,
    'quiesce',
    ...carried,
    ...volumes,
    'create',
    'start',
    ...joined,
    'verify',
    'shut-down',
    ...cleaned,
  ];
}
