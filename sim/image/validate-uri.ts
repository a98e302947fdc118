import { ApiFault } from '../cloud/api-fault.ts';

/** Hosts as an operator lets Glance fetch from them (`allowed_hosts` of `[import_filtering_opts]`). */
const allowedHosts = ['127.0.0.1', '10.254.0.1'];

/** 400 for an address that Glance may not fetch from. */
export function validateUri(uri: string | undefined): void {
  const url = uri !== undefined && URL.canParse(uri) ? new URL(uri) : undefined;
  const isAllowed = url !== undefined && /^https?:$/.test(url.protocol) && allowedHosts.includes(url.hostname);
  if (!isAllowed) throw new ApiFault(400, `URI for web-download does not pass filtering: ${uri ?? 'None'}`);
}
