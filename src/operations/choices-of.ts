import { keystoneDatabaseOf } from '../openstack/keystone-database-of.ts';
import type { Choices } from '../resources/kind.ts';
import type { Pair } from './open-pair.ts';

type WantedChoices = Pick<Choices, 'disk' | 'quiesce'>;

/** The wishes with what the clouds allow: passwords are carried when both Keystone databases are there. */
export async function choicesOf({ source, destination }: Pair, { disk, quiesce }: WantedChoices): Promise<Choices> {
  const both = await Promise.all([keystoneDatabaseOf(source), keystoneDatabaseOf(destination)]);
  return { disk, quiesce, passwords: both.every((database) => database !== undefined) };
}
