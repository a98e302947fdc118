import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../openstack/capabilities.ts';
import type { KindName, Resource } from '../resources/kind.ts';
import { byKind } from '../resources/kind-name.ts';
import { accessFindings } from './access-findings.ts';

/** Server S of project P has a port on network N of project O. */
const server = { id: 'S', name: 'web', projectId: 'P', ports: [{ id: 'T' }] };
const port = { id: 'T', name: 'nic', projectId: 'P', networkId: 'N' };
const network = { id: 'N', name: 'wire', projectId: 'O', isShared: false, isExternal: false };

function decided(kind: KindName, resource: Resource, twinId?: string) {
  const chosen = { kind, resource, name: resource.name, reason: 'selected' };
  return twinId === undefined
    ? ({ chosen, action: 'create' } as const)
    : ({ chosen, action: 'adopt', twinId } as const);
}

const base = { computeVersion: '2.90', networkExtensions: [], externalSubnets: [] };

interface Scene {
  readonly source?: Partial<typeof network>;
  readonly twin?: Partial<typeof network>;
  readonly sharedNetworks?: Capabilities['sharedNetworks'];
}

function findings({ source = {}, twin, sharedNetworks }: Scene): string[] {
  const project = { id: 'P', name: 'acme' };
  const decisions = [
    decided('project', project, 'P2'),
    decided('network', { ...network, ...source }, twin === undefined ? undefined : 'N2'),
    decided('port', port),
    decided('server', server),
  ];
  const there = { ...network, id: 'N2', projectId: 'O2', ...twin };
  const resources = byKind((kind): Resource[] => (kind === 'network' && twin !== undefined ? [there] : []));
  const found = accessFindings(decisions, { resources, capabilities: { ...base, sharedNetworks } });
  return [...found.values()].map(({ rule, summary }) => `${rule}: ${summary}`);
}

const told = [
  'server-network-of-another: server web has a port on network wire of another project, which project acme may not ' +
    'use on the destination',
];

describe('a server on a network of another project', () => {
  it('is told when the network is made for that project alone, or is there so', () => {
    expect(findings({})).toEqual(told);
    expect(findings({ twin: {} })).toEqual(told);
    expect(findings({ twin: {}, sharedNetworks: [{ networkId: 'N2', projectId: 'P' }] })).toEqual(told);
  });

  it('moves where the network is shared, external, or the project’s own', () => {
    expect(findings({ source: { isShared: true } })).toEqual([]);
    expect(findings({ source: { projectId: 'P' } })).toEqual([]);
    expect(findings({ twin: { isExternal: true } })).toEqual([]);
    expect(findings({ twin: { projectId: 'P2' } })).toEqual([]);
    expect(findings({ twin: {}, sharedNetworks: [{ networkId: 'N2', projectId: 'P2' }] })).toEqual([]);
    expect(findings({ twin: {}, sharedNetworks: [{ networkId: 'N2', projectId: '*' }] })).toEqual([]);
  });
});
