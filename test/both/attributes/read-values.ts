import { z } from 'zod';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import { keyOfPath } from '../key-of-path.ts';
import { type Answer, type CaseName, caseNames, type Owners, type Rows } from './rows.ts';
import type { Specimens } from './make-specimens.ts';

/** By `kind attribute`, then by case: what a cloud says. Undefined where it has no such specimen. */
export type ReadValues = Readonly<Record<string, Readonly<Partial<Record<CaseName, unknown>>>>>;

const loose = z.looseObject({});
const named = z.looseObject({ id: z.string(), name: z.string() });

/** Reads every attribute of every specimen by plain calls; marks are taken out, and sets are put in order. */
export async function readValues(cloud: Cloud, name: string, { rows: walked, labels }: Specimens): Promise<ReadValues> {
  const owners = await ownersIn(cloud, name, labels);
  const read = async (rows: Rows): Promise<[string, Record<string, unknown>][]> => {
    const all = await answersOf(cloud, rows, owners);
    const found = (which: CaseName): Answer | undefined =>
      all.find((one) => one[rows.label ?? 'name'] === labels.get(`${rows.kind}/${which}`));
    return Object.keys(rows.attributes).map((attribute) => [
      `${rows.kind} ${attribute}`,
      Object.fromEntries(
        caseNames.map((which) => {
          const value = valueOf(found(which), attribute);
          return [which, rows.emptyIsNothing?.includes(attribute) === true ? (value ?? '') : value];
        }),
      ),
    ]);
  };
  return Object.fromEntries((await Promise.all(walked.map(read))).flat());
}

async function ownersIn(cloud: Cloud, name: string, labels: Specimens['labels']): Promise<Owners> {
  const of = async (path: string, key: string): Promise<(wanted: unknown) => string> => {
    const all = await list(cloud, { service: 'identity', path, key, item: named });
    return (wanted) => all.find((one) => one.name === wanted)?.id ?? 'none';
  };
  const [project, user] = await Promise.all([of('/projects', 'projects'), of('/users', 'users')]);
  return {
    name,
    projectId: project(name),
    userId: user(labels.get('user/default')),
    projectIds: new Map(caseNames.map((which) => [which, project(labels.get(`project/${which}`))])),
  };
}

async function answersOf(cloud: Cloud, rows: Rows, owners: Owners): Promise<readonly Answer[]> {
  if (rows.list !== undefined) return await rows.list(cloud, owners);
  const { service, path, query, microversion } = rows;
  const options = { ...(query && { query }), ...(microversion !== undefined && { microversion }) };
  return await list(cloud, { service, path, key: keyOfPath(path), item: loose, ...options });
}

function valueOf(answer: Answer | undefined, attribute: string): unknown {
  let value: unknown = answer;
  for (const part of attribute.split('.'))
    value = Array.isArray(value) ? value.map((one) => partOf(one, part)) : partOf(value, part);
  if (Array.isArray(value) && attribute === 'tags') return value.map(String).toSorted();
  return unmarked(value);
}

function partOf(value: unknown, part: string): unknown {
  return loose.safeParse(value).data?.[part];
}

const markNames = new Set(['pumphouse_source_id', 'pumphouse_type_id']);

/** Written anew here, so that a fault of the program's own marks does not hide. */
function unmarked(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/ ?\[pumphouse [^\]]+\]$/, '');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !markNames.has(name)));
}
