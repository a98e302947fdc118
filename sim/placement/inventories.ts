import type { SimCloud } from '../cloud/sim-cloud.ts';
import { type ComputeHost, hostUsage, localDiskGiB } from '../compute/compute-hosts.ts';
import type { Server } from '../compute/records.ts';

/** How much of a class a host has, and how often it may be given away. */
export interface Inventory {
  readonly total: number;
  readonly reserved: number;
  readonly min_unit: number;
  readonly max_unit: number;
  readonly step_size: number;
  readonly allocation_ratio: number;
}

export type ResourceAmounts = Readonly<Record<string, number>>;

/** What nova-compute reports of its host. */
export function inventoriesOf(host: ComputeHost): Record<string, Inventory> {
  const inventory = (total: number, ratio: number): Inventory => {
    return { total, reserved: 0, min_unit: 1, max_unit: total, step_size: 1, allocation_ratio: ratio };
  };
  return {
    VCPU: inventory(host.vcpus, host.vcpuRatio),
    MEMORY_MB: inventory(host.ramMiB, host.ramRatio),
    DISK_GB: inventory(host.diskGiB, host.diskRatio),
  };
}

export function usagesOf(cloud: SimCloud, host: ComputeHost): ResourceAmounts {
  const { vcpus, ramMiB, diskGiB } = hostUsage(cloud, host.name);
  return { VCPU: vcpus, MEMORY_MB: ramMiB, DISK_GB: diskGiB };
}

/** What one server takes of its host; none of a class is not told. */
export function allocationOf(server: Server): ResourceAmounts {
  const { vcpus, ramMiB } = server.flavor;
  const amounts = { VCPU: vcpus, MEMORY_MB: ramMiB, DISK_GB: localDiskGiB(server) };
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount > 0));
}

/** Whether a host can take one more consumer of all these. */
export function hasRoom(cloud: SimCloud, host: ComputeHost, wanted: ResourceAmounts): boolean {
  const inventories = inventoriesOf(host);
  const used = usagesOf(cloud, host);
  return Object.entries(wanted).every(([name, amount]) => {
    const inventory = inventories[name];
    if (inventory === undefined || amount > inventory.max_unit) return false;
    return (used[name] ?? 0) + amount <= (inventory.total - inventory.reserved) * inventory.allocation_ratio;
  });
}
