import { z } from 'zod';
import type { Inventory } from '../inventory/inventory.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { readPhysicalNetworks } from '../openstack/physical-networks.ts';
import { readZones } from '../openstack/zones.ts';
import type { MappingSide } from '../plan/check-mapping.ts';
import type { MappedThing } from '../plan/mapping-file.ts';
import { kinds } from '../resources/all.ts';
import type { Resource } from '../resources/kind.ts';

/** All that a cloud has of these sorts, whoever owns it, and the projects, which qualify names. */
export async function readMappingSide(cloud: Cloud, things: Iterable<MappedThing>): Promise<MappingSide> {
  const wanted = [...new Set<MappedThing>(['project', ...things])];
  const lists = await Promise.all(wanted.map(async (thing) => [thing, await listThings(cloud, thing)] as const));
  return new Map(lists.flatMap(([thing, list]) => (list === undefined ? [] : [[thing, list] as const])));
}

async function listThings(cloud: Cloud, thing: MappedThing): Promise<readonly Resource[] | undefined> {
  if (thing === 'availability-zone') return (await readZones(cloud))?.map((name) => ({ id: name, name }));
  if (thing === 'physical-network') {
    return physicalNetworks(await readPhysicalNetworks(cloud), await kinds.network.discover(cloud, {}));
  }
  return await kinds[thing].discover(cloud, {});
}

/** What an inventory holds already, which may be only what the chosen projects see, and no physical networks. */
export function sideOfInventory({ resources, capabilities }: Inventory): MappingSide {
  const ofKinds = Object.values(kinds).map(({ name }) => [name, resources[name]] as const);
  const zones = capabilities.zones?.map((name) => ({ id: name, name }));
  return new Map<MappedThing, readonly Resource[]>([
    ...ofKinds,
    ...(zones === undefined ? [] : [['availability-zone', zones] as const]),
  ]);
}

const onWire = z.looseObject({ provider: z.looseObject({ physicalNetwork: z.string().optional() }) });

/** Those that agents tell of and those that networks lie on; undefined where nothing tells any, which may be there. */
function physicalNetworks(ofAgents: readonly string[], networks: readonly Resource[]): Resource[] | undefined {
  const used = networks.flatMap((network) => onWire.parse(network).provider.physicalNetwork ?? []);
  const names = [...new Set([...ofAgents, ...used])].toSorted();
  return names.length === 0 ? undefined : names.map((name) => ({ id: name, name }));
}
