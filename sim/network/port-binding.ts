import type { SimCloud } from '../cloud/sim-cloud.ts';
import { settleFloatingIps } from './settle-floating-ip.ts';
import { forgetPort, makePort as makePortOf } from './make-port.ts';
import { makeRoom } from './quota-limits.ts';
import type { Port } from './records.ts';
import { touch } from './touch.ts';

/** What a port is plugged into. */
export interface PortBinding {
  readonly deviceId: string;
  /** `compute:nova`, `network:dhcp`… */
  readonly deviceOwner: string;
  readonly host: string;
}

export interface PortWish {
  readonly projectId: string;
  readonly networkId: string;
  readonly deviceId?: string;
  readonly deviceOwner?: string;
  readonly host?: string;
  /** The project's default group when left out. */
  readonly securityGroupIds?: readonly string[];
  /** Any of the pools when left out. */
  readonly fixedIp?: string;
}

/** A port that a server is given by Nova. Refused as `POST /v2.0/ports` is, 409 OverQuota included. */
export function makePort(cloud: SimCloud, wish: PortWish): Port {
  makeRoom(cloud, wish.projectId, 'port', 1);
  const { networkId, deviceId, deviceOwner, host, securityGroupIds, fixedIp } = wish;
  const draft = {
    network_id: networkId,
    device_id: deviceId,
    device_owner: deviceOwner,
    'binding:host_id': host,
    security_groups: securityGroupIds,
    fixed_ips: fixedIp === undefined ? undefined : [{ ip_address: fixedIp }],
  };
  return makePortOf(cloud, draft, wish.projectId);
}

/** Takes away a port that Nova made for a server; one already gone is fine. */
export function removePort(cloud: SimCloud, portId: string): void {
  forgetPort(cloud, portId);
}

/** Plugs a port into a device; it stays DOWN until its host has wired it (`setPortStatus`). */
export function bindPort(cloud: SimCloud, portId: string, { deviceId, deviceOwner, host }: PortBinding): void {
  const port = cloud.state.ports.get(portId);
  if (port === undefined) return;
  Object.assign(port, { device_id: deviceId, device_owner: deviceOwner, 'binding:host_id': host });
  touch(cloud, port);
}

/** Unplugs a port that its owner keeps. */
export function unbindPort(cloud: SimCloud, portId: string): void {
  const port = cloud.state.ports.get(portId);
  if (port === undefined) return;
  Object.assign(port, {
    device_id: '',
    device_owner: '',
    'binding:host_id': '',
    'binding:profile': {},
    status: 'DOWN',
  });
  touch(cloud, port);
}

/** What the agent of its host reports of a port. */
export function setPortStatus(cloud: SimCloud, portId: string, status: 'ACTIVE' | 'DOWN' | 'BUILD'): void {
  const port = cloud.state.ports.get(portId);
  if (port === undefined) return;
  port.status = status;
  touch(cloud, port);
  settleFloatingIps(cloud, portId);
}
