import { isDeepStrictEqual } from 'node:util';
import type { Dump, DumpedRecord } from '../../../sim/cloud/dump-state.ts';
import { comparableRecord, expectedRecord } from './comparable-record.ts';
import { differencesOfRecord } from './differences-of-dumps.ts';
import { type Dumps, recordsOf, textOf } from './dumps.ts';
import { type IdMap, mapIds } from './map-ids.ts';

/** A resource that has a twin. */
export interface Paired {
  readonly kind: string;
  readonly id: string;
  readonly twinId: string;
}

/** What belongs to a resource and has records of its own is the same on both sides. A line for each difference. */
export function checkParts(after: Dumps, map: IdMap, { kind, id, twinId }: Paired): string[] {
  const { source, destination } = after;
  if (kind === 'security-group') return rulesOf();
  if (kind === 'router') return interfacesOf();
  if (kind === 'image') return membersOf();
  if (kind === 'volume-type') return qosOf();
  return kind === 'project' ? quotasOf() : [];

  function rulesOf(): string[] {
    const groups = { ...map, ids: new Set(Object.keys(source['securityGroups'] ?? {})) };
    const rule = ({ id: _id, project_id: _project, ...rest }: DumpedRecord): unknown => mapIds(rest, groups);
    const of = (dump: Dump, groupId: string): unknown[] =>
      recordsOf(dump, 'securityGroupRules')
        .filter(({ security_group_id: own }) => own === groupId)
        .map(rule);
    return differencesOfSets('rules', of(source, id), of(destination, twinId));
  }

  /** The subnets that it joins, its address in each, and which of them share a port: no more of them moves. */
  function interfacesOf(): string[] {
    const of = (dump: Dump, routerId: string): unknown[][] =>
      recordsOf(dump, 'ports')
        .filter(({ device_owner: owner, device_id: own }) => own === routerId && owner === 'network:router_interface')
        .map(({ fixed_ips: addresses }) => (Array.isArray(addresses) ? addresses : []));
    const isThere = ({ subnet_id: subnet }: DumpedRecord): boolean => map.twins.idOf(String(subnet)) !== undefined;
    const wanted = of(source, id)
      .map((addresses) => addresses.filter((address) => isRecord(address) && isThere(address)))
      .filter((addresses) => addresses.length > 0);
    return differencesOfSets('interfaces', mapIds(wanted, map), of(destination, twinId));
  }

  function membersOf(): string[] {
    const of = (dump: Dump, imageId: string): DumpedRecord[] =>
      recordsOf(dump, 'imageMembers')
        .filter((member) => member['imageId'] === imageId)
        .map(({ projectId, status }) => ({ projectId, status }));
    const wanted = of(source, id).filter((member) => map.twins.idOf(textOf(member, 'projectId')) !== undefined);
    return differencesOfSets('members', mapIds(wanted, map), of(destination, twinId));
  }

  function qosOf(): string[] {
    const of = (dump: Dump, typeId: string): DumpedRecord | undefined =>
      dump['qosSpecs']?.[String(dump['volumeTypes']?.[typeId]?.['qosSpecsId'])];
    const [was, is] = [of(source, id), of(destination, twinId)];
    if (was === undefined || is === undefined) return was === is ? [] : ['only one side has QoS specs'];
    return differencesOfRecord(expectedRecord('qosSpecs', was, map), comparableRecord('qosSpecs', is));
  }

  /** Both clouds have the same defaults. */
  function quotasOf(): string[] {
    return ['compute', 'block-storage', 'network'].flatMap((service) => {
      const [was, is] = [source['quotas']?.[`${service}/${id}`], destination['quotas']?.[`${service}/${twinId}`]];
      return differencesOfRecord({ limits: was?.['limits'] }, { limits: is?.['limits'] });
    });
  }
}

function isRecord(value: unknown): value is DumpedRecord {
  return typeof value === 'object' && value !== null;
}

function differencesOfSets(what: string, wanted: unknown, actual: unknown): string[] {
  const [was, is] = [wanted, actual].map((values) =>
    Array.isArray(values) ? values.map((value) => JSON.stringify(value)).toSorted() : [],
  );
  return isDeepStrictEqual(was, is) ? [] : [`${what} were ${was?.join()}, are ${is?.join()}`];
}
