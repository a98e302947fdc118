import { type QuotaService, quotaServices, type QuotaTable } from '../openstack/quotas.ts';

/** One limit of a table. */
export interface QuotaEntry {
  readonly service: QuotaService;
  readonly name: string;
  /** For people: `compute instances`. */
  readonly label: string;
  readonly value: number;
}

/** A table as a list, in the order of its services. */
export function quotaEntries(table: QuotaTable): QuotaEntry[] {
  return quotaServices.flatMap((service) =>
    Object.entries(table[service] ?? {}).map(([name, value]) => ({
      service,
      name,
      label: `${service} ${name}`,
      value,
    })),
  );
}

/** A list as a table; services without an entry are left out. */
export function quotaTable(entries: readonly QuotaEntry[]): QuotaTable {
  const table: QuotaTable = {};
  for (const service of quotaServices) {
    const own = entries.filter((entry) => entry.service === service);
    if (own.length > 0) table[service] = Object.fromEntries(own.map(({ name, value }) => [name, value]));
  }
  return table;
}
