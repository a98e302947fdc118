import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { list } from '../openstack/collection.ts';
import { foreignEndpoint, unknownServices } from '../openstack/foreign-service.ts';
import type { Login } from '../openstack/session.ts';
import type { Inventory } from './inventory.ts';
import { listForeign } from './list-foreign.ts';
import { oneByOne } from './one-by-one.ts';
import type { Unmoved } from './unmoved.ts';
import { foreignKinds, type OwnKind, ownKinds, type UnmovedKind } from './unmoved-kinds.ts';

/** Whose things are looked at. */
export interface UnmovedScope {
  readonly projectIds: readonly string[];
  readonly userIds: readonly string[];
  /** The whole cloud moves: what belongs to none of its projects is told too. */
  readonly isAll: boolean;
}

type Member = Readonly<Record<string, unknown>>;

const unseenCure = 'They are not moved: see for yourself whether the chosen projects have some.';

interface Look {
  readonly unmoved: readonly Unmoved[];
  /** What could not be looked at, in words. */
  readonly findings: readonly Finding[];
}

/**
 * What the chosen projects have that no run moves, of every service in the catalog. A service that is not there, or
 * does not know of such things, has none; one that does not answer is a finding, and no Problem.
 */
export async function findUnmoved(cloud: Cloud, { capabilities }: Inventory, scope: UnmovedScope): Promise<Look> {
  const login = await cloud.login();
  const isWanted = ({ of, extension }: UnmovedKind): boolean =>
    (scope.isAll || of !== 'cloud') &&
    (of !== 'own project' || scope.projectIds.includes(login.project?.id ?? '')) &&
    (extension === undefined || capabilities.networkExtensions.includes(extension));
  const looks = await Promise.all([
    ...ownKinds.filter(isWanted).map((kind) => look(cloud, kind, scope, () => listOwn(cloud, kind, scope))),
    ...foreignKinds.filter(isWanted).map((kind) => look(cloud, kind, scope, () => listForeign(cloud, kind, scope))),
  ]);
  const unknown = unknownServices(login).map(({ type, name }): Finding => {
    const summary = `service ${name} of type ${type} on ${cloud.name} is not looked at`;
    const cure = 'See for yourself whether the chosen projects have something there: it is not moved.';
    return { severity: 'note', rule: 'service-unknown', summary, cure };
  });
  return {
    unmoved: looks.flatMap((one) => one.unmoved),
    findings: [...looks.flatMap((one) => one.findings), ...ownOnlyFindings(cloud, login, scope), ...unknown],
  };
}

/** Some services tell an administrator only what the project has that the login is for: the others are not seen. */
function ownOnlyFindings(cloud: Cloud, login: Login, { projectIds }: UnmovedScope): Finding[] {
  const own = login.project?.id;
  if (projectIds.every((id) => id === own)) return [];
  const narrow = foreignKinds.filter(
    ({ of, service }) => of === 'own project' && foreignEndpoint(login, service, cloud.config) !== undefined,
  );
  return narrow.map(({ kind, service }): Finding => {
    const summary = `${kind} of service ${service} on ${cloud.name} are told of our own project alone`;
    return { severity: 'note', rule: 'service-unread', summary, cure: unseenCure };
  });
}

async function look(
  cloud: Cloud,
  kind: UnmovedKind,
  scope: UnmovedScope,
  read: () => Promise<readonly Member[]>,
): Promise<Look> {
  try {
    return { unmoved: countUnmoved(kind, await read(), scope), findings: [] };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status === 404) return { unmoved: [], findings: [] };
    const summary = `${kind.kind} of service ${kind.service} on ${cloud.name} could not be looked at`;
    const detail = problem.message;
    return { unmoved: [], findings: [{ severity: 'note', rule: 'service-unread', summary, detail, cure: unseenCure }] };
  }
}

/** Pure: those of the chosen projects as one entry, or none. */
function countUnmoved(kind: UnmovedKind, members: readonly Member[], scope: UnmovedScope): Unmoved[] {
  const { owner, name: nameFields = ['name', 'id'], isMade = () => false } = kind;
  const isOurs = (member: Member): boolean => {
    const id = owner?.map((field) => member[field]).find((value) => typeof value === 'string');
    return owner === undefined || (typeof id === 'string' && scope.projectIds.includes(id));
  };
  const found = members.filter((member) => isOurs(member) && !isMade(member));
  if (found.length === 0) return [];
  const names = found.map((member) => {
    const values = [...nameFields, 'id'].map((field) => member[field]);
    return values.find((value) => typeof value === 'string' && value !== '') ?? 'without a name';
  });
  const sum = (field: string): number => found.reduce((total, member) => total + (Number(member[field]) || 0), 0);
  return [
    {
      service: kind.service,
      kind: kind.kind,
      count: found.length,
      names: names.map(String).toSorted().slice(0, limits.unmovedNames),
      ...(kind.sizeGiB === undefined ? {} : { sizeGiB: sum(kind.sizeGiB) }),
      ...(kind.objects === undefined ? {} : { objects: sum(kind.objects) }),
    },
  ];
}

async function listOwn(cloud: Cloud, kind: OwnKind, { userIds }: UnmovedScope): Promise<readonly Member[]> {
  const { service, path, key, microversion } = kind;
  if (!(await cloud.hasService(service))) return [];
  const item = z.record(z.string(), z.unknown());
  const options = microversion === undefined ? {} : { microversion };
  if (!path.includes('{user}')) return list(cloud, { service, path, key, item, ...options });
  return oneByOne(userIds, 'users', (id) => {
    return list(cloud, { service, path: path.replace('{user}', id), key, item, ...options });
  });
}
