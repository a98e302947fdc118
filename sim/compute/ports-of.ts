import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Port } from '../network/records.ts';
import type { Server } from './records.ts';

/** The ports that are plugged into a server, in the order of its devices. */
export function portsOf({ state }: Pick<SimCloud, 'state'>, { portIds }: Server): Port[] {
  return portIds.flatMap((id) => state.ports.get(id) ?? []);
}
