import { differences } from './difference.ts';
import type { Difference } from './kind.ts';

interface Powered {
  readonly status: string;
}

/** The power state that the twin of a server in that state is brought to; a paused one is kept at rest on disk. */
export function wantedStatus(sourceStatus: string): 'ACTIVE' | 'SHUTOFF' | 'SUSPENDED' {
  if (sourceStatus === 'SHUTOFF') return 'SHUTOFF';
  return sourceStatus === 'SUSPENDED' || sourceStatus === 'PAUSED' ? 'SUSPENDED' : 'ACTIVE';
}

/**
 * Pure: the difference between the state that the twin of a server was to have and the one that it has. No part of
 * `compare`, since a plan after the move sees the source shut down by us.
 */
export function powerStateDifferences(planned: Powered, twin: Powered): Difference[] {
  return differences({ 'power state': [wantedStatus(planned.status), twin.status] });
}
