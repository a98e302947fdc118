import { describe, expect, it } from 'vitest';
import type { Inventory } from '../inventory/inventory.ts';
import { selectionSchema } from '../inventory/selection.ts';
import type { KindName, Resource } from '../resources/kind.ts';
import { byKind } from '../resources/kind-name.ts';
import type { Domain } from '../resources/domain.ts';
import type { Project } from '../resources/project.ts';
import type { User } from '../resources/user.ts';
import type { SecurityGroup } from '../resources/security-group.ts';
import { makePlan, type PlanBody } from './make-plan.ts';

function projectOf(id: string, values: Partial<Project> = {}): Project {
  const shape = { childIds: [], description: '', isEnabled: true, tags: [], options: {}, extra: {} };
  return { id, name: 'acme', domainId: 'default', domainName: 'Default', ...shape, ...values };
}

function domainOf(id: string, name: string): Domain {
  return { id, name, description: '', isEnabled: true, tags: [], options: {}, extra: {} };
}

/** A group whose only rule lets in the other of a pair: the two link in a circle. */
function groupOf(
  id: string,
  projectId: string,
  remoteGroupId: string,
  values: Partial<SecurityGroup> = {},
): SecurityGroup {
  const open = { direction: 'ingress', etherType: 'IPv4', protocol: null, rangeStart: null, rangeEnd: null };
  const rule = { id: `rule of ${id}`, ...open, remotePrefix: null, remoteGroupId, remoteAddressGroupId: null };
  const rules = [{ ...rule, description: '' }];
  return {
    id,
    name: id.slice(-1),
    projectId,
    description: '',
    isStateful: true,
    isShared: false,
    tags: [],
    rules,
    ...values,
  };
}

function inventoryOf(name: string, resources: Partial<Record<KindName, Resource[]>>): Inventory {
  const all: Record<KindName, Resource[]> = {
    ...byKind((): Resource[] => []),
    domain: [domainOf('default', 'Default')],
    ...resources,
  };
  const capabilities = {
    computeVersion: '2.90',
    networkExtensions: ['stateful-security-group'],
    externalSubnets: [],
  };
  return {
    cloud: { name, authUrl: `http://${name}/v3` },
    capabilities,
    takenAt: '2026-01-01T00:00:00.000Z',
    resources: all,
  };
}

const circle = {
  project: [projectOf('p')],
  'security-group': [groupOf('sg-a', 'p', 'sg-b'), groupOf('sg-b', 'p', 'sg-a')],
};

function plan(
  destination: Partial<Record<KindName, Resource[]>>,
  source: Partial<Record<KindName, Resource[]>> = circle,
  selection: object = { projects: ['acme'] },
  mapping: Readonly<Record<string, string>> = {},
): PlanBody {
  return makePlan({
    source: inventoryOf('old', source),
    destination: inventoryOf('new', destination),
    selection: selectionSchema.parse(selection),
    choices: { disk: 'snapshot', quiesce: 'suspend', passwords: false },
    mapping,
    known: new Map(),
    leaveBlocked: false,
    createdAt: '2026-01-01T00:00:00.000Z',
  });
}

function check(body: PlanBody, expected: Readonly<Record<string, string>>): void {
  const inDomains = body.resources.filter(({ kind, id }) => `${kind} ${id}` !== 'domain default');
  expect(Object.fromEntries(inDomains.map(({ kind, id, action }) => [`${kind} ${id}`, action]))).toEqual(expected);
}

