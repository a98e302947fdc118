import { expect, it } from 'vitest';
import type { KindName, Resource } from '../resources/kind.ts';
import { byKind } from '../resources/kind-name.ts';
import type { Inventory } from './inventory.ts';
import { roots } from './roots.ts';
import { selectionSchema } from './selection.ts';
import { strategyFault } from './strategy-fault.ts';

function server(id: string, projectId: string, userId: string, host: string, flavorId: string) {
  const lists = { ports: [], routerIds: [], roleAssignmentIds: [], volumes: [] };
  const flavor = { originalName: flavorId, id: flavorId };
  return { id, name: id, projectId, userId, host, flavor, imageId: 'debian', keypairName: 'deploy', ...lists };
}

function imageOf(id: string, visibility: string, projectId: string) {
  return { id, name: id, visibility, projectId, members: [] };
}

const grant = { actorType: 'users', roleId: 'r', roleName: 'member', targetType: 'projects', isInherited: false };
const group = { description: '', rules: [], tags: [], isStateful: true, isShared: false };

const resources: Partial<Record<KindName, Resource[]>> = {
  project: ['acme', 'beta', 'stored', 'empty', 'service'].map((id) => ({
    id,
    name: id,
    childIds: [],
    domainName: 'Default',
  })),
  user: ['ann', 'ben', 'nova'].map((id) => ({ id, name: id, domainName: 'Default' })),
  role: [{ id: 'r', name: 'member' }],
  'role-assignment': [
    { ...grant, id: 'g1', name: 'ann is member on acme', projectId: 'acme', actorId: 'ann', targetId: 'acme' },
    { ...grant, id: 'g2', name: 'ben is member on beta', projectId: 'beta', actorId: 'ben', targetId: 'beta' },
  ].map((one) => ({ ...one, actorName: one.actorId, actorDomainName: 'Default', targetName: '' })),
  flavor: ['small', 'large', 'idle'].map((id) => ({ id, name: id, isPublic: id !== 'large', accessIds: [] })),
  keypair: ['ann', 'ben'].map((userId) => ({
    id: `${userId}/deploy`,
    name: 'deploy',
    userId,
    fingerprint: `fp:${userId}`,
  })),
  volume: ['alone'].map((id) => ({ id, name: id, projectId: 'stored', serverIds: [], roleAssignmentIds: [] })),
  'volume-snapshot': ['first', 'second'].map((id) => ({ id, name: id, projectId: 'stored', volumeId: 'alone' })),
  image: [imageOf('debian', 'public', 'beta'), imageOf('own', 'private', 'acme')],
  'security-group': [
    { id: 'sg-a', name: 'web', projectId: 'acme', ...group },
    { id: 'sg-b', name: 'web', projectId: 'beta', ...group },
  ],
  server: [
    server('web1', 'acme', 'ann', 'cmp-1', 'small'),
    server('web2', 'acme', 'ann', 'cmp-2', 'small'),
    server('db1', 'beta', 'ben', 'cmp-1', 'large'),
  ],
};

const inventory: Inventory = {
  cloud: { name: 'old', authUrl: 'http://old/v3' },
  capabilities: { computeVersion: '2.90', networkExtensions: [], externalSubnets: [] },
  takenAt: '2026-01-01T00:00:00.000Z',
  resources: { ...byKind((): Resource[] => []), ...resources },
};
const choices = { disk: 'snapshot', quiesce: 'suspend', passwords: false } as const;

function check(given: object, expected: readonly string[], moved: readonly string[] = []): void {
  const selection = selectionSchema.parse(given);
  expect(strategyFault(selection)).toBeUndefined();
  const found = roots(inventory, selection, choices, new Set(moved));
  expect(found.map(({ resource }) => resource.id)).toEqual(expected);
}

