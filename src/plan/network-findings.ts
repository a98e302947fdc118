import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Decision } from './decide.ts';

/** Findings on what reaches what while servers are on both sides begin with it. */
export const duringMove = 'during-move';

interface Sides {
  readonly source: Pick<Inventory, 'cloud' | 'resources'>;
  readonly destination: Pick<Inventory, 'cloud' | 'resources'>;
}

const providerSchema = z.object({
  type: z.string().optional(),
  physicalNetwork: z.string().optional(),
  segment: z.number().optional(),
});
const networkSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  isExternal: z.boolean(),
  mtu: z.number().optional(),
  provider: providerSchema,
});
const subnetSchema = z.looseObject({
  networkId: z.string(),
  cidr: z.string(),
  pools: z.array(z.object({ start: z.string(), end: z.string() })),
  hasDhcp: z.boolean(),
});
const portSchema = z.looseObject({ networkId: z.string(), deviceId: z.string() });

type Network = z.infer<typeof networkSchema>;
type Subnet = z.infer<typeof subnetSchema>;
type NetworkDecision = Pick<Decision, 'chosen' | 'action' | 'twinId'>;

/** So many servers are named. */
const namesTold = 3;

/**
 * Pure: what works and what does not between servers that have moved and those that have not, once for each network
 * that servers of this plan are on, and for each external network that the plan uses.
 */
export function networkFindings(sides: Sides, decisions: readonly NetworkDecision[]): Finding[] {
  const servers = decisions.filter(({ chosen }) => chosen.kind === 'server');
  if (!servers.some(({ action }) => action === 'create')) return [];
  // Those that have moved already count too: they are where the others go.
  const moving = new Set(
    servers.flatMap(({ chosen, action }) => (action === 'create' || action === 'skip' ? [chosen.resource.id] : [])),
  );
  return decisions
    .filter(({ chosen }) => chosen.kind === 'network')
    .flatMap((decision): Finding[] => {
      const network = networkSchema.parse(decision.chosen.resource);
      const other = sides.destination.resources.network.find(({ id }) => id === decision.twinId);
      const twin = other && networkSchema.parse(other);
      if (network.isExternal) return twin === undefined ? [] : externalFinding(sides, network, twin);
      return privateFindings(sides, network, twin, moving);
    });
}

function externalFinding({ source, destination }: Sides, network: Network, twin: Network): Finding[] {
  const here = rangesOf(source, network.id);
  const there = rangesOf(destination, twin.id);
  if (here.length === 0 || there.length === 0) return [];
  const both = here.filter((cidr) => there.includes(cidr));
  const resource = { kind: 'network', id: network.id, name: network.name };
  const summary =
    both.length > 0
      ? `external network ${network.name} has ${both.join(', ')} on both sides: each address of it answers in one ` +
        'cloud at a time, and what routes to it must know both'
      : `external network ${network.name} is ${here.join(', ')} on ${source.cloud.name} and ${there.join(', ')} on ` +
        `${destination.cloud.name}: who has moved is reached from outside by other addresses than before`;
  return [{ severity: 'note', rule: `${duringMove}-external`, summary, resource }];
}

function privateFindings(
  sides: Sides,
  network: Network,
  twin: Network | undefined,
  moving: ReadonlySet<string>,
): Finding[] {
  const own = sides.source.resources.port
    .map((port) => portSchema.parse(port))
    .filter(({ networkId }) => networkId === network.id)
    .map(({ deviceId }) => deviceId);
  const servers = sides.source.resources.server.filter(({ id }) => own.includes(id));
  const movers = servers.filter(({ id }) => moving.has(id)).map(({ name }) => name);
  const stayers = servers.filter(({ id }) => !moving.has(id)).map(({ name }) => name);
  if (movers.length === 0 || servers.length < 2) return [];
  const resource = { kind: 'network', id: network.id, name: network.name };
  if (twin !== undefined && isSameSegment(network, twin)) {
    return joinedFindings(sides, network, twin).map((finding) => ({ ...finding, resource }));
  }
  const { source, destination } = sides;
  const here = segmentWords(network);
  const there = twin === undefined ? 'will be a segment of its own' : segmentWords(twin);
  const other = here === there ? `another ${there}` : there;
  const segments = `${network.name} is ${here} on ${source.cloud.name} and ${other} on ${destination.cloud.name}`;
  const ranges = rangesOf(source, network.id).join(', ');
  const detail =
    ranges === '' ? undefined : `its range ${ranges} is the same on both sides, so that no router can join them`;
  const isSplit = stayers.length > 0;
  const summary = isSplit
    ? `${namesOf(movers)} will not reach ${namesOf(stayers)}, which ${stayers.length === 1 ? 'stays' : 'stay'}, over ` +
      `network ${network.name} any more: ${segments}`
    : `while only some of ${namesOf(movers)} have moved, those here and those there cannot reach each other: ` +
      segments;
  const cure = isSplit
    ? 'Move the servers that talk to each other together, or let them talk through floating IPs.'
    : 'Plan the downtime of what they serve together for the whole run: once all have moved, they reach each other.';
  return [
    {
      severity: isSplit ? 'warning' : 'note',
      rule: `${duringMove}-${isSplit ? 'split' : 'apart'}`,
      summary,
      ...(detail === undefined ? {} : { detail }),
      resource,
      cure,
    },
  ];
}

