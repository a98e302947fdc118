import type { IdPair, RunIds } from '../operations/list-ids.ts';
import type { TwinPart } from '../operations/list-parts.ts';
import { kindWords } from './kind-words.ts';
import { plainText } from './plain-text.ts';

/** One thing as the provider knows it: a type of resource, and the id by which that type is imported. */
interface Import {
  readonly type: string;
  readonly id: string;
}

/** What a pair becomes: imports, or words that say why there are none. */
type Imported = readonly Import[] | string;

/** Kinds that the provider imports by the resource's own id. */
const typesById: Readonly<Record<string, string>> = {
  // A domain is a project to Keystone, and to the provider one with `is_domain`.
  domain: 'openstack_identity_project_v3',
  flavor: 'openstack_compute_flavor_v2',
  'floating-ip': 'openstack_networking_floatingip_v2',
  group: 'openstack_identity_group_v3',
  image: 'openstack_images_image_v2',
  network: 'openstack_networking_network_v2',
  port: 'openstack_networking_port_v2',
  project: 'openstack_identity_project_v3',
  role: 'openstack_identity_role_v3',
  router: 'openstack_networking_router_v2',
  'security-group': 'openstack_networking_secgroup_v2',
  server: 'openstack_compute_instance_v2',
  'server-group': 'openstack_compute_servergroup_v2',
  subnet: 'openstack_networking_subnet_v2',
  user: 'openstack_identity_user_v3',
  volume: 'openstack_blockstorage_volume_v3',
  'volume-type': 'openstack_blockstorage_volume_type_v3',
};

const partTypes: Readonly<Record<TwinPart['part'], string>> = {
  'router-interface': 'openstack_networking_router_interface_v2',
  'security-group-rule': 'openstack_networking_secgroup_rule_v2',
};

const quotaTypes = [
  'openstack_compute_quotaset_v2',
  'openstack_networking_quota_v2',
  'openstack_blockstorage_quotaset_v3',
] as const;

/**
 * `import` blocks (Terraform 1.5, OpenTofu 1.6) for terraform-provider-openstack/openstack. The forms of ids are those
 * of the provider's documentation, section "Import" of each resource. What it cannot import is a comment.
 */
export function importBlocks(
  { run, destination, region, pairs }: RunIds,
  program: 'terraform' | 'tofu',
  parts: readonly TwinPart[] = [],
): string {
  const names = new Map<string, Set<string>>();
  const blocks = pairs.map((pair) => {
    const title = `# ${kindWords(pair.kind)} ${commentText(pair.name)} (${pair.origin})`;
    const imported = importsOf(pair, region);
    if (typeof imported === 'string') return `${title}: ${imported}`;
    return [title, ...imported.map((one) => blockText(one, identifierOf(pair.name, pair.kind), names))].join('\n');
  });
  const partBlocks = parts.map(({ part, name, destinationId: id }) => {
    const title = `# ${kindWords(part)} of ${commentText(name)}`;
    return `${title}\n${blockText({ type: partTypes[part], id }, identifierOf(name, part), names)}`;
  });
  const head = [
    `# Run ${run}: what it has on ${commentText(destination)}, for terraform-provider-openstack/openstack.`,
    `# Have the configuration written: ${program} plan -generate-config-out=resources.tf`,
    ...(parts.length > 0 ? [] : ['# Interfaces of routers and rules of security groups come with --parts.']),
  ];
  return [head.join('\n'), ...blocks, ...partBlocks].join('\n\n');
}

function importsOf({ kind, destinationId: id }: IdPair, region: string | undefined): Imported {
  const type = typesById[kind];
  if (type !== undefined) return [{ type, id }];
  if (kind === 'role-assignment') return assignmentImport(id);
  if (kind === 'keypair') return keypairWords(id);
  if (kind !== 'quota') return 'the provider has no resource for it';
  if (region === undefined) return 'the provider imports quotas by region, and clouds.yaml names none for the cloud';
  return quotaTypes.map((one) => ({ type: one, id: `${id}/${region}` }));
}

const assignmentPattern = new RegExp(
  '^(?<inherit>/OS-INHERIT)?/(?<target>projects|domains)/(?<targetId>[^/]+)' +
    '/(?<actor>users|groups)/(?<actorId>[^/]+)/roles/(?<roleId>[^/]+)',
);

/** Our id is the path of the API; the provider's is `domain/project/group/user/role`, blank where nothing is. */
function assignmentImport(path: string): Imported {
  const parts = assignmentPattern.exec(path)?.groups;
  if (parts === undefined) return 'the provider has no resource for roles on the system';
  const of = (name: string, value: string): string => (parts[name] === value ? (parts[`${name}Id`] ?? '') : '');
  const targets = [of('target', 'domains'), of('target', 'projects')];
  const id = [...targets, of('actor', 'groups'), of('actor', 'users'), parts['roleId'] ?? ''].join('/');
  const form = parts['inherit'] === undefined ? 'role' : 'inherit_role';
  return [{ type: `openstack_identity_${form}_assignment_v3`, id }];
}

/** The provider imports a keypair by its name alone, and finds only those of the user that it logs in as. */
function keypairWords(id: string): string {
  const slash = id.indexOf('/');
  const [userId, name] = [id.slice(0, slash), id.slice(slash + 1)];
  const command = `import as user ${commentText(userId)}, by the id ${quoted(name)}`;
  return `openstack_compute_keypair_v2 can only be imported by its owner: ${command}`;
}

function blockText({ type, id }: Import, identifier: string, names: Map<string, Set<string>>): string {
  const taken = names.get(type) ?? new Set<string>();
  names.set(type, taken);
  const name = freeName(identifier, taken);
  taken.add(name);
  return ['import {', `  to = ${type}.${name}`, `  id = ${quoted(id)}`, '}'].join('\n');
}

/** Letters, digits and `_`, the first one no digit, as every version takes it. */
function identifierOf(name: string, kind: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const word = plain === '' ? kind.replaceAll('-', '_') : plain;
  return /^\d/.test(word) ? `_${word}` : word;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let count = 2, free = name; ; count += 1) {
    if (!taken.has(free)) return free;
    free = `${name}_${count}`;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '${': '$${',
  '%{': '%%{',
};

/** A quoted string of HCL, in which `${` and `%{` begin templates (HCL native syntax, "Template Literals"). */
function quoted(text: string): string {
  const code = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `"${text.replace(/["\\]|\p{Cc}|[$%]\{/gu, (part) => escapes[part] ?? code(part))}"`;
}

/** On one line, so that it stays a comment. */
function commentText(text: string): string {
  return plainText(text).replace(/[\u2028\u2029]/g, ' ');
}
