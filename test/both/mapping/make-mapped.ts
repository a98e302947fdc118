import type { CloudRequest } from '../../../src/openstack/cloud.ts';
import type { Maker } from '../../lab/maker.ts';
import { openMaker } from '../open-maker.ts';
import type { TestedClouds } from '../tested-clouds.ts';

export interface Mapped {
  /** The external network of the destination. */
  readonly networkId: string;
  remove(): Promise<void>;
}

const shape = { vcpus: 1, disk: 0 };
/** A VLAN that both clouds may give to a network. */
export const segment = 177;

/**
 * A project with a router to an external network, a network on a wire, and limits of two volume types; and a flavor.
 * The external network, the flavor and one of the types have other names over there.
 */
export async function makeMapped({ source, destination }: TestedClouds, name: string): Promise<Mapped> {
  const sent: { readonly cloud: typeof source; readonly request: CloudRequest }[] = [];
  const remove = async (): Promise<void> => {
    for (const { cloud, request } of sent) await cloud.send(request).catch(() => undefined);
  };
  const makerOf = (cloud: typeof source): Maker =>
    openMaker(cloud, name, (request) => void sent.unshift({ cloud, request }));
  const [ours, theirs] = [makerOf(source), makerOf(destination)];
  try {
    const projectId = await ours.make('identity', '/projects', 'project', { name, domain_id: 'default' });
    await ours.make('compute', '/flavors', 'flavor', { ...shape, name, ram: 64 });
    await theirs.make('compute', '/flavors', 'flavor', { ...shape, name: `${name}-s1`, ram: 128 });
    const outside = await makeExternal(ours, `${name}-ext`, '198.51.100.0/24');
    const networkId = await makeExternal(theirs, `${name}-public`, '203.0.113.0/24');
    const wire = { 'provider:network_type': 'vlan', 'provider:physical_network': 'physnet1' };
    const wired = { ...wire, name: `${name}-wire`, project_id: projectId, 'provider:segmentation_id': segment };
    await ours.make('network', '/networks', 'network', wired);
    await ours.make('block-storage', '/types', 'volume_type', { name });
    await ours.make('block-storage', '/types', 'volume_type', { name: `${name}-old` });
    await theirs.make('block-storage', '/types', 'volume_type', { name: `${name}-gold` });
    const quota = { service: 'block-storage', path: `/os-quota-sets/${projectId}` } as const;
    const limits = { [`volumes_${name}`]: 3, [`gigabytes_${name}-old`]: 0 };
    await ours.call({ ...quota, method: 'PUT', body: { quota_set: limits } });
    ours.later({ ...quota, method: 'DELETE' });
    const router = { name, project_id: projectId, external_gateway_info: { network_id: outside } };
    await ours.make('network', '/routers', 'router', router);
    return { networkId, remove };
  } catch (problem) {
    await remove();
    throw problem;
  }
}

async function makeExternal({ make }: Maker, name: string, cidr: string): Promise<string> {
  const id = await make('network', '/networks', 'network', { name, 'router:external': true });
  await make('network', '/subnets', 'subnet', { name, network_id: id, ip_version: 4, cidr, enable_dhcp: false });
  return id;
}
