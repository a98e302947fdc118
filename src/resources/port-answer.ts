import { z } from 'zod';
import type { Cloud } from '../openstack/cloud.ts';
import { isAutomatic, networkCollection, ownerOf, standardFields, subnetsById } from '../openstack/network.ts';
import { sorted } from './sorted.ts';

export const portSchema = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string().optional(),
  description: z.string(),
  networkId: z.string(),
  isUp: z.boolean(),
  mac: z.string(),
  addresses: z.array(
    z.object({
      subnetId: z.string(),
      address: z.string(),
      /** Made from the MAC (SLAAC, stateless DHCPv6): Neutron gives it by itself and refuses to be told. */
      isAutomatic: z.boolean(),
    }),
  ),
  securityGroupIds: z.array(z.string()),
  addressPairs: z.array(z.object({ address: z.string(), mac: z.string() })),
  hasPortSecurity: z.boolean().optional(),
  dhcpOptions: z.array(z.object({ name: z.string(), value: z.string(), ipVersion: z.number() })),
  vnicType: z.string().optional(),
  dnsName: z.string().optional(),
  dnsDomain: z.string().optional(),
  /** Such as `compute:nova`; empty when nothing uses the port. */
  deviceOwner: z.string(),
  deviceId: z.string(),
  tags: z.array(z.string()),
  hasQosPolicy: z.boolean(),
  hasTrunk: z.boolean(),
});
export type Port = z.infer<typeof portSchema>;

const answerSchema = z.looseObject({
  ...standardFields,
  network_id: z.string(),
  admin_state_up: z.boolean(),
  mac_address: z.string(),
  fixed_ips: z.array(z.looseObject({ subnet_id: z.string(), ip_address: z.string() })),
  security_groups: z.array(z.string()).default([]),
  allowed_address_pairs: z.array(z.looseObject({ ip_address: z.string(), mac_address: z.string() })).default([]),
  port_security_enabled: z.boolean().nullish(),
  extra_dhcp_opts: z
    .array(z.looseObject({ opt_name: z.string(), opt_value: z.string(), ip_version: z.number().default(4) }))
    .default([]),
  'binding:vnic_type': z.string().nullish(),
  dns_name: z.string().nullish(),
  dns_domain: z.string().nullish(),
  device_owner: z.string().nullish(),
  device_id: z.string().nullish(),
  qos_policy_id: z.string().nullish(),
  trunk_details: z.looseObject({}).nullish(),
});
export type PortAnswer = z.infer<typeof answerSchema>;

export const ports = networkCollection('/ports', 'port', answerSchema);

/** Ports as they answer; asks for the subnets of their IPv6 addresses. */
export async function portsFrom(cloud: Cloud, answers: readonly PortAnswer[]): Promise<Port[]> {
  const automatic = await automaticSubnetIds(cloud, answers);
  return answers.map((answer) => resourceOf(answer, automatic));
}

/** Asks for subnets only when there is an IPv6 address: IPv4 knows no automatic ones. */
async function automaticSubnetIds(cloud: Cloud, answers: readonly PortAnswer[]): Promise<ReadonlySet<string>> {
  const held = answers.flatMap(({ fixed_ips }) => fixed_ips).filter(({ ip_address }) => ip_address.includes(':'));
  const subnets = await subnetsById(
    cloud,
    held.map(({ subnet_id }) => subnet_id),
  );
  return new Set([...subnets.values()].filter(isAutomatic).map(({ id }) => id));
}

function resourceOf(answer: PortAnswer, automatic: ReadonlySet<string>): Port {
  return {
    id: answer.id,
    name: answer.name,
    projectId: ownerOf(answer),
    description: answer.description ?? '',
    networkId: answer.network_id,
    isUp: answer.admin_state_up,
    mac: answer.mac_address.toLowerCase(),
    addresses: sorted(
      answer.fixed_ips.map(({ subnet_id, ip_address }) => ({
        subnetId: subnet_id,
        address: ip_address,
        isAutomatic: automatic.has(subnet_id),
      })),
    ),
    securityGroupIds: sorted(answer.security_groups),
    addressPairs: sorted(
      answer.allowed_address_pairs.map(({ ip_address, mac_address }) => ({
        address: ip_address,
        mac: mac_address.toLowerCase(),
      })),
    ),
    hasPortSecurity: answer.port_security_enabled ?? undefined,
    dhcpOptions: sorted(
      answer.extra_dhcp_opts.map(({ opt_name, opt_value, ip_version }) => ({
        name: opt_name,
        value: opt_value,
        ipVersion: ip_version,
      })),
    ),
    vnicType: answer['binding:vnic_type'] ?? undefined,
    dnsName: answer.dns_name ?? undefined,
    dnsDomain: answer.dns_domain ?? undefined,
    deviceOwner: answer.device_owner ?? '',
    deviceId: answer.device_id ?? '',
    tags: sorted(answer.tags),
    hasQosPolicy: typeof answer.qos_policy_id === 'string',
    hasTrunk: answer.trunk_details != null,
  };
}
