import type { Finding } from '../base/finding.ts';
import type { Capabilities } from '../openstack/capabilities.ts';
import type { KindName } from './kind-name.ts';

interface Owned {
  readonly id: string;
  readonly name: string;
  readonly domainName?: string | undefined;
}

/** A blocker when the destination has no domain of that name; none for what belongs to no domain. */
export function domainMissing(kind: KindName, { id, name, domainName }: Owned, destination: Capabilities): Finding[] {
  if (domainName === undefined || destination.domains.some((domain) => domain.name === domainName)) return [];
  return [
    {
      severity: 'blocker',
      rule: 'domain-missing',
      summary: `the destination has no domain ${domainName}`,
      resource: { kind, id, name },
      cure: `Create it there: openstack domain create ${JSON.stringify(domainName)}`,
    },
  ];
}
