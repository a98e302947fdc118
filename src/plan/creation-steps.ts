import { kinds } from '../resources/all.ts';
import type { Choices } from '../resources/kind.ts';
import type { Decision } from './decide.ts';
import type { StepName } from './plan.ts';

/** The steps that bring a resource into being, in order. */
export function creationSteps({ action, chosen }: Decision, choices: Choices): StepName[] {
  const { kind: name, resource } = chosen;
  if (action !== 'create') return [];
  if (name === 'server') return serverItinerary(choices, kinds.server.isConnected?.(resource) === true);
  const kind = kinds[name];
  return [
    'create',
    ...(kind.carry === undefined ? [] : (['carry'] as const)),
    ...(kind.disk?.(resource) === undefined ? [] : (['copy'] as const)),
  ];
}

/**
 * The way of one server: at rest on the source, its disk carried, created, started and verified on the destination, and
 * only then shut down on the source. What is slow and can come before (images, networks) are nodes of their own.
 */
function serverItinerary({ disk }: Choices, isConnected: boolean): StepName[] {
  const joined = isConnected ? [] : (['connect'] as const);
  if (disk === 'rebuild') return ['quiesce', 'create', 'start', ...joined, 'verify', 'shut-down'];
  return [
    'quiesce',
    'snapshot',
    'create-disk',
    'copy-disk',
    'create',
    'start',
    ...joined,
    'verify',
    'shut-down',
    'clean',
  ];
}
