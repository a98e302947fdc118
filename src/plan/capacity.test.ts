import { describe, expect, it } from 'vitest';
import type { Inventory } from '../inventory/inventory.ts';
import type { QuotaTable } from '../openstack/quotas.ts';
import type { Room, TakenAddress } from '../openstack/room.ts';
import type { KindName } from '../resources/kind.ts';
import { byKind } from '../resources/kind-name.ts';
import { checkCapacity } from './capacity.ts';
import type { Decision } from './decide.ts';

function decisionOf(kind: KindName, id: string, more: object = {}, decided: Partial<Decision> = {}): Decision {
  const resource = { id, name: id, projectId: 'p', ...more };
  return { chosen: { kind, resource, name: id, reason: '' }, action: 'create', reason: '', findings: [], ...decided };
}

function serverOf(id: string, shape: Partial<Record<string, unknown>> = {}): Decision {
  const flavor = {
    name: 'm1',
    vcpus: 2,
    ramMiB: 1024,
    diskGiB: 10,
    ephemeralGiB: 0,
    swapMiB: 512,
    hasOtherSpecs: false,
  };
  return decisionOf('server', id, { flavor: { ...flavor, extraSpecs: {}, ...shape }, imageId: 'i' });
}

const newProject = decisionOf('project', 'p');
const oldProject = decisionOf('project', 'p', {}, { action: 'adopt', twinId: 'P' });

function hostOf(name: string, vcpus: number, ramMiB: number, diskGiB: number) {
  const classes = { VCPU: vcpus, MEMORY_MB: ramMiB, DISK_GB: diskGiB };
  const rooms = Object.entries(classes).map(([key, free]) => [key, { total: free, free, most: free }]);
  return { name, classes: Object.fromEntries(rooms) };
}

const wide = { hosts: [hostOf('h1', 100, 100_000, 1000)], subnets: [], quotas: new Map(), images: {}, unread: {} };

function inventoryOf(name: string, quotaDefaults: QuotaTable = {}): Inventory {
  return {
    cloud: { name, authUrl: 'http://cloud/v3', projectId: 'admin' },
    capabilities: { computeVersion: '2.90', networkExtensions: [], externalSubnets: [], quotaDefaults },
    takenAt: '2026-01-01T00:00:00.000Z',
    resources: byKind(() => []),
  };
}

interface Expected {
  readonly rules: readonly string[];
  readonly words?: readonly string[];
}

function check(
  decisions: readonly Decision[],
  { defaults, ...room }: Partial<Room> & { readonly defaults?: QuotaTable },
  { rules, words = [] }: Expected,
) {
  const destination = inventoryOf('new', defaults);
  const given = { source: inventoryOf('old'), destination, room: { ...wide, ...room } };
  const { findings, lines } = checkCapacity(decisions, given);
  expect(findings.map(({ rule }) => rule)).toEqual(rules);
  for (const word of words) expect(JSON.stringify(findings)).toContain(word);
  for (const one of findings.filter(({ severity }) => severity === 'blocker')) expect(one.stopsAll).toBe(true);
  return lines;
}