const rows: readonly (readonly [string, object, readonly string[]])[] = [
  ['projects: all', { kinds: ['project'] }, ['acme', 'beta', 'stored', 'empty']],
  ['projects: used', { kinds: ['project'], used: true }, ['acme', 'beta', 'stored']],
  ['projects: specific', { specific: [{ kind: 'project', word: 'e*' }] }, ['empty']],
  ['projects: one of the cloud itself', { specific: [{ kind: 'project', word: 'service' }] }, ['service']],
  ['projects: a pattern', { specific: [{ kind: 'project', word: '*e*' }] }, ['acme', 'beta', 'stored', 'empty']],
  ['users: a pattern', { specific: [{ kind: 'user', word: '*n*' }] }, ['ann', 'ben']],
  ['users: tenant', { kinds: ['user'], projects: ['acme'] }, ['ann']],
  ['users: specific', { specific: [{ kind: 'user', word: 'ben' }] }, ['ben']],
  ['role assignments: user', { specific: [{ kind: 'role-assignment', word: 'Default/ann' }] }, ['g1']],
  ['role assignments: role', { specific: [{ kind: 'role-assignment', word: 'member' }] }, ['g1', 'g2']],
  ['roles: all', { kinds: ['role'] }, ['r']],
  ['role assignments: tenant', { kinds: ['role-assignment'], projects: ['beta'] }, ['g2']],
  ['role assignments: specific', { specific: [{ kind: 'role-assignment', word: 'ann is*' }] }, ['g1']],
  ['flavors: all', { kinds: ['flavor'] }, ['small', 'large', 'idle']],
  ['flavors: public', { kinds: ['flavor'], public: true }, ['small', 'idle']],
  ['flavors: used', { kinds: ['flavor'], used: true }, ['small', 'large']],
  ['flavors: used by a project', { kinds: ['flavor'], used: true, projects: ['acme'] }, ['small']],
  ['flavors: used on a host', { kinds: ['flavor'], used: true, hosts: ['cmp-2'] }, ['small']],
  ['keypairs: user', { kinds: ['keypair'], users: ['ben'] }, ['ben/deploy']],
  ['keypairs: fingerprint', { specific: [{ kind: 'keypair', word: 'fp:ann' }] }, ['ann/deploy']],
  ['keypairs: used', { kinds: ['keypair'], used: true, hosts: ['cmp-2'] }, ['ann/deploy']],
  ['images: public', { kinds: ['image'], public: true }, ['debian']],
  ['images: tenant', { kinds: ['image'], projects: ['acme'] }, ['own']],
  ['images: used', { kinds: ['image'], used: true }, ['debian']],
  ['images: public and tenant', { kinds: ['image'], public: true, projects: ['acme'] }, []],
  ['security groups: all', { kinds: ['security-group'] }, ['sg-a', 'sg-b']],
  [
    'security groups: tenant and specific',
    { projects: ['beta'], specific: [{ kind: 'security-group', word: 'web' }] },
    ['sg-b'],
  ],
  ['snapshots: tenant', { kinds: ['volume-snapshot'], projects: ['stored'] }, ['first', 'second']],
  ['snapshots: without one', { kinds: ['volume-snapshot'], exclude: ['volume-snapshot:first'] }, ['second']],
  ['volumes and snapshots without a volume', { projects: ['stored'], exclude: ['volume:alone'] }, ['stored']],
  ['servers: tenant', { kinds: ['server'], projects: ['acme'] }, ['web1', 'web2']],
  ['servers: host', { hosts: ['cmp-1'] }, ['web1', 'db1']],
  ['servers: tenant and host', { projects: ['acme'], hosts: ['cmp-1'] }, ['web1']],
  ['servers: user', { kinds: ['server'], users: ['ben'] }, ['db1']],
  ['servers: a portion', { limit: 2 }, ['db1', 'web1']],
  ['servers: specific without one', { servers: ['web*'], exclude: ['server:web2'] }, ['web1']],
  [
    'servers and all supplementary resources of the project',
    { projects: ['acme'], servers: ['web1'], supplementary: 'all' },
    ['acme', 'ann', 'g1', 'own', 'sg-a', 'web1'],
  ],
];

it.each(rows)('%s', (_row, given, expected) => check(given, expected));

it('the next portion leaves out what has moved', () => check({ limit: 2 }, ['web2'], ['db1', 'web1']));

it('a strategy that a kind does not have is refused with those that it has', () => {
  const fault = strategyFault(selectionSchema.parse({ kinds: ['image'], hosts: ['cmp-1'] }));
  expect(fault).toBe(
    'images have no strategy host; they can be chosen by: all, specific, public, project (tenant), used.',
  );
});

it('an unknown host is told with those that have servers', () => {
  const selection = selectionSchema.parse({ hosts: ['cmp-9'] });
  expect(() => roots(inventory, selection, choices)).toThrow(/has no host with servers cmp-9/);
});

it('what belongs to the cloud itself is not moved when it is named, but a sentence says so', () => {
  const selection = selectionSchema.parse({ specific: [{ kind: 'user', word: 'nova' }] });
  expect(() => roots(inventory, selection, choices)).toThrow('user nova belongs to the cloud itself and is not moved');
});
