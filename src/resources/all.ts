import { domain } from './domain.ts';
import { flavor } from './flavor.ts';
import { floatingIp } from './floating-ip.ts';
import { group } from './group.ts';
import { image } from './image.ts';
import { keypair } from './keypair.ts';
import type { KindName, ResourceKind } from './kind.ts';
import { kindNames } from './kind-name.ts';
import { network } from './network.ts';
import { port } from './port.ts';
import { project } from './project.ts';
import { quota } from './quota.ts';
import { roleAssignment } from './role-assignment.ts';
import { role } from './role.ts';
import { router } from './router.ts';
import { securityGroup } from './security-group.ts';
import { server } from './server.ts';
import { serverGroup } from './server-group.ts';
import { subnet } from './subnet.ts';
import { user } from './user.ts';
import { volume } from './volume.ts';
import { volumeSnapshot } from './volume-snapshot.ts';
import { volumeType } from './volume-type.ts';

/** Every kind by its name. */
export const kinds: Readonly<Record<KindName, ResourceKind>> = {
  domain,
  flavor,
  'floating-ip': floatingIp,
  group,
  image,
  keypair,
  network,
  port,
  project,
  quota,
  role,
  'role-assignment': roleAssignment,
  router,
  'security-group': securityGroup,
  server,
  'server-group': serverGroup,
  subnet,
  user,
  volume,
  'volume-snapshot': volumeSnapshot,
  'volume-type': volumeType,
};

/** Every kind, in the order in which people think of them. */
export const allKinds: readonly ResourceKind[] = kindNames.map((name) => kinds[name]);
