import { z } from 'zod';
import { list } from '../openstack/collection.ts';
import { interfacePorts, isInterface } from '../resources/router-interface.ts';
import type { IdPair, RunIds } from './list-ids.ts';
import { openByName, type Surroundings } from './open-pair.ts';

/** A thing within a twin, with an id of its own that only the destination knows. */
export interface TwinPart {
  readonly part: 'router-interface' | 'security-group-rule';
  /** The name of what it is a part of. */
  readonly name: string;
  readonly destinationId: string;
}

const ruleSchema = z.looseObject({ id: z.string() });

/** Asks the destination for the interfaces of a run's routers, and for the rules of its security groups. */
export async function listParts({ destination, pairs }: RunIds, surroundings: Surroundings): Promise<TwinPart[]> {
  const of = (wanted: IdPair['kind']): IdPair[] => pairs.filter(({ kind }) => kind === wanted);
  const cloud = await openByName(destination, surroundings);
  try {
    const interfaces = of('router').map(async ({ name, destinationId }): Promise<TwinPart[]> => {
      const ports = await interfacePorts.list(cloud, { device_id: destinationId });
      return ports.filter(isInterface).map(({ id }) => ({ part: 'router-interface', name, destinationId: id }));
    });
    const rules = of('security-group').map(async ({ name, destinationId }): Promise<TwinPart[]> => {
      const query = { security_group_id: destinationId };
      const collection = { service: 'network', path: '/security-group-rules', key: 'security_group_rules' } as const;
      const found = await list(cloud, { ...collection, item: ruleSchema, query });
      return found.map(({ id }) => ({ part: 'security-group-rule', name, destinationId: id }));
    });
    return (await Promise.all([...interfaces, ...rules])).flat();
  } finally {
    await cloud.close();
  }
}