describe('hosts', () => {
  it('says what is needed and what is free, counting swap as disk', () => {
    const lines = check([newProject, serverOf('a'), serverOf('b')], {}, { rules: [] });
    expect(lines).toEqual([
      { what: 'vCPU', where: 'hosts', needed: 4, free: 100 },
      { what: 'memory', where: 'hosts', needed: 2048, free: 100_000, unit: 'MiB' },
      { what: 'disk', where: 'hosts', needed: 22, free: 1000, unit: 'GiB' },
    ]);
  });

  it('blocks with the numbers, and with how many would fit', () => {
    const hosts = [hostOf('h1', 5, 100_000, 1000)];
    const servers = ['a', 'b', 'c'].map((id) => serverOf(id));
    const words = ['the servers need 6 of vCPU; free on new: 5 on 1 host', '--limit 2 fits, of 3'];
    check([newProject, ...servers], { hosts }, { rules: ['capacity-vcpu'], words });
  });

  it('counts the servers that a limit counts: blocked ones too, not those that have moved', () => {
    const hosts = [hostOf('h1', 3, 100_000, 1000)];
    const blocked: Decision = { ...serverOf('a'), action: 'blocked' };
    const moved: Decision = { ...serverOf('b'), action: 'skip', twinId: 'B' };
    const decisions = [newProject, serverOf('d'), serverOf('c'), moved, blocked];
    check(decisions, { hosts }, { rules: ['capacity-vcpu'], words: ['--limit 2 fits, of 3'] });
  });

  it('names a server for which no single host has room', () => {
    const hosts = [hostOf('h1', 8, 1000, 100), hostOf('h2', 8, 1000, 100)];
    const words = ['no host of new has room for server a', 'most free on one host: 8 vCPU, 1000 MiB memory'];
    check([newProject, serverOf('a')], { hosts }, { rules: ['capacity-host'], words });
  });

  it('names who is left over when all fit in sum and each alone', () => {
    const hosts = [hostOf('h1', 3, 9000, 100), hostOf('h2', 3, 9000, 100)];
    const servers = ['a', 'b', 'c'].map((id) => serverOf(id));
    const words = ['1 server would find no single host', '--limit 2 fits'];
    check([newProject, ...servers], { hosts }, { rules: ['capacity-host'], words });
  });

  it('warns where equal disks of hosts may be one pool', () => {
    const hosts = [hostOf('h1', 9, 9000, 20), hostOf('h2', 9, 9000, 20)];
    const words = ['it has 20 GiB free, and the servers may need 22 GiB'];
    check([newProject, serverOf('a'), serverOf('b')], { hosts }, { rules: ['capacity-disk-shared'], words });
  });

  it('tells amounts exactly that would read the same', () => {
    const hosts = [hostOf('h1', 9, 20_479, 200)];
    const servers = Array.from({ length: 2 }, (_none, index) => serverOf(`s${index}`, { ramMiB: 10_240 }));
    const words = ['need 20480 MiB of memory; free on new: 20479 MiB'];
    check([newProject, ...servers], { hosts }, { rules: ['capacity-memory'], words });
  });

  it('takes the amounts that a flavor asks for by name', () => {
    const extraSpecs = { 'hw:cpu_policy': 'dedicated', 'resources:MEMORY_MB': '0', 'trait:HW_X': 'required' };
    const words = ['dedicated CPU'];
    const hosts = [hostOf('h1', 100, 0, 100)];
    const rules = ['capacity-pcpu', 'capacity-host', 'capacity-traits'];
    check([newProject, serverOf('a', { extraSpecs })], { hosts }, { rules, words });
  });

  it('leaves out what has moved, or was begun', () => {
    const begun: Decision = { ...serverOf('b'), twinId: 'B' };
    check([newProject, { ...serverOf('a'), action: 'skip' }, begun], { hosts: [] }, { rules: [] });
  });
});

describe('quotas', () => {
  const limits = { compute: { instances: 1, cores: -1, ram: 9000 } };

  it('counts on what a project has there', () => {
    const quotas = new Map([['P', { limits, used: { compute: { instances: 1, cores: 4, ram: 100 } } }]]);
    const words = [
      'project p needs 1 more of the quota of instances on new: 1 of 1 are used',
      'openstack --os-cloud new quota set --instances 2 p',
    ];
    check([oldProject, serverOf('a')], { quotas }, { rules: ['quota-instances'], words });
  });

  it('counts on the defaults for a new project, and on what the plan sets for it', () => {
    const words = ['openstack --os-cloud old quota set --instances 2 p', '--default-quotas set', '--limit 1 fits'];
    const servers = [serverOf('a'), serverOf('b')];
    check([newProject, ...servers], { defaults: limits }, { rules: ['quota-instances'], words });
    const set = { service: 'compute', name: 'instances', label: 'compute instances', value: 2 };
    const draft = { projectId: '<project p>', limits: [set] };
    const quota = decisionOf('quota', 'p', {}, { draft });
    check([newProject, quota, ...servers], { defaults: limits }, { rules: [] });
  });

  it('does not lay at the door of servers what they do not need', () => {
    const defaults = { compute: { server_groups: 0, instances: 1 } };
    const group = decisionOf('server-group', 'g');
    const rules = ['quota-instances', 'quota-server-groups'];
    check([newProject, group, serverOf('a'), serverOf('b')], { defaults }, { rules, words: ['--limit 1 fits'] });
  });

  it('counts the ports of a router with those of its project', () => {
    const router = decisionOf('router', 'r', { interfaces: [{}, {}] }, { draft: {} });
    const port = decisionOf('port', 'n', {}, { draft: { network_id: '<network>' } });
    const defaults = { network: { port: 2 } };
    check([newProject, router, port], { defaults }, { rules: ['quota-port'], words: ['needs 3 more'] });
  });

  it('counts rules with their groups, and keypairs with their user', () => {
    const group = decisionOf('security-group', 'g', { rules: [{}, {}, {}] });
    const defaults = { network: { security_group: 1, security_group_rule: 2 }, compute: { key_pairs: 0 } };
    const keypair = decisionOf('keypair', 'u/k', { userId: 'u' });
    const rules = ['quota-security-group-rule', 'quota-key-pairs'];
    check([newProject, group, keypair], { defaults }, { rules, words: ['--secgroup-rules 3 p'] });
  });
});

