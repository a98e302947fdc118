import { assert } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { isSameJson } from '../base/json.ts';
import { cidrContains } from '../openstack/cidr-contains.ts';
import { completeTwin, describedPairs, findMarked, isWholeAfterCreate, unmarkTwin } from './described.ts';
import { differences, unordered } from './difference.ts';
import { extensionBody, extensionFindings, extensionPair } from './extension.ts';
import { offeredSubnets, safeSubnet, whyChanged } from './gateway-address.ts';
import type { Lookup, Ref, ResourceKind } from './kind.ts';
import { isMarkedDescription, markDescription, unmarkDescription } from './mark.ts';
import { type Router, routerSchema, routers, routersFrom } from './router-answer.ts';
import {
  addRouterInterface,
  interfaceOwners,
  interfacePorts,
  type RouterInterface,
  removeRouterInterfaces,
} from './router-interface.ts';

type RouterDraft = Readonly<Record<string, unknown>>;

/** A router. Interfaces come in `connect`, and then its routes, whose next hops must lie behind an interface. */
export const router: ResourceKind<Router, RouterDraft> = {
  name: 'router',
  service: 'network',
  category: 'supplementary',
  strategies: ['project', 'used'],
  schema: routerSchema,
  carried: [
    'name',
    'project',
    'description',
    'admin state',
    'external gateway',
    'gateway addresses where they are free',
    'SNAT',
    'interfaces with their addresses',
    'routes',
    'tags',
  ],
  adopts: 'None: only what a run of ours made.',
  remarks: ['A gateway address of a range that both clouds have may still be alive: the twin gets another one.'],
  reports: {
    'network-extension-missing': 'The destination’s Neutron lacks an extension that it uses.',
    'router-gateway-address': 'Its gateway gets another address.',
    'router-route': 'A route leads where the destination has no way to.',
    'router-sort': 'Whether it is distributed or highly available is for the destination to say.',
  },

  // All of them: one of another project may serve the wanted project's networks.
  async discover(cloud) {
    const [answers, plain] = await Promise.all([
      routers.list(cloud),
      interfacePorts.list(cloud, { device_owner: interfaceOwners[0] }),
    ]);
    const isPlain = answers.every(({ distributed, ha }) => distributed !== true && ha !== true);
    const owners = isPlain ? [] : interfaceOwners.slice(1);
    const others = await Promise.all(owners.map((owner) => interfacePorts.list(cloud, { device_owner: owner })));
    return routersFrom(cloud, answers, [...plain, ...others.flat()]);
  },

  needs: ({ projectId, gateway }) => [
    ...(projectId === undefined ? [] : [{ kind: 'project', id: projectId } satisfies Ref]),
    ...(gateway === null ? [] : [{ kind: 'network', id: gateway.networkId } satisfies Ref]),
  ],

  links: ({ interfaces }) =>
    [...new Set(placesOf(interfaces).map(([subnetId]) => subnetId))].map((id): Ref => ({ kind: 'subnet', id })),

  assess: (resource, lookup) => [
    ...extensionFindings('router', resource, lookup.destination, [
      { extension: 'extraroute', attribute: 'routes', isUsed: resource.routes.length > 0 },
      { extension: 'ext-gw-mode', attribute: 'SNAT switched off', isUsed: resource.gateway?.hasSnat === false },
    ]),
    ...findingsOf(resource, lookup),
  ],

  translate(resource, lookup) {
    const { id, name, projectId, description, isUp } = resource;
    return {
      name,
      description: markDescription(unmarkDescription(description), id),
      ...(projectId === undefined ? {} : { project_id: lookup.id('project', projectId) }),
      admin_state_up: isUp,
      ...gatewayBody(resource, lookup),
    };
  },

  match: (resource, draft, candidates) => findMarked(resource, draft.project_id, candidates),

  isMarked: ({ id }, twin) => isMarkedDescription(twin.description, id),

  async candidates(destination, { name }) {
    const answers = await routers.list(destination, { name });
    const ports = await Promise.all(answers.map(({ id }) => interfacePorts.list(destination, { device_id: id })));
    return routersFrom(destination, answers, ports.flat());
  },

  async create({ destination }, _resource, draft) {
    return only(await routersFrom(destination, [await routers.create(destination, draft)], []));
  },

  isConnected: (resource) =>
    isWholeAfterCreate(resource) && resource.interfaces.length === 0 && resource.routes.length === 0,

  async connect({ destination, lookup }, resource, twin) {
    // One after the other: Neutron takes them under one lock of the router.
    for (const wanted of missingInterfaces(resource, twin, lookup)) {
      await addRouterInterface(destination, twin, wanted);
    }
    const routes = carriedRoutes(resource, lookup);
    const isSame = isSameJson(unordered(routes), unordered(twin.routes));
    await completeTwin(destination, routers, resource, twin, isSame ? {} : { routes });
  },

  async read(cloud, id) {
    const [answer, ports] = await Promise.all([routers.read(cloud, id), interfacePorts.list(cloud, { device_id: id })]);
    return answer === undefined ? undefined : only(await routersFrom(cloud, [answer], ports));
  },

  compare(resource, twin, lookup) {
    const { find } = lookup;
    const { gateway } = resource;
    const kept = keptAddresses(resource, lookup).map(({ ip_address }) => ip_address);
    return differences({
      ...describedPairs(resource, twin, find),
      'admin state': [resource.isUp, twin.isUp],
      'external network': [
        gateway === null ? null : (find('network', gateway.networkId) ?? null),
        twin.gateway?.networkId ?? null,
      ],
      SNAT: extensionPair(gateway?.hasSnat, twin.gateway?.hasSnat, true),
      // Addresses that had to change are in the findings, and are no difference.
      'gateway addresses': [
        unordered(kept),
        kept.length === 0 ? [] : unordered((twin.gateway?.addresses ?? []).map(({ address }) => address)),
      ],
      interfaces: [
        unordered(
          placesOf(resource.interfaces).map(([subnetId, address]) => [find('subnet', subnetId) ?? null, address]),
        ),
        unordered(placesOf(twin.interfaces)),
      ],
      routes: [unordered(carriedRoutes(resource, lookup)), unordered(twin.routes)],
    });
  },

  async undo(destination, id) {
    const answer = await routers.read(destination, id);
    if (answer === undefined) return;
    if ((answer.routes ?? []).length > 0) await routers.update(destination, id, { routes: [] });
    await removeRouterInterfaces(destination, id);
    await routers.remove(destination, id);
  },

  unmark: (destination, _resource, twin) => unmarkTwin(destination, routers, twin),
};

