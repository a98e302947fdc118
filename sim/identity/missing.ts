import { ApiFault } from '../cloud/api-fault.ts';

/** The record, or a fault 404 in Keystone's words. */
export function required<T>(record: T | undefined, what: string, id: string): T {
  if (record === undefined) throw missing(what, id);
  return record;
}

export function missing(what: string, id: string): ApiFault {
  return new ApiFault(404, `Could not find ${what}: ${id}.`);
}
