import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { projectOf } from './project-of.ts';
import { requireVolumeAdmin } from './require-volume-admin.ts';

const backEnds = ['rbd', 'nfs'] as const;

/** Where volumes are kept: pools, services and availability zones. */
export function volumeHosts(app: FastifyInstance, cloud: SimCloud): void {
  const host = `${cloud.name}-cinder`;
  app.get('/v3/:project/scheduler-stats/get_pools', async (request) => {
    requireVolumeAdmin(request, 'scheduler_extension:scheduler_stats:get_pools');
    const isDetailed = /[?&]detail=(true|1)/i.test(request.url);
    const pools = backEnds.map((name) => ({
      name: `${host}@${name}#${name}`,
      ...(isDetailed ? { capabilities: capabilities(cloud, name) } : {}),
    }));
    return { pools };
  });
  app.get('/v3/:project/os-services', async (request) => {
    requireVolumeAdmin(request, 'volume_extension:services:index');
    const common = {
      zone: 'nova',
      status: 'enabled',
      state: 'up',
      updated_at: timestamp(cloud),
      disabled_reason: null,
    };
    const more = { replication_status: 'disabled', active_backend_id: null, frozen: false };
    return {
      services: [
        { binary: 'cinder-scheduler', host, ...common },
        ...backEnds.map((name) => ({ binary: 'cinder-volume', host: `${host}@${name}`, ...common, ...more })),
      ],
    };
  });
  app.get('/v3/:project/os-availability-zone', async (request) => {
    projectOf(request);
    return { availabilityZoneInfo: [{ zoneName: 'nova', zoneState: { available: true } }] };
  });
}

function timestamp({ clock }: SimCloud): string {
  return clock.now().replace('Z', '.000000');
}

function capabilities(cloud: SimCloud, name: 'rbd' | 'nfs'): Record<string, unknown> {
  const common = {
    volume_backend_name: name,
    vendor_name: 'Open Source',
    total_capacity_gb: 500.5,
    free_capacity_gb: 450.25,
    reserved_percentage: 0,
    thin_provisioning_support: true,
    allocated_capacity_gb: cloud.state.volumes.list().reduce((sum, { sizeGiB }) => sum + sizeGiB, 0),
    filter_function: null,
    goodness_function: null,
    timestamp: timestamp(cloud).replace('Z', ''),
  };
  if (name === 'nfs') {
    return {
      ...common,
      driver_version: '1.4.0',
      storage_protocol: 'NFS',
      QoS_support: false,
      sparse_copy_volume: true,
      provisioned_capacity_gb: 0,
      max_over_subscription_ratio: 20,
      thick_provisioning_support: false,
    };
  }
  return {
    ...common,
    driver_version: '1.3.0',
    storage_protocol: 'ceph',
    multiattach: true,
    max_over_subscription_ratio: '20.0',
    location_info: `ceph:/etc/ceph/ceph.conf:${cloud.name}:None:volumes`,
    backend_state: 'up',
    qos_support: true,
    replication_enabled: false,
  };
}
