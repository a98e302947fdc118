/** Every kind that can be moved, in the order in which people think of them. */
export const kindNames = [
  'domain',
  'project',
  'user',
  'group',
  'role',
  'role-assignment',
  'quota',
  'flavor',
  'keypair',
  'server-group',
  'image',
  'security-group',
  'network',
  'subnet',
  'router',
  'port',
  'floating-ip',
  'volume-type',
  'volume',
  'volume-snapshot',
  'server',
] as const;

export type KindName = (typeof kindNames)[number];

/** A table with an entry for every kind. */
export function byKind<T>(entryOf: (kind: KindName) => T): Record<KindName, T> {
  return {
    domain: entryOf('domain'),
    project: entryOf('project'),
    user: entryOf('user'),
    group: entryOf('group'),
    role: entryOf('role'),
    'role-assignment': entryOf('role-assignment'),
    quota: entryOf('quota'),
    flavor: entryOf('flavor'),
    keypair: entryOf('keypair'),
    'server-group': entryOf('server-group'),
    image: entryOf('image'),
    'security-group': entryOf('security-group'),
    network: entryOf('network'),
    subnet: entryOf('subnet'),
    router: entryOf('router'),
    port: entryOf('port'),
    'floating-ip': entryOf('floating-ip'),
    'volume-type': entryOf('volume-type'),
    volume: entryOf('volume'),
    'volume-snapshot': entryOf('volume-snapshot'),
    server: entryOf('server'),
  };
}
