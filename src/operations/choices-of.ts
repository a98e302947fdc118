import { keystoneDatabaseOf } from '../openstack/keystone-database-of.ts';
import type { Choices } from '../resources/kind.ts';
import type { Pair } from './open-pair.ts';

type WantedChoices = Pick<
  Choices,
  'disk' | 'quiesce' | 'defaultQuotas' | 'zones' | 'physicalNetworks' | 'rename' | 'copier' | 'warm'
>;

/** The wishes with what the clouds allow: passwords are carried when both Keystone databases are there. */
export async function choicesOf({ source, destination }: Pair, wanted: WantedChoices): Promise<Choices> {
  const { disk, quiesce, defaultQuotas, zones, physicalNetworks, rename, copier, warm } = wanted;
  const both = await Promise.all([keystoneDatabaseOf(source), keystoneDatabaseOf(destination)]);
  const passwords = both.every((database) => database !== undefined);
  // Without Neutron no port can be switched off: two servers of one address would be awake together for a moment.
  const way = source.networkApi === 'compute' ? 'stop' : quiesce;
  return {
    disk,
    quiesce: way,
    defaultQuotas,
    zones,
    physicalNetworks,
    rename,
    copier,
    ...(warm === true ? { warm } : {}),
    passwords,
  };
}
