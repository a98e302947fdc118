/** Every kind that can be moved, in the order in which people think of them. */
export const kindNames = [
  'project',
  'user',
  'role',
  'role-assignment',
  'flavor',
  'keypair',
  'image',
  'security-group',
  'network',
  'subnet',
  'router',
  'port',
  'floating-ip',
  'server',
] as const;

export type KindName = (typeof kindNames)[number];
