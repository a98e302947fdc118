import { createHash } from 'node:crypto';
import type { SimCloud } from './sim-cloud.ts';
import type { Table } from './table.ts';

/** Records of one cloud by collection and id, without what every touch changes. */
export type Dump = Readonly<Record<string, Readonly<Record<string, DumpedRecord>>>>;
export type DumpedRecord = Readonly<Record<string, unknown>>;

/** Times and counters that tell only that something was touched. */
const volatile = new Set(['created_at', 'updated_at', 'createdAt', 'updatedAt', 'revision_number']);

/** Tokens come and go with every login. */
const passing = new Set(['tokens']);

/** All that a cloud knows, once all its background work is done; bytes are told by their digest. */
export function dumpState(cloud: SimCloud): Dump {
  cloud.clock.settleAll();
  const tables: [string, Table<{ readonly id: string }>][] = Object.entries(cloud.state);
  const collections = tables.filter(([name]) => !passing.has(name));
  return Object.fromEntries(
    collections.map(([name, table]) => [
      name,
      Object.fromEntries(table.list().map((record) => [record.id, plainRecord(record)])),
    ]),
  );
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return `sha256:${createHash('sha256').update(value).digest('hex')}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return plainRecord(value);
}

function plainRecord(record: object): DumpedRecord {
  const kept = Object.entries(record).filter(([name, part]) => !volatile.has(name) && part !== undefined);
  return Object.fromEntries(kept.map(([name, part]) => [name, plain(part)]));
}
