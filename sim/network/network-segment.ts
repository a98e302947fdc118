import type { SimCloud } from '../cloud/sim-cloud.ts';
import { refuse } from './refuse.ts';

/** How a network is carried. */
export interface NetworkSegment {
  readonly 'provider:network_type': string;
  readonly 'provider:physical_network': string | null;
  readonly 'provider:segmentation_id': number | null;
}

export type SegmentDraft = { readonly [Name in keyof NetworkSegment]?: NetworkSegment[Name] | undefined };

const physicalNetwork = 'physnet1';
const vlans = { first: 100, last: 200 };
const vnis = { first: 1, last: 1000 };

/** VXLAN where nothing else is asked for, as ML2 is set up with `tenant_network_types = vxlan`. */
export function makeSegment(cloud: SimCloud, draft: SegmentDraft): NetworkSegment {
  const type = draft['provider:network_type'];
  const physical = draft['provider:physical_network'] ?? null;
  const wanted = draft['provider:segmentation_id'] ?? null;
  if (type === undefined && (physical !== null || wanted !== null)) throw refuse.input('network_type required');
  if (type === 'flat') return flatSegment(cloud, physical, wanted);
  if (type === 'vlan') {
    if (wanted !== null && physical === null)
      throw refuse.input('segmentation_id requires physical_network for VLAN provider network');
    refuseUnknownPhysical(physical ?? physicalNetwork, 'VLAN');
    return numbered(cloud, type, physical ?? physicalNetwork, wanted);
  }
  if (type !== undefined && type !== 'vxlan') throw refuse.input(`network_type value '${type}' not supported`);
  if (physical !== null) throw refuse.input('provider:physical_network specified for vxlan network');
  return numbered(cloud, 'vxlan', null, wanted);
}

function refuseUnknownPhysical(physical: string, type: string): void {
  if (physical === physicalNetwork) return;
  throw refuse.input(`physical_network '${physical}' unknown for ${type} provider network`);
}

function flatSegment({ state }: SimCloud, physical: string | null, wanted: number | null): NetworkSegment {
  if (physical === null) throw refuse.input('physical_network required for flat provider network');
  refuseUnknownPhysical(physical, 'flat');
  if (wanted !== null) throw refuse.input('segmentation_id prohibited for flat provider network');
  const used = state.networks.find((network) => network['provider:network_type'] === 'flat');
  if (used !== undefined) {
    const message = `Unable to create the flat network. Physical network ${physical} is in use.`;
    throw refuse.conflict('FlatNetworkInUse', message);
  }
  return {
    'provider:network_type': 'flat',
    'provider:physical_network': physical,
    'provider:segmentation_id': null,
  };
}

function numbered(
  cloud: SimCloud,
  type: 'vlan' | 'vxlan',
  physical: string | null,
  wanted: number | null,
): NetworkSegment {
  const ofType = cloud.state.networks.where((network) => network['provider:network_type'] === type);
  const used = new Set(ofType.map((network) => network['provider:segmentation_id']));
  if (wanted !== null && used.has(wanted)) throw usedNumber(type, physical, wanted);
  return {
    'provider:network_type': type,
    'provider:physical_network': physical,
    'provider:segmentation_id': wanted ?? freeNumber(cloud, type, used),
  };
}

function usedNumber(type: 'vlan' | 'vxlan', physical: string | null, wanted: number): Error {
  const start = 'Unable to create the network.';
  if (type === 'vxlan') return refuse.conflict('TunnelIdInUse', `${start} The tunnel ID ${wanted} is in use.`);
  const message = `${start} The VLAN ${wanted} on physical network ${physical ?? ''} is in use.`;
  return refuse.conflict('VlanIdInUse', message);
}

function freeNumber(cloud: SimCloud, type: 'vlan' | 'vxlan', used: ReadonlySet<number | null>): number {
  const { first, last } = type === 'vlan' ? vlans : vnis;
  const all = Array.from({ length: last - first + 1 }, (_none, index) => first + index);
  const free = all.filter((number) => !used.has(number));
  const chosen = free[cloud.random.below(free.length)];
  if (chosen !== undefined) return chosen;
  throw refuse.conflict(
    'NoNetworkAvailable',
    'Unable to create the network. No tenant network is available for allocation.',
  );
}
