import { z } from 'zod';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';

/** Fills in what only the source knows. */
export interface SourceWords {
  /** NAME is what specimens' names begin with, HOST the host of the odd server, FLOATING the falsy floating IP. */
  full(text: string): string;
  /** `another HOST` are the servers on all other hosts. */
  all(text: string): readonly string[];
}

const hostName = 'OS-EXT-SRV-ATTR:host';
const serverSchema = z.looseObject({ name: z.string(), [hostName]: z.string().nullish() });
const floatingSchema = z.looseObject({ floating_ip_address: z.string(), tags: z.array(z.string()) });

export async function readSourceWords(source: Cloud, name: string): Promise<SourceWords> {
  const query = { all_tenants: true };
  const path = '/servers/detail';
  const servers = await list(source, { service: 'compute', path, key: 'servers', item: serverSchema, query });
  const floating = { service: 'network', path: '/floatingips', key: 'floatingips', item: floatingSchema } as const;
  const addresses = await list(source, floating);
  const host = servers.find((one) => one.name === `${name} server odd`)?.[hostName] ?? 'none';
  const address = addresses.find(({ tags }) => tags.includes('is falsy'))?.floating_ip_address ?? 'none';
  const full = (text: string): string =>
    text.replaceAll('NAME', name).replaceAll('HOST', host).replaceAll('FLOATING', address);
  const elsewhere = servers.filter((one) => one[hostName] !== host).map((one) => one.name);
  return { full, all: (text) => (text === 'another HOST' ? elsewhere : [full(text)]) };
}
