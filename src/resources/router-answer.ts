import { z } from 'zod';
import type { Cloud } from '../openstack/cloud.ts';
import { networkCollection, ownerOf, standardFields, subnetsById } from '../openstack/network.ts';
import { type InterfacePort, isInterface, type RouterInterface, routerInterfaceSchema } from './router-interface.ts';
import { sorted } from './sorted.ts';

export const routerSchema = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string().optional(),
  description: z.string(),
  isUp: z.boolean(),
  /** The external gateway; null without one. */
  gateway: z
    .object({
      networkId: z.string(),
      hasSnat: z.boolean().optional(),
      addresses: z.array(z.object({ address: z.string(), cidr: z.string().optional() })),
    })
    .nullable(),
  interfaces: z.array(routerInterfaceSchema),
  routes: z.array(z.object({ destination: z.string(), nexthop: z.string() })),
  isDistributed: z.boolean().optional(),
  isHighlyAvailable: z.boolean().optional(),
  tags: z.array(z.string()),
});
export type Router = z.infer<typeof routerSchema>;

const answerSchema = z.looseObject({
  ...standardFields,
  admin_state_up: z.boolean(),
  external_gateway_info: z
    .looseObject({
      network_id: z.string(),
      enable_snat: z.boolean().nullish(),
      external_fixed_ips: z.array(z.looseObject({ subnet_id: z.string(), ip_address: z.string() })).default([]),
    })
    .nullish(),
  routes: z.array(z.looseObject({ destination: z.string(), nexthop: z.string() })).nullish(),
  distributed: z.boolean().nullish(),
  ha: z.boolean().nullish(),
});
export type RouterAnswer = z.infer<typeof answerSchema>;

export const routers = networkCollection('/routers', 'router', answerSchema);

/** Routers as they answer, with those of the ports that are their interfaces; asks for the subnets of both. */
export async function routersFrom(
  cloud: Cloud,
  answers: readonly RouterAnswer[],
  ports: readonly InterfacePort[],
): Promise<Router[]> {
  const held = ports.filter(isInterface);
  const external = answers.flatMap(({ external_gateway_info }) => external_gateway_info?.external_fixed_ips ?? []);
  const inside = held.flatMap(({ fixed_ips }) => fixed_ips);
  const subnets = await subnetsById(
    cloud,
    [...external, ...inside].map(({ subnet_id }) => subnet_id),
  );
  return answers.map((answer) => ({
    id: answer.id,
    name: answer.name,
    projectId: ownerOf(answer),
    description: answer.description ?? '',
    isUp: answer.admin_state_up,
    gateway: gatewayOf(answer, (id) => subnets.get(id)?.cidr),
    interfaces: sorted(
      held
        .filter(({ device_id }) => device_id === answer.id)
        .map((one) => interfaceOf(one, (id) => subnets.get(id)?.gateway_ip ?? undefined)),
    ),
    routes: sorted((answer.routes ?? []).map(({ destination, nexthop }) => ({ destination, nexthop }))),
    isDistributed: answer.distributed ?? undefined,
    isHighlyAvailable: answer.ha ?? undefined,
    tags: sorted(answer.tags),
  }));
}

function gatewayOf(
  { external_gateway_info: gateway }: RouterAnswer,
  cidrOf: (subnetId: string) => string | undefined,
): Router['gateway'] {
  if (gateway === null || gateway === undefined) return null;
  return {
    networkId: gateway.network_id,
    hasSnat: gateway.enable_snat ?? undefined,
    addresses: gateway.external_fixed_ips.map(({ subnet_id, ip_address }) => ({
      address: ip_address,
      cidr: cidrOf(subnet_id),
    })),
  };
}

function interfaceOf(
  { network_id, fixed_ips }: InterfacePort,
  gatewayIpOf: (subnetId: string) => string | undefined,
): RouterInterface {
  const addresses = sorted(
    fixed_ips.map(({ subnet_id, ip_address }) => ({ subnetId: subnet_id, address: ip_address })),
  );
  const isGateway = addresses.every(({ subnetId, address }) => gatewayIpOf(subnetId) === address);
  return { networkId: network_id, addresses, isGateway: isGateway && addresses.length === 1 };
}
