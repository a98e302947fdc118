import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { projectOf } from './project-of.ts';
import type { Volume } from './records.ts';

const operands: Readonly<Record<string, (volume: Volume) => string | number>> = {
  id: ({ id }) => id,
  name: ({ name }) => name ?? '',
  status: ({ status }) => status,
  size: ({ sizeGiB }) => sizeGiB,
  bootable: ({ isBootable }) => String(isBootable),
  availability_zone: ({ zone }) => zone,
  created_at: ({ createdAt }) => createdAt,
};

/** The volumes that a list asks for, in its order: the newest first unless it says another. */
export function listVolumes({ state }: SimCloud, request: FastifyRequest): Volume[] {
  const own = projectOf(request);
  const [, text = ''] = request.url.split('?');
  const query = new URLSearchParams(text);
  const isAll = isAdmin(callerOf(request)) && /^(1|true|yes|on|t|y)$/i.test(query.get('all_tenants') ?? '');
  const projectId = isAll ? (query.get('project_id') ?? undefined) : own;
  const filters = ['id', 'name', 'status', 'bootable', 'availability_zone'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [{ operand: operands[name], value }];
  });
  const found = state.volumes.where(
    (volume) =>
      (projectId === undefined || volume.projectId === projectId) &&
      filters.every(({ operand, value }) => String(operand?.(volume)).toLowerCase() === value.toLowerCase()),
  );
  return sortVolumes(found, query);
}

function sortVolumes(found: readonly Volume[], query: URLSearchParams): Volume[] {
  const [key = '', direction = 'desc'] = (query.get('sort') ?? '').split(':');
  const wanted = key || query.get('sort_key') || 'created_at';
  const operand = operands[wanted];
  if (operand === undefined) throw new ApiFault(400, 'Invalid input received: Invalid sort key');
  const isRising = (query.get('sort_dir') ?? direction) === 'asc';
  return found.toSorted((one, other) => {
    const [left, right] = [operand(one), operand(other)];
    const isLess = left === right ? one.id < other.id : left < right;
    return isLess === isRising ? -1 : 1;
  });
}