describe('addresses', () => {
  const takenBy = (address: string, deviceOwner: string): TakenAddress => ({ address, deviceOwner, portId: 'P' });
  const external = {
    id: 'S',
    networkId: 'E',
    ipVersion: 4,
    pools: [{ start: '10.0.0.10', end: '10.0.0.12' }],
    serviceTypes: [],
    taken: [takenBy('10.0.0.10', 'network:floatingip'), takenBy('10.0.0.1', 'network:router_gateway')],
  } as const;
  const floating = (id: string, address?: string): Decision => {
    const body = { floating_network_id: 'E', ...(address === undefined ? {} : { floating_ip_address: address }) };
    return decisionOf('floating-ip', id, {}, { draft: body });
  };
  const router = decisionOf('router', 'r', {}, { draft: { external_gateway_info: { network_id: 'E' } } });

  it('counts floating IPs and gateways against the pools', () => {
    const lines = check([newProject, floating('a'), router], { subnets: [external] }, { rules: [] });
    expect(lines).toEqual([{ what: 'addresses', where: 'network E', needed: 2, free: 2 }]);
    const words = ['3 addresses are needed on network E of new (floating IPs: 2, router gateways: 1)', 'have 2 free'];
    const decisions = [newProject, floating('a'), floating('b'), router];
    check(decisions, { subnets: [external] }, { rules: ['addresses-external'], words });
  });

  it('counts no address outside of the pools, and blocks one that is taken', () => {
    check([newProject, floating('a', '10.0.0.99')], { subnets: [{ ...external, pools: [] }] }, { rules: [] });
    const words = ['floating IP a cannot have its address: another port on new has 10.0.0.1'];
    check([newProject, floating('a', '10.0.0.1')], { subnets: [external] }, { rules: ['address-taken'], words });
    const dhcp = { ...external, taken: [takenBy('10.0.0.2', 'network:dhcp')] };
    const told = ['the DHCP port of its subnet on new has 10.0.0.2'];
    check([newProject, floating('a', '10.0.0.2')], { subnets: [dhcp] }, { rules: ['address-taken'], words: told });
  });

  it('heeds that a subnet may be for one sort alone', () => {
    const subnets = [{ ...external, serviceTypes: ['network:router_gateway'] }];
    check([newProject, floating('a')], { subnets }, { rules: ['addresses-external'], words: ['have 0 free'] });
    check([newProject, router], { subnets }, { rules: [] });
  });
});

it('says what could not be read, where it matters', () => {
  const { hosts: _hosts, ...blind } = wide;
  const given = { source: inventoryOf('old'), destination: inventoryOf('new') };
  const room: Room = { ...blind, unread: { hosts: 'placement answers 403' } };
  const { findings } = checkCapacity([newProject, serverOf('a')], { ...given, room });
  expect(findings).toMatchObject([{ severity: 'warning', rule: 'capacity-unread', detail: 'placement answers 403' }]);
  expect(checkCapacity([newProject], { ...given, room }).findings).toEqual([]);
  check([oldProject, serverOf('a')], {}, { rules: ['capacity-unread'], words: ['quotas of p'] });
});

it('knows that Glance takes no more images from us', () => {
  const images = { image_count_total: { limit: 2, usage: 2 }, image_size_total: { limit: -1, usage: 9 } };
  const words = ['image_count_total is 2 of 2'];
  check([newProject, decisionOf('image', 'i')], { images }, { rules: ['quota-image'], words });
});

it('counts snapshots, and their GiB beside those of volumes', () => {
  const type = decisionOf('volume-type', 't', { name: 'gold', extraSpecs: {} });
  const disk = decisionOf('volume', 'v', { sizeGiB: 4, typeId: 't' });
  const snapshots = ['s', 'r'].map((id) => decisionOf('volume-snapshot', id, { sizeGiB: 3, volumeId: 'v' }));
  const limits = { 'block-storage': { snapshots: 1, gigabytes: 9, snapshots_gold: 1 } };
  const used = { 'block-storage': { snapshots: 0, gigabytes: 0, snapshots_gold: 0 } };
  const words = [
    'project p needs 10 more of the quota of volume GiB on new: 0 of 9 are used',
    'project p needs 2 more of the quota of volume snapshots on new: 0 of 1 are used',
    '--volume-type gold --snapshots 2',
  ];
  const rules = ['quota-gigabytes', 'quota-snapshots', 'quota-snapshots-of-type'];
  check([oldProject, type, disk, ...snapshots], { quotas: new Map([['P', { limits, used }]]) }, { rules, words });
});

describe('volume types', () => {
  it('counts volumes against the limits of their type, as the destination calls it', () => {
    const type = decisionOf('volume-type', 't', { extraSpecs: {} });
    const volumes = ['v', 'w'].map((id) => decisionOf('volume', id, { sizeGiB: 4, typeId: 't' }));
    const limits = { 'block-storage': { [`gigabytes_${type.chosen.name}`]: 10, [`volumes_${type.chosen.name}`]: 3 } };
    const used = { 'block-storage': { [`gigabytes_${type.chosen.name}`]: 3, [`volumes_${type.chosen.name}`]: 1 } };
    const quotas = new Map([['P', { limits, used }]]);
    check(
      [oldProject, type, ...volumes],
      { quotas },
      {
        rules: ['quota-gigabytes-of-type'],
        words: [
          `volume GiB of type ${type.chosen.name} on new: 3 of 10 are used`,
          `--volume-type ${type.chosen.name} --gigabytes 11`,
        ],
      },
    );
  });
});
