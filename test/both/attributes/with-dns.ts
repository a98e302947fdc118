import type { Rows } from './rows.ts';

/** By kind: what the extension `dns-integration` adds. */
const names: Readonly<Record<string, Rows['attributes']>> = {
  network: { dns_domain: { falsy: '', odd: 'odd-1.example.' } },
  port: { dns_name: { falsy: '', odd: 'xn--dd-eka' } },
  'floating IP': { dns_name: { falsy: '', odd: 'odd' }, dns_domain: { falsy: '', odd: 'xn--fa-hia.example.' } },
};

/** Rows for clouds that have the extension. */
export function withDns(rows: readonly Rows[]): Rows[] {
  return rows.map((one) => ({ ...one, attributes: { ...one.attributes, ...names[one.kind] } }));
}
