import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { rangesHold, rangesSize } from '../openstack/address-range.ts';
import type { SubnetRoom } from '../openstack/room.ts';
import type { Creation } from './demand.ts';
import type { RoomLine } from './room-line.ts';

/** An address that the plan takes on a network that is there already. */
interface AddressDemand {
  readonly creation: Creation;
  /** For people: `floating IP 10.0.0.5`. */
  readonly what: string;
  readonly networkId: string;
  /** Undefined when the cloud chooses. */
  readonly address?: string | undefined;
  /** Neutron's name of what takes it; only some subnets may be for it. */
  readonly deviceOwner: string;
}

const floatingIpDraft = z.looseObject({ floating_network_id: z.string(), floating_ip_address: z.string().optional() });
const fixedIps = z.array(z.looseObject({ ip_address: z.string().optional() })).default([]);
const routerDraft = z.looseObject({
  external_gateway_info: z.looseObject({ network_id: z.string(), external_fixed_ips: fixedIps }),
});
const portDraft = z.looseObject({ network_id: z.string(), fixed_ips: fixedIps });

/** Pure: how many addresses each network that is there has to give, and how many it has. */
export function addressLines(
  creations: readonly Creation[],
  subnets: readonly SubnetRoom[],
  nameOf: (networkId: string) => string,
): RoomLine[] {
  return tallies(creations, subnets).map(({ networkId, needed, free }) => {
    return { what: 'addresses', where: `network ${nameOf(networkId)}`, needed, free };
  });
}

/** Pure: networks with too few addresses, and addresses that something else has. */
export function addressFindings(
  creations: readonly Creation[],
  subnets: readonly SubnetRoom[],
  { place, nameOf }: { readonly place: string; readonly nameOf: (networkId: string) => string },
): Finding[] {
  const short = tallies(creations, subnets)
    .filter(({ needed, free }) => needed > free)
    .map(({ networkId, needed, free, words }): Finding => {
      const name = nameOf(networkId);
      const isOne = needed === 1;
      const many = isOne ? '1 address is needed' : `${needed} addresses are needed`;
      return {
        severity: 'blocker',
        rule: 'addresses-external',
        stopsAll: true,
        summary: `${many} on network ${name} of ${place} (${words}); its pools have ${free} free`,
        cure:
          `Free some there, or widen a pool: openstack --os-cloud ${place} subnet set --allocation-pool ` +
          'start=FIRST,end=LAST SUBNET; or leave some out: --exclude floating-ip:ADDRESS.',
      };
    });
  const taken = demandsOf(creations).flatMap((demand) => takenFinding(demand, subnets, place));
  return [...short, ...taken];
}

function takenFinding(
  { creation: { chosen }, what, networkId, address }: AddressDemand,
  subnets: readonly SubnetRoom[],
  place: string,
): Finding[] {
  const [holder] = subnets
    .filter((subnet) => subnet.networkId === networkId)
    .flatMap(({ id, taken }) => taken.map((one) => ({ ...one, subnetId: id })))
    .filter((one) => one.address === address);
  if (holder === undefined) return [];
  const { kind, resource, name } = chosen;
  const isDhcp = holder.deviceOwner === 'network:dhcp';
  const word = isDhcp ? 'the DHCP port of its subnet' : 'another port';
  const free = isDhcp
    ? `Give DHCP another one: openstack --os-cloud ${place} port set --no-fixed-ip ` +
      `--fixed-ip subnet=${holder.subnetId},ip-address=OTHER ${holder.portId}`
    : `Free the address on ${place}`;
  return [
    {
      severity: 'blocker',
      rule: 'address-taken',
      stopsAll: true,
      summary: `${what} cannot have its address: ${word} on ${place} has ${holder.address}`,
      resource: { kind, id: resource.id, name },
      cure: `${free}; or leave it out: --exclude ${kind}:${name}.`,
    },
  ];
}

interface Tally {
  readonly networkId: string;
  readonly needed: number;
  readonly free: number;
  /** `2 floating IPs, 1 router gateway`. */
  readonly words: string;
}

const kindsOfOwner = { 'network:floatingip': 'floating IPs', 'network:router_gateway': 'router gateways' } as const;

/** Of IPv4, where addresses run out. One that is asked for by name outside of the pools takes nothing of them. */
function tallies(creations: readonly Creation[], subnets: readonly SubnetRoom[]): Tally[] {
  const demands = demandsOf(creations).filter(({ deviceOwner }) => deviceOwner !== '');
  return [...Map.groupBy(demands, ({ networkId }) => networkId)].flatMap(([networkId, all]): Tally[] => {
    const own = subnets.filter((subnet) => subnet.networkId === networkId && subnet.ipVersion === 4);
    const isPooled = ({ address }: AddressDemand): boolean =>
      address === undefined || own.some(({ pools }) => rangesHold(pools, address));
    const counted = all.filter((demand) => isPooled(demand));
    // A subnet may be for floating IPs or for gateways alone: then each sort has to find its own.
    const sorts = Object.entries(kindsOfOwner).map(([owner, words]) => {
      const needed = counted.filter(({ deviceOwner }) => deviceOwner === owner).length;
      return { owner, words, needed, free: freeFor(own, [owner]) };
    });
    const words = sorts.filter(({ needed }) => needed > 0).map((sort) => `${sort.words}: ${sort.needed}`);
    const short = sorts.find(({ needed, free }) => needed > free);
    const free = short?.free ?? freeFor(own, Object.keys(kindsOfOwner));
    const needed = short?.needed ?? counted.length;
    return own.length === 0 || counted.length === 0 ? [] : [{ networkId, needed, free, words: words.join(', ') }];
  });
}

function freeFor(subnets: readonly SubnetRoom[], owners: readonly string[]): number {
  const fitting = subnets.filter(
    ({ serviceTypes }) => serviceTypes.length === 0 || serviceTypes.some((type) => owners.includes(type)),
  );
  return fitting.reduce((sum, { pools, taken }) => {
    const used = taken.filter(({ address }) => rangesHold(pools, address)).length;
    return sum + rangesSize(pools) - used;
  }, 0);
}

/** Private networks are not counted: their ports say which address they have. */
function demandsOf(creations: readonly Creation[]): AddressDemand[] {
  return creations.flatMap((creation): AddressDemand[] => {
    const { chosen, draft } = creation;
    if (chosen.kind === 'floating-ip') {
      const { floating_network_id: networkId, floating_ip_address: address } = floatingIpDraft.parse(draft);
      const what = `floating IP ${chosen.name}`;
      return [{ creation, what, networkId, address, deviceOwner: 'network:floatingip' }];
    }
    if (chosen.kind === 'router') {
      const parsed = routerDraft.safeParse(draft);
      if (!parsed.success) return [];
      const { network_id: networkId, external_fixed_ips: given } = parsed.data.external_gateway_info;
      const wishes = given.length === 0 ? [{}] : given;
      return wishes.map(({ ip_address: address }: { ip_address?: string | undefined }) => {
        const what = `router ${chosen.name}`;
        return { creation, what, networkId, address, deviceOwner: 'network:router_gateway' };
      });
    }
    if (chosen.kind !== 'port') return [];
    const { network_id: networkId, fixed_ips: given } = portDraft.parse(draft);
    const what = `port ${chosen.name}`;
    return given.map(({ ip_address: address }) => ({ creation, what, networkId, address, deviceOwner: '' }));
  });
}
