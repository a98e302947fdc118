import type { SimCloud } from '../cloud/sim-cloud.ts';
import { refuse } from './refuse.ts';

/** A MAC of OpenStack's own range that no port of the network has. */
export function freeMac(cloud: SimCloud, networkId: string): string {
  for (;;) {
    const pairs = Array.from({ length: 3 }, () => cloud.random.below(256).toString(16).padStart(2, '0'));
    const mac = ['fa', '16', '3e', ...pairs].join(':');
    if (!isUsed(cloud, networkId, mac)) return mac;
  }
}

/** 409 when another port of the network has it. */
export function refuseUsedMac(cloud: SimCloud, networkId: string, mac: string): void {
  if (!isUsed(cloud, networkId, mac)) return;
  const message = `Unable to complete operation for network ${networkId}. The mac address ${mac} is in use.`;
  throw refuse.conflict('MacAddressInUse', message);
}

function isUsed({ state }: SimCloud, networkId: string, mac: string): boolean {
  return (
    state.ports.find(
      (port) => port.network_id === networkId && port.mac_address.toLowerCase() === mac.toLowerCase(),
    ) !== undefined
  );
}
