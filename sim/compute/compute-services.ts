import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import { openRandom } from '../cloud/random.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { computeHosts } from './compute-hosts.ts';
import { isSince, requireVersions } from './microversion.ts';
import { adminPolicy } from './policy.ts';
import { queryOf, refuseUnknown } from './query.ts';

export interface ComputeService {
  readonly binary: string;
  readonly host: string;
  readonly number: number;
  readonly id: string;
  readonly zone: string;
  readonly isEnabled: boolean;
}

/** Compute API, "Compute services (os-services)" and "Availability zones (os-availability-zone)". */
export function computeServices(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/os-services', async (request) => {
    adminPolicy(request, 'os_compute_api:os-services:list');
    const query = queryOf(request);
    if (isSince(request, 75)) refuseUnknown(query, ['host', 'binary']);
    const [host, binary] = [query.get('host') ?? '', query.get('binary') ?? ''];
    const found = servicesOf(cloud).filter(
      (service) => (host === '' || service.host === host) && (binary === '' || service.binary === binary),
    );
    return { services: found.map((service) => serviceView(cloud, request, service)) };
  });
  app.put('/os-services/:id', async (request) => enable(cloud, request));
  app.get('/os-availability-zone', async () => ({
    availabilityZoneInfo: [{ zoneName: 'nova', zoneState: { available: true }, hosts: null }],
  }));
  app.get('/os-availability-zone/detail', async (request) => {
    adminPolicy(request, 'os_compute_api:os-availability-zone:detail');
    return { availabilityZoneInfo: ['internal', 'nova'].map((zone) => zoneView(cloud, zone)) };
  });
}

function servicesOf(cloud: SimCloud): ComputeService[] {
  const host = `${cloud.name}-controller`;
  const random = openRandom('services', cloud.name);
  const control = ['nova-scheduler', 'nova-conductor'].map((binary, index) => {
    return { binary, host, number: 3 + index, id: random.uuid(), zone: 'internal', isEnabled: true };
  });
  const compute = computeHosts(cloud).map(({ name, serviceId, isEnabled }, index) => {
    return { binary: 'nova-compute', host: name, number: 5 + index, id: serviceId, zone: 'nova', isEnabled };
  });
  return [...control, ...compute];
}

function serviceView({ clock }: SimCloud, request: FastifyRequest, service: ComputeService): object {
  const { binary, host, number, id, zone, isEnabled } = service;
  return {
    binary,
    host,
    id: isSince(request, 53) ? id : number,
    zone,
    status: isEnabled ? 'enabled' : 'disabled',
    state: 'up',
    updated_at: clock.now().replace('Z', '.000000'),
    disabled_reason: null,
    ...(isSince(request, 11) ? { forced_down: false } : {}),
  };
}

const bodySchema = z.strictObject({ status: z.enum(['enabled', 'disabled']) });

/** Whether the scheduler may choose a host. */
function enable(cloud: SimCloud, request: FastifyRequest): object {
  requireVersions(request, 53);
  adminPolicy(request, 'os_compute_api:os-services:update');
  const { id } = z.object({ id: z.string() }).parse(request.params);
  const { status } = parseBody(request, bodySchema);
  const host = computeHosts(cloud).find(({ serviceId }) => serviceId === id);
  if (host !== undefined) host.isEnabled = status === 'enabled';
  const service = servicesOf(cloud).find((one) => one.id === id);
  if (service === undefined) throw new ApiFault(404, `Service ${id} not found.`);
  return { service: serviceView(cloud, request, service) };
}

function zoneView(cloud: SimCloud, zoneName: string): object {
  const services = servicesOf(cloud).filter(({ zone }) => zone === zoneName);
  const state = { available: true, active: true, updated_at: cloud.clock.now().replace('Z', '.000000') };
  const hosts = [...new Set(services.map(({ host }) => host))].map((host) => {
    const own = services.filter((service) => service.host === host);
    return [host, Object.fromEntries(own.map(({ binary }) => [binary, state]))];
  });
  return { zoneName, zoneState: { available: true }, hosts: Object.fromEntries(hosts) };
}
