import type { DumpedRecord } from '../../../sim/cloud/dump-state.ts';
import { type Dumps, recordsOf } from './dumps.ts';
import { type IdMap, mapIds } from './map-ids.ts';
import type { Wanted } from './wanted.ts';

/**
 * Every wanted role assignment is there once, for the twins of its actor, role and target; and there is none that was
 * neither wanted nor there before. A line for each that is not so.
 */
export function checkAssignments(before: Dumps, after: Dumps, wanted: readonly Wanted[], map: IdMap): string[] {
  const paths = new Set(wanted.filter(({ kind }) => kind === 'role-assignment').map(({ id }) => id));
  const chosen = recordsOf(after.source, 'assignments').filter((one) => paths.has(pathOf(one)));
  const lost = paths.size - chosen.length;
  const expected = new Map(chosen.map((one) => [partsOf(mapIds(one, map)), pathOf(one)]));
  const present = Map.groupBy(recordsOf(after.destination, 'assignments'), (one) => partsOf(one));
  const former = new Set(recordsOf(before.destination, 'assignments').map((one) => partsOf(one)));
  return [
    ...(lost === 0 ? [] : [`${lost} role assignments of the plan are not on the source`]),
    ...[...expected]
      .filter(([parts]) => present.get(parts)?.length !== 1)
      .map(([parts, path]) => `role assignment ${path} is there ${present.get(parts)?.length ?? 0} times`),
    ...[...present.keys()]
      .filter((parts) => !expected.has(parts) && !former.has(parts))
      .map((parts) => `nobody asked for the role assignment ${parts}`),
  ];
}

/** All that an assignment is. */
function partsOf(assignment: unknown): string {
  if (!isRecord(assignment)) return '';
  const { roleId, actor, target, isInherited } = assignment;
  return [idOf(roleId), placeOf(actor), placeOf(target), String(isInherited)].join(' ');
}

/** Its path in Keystone's API (Identity API v3, "Roles" and "OS-INHERIT"), by which the plan names it. */
export function pathOf({ roleId, actor, target, isInherited }: DumpedRecord): string {
  const [scope, who] = [placeOf(target), placeOf(actor)];
  const path = `/${scope.startsWith('system') ? 'system' : scope}/${who}/roles/${idOf(roleId)}`;
  return isInherited === true ? `/OS-INHERIT${path}/inherited_to_projects` : path;
}

function placeOf(place: unknown): string {
  return isRecord(place) ? `${String(place['type'])}s/${idOf(place['id'])}` : '';
}

function idOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is DumpedRecord {
  return typeof value === 'object' && value !== null;
}
