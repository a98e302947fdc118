import type { SimCloud } from '../cloud/sim-cloud.ts';
import { type ComputeHost, computeHosts, hostUsage, localDiskGiB } from './compute-hosts.ts';
import type { Server } from './records.ts';

/** The host with the most free RAM on which a server fits, as Nova's scheduler weighs them; undefined for none. */
export function pickHost(cloud: SimCloud, server: Server, wanted: string | undefined): ComputeHost | undefined {
  const fitting = computeHosts(cloud)
    .filter(({ name, isEnabled }) => isEnabled && (wanted === undefined || name === wanted))
    .map((host) => ({ host, free: freeOf(cloud, host) }))
    .filter(({ free }) => {
      const { vcpus, ramMiB } = server.flavor;
      return free.vcpus >= vcpus && free.ramMiB >= ramMiB && free.diskGiB >= localDiskGiB(server);
    });
  return fitting.toSorted((one, other) => other.free.ramMiB - one.free.ramMiB)[0]?.host;
}

function freeOf(cloud: SimCloud, host: ComputeHost): { vcpus: number; ramMiB: number; diskGiB: number } {
  const used = hostUsage(cloud, host.name);
  return {
    vcpus: host.vcpus * host.vcpuRatio - used.vcpus,
    ramMiB: host.ramMiB * host.ramRatio - used.ramMiB,
    diskGiB: host.diskGiB * host.diskRatio - used.diskGiB,
  };
}
