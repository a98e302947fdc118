import { keystoneDatabaseOf } from '../openstack/keystone-database-of.ts';
import type { Choices } from '../resources/kind.ts';
import type { Pair } from './open-pair.ts';

type WantedChoices = Pick<Choices, 'disk' | 'quiesce' | 'defaultQuotas'>;

/** The wishes with what the clouds allow: passwords are carried when both Keystone databases are there. */
export async function choicesOf({ source, destination }: Pair, wanted: WantedChoices): Promise<Choices> {
  const { disk, quiesce, defaultQuotas } = wanted;
  const both = await Promise.all([keystoneDatabaseOf(source), keystoneDatabaseOf(destination)]);
  return { disk, quiesce, defaultQuotas, passwords: both.every((database) => database !== undefined) };
}
