import { z } from 'zod';

/* What the Compute API told of networks until its microversion 2.36 (Compute API reference, "Networks", "Security
 * groups", "Floating IP pools"). With nova-network, ids are numbers; before Neutron, Nova gives most fields as null. */

const id = z.union([z.string(), z.number()]).transform(String);

export const computeNetworkSchema = z.looseObject({
  id,
  label: z.string(),
  project_id: z.string().nullish(),
  cidr: z.string().nullish(),
  gateway: z.string().nullish(),
  broadcast: z.string().nullish(),
  dhcp_start: z.string().nullish(),
  dns1: z.string().nullish(),
  dns2: z.string().nullish(),
  enable_dhcp: z.boolean().nullish(),
  mtu: z.number().nullish(),
});
export type ComputeNetwork = z.infer<typeof computeNetworkSchema>;

export const computeGroupSchema = z.looseObject({
  id,
  name: z.string(),
  tenant_id: z.string(),
  description: z.string().nullish(),
  rules: z
    .array(
      z.looseObject({
        id,
        ip_protocol: z.string().nullish(),
        from_port: z.number().nullish(),
        to_port: z.number().nullish(),
        group: z.looseObject({ name: z.string().optional(), tenant_id: z.string().optional() }).default({}),
        ip_range: z.looseObject({ cidr: z.string().optional() }).default({}),
      }),
    )
    .default([]),
});
export type ComputeGroup = z.infer<typeof computeGroupSchema>;

export const computeServerSchema = z.looseObject({
  id: z.string(),
  tenant_id: z.string(),
  status: z.string(),
  security_groups: z.array(z.looseObject({ name: z.string() })).default([]),
  addresses: z
    .record(
      z.string(),
      z.array(
        z.looseObject({
          addr: z.string(),
          'OS-EXT-IPS:type': z.string().optional(),
          'OS-EXT-IPS-MAC:mac_addr': z.string().optional(),
        }),
      ),
    )
    .default({}),
});
export type ComputeServer = z.infer<typeof computeServerSchema>;

export const computeFloatingIpSchema = z.looseObject({ ip: z.string(), pool: z.string().nullish() });
export const computePoolSchema = z.looseObject({ name: z.string() });

/** All that the Compute API tells of a cloud's networks. */
export interface ComputeNetworks {
  readonly networks: readonly ComputeNetwork[];
  readonly groups: readonly ComputeGroup[];
  readonly servers: readonly ComputeServer[];
  /** Of the project that we are logged in to; it is not told of others. */
  readonly floatingIps: readonly z.infer<typeof computeFloatingIpSchema>[];
  readonly pools: readonly string[];
  /** The project that we are logged in to: it gets what belongs to none. */
  readonly ownProjectId: string;
}
