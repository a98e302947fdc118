import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { refuse } from './refuse.ts';
import { textOf } from './text-of.ts';

/** What `dns-integration` adds to each collection (Networking API v2.0, "DNS integration"). */
const attributes: Readonly<Record<string, readonly ('dns_name' | 'dns_domain')[]>> = {
  networks: ['dns_domain'],
  ports: ['dns_name'],
  floatingips: ['dns_name', 'dns_domain'],
};
const singulars: Readonly<Record<string, string>> = { networks: 'network', ports: 'port', floatingips: 'floatingip' };

const member = z.record(z.string(), z.unknown());
const identified = z.looseObject({ id: z.string() });
const name = /^$|^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;

type Names = Record<string, string>;

/**
 * The extension `dns-integration`, for clouds that have it: names are taken out of requests and put into answers. The
 * lab's Neutron runs without it, so that it is written from the API reference alone.
 */
export function dnsHooks(app: FastifyInstance, cloud: SimCloud): void {
  const known = new Map<string, Names>();
  const given = new WeakMap<FastifyRequest, Names>();

  app.addHook('preHandler', async (request) => {
    const path = collectionOf(request);
    if (!cloud.hasDns || path === undefined || !['POST', 'PUT'].includes(request.method)) return;
    const body = member.safeParse(request.body).data ?? {};
    const own = member.safeParse(body[singulars[path] ?? '']).data;
    if (own === undefined) return;
    const names = namesIn(path, own);
    if (path === 'floatingips' && request.method === 'PUT' && Object.keys(names).length > 0) {
      throw refuse.form(`Cannot update read-only attribute ${Object.keys(names)[0]}`);
    }
    given.set(request, names);
    const rest = Object.fromEntries(Object.entries(own).filter(([key]) => !(key in names)));
    Object.assign(request, { body: { ...body, [singulars[path] ?? '']: rest } });
  });

  app.addHook('preSerialization', async (request, _reply, payload) => {
    const path = collectionOf(request);
    const answer = member.safeParse(payload).data;
    if (!cloud.hasDns || path === undefined || answer === undefined) return payload;
    const shown = (one: unknown): unknown => {
      const { data } = identified.safeParse(one);
      if (data === undefined) return one;
      const names = { ...known.get(data.id), ...given.get(request) };
      known.set(data.id, names);
      return { ...data, ...Object.fromEntries((attributes[path] ?? []).map((key) => [key, names[key] ?? ''])) };
    };
    const entries = Object.entries(answer).map(([key, value]) => {
      return [key, Array.isArray(value) ? value.map(shown) : shown(value)] as const;
    });
    return Object.fromEntries(entries);
  });
}

function collectionOf({ url }: FastifyRequest): string | undefined {
  const [, path = ''] = /\/v2\.0\/(networks|ports|floatingips)(?:\/[^/?]+)?(?:\?|$)/.exec(url) ?? [];
  return path in attributes ? path : undefined;
}

function namesIn(path: string, own: Readonly<Record<string, unknown>>): Names {
  const names: Names = {};
  for (const key of attributes[path] ?? []) {
    const value = own[key];
    if (value === undefined) continue;
    const isDomain = key === 'dns_domain';
    if (typeof value !== 'string' || !name.test(value) || (isDomain && value !== '' && !value.endsWith('.'))) {
      throw refuse.form(`Invalid input for ${key}. Reason: '${textOf(value)}' not a valid PQDN or FQDN.`);
    }
    names[key] = value;
  }
  return names;
}