describe('makePlan', () => {
  it('groups that name each other are created first and joined afterwards', () => {
    const body = plan({});
    check(body, { 'project p': 'create', 'security-group sg-a': 'create', 'security-group sg-b': 'create' });
    const needs = Object.fromEntries(body.nodes.map((node) => [node.key, node.needs]));
    expect(needs['security-group/sg-a']).toEqual(['project/p']);
    expect(needs['security-group/sg-a/connect']).toEqual(['project/p', 'security-group/sg-a', 'security-group/sg-b']);
    expect(needs['security-group/sg-b/connect']).toEqual(['project/p', 'security-group/sg-a', 'security-group/sg-b']);
  });

  it('what has moved is found by its mark, also in a circle, and nothing is left to do', () => {
    const twins = {
      project: [projectOf('P', { markedAs: 'p' })],
      'security-group': [
        groupOf('SG-a', 'P', 'SG-b', { description: '[pumphouse sg-a]' }),
        groupOf('SG-b', 'P', 'SG-a', { description: '[pumphouse sg-b]' }),
      ],
    };
    const body = plan(twins);
    check(body, { 'project p': 'skip', 'security-group sg-a': 'skip', 'security-group sg-b': 'skip' });
    expect(body.nodes).toEqual([]);
    expect(body.findings).toEqual([]);
  });

  it('the same project is adopted, and a group of the same name is not taken for the twin', () => {
    const body = plan({ project: [projectOf('P')], 'security-group': [groupOf('SG-a', 'P', 'SG-a')] });
    check(body, { 'project p': 'adopt', 'security-group sg-a': 'create', 'security-group sg-b': 'create' });
  });

  it('a different project of that name is a conflict that tells both values and blocks what needs it', () => {
    const body = plan({ project: [projectOf('P', { isEnabled: false })] });
    check(body, { 'project p': 'conflict', 'security-group sg-a': 'blocked', 'security-group sg-b': 'blocked' });
    const conflict = body.findings.find(({ rule }) => rule === 'conflict');
    expect(conflict?.detail).toBe('enabled: true on the source, false on the destination');
    expect(body.nodes).toEqual([]);
  });

  it('a domain that is missing is created before what is in it, and disabled after all else', () => {
    const corp = { ...domainOf('c', 'corp'), isEnabled: false };
    const source = { ...circle, domain: [corp], project: [projectOf('p', { domainId: 'c' })] };
    const body = plan({}, source);
    const created = { 'domain c': 'create', 'project p': 'create' };
    check(body, { ...created, 'security-group sg-a': 'create', 'security-group sg-b': 'create' });
    const order = new Map(body.nodes.map(({ key, needs }) => [key, needs]));
    expect(order.get('project/p')).toEqual(['domain/c']);
    expect(order.get('domain/c/connect')).toContain('security-group/sg-b/connect');
  });

  it('an administrator is the one of the other cloud, and never made', () => {
    const admin: User = {
      id: 'a',
      name: 'admin',
      domainId: 'default',
      domainName: 'Default',
      origin: 'local',
      email: null,
      description: null,
      isEnabled: true,
      options: {},
      extra: {},
    };
    const source = { ...circle, user: [admin] };
    const users = (there: User[]): string[] =>
      plan({ user: there }, source, { projects: [], users: [], specific: [{ kind: 'user', word: 'admin' }] })
        .resources.filter(({ kind }) => kind === 'user')
        .map(({ action }) => action);
    expect(users([{ ...admin, id: 'A', email: 'other@example.org' }])).toEqual(['adopt']);
    expect(users([])).toEqual(['blocked']);
  });

  it('what is in a mapped domain goes into the one that stands for it, where the same is adopted', () => {
    const source = { ...circle, domain: [domainOf('c', 'corp')], project: [projectOf('p', { domainId: 'c' })] };
    const selection = { projects: ['acme'] };
    const mapping = { 'domain:corp': 'Default' };
    const created = plan({}, source, selection, mapping).resources.find(({ kind }) => kind === 'project');
    expect(created).toMatchObject({ action: 'create', draft: { domainId: 'default', body: { domain_id: 'default' } } });
    const adopted = plan({ project: [projectOf('P')] }, source, selection, mapping);
    expect(adopted.resources.filter(({ kind }) => kind === 'domain' || kind === 'project')).toMatchObject([
      { action: 'adopt', reason: 'mapped', twinId: 'default' },
      { action: 'adopt', twinId: 'P' },
    ]);
  });

  it('nothing keeps what is mapped from moving, since another one stands for it', () => {
    const addressed = groupOf('sg-a', 'p', 'sg-b');
    const rules = addressed.rules.map((rule) => ({ ...rule, remoteGroupId: null, remoteAddressGroupId: 'ag' }));
    const source = { project: [projectOf('p')], 'security-group': [{ ...addressed, rules }] };
    const twin = { ...addressed, id: 'SG', projectId: 'P' };
    const there = { project: [projectOf('P')], 'security-group': [twin] };
    const findingsOf = (mapping: Record<string, string>): string[] =>
      plan(there, source, { projects: ['acme'] }, mapping).findings.map(({ rule }) => rule);
    expect(findingsOf({})).toContain('security-group-address-group');
    expect(findingsOf({ 'security-group:sg-a': 'SG' })).toEqual([]);
  });

  it('the same inventories give the same plan', () => {
    expect(plan({})).toEqual(plan({}));
  });
});
