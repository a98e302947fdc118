import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf, isAdmin, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Asking, Collection, Shown } from './collection.ts';
import { pageOf } from './list-page.ts';
import { chooseBy, type ListQuery, readQuery } from './list-query.ts';
import { makeRoom } from './quota-limits.ts';
import { readChange, readDrafts } from './form.ts';
import { refuse } from './refuse.ts';

type Resource = { readonly id: string; readonly project_id: string };

/** The five calls that all resources of Neutron have (Networking API v2.0). */
export function collectionRoutes<R extends Resource, D, C>(
  app: FastifyInstance,
  cloud: SimCloud,
  collection: Collection<R, D, C>,
): void {
  const { path, attributes } = collection;
  const { singular } = attributes;
  const url = `/v2.0/${path}`;
  const askingOf = (request: FastifyRequest): Asking => ({ cloud, caller: callerOf(request) });

  app.get(url, async (request) => answerList(askingOf(request), collection, readQuery(request.query)));
  app.get(`${url}/:id`, async (request) => {
    const asking = askingOf(request);
    const record = findOne(asking, collection, request);
    const fields = readQuery(request.query).get('fields') ?? [];
    return { [singular]: fieldsOf(visible(asking, collection, record), fields) };
  });
  app.post(url, async (request, reply) => answerPost(askingOf(request), collection, request, reply));
  app.put(`${url}/:id`, async (request) => {
    const asking = askingOf(request);
    const given = readChange(request, attributes);
    const record = findOne(asking, collection, request);
    refuseStranger(asking, collection, record, 'update');
    const forbidden = collection.forbidden?.(asking, given, record, record.project_id);
    if (forbidden !== undefined) throw refuse.attribute(`update_${singular}`, forbidden);
    collection.change(asking, record, given);
    return { [singular]: visible(asking, collection, collection.table(cloud).get(record.id) ?? record) };
  });
  app.delete(`${url}/:id`, async (request, reply) => {
    const asking = askingOf(request);
    const record = findOne(asking, collection, request);
    refuseStranger(asking, collection, record, 'delete');
    collection.remove(asking, record);
    return reply.code(204).send();
  });
}

const paramsSchema = z.object({ id: z.string() });

/** The record that the path names, if the caller may know of it. */
export function findOne<R extends Resource, D, C>(
  asking: Asking,
  collection: Collection<R, D, C>,
  request: FastifyRequest,
): R {
  const { id } = paramsSchema.parse(request.params);
  const record = collection.table(asking.cloud).get(id);
  if (record === undefined || !maySee(asking, collection, record)) throw collection.missing(id);
  return record;
}

function maySee<R extends Resource, D, C>(asking: Asking, collection: Collection<R, D, C>, record: R): boolean {
  return mayAct(asking.caller, record.project_id) || collection.maySee?.(asking, record) === true;
}

function refuseStranger<R extends Resource, D, C>(
  asking: Asking,
  { attributes, mayChange }: Collection<R, D, C>,
  record: R,
  verb: 'update' | 'delete',
): void {
  if (mayAct(asking.caller, record.project_id) || mayChange?.(asking, record) === true) return;
  throw refuse.policy(`${verb}_${attributes.singular}`);
}

function visible<R extends Resource, D, C>(
  { cloud, caller }: Asking,
  collection: Collection<R, D, C>,
  record: R,
): Shown {
  const { hidden = [], view } = collection;
  const shown = { ...view(cloud, record), tenant_id: record.project_id };
  if (isAdmin(caller)) return shown;
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !hidden.includes(name)));
}

function fieldsOf(shown: Shown, fields: readonly string[]): Shown {
  const wanted = fields.filter((name) => name !== '');
  if (wanted.length === 0) return shown;
  return Object.fromEntries(Object.entries(shown).filter(([name]) => wanted.includes(name)));
}

function answerList<R extends Resource, D, C>(
  asking: Asking,
  collection: Collection<R, D, C>,
  query: ListQuery,
): Shown {
  const { cloud, caller } = asking;
  const { attributes, table, filters, sorts, unseen, beforeList, path, missing } = collection;
  const projectId = query.get('project_id')?.[0] ?? query.get('tenant_id')?.[0] ?? caller.projectId ?? '';
  beforeList?.(asking, projectId);
  const seen = table(cloud).where((record) => maySee(asking, collection, record));
  const chosen = chooseBy(query, [...filters, 'project_id', 'tenant_id'], seen, (record) => ({
    ...collection.view(cloud, record),
    ...unseen?.(cloud, record),
  }));
  const shown = chosen.map((record) => visible(asking, collection, record));
  const { members, links } = pageOf({ url: `${cloud.url}/network/v2.0/${path}`, query, sorts, missing }, shown);
  const fields = query.get('fields') ?? [];
  const plural = `${attributes.singular}s`;
  const answer = { [plural]: members.map((member) => fieldsOf(member, fields)) };
  return links.length === 0 ? answer : { ...answer, [`${plural}_links`]: links };
}

function answerPost<R extends Resource, D, C>(
  asking: Asking,
  collection: Collection<R, D, C>,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { attributes, limited, forbidden, checkAll, viewMade } = collection;
  const { isBulk, drafts } = readDrafts(request, asking.caller, attributes);
  checkAll?.(
    asking,
    drafts.map(({ given }) => given),
  );
  for (const owner of new Set(drafts.map(({ projectId }) => projectId))) {
    makeRoom(asking.cloud, owner, limited, drafts.filter(({ projectId }) => projectId === owner).length);
  }
  for (const { given, projectId } of drafts) {
    const name = forbidden?.(asking, given, undefined, projectId);
    if (name !== undefined) throw refuse.attribute(`create_${attributes.singular}`, name);
  }
  const made = makeAll(asking, collection, drafts);
  const shown = made.map((record) => ({
    ...visible(asking, collection, record),
    ...viewMade?.(asking.cloud, record),
  }));
  const answer = isBulk ? { [`${attributes.singular}s`]: shown } : { [attributes.singular]: shown[0] };
  return reply.code(201).send(answer);
}

/** All or none. */
function makeAll<R extends Resource, D, C>(
  asking: Asking,
  collection: Collection<R, D, C>,
  drafts: readonly { readonly given: D; readonly projectId: string }[],
): R[] {
  const made: R[] = [];
  try {
    for (const { given, projectId } of drafts) made.push(collection.make(asking, given, projectId));
  } catch (fault) {
    for (const record of made.toReversed()) collection.remove(asking, record);
    throw fault;
  }
  return made;
}
