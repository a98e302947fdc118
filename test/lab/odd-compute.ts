import { z } from 'zod';
import { actAs } from '../../src/openstack/act-as.ts';
import { sendJson } from '../../src/openstack/calls.ts';
import type { CloudRequest } from '../../src/openstack/cloud.ts';
import type { Maker } from './maker.ts';

const compute = 'compute 2.90';
const groupAnswer = z.looseObject({ server_group: z.looseObject({ id: z.string() }) });

interface Owner {
  readonly projectId: string;
  readonly userId: string;
}

/** Two server groups that only their members tell apart; returns the one for the server. */
export async function makeOddServerGroups({ cloud, name, later }: Maker, owner: Owner): Promise<string> {
  const own = await actAs(cloud, owner.userId, owner.projectId);
  const group = { name: `${name} “group”`, policy: 'anti-affinity', rules: { max_server_per_host: 2 } };
  const post = { service: 'compute', method: 'POST', path: '/os-server-groups', microversion: compute } as const;
  const make = async (): Promise<string> => {
    const { server_group: made } = await sendJson(own, { ...post, body: { server_group: group } }, groupAnswer);
    later({ service: 'compute', method: 'DELETE', path: `/os-server-groups/${made.id}` });
    return made.id;
  };
  await make();
  return make();
}

/** Locked by its owner, with a reason. */
export async function lockOddServer({ cloud }: Maker, owner: Owner, serverId: string): Promise<void> {
  const own = await actAs(cloud, owner.userId, owner.projectId);
  const body = { lock: { locked_reason: 'not “yet” ☂' } };
  await own.send({
    service: 'compute',
    method: 'POST',
    path: `/servers/${serverId}/action`,
    body,
    microversion: compute,
  });
}

/** Five projects that an image is offered to, of which two accept and two refuse it. */
export async function makeOddMembers({ name, make, call }: Maker, imageId: string): Promise<void> {
  const path = `/images/${imageId}/members`;
  for (const [index, status] of ['accepted', 'rejected', 'pending', 'accepted', 'rejected'].entries()) {
    const project = { name: `${name}-member-${index}`, domain_id: 'default', description: '' };
    const member = await make('identity', '/projects', 'project', project);
    await call({ service: 'image', method: 'POST', path, body: { member } });
    const answer = { service: 'image', method: 'PUT', path: `${path}/${member}`, body: { status } } as const;
    if (status !== 'pending') await call(answer);
  }
}

/** Limits beyond the default, without one, of nothing, and below what the project has already, in every service. */
export async function setOddQuotas({ call, later }: Maker, projectId: string): Promise<void> {
  const sets: readonly Pick<CloudRequest, 'service' | 'path' | 'body'>[] = [
    {
      service: 'compute',
      path: `/os-quota-sets/${projectId}`,
      body: {
        quota_set: {
          instances: 12,
          cores: -1,
          server_groups: 0,
          server_group_members: 0,
          metadata_items: 3,
          force: true,
        },
      },
    },
    {
      service: 'block-storage',
      path: `/os-quota-sets/${projectId}`,
      body: { quota_set: { volumes: 0, gigabytes: -1, snapshots: 3, volumes_rbd: 2, gigabytes_nfs: 0 } },
    },
    { service: 'network', path: `/quotas/${projectId}`, body: { quota: { router: 7, floatingip: -1, trunk: 0 } } },
  ];
  for (const set of sets) {
    await call({ ...set, method: 'PUT' });
    later({ service: set.service, method: 'DELETE', path: set.path });
  }
}