function only(found: readonly Router[]): Router {
  const [first] = found;
  assert(first !== undefined, 'each answer makes one router');
  return first;
}

/** Every address inside, whatever port it is on. */
function placesOf(interfaces: readonly RouterInterface[]): [subnetId: string, address: string][] {
  return interfaces.flatMap(({ addresses }) => addresses).map(({ subnetId, address }) => [subnetId, address]);
}

/** The source's interfaces that the twin lacks, with ids of the destination. */
function missingInterfaces({ interfaces }: Router, twin: Router, lookup: Lookup): RouterInterface[] {
  const present = new Set(placesOf(twin.interfaces).map((place) => place.join(' ')));
  return interfaces
    .map(({ networkId, addresses, isGateway }) => ({
      networkId: lookup.id('network', networkId),
      addresses: addresses
        .map(({ subnetId, address }) => ({ subnetId: lookup.id('subnet', subnetId), address }))
        .filter(({ subnetId, address }) => !present.has(`${subnetId} ${address}`)),
      isGateway,
    }))
    .filter(({ addresses }) => addresses.length > 0);
}

/** Distributed and HA are left to the destination's defaults: they say how a cloud is built, not what a project has. */
function gatewayBody({ gateway, ...resource }: Router, lookup: Lookup): RouterDraft {
  if (gateway === null) return {};
  const kept = keptAddresses({ ...resource, gateway }, lookup);
  return {
    external_gateway_info: {
      network_id: lookup.id('network', gateway.networkId),
      ...extensionBody(lookup.destination, 'ext-gw-mode', { enable_snat: gateway.hasSnat }),
      ...(kept.length === 0 ? {} : { external_fixed_ips: kept }),
    },
  };
}

/** The gateway's addresses, if all of them can be had on the destination; otherwise it chooses all. */
function keptAddresses(
  { gateway }: Router,
  lookup: Lookup,
): { readonly subnet_id: string; readonly ip_address: string }[] {
  if (gateway === null) return [];
  const offered = offeredSubnets(lookup, gateway.networkId);
  const found = gateway.addresses.flatMap((one) => {
    const subnet = safeSubnet(one, offered);
    return subnet === undefined ? [] : [{ subnet_id: subnet.id, ip_address: one.address }];
  });
  return found.length === gateway.addresses.length ? found : [];
}

/** Routes through the source's external network are left behind where the destination's has another range. */
function carriedRoutes({ routes, gateway }: Router, lookup: Lookup): Router['routes'] {
  const offered = gateway === null ? [] : offeredSubnets(lookup, gateway.networkId);
  const outside = (gateway?.addresses ?? []).flatMap(({ cidr }) => (cidr === undefined ? [] : [cidr]));
  return routes.filter(({ nexthop }) => {
    if (!outside.some((cidr) => cidrContains(cidr, nexthop))) return true;
    return offered.some(({ cidr }) => cidrContains(cidr, nexthop));
  });
}

function findingsOf(resource: Router, lookup: Lookup): Finding[] {
  const { id, name, routes, isDistributed = false, isHighlyAvailable = false } = resource;
  const about = { kind: 'router', id, name };
  const findings = gatewayFinding(resource, lookup);
  const carried = carriedRoutes(resource, lookup);
  for (const { destination: range, nexthop } of routes.filter((route) => !carried.includes(route))) {
    const summary = `the route of router ${name} to ${range} is left out: the destination has no way to ${nexthop}`;
    findings.push({ severity: 'warning', rule: 'router-route', summary, resource: about });
  }
  const sorts = [...(isDistributed ? ['distributed'] : []), ...(isHighlyAvailable ? ['highly available'] : [])];
  if (sorts.length > 0) {
    const summary = `router ${name} is ${sorts.join(' and ')}; on the destination its defaults decide that`;
    findings.push({ severity: 'note', rule: 'router-sort', summary, resource: about });
  }
  return findings;
}

/** One address that cannot be kept changes them all. */
function gatewayFinding({ id, name, gateway }: Router, lookup: Lookup): Finding[] {
  if (gateway === null) return [];
  const offered = offeredSubnets(lookup, gateway.networkId);
  const lost = gateway.addresses.map((one) => ({ ...one, why: whyChanged(one, offered) }));
  const [first] = lost.filter(({ why }) => why !== undefined);
  if (first === undefined) return [];
  const { address, cidr = 'its range' } = first;
  const isShared = first.why === 'shared';
  const changes =
    lost.length === 1
      ? 'gets another gateway address'
      : `gets other gateway addresses than ${lost.map((one) => one.address).join(' and ')}`;
  const why = isShared ? `${cidr}, with ${address}, is in both clouds` : `its external network there has no ${address}`;
  return [
    {
      severity: isShared ? 'warning' : 'note',
      rule: 'router-gateway-address',
      summary: `router ${name} ${changes}: ${why}`,
      resource: { kind: 'router', id, name },
    },
  ];
}
