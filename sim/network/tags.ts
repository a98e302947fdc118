import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Collection } from './collection.ts';
import { findOne } from './collection-routes.ts';
import { floatingIps } from './floating-ips.ts';
import { networks } from './networks.ts';
import { ports } from './ports.ts';
import type { Standard } from './records.ts';
import { refuse } from './refuse.ts';
import { routers } from './routers.ts';
import { securityGroups } from './security-groups.ts';
import { subnets } from './subnets.ts';
import { touch } from './touch.ts';

/** Tags of everything that has standard attributes; who sees a thing may tag it, as Zed has no policy for tags. */
export function tagsRoutes(app: FastifyInstance, cloud: SimCloud): void {
  tagRoutesOf(app, cloud, networks);
  tagRoutesOf(app, cloud, subnets);
  tagRoutesOf(app, cloud, ports);
  tagRoutesOf(app, cloud, routers);
  tagRoutesOf(app, cloud, securityGroups);
  tagRoutesOf(app, cloud, floatingIps);
}

const tag = z.string().max(255);
const bodySchema = z.object({ tags: z.array(tag) });
const paramsSchema = z.object({ tag: z.string() });

function tagRoutesOf<R extends Standard, D, C>(
  app: FastifyInstance,
  cloud: SimCloud,
  collection: Collection<R, D, C>,
): void {
  const url = `/v2.0/${collection.path}/:id/tags`;
  const find = (request: FastifyRequest): R => findTagged({ cloud, caller: callerOf(request) }, collection, request);
  const set = (record: R, tags: readonly string[]): void => {
    record.tags = [...new Set(tags)].toSorted();
    touch(cloud, record);
  };
  const tagOf = (request: FastifyRequest): string => paramsSchema.parse(request.params).tag;
  const missing = (text: string): Error => refuse.missing('TagNotFound', `Tag ${text} could not be found.`);

  app.get(url, async (request) => ({ tags: find(request).tags }));
  app.put(url, async (request) => {
    const body = bodySchema.safeParse(request.body);
    if (!body.success) throw refuse.input('Invalid tags body');
    const { tags } = body.data;
    const twice = tags.filter((text, index) => tags.indexOf(text) < index);
    if (twice.length > 0) throw refuse.input(`Duplicate items in the list: '${twice.join(', ')}'`);
    const record = find(request);
    set(record, tags);
    return { tags: record.tags };
  });
  app.delete(url, async (request, reply) => {
    set(find(request), []);
    return reply.code(204).send();
  });
  app.get(`${url}/:tag`, async (request, reply) => {
    if (!find(request).tags.includes(tagOf(request))) throw missing(tagOf(request));
    return reply.code(204).send();
  });
  app.put(`${url}/:tag`, async (request, reply) => {
    const text = tagOf(request);
    if (!tag.safeParse(text).success) throw refuse.input(`'${text}' exceeds maximum length of 255`);
    const record = find(request);
    set(record, [...record.tags, text]);
    return reply.code(201).type('application/json').send('null');
  });
  app.delete(`${url}/:tag`, async (request, reply) => {
    const record = find(request);
    if (!record.tags.includes(tagOf(request))) throw missing(tagOf(request));
    set(
      record,
      record.tags.filter((text) => text !== tagOf(request)),
    );
    return reply.code(204).send();
  });
}

const idSchema = z.object({ id: z.string() });

function findTagged<R extends Standard, D, C>(
  asking: Parameters<typeof findOne<R, D, C>>[0],
  collection: Collection<R, D, C>,
  request: FastifyRequest,
): R {
  try {
    return findOne(asking, collection, request);
  } catch {
    const { id } = idSchema.parse(request.params);
    const message = `Resource ${collection.attributes.singular}s ${id} could not be found.`;
    throw refuse.missing('TagResourceNotFound', message);
  }
}
