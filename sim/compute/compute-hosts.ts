import { openRandom } from '../cloud/random.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Server } from './records.ts';

/** A machine that servers run on. A test may change what it has. */
export interface ComputeHost {
  readonly name: string;
  readonly ip: string;
  /** The id of its resource provider and hypervisor. */
  readonly id: string;
  readonly serviceId: string;
  isEnabled: boolean;
  vcpus: number;
  ramMiB: number;
  diskGiB: number;
  /** How many times over each may be given away. */
  vcpuRatio: number;
  ramRatio: number;
  diskRatio: number;
}

const hosts = new WeakMap<SimCloud, readonly ComputeHost[]>();

/** The two hosts of a cloud: `source-compute-1`, `source-compute-2`. */
export function computeHosts(cloud: SimCloud): readonly ComputeHost[] {
  const known = hosts.get(cloud);
  if (known !== undefined) return known;
  const made = [1, 2].map((number) => makeHost(`${cloud.name}-compute-${number}`, number));
  hosts.set(cloud, made);
  return made;
}

function makeHost(name: string, number: number): ComputeHost {
  const random = openRandom('host', name);
  return {
    name,
    ip: `10.254.0.${10 + number}`,
    id: random.uuid(),
    serviceId: random.uuid(),
    isEnabled: true,
    vcpus: 64,
    ramMiB: 262_144,
    diskGiB: 4_000,
    vcpuRatio: 16,
    ramRatio: 1.5,
    diskRatio: 1,
  };
}

export interface HostUsage {
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly diskGiB: number;
  readonly servers: number;
}

/** The disk that a server takes of its host: none for a root disk on a volume, and whole GiB for swap. */
export function localDiskGiB({ flavor, imageId }: Pick<Server, 'flavor' | 'imageId'>): number {
  return (imageId === '' ? 0 : flavor.diskGiB) + flavor.ephemeralGiB + Math.ceil(flavor.swapMiB / 1024);
}

/** What the servers of a host, or of all hosts, take. */
export function hostUsage({ state }: SimCloud, name: string): HostUsage {
  const servers = state.servers.where(({ host }) => host === name);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    vcpus: sum(servers.map(({ flavor }) => flavor.vcpus)),
    ramMiB: sum(servers.map(({ flavor }) => flavor.ramMiB)),
    diskGiB: sum(servers.map((server) => localDiskGiB(server))),
    servers: servers.length,
  };
}
