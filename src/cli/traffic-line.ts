import type { TrafficCounts } from '../openstack/traffic.ts';
import { plural } from '../base/units.ts';

/** HTTP calls of both clouds in one line. */
export function trafficLine(traffic: Readonly<Record<string, TrafficCounts>>): string {
  const sides = Object.entries(traffic).map(([side, { reads, writes, logins }]) => {
    return `${side}: ${plural(reads, 'read')}, ${plural(writes, 'write')}, ${plural(logins, 'login')}`;
  });
  return `HTTP calls: ${sides.join('; ')}`;
}