/** A tunnel of one cloud's own is no segment that another has part in; the names of wires are the operators' word. */
function isSameSegment({ provider: a }: Network, { provider: b }: Network): boolean {
  const isWire = a.physicalNetwork !== undefined && (a.type === 'vlan' || a.type === 'flat');
  return isWire && a.type === b.type && a.physicalNetwork === b.physicalNetwork && a.segment === b.segment;
}

function joinedFindings({ source, destination }: Sides, network: Network, twin: Network): Finding[] {
  const here = subnetsOf(source, network.id);
  const there = subnetsOf(destination, twin.id);
  const shared = here.flatMap((subnet) =>
    there.filter(({ cidr }) => cidr === subnet.cidr).map((other) => [subnet, other]),
  );
  const strange = here.filter(({ cidr }) => !there.some((other) => other.cidr === cidr)).map(({ cidr }) => cidr);
  const clashes = [
    ...(network.mtu === twin.mtu ? [] : [`MTU ${network.mtu ?? 'unknown'} here and ${twin.mtu ?? 'unknown'} there`]),
    ...(strange.length === 0 ? [] : [`${strange.join(', ')} is only on ${source.cloud.name}`]),
    ...(shared.some((pair) => pair.every(({ hasDhcp }) => hasDhcp)) ? ['DHCP of both clouds answers on it'] : []),
    ...(shared.some((pair) => haveSamePools(pair))
      ? ['both clouds give out addresses of the same pools, and neither knows those of the other']
      : []),
  ];
  const summary =
    `network ${network.name} is ${segmentWords(network)} in both clouds: who has moved and who has not reach each ` +
    'other, if that is one wire';
  const note: Finding = { severity: 'note', rule: `${duringMove}-joined`, summary };
  if (clashes.length === 0) return [note];
  const clash = `on network ${network.name}, which is one segment in both clouds: ${clashes.join('; ')}`;
  const cure = 'Switch DHCP off on one side, part the pools and give both the same MTU before servers move.';
  return [note, { severity: 'warning', rule: `${duringMove}-clash`, summary: clash, cure }];
}

function haveSamePools(pair: readonly Subnet[]): boolean {
  const texts = pair.map(({ pools }) =>
    pools
      .map(({ start, end }) => `${start}-${end}`)
      .toSorted()
      .join(),
  );
  return texts[0] !== '' && new Set(texts).size === 1;
}

function subnetsOf({ resources }: Sides['source'], networkId: string): Subnet[] {
  return resources.subnet.map((one) => subnetSchema.parse(one)).filter((one) => one.networkId === networkId);
}

function rangesOf(side: Sides['source'], networkId: string): string[] {
  const ranges = subnetsOf(side, networkId).map(({ cidr }) => cidr);
  return [...new Set(ranges)].filter((cidr) => cidr !== '').toSorted();
}

/** `VXLAN 1001`, `VLAN 7 on physnet1`. */
function segmentWords({ provider: { type, segment, physicalNetwork } }: Network): string {
  if (type === undefined) return 'a segment that is not told';
  const wire = physicalNetwork === undefined ? '' : ` on ${physicalNetwork}`;
  return `${type.toUpperCase()}${segment === undefined ? '' : ` ${segment}`}${wire}`;
}

function namesOf(names: readonly string[]): string {
  const told = names.toSorted().slice(0, namesTold);
  const rest = names.length - told.length;
  return rest > 0 ? `${told.join(', ')} and ${rest} more` : told.join(', ');
}
