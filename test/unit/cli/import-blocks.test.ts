import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importBlocks } from '../../../src/cli/import-blocks.ts';
import type { IdPair } from '../../../src/operations/list-ids.ts';

function pairOf(given: Partial<IdPair>): IdPair {
  return {
    kind: 'server',
    name: 'web1',
    project: 'p',
    sourceId: 's1',
    destinationId: 'd1',
    origin: 'created',
    ...given,
  };
}

function blocksOf(pairs: readonly Partial<IdPair>[], region?: string): string {
  return importBlocks({ run: '1a2b', destination: 'new', region, pairs: pairs.map(pairOf) }, 'tofu');
}

function check(pairs: readonly Partial<IdPair>[], expected: readonly string[], region?: string): void {
  const text = blocksOf(pairs, region);
  for (const words of expected) expect(text).toContain(words);
}

/** All that the blocks may consist of: comments, empty lines, and blocks of two strict lines. */
function isSound(text: string): boolean {
  const string = String.raw`"(?:[^"\\\p{Cc}$%]|\\["\\nrt]|\\u[0-9a-f]{4}|\$\$\{|%%\{|[$%](?!\{))*"`;
  const block = String.raw`import \{\n  to = openstack_[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_]*\n  id = ${string}\n\}`;
  return new RegExp(String.raw`^(?:(?:#[^\p{Cc}]*|${block}|)(?:\n|$))*$`, 'u').test(text);
}

test('a resource is imported by its id on the destination', () => {
  expect(blocksOf([{}]).split('\n').slice(4).join('\n')).toBe(
    '# server web1 (created)\nimport {\n  to = openstack_compute_instance_v2.web1\n  id = "d1"\n}',
  );
});

test('names become identifiers, each once in its type', () => {
  const names = ['web', 'web', 'Wéb 1', '10.0.0.1', '', '-', 'web_2', 'web', '🐳'];
  const taken = [...blocksOf(names.map((name) => ({ name }))).matchAll(/to = \w+\.(\w+)/g)].map(([, name]) => name);
  expect(taken).toEqual(['web', 'web_2', 'Web_1', '_10_0_0_1', 'server', 'server_2', 'web_2_2', 'web_3', 'server_3']);
  check([{ name: 'a' }, { name: 'a', kind: 'port' }], ['openstack_compute_instance_v2.a\n', 'networking_port_v2.a\n']);
});

test('ids that the provider composes are composed', () => {
  const of = (path: string): Partial<IdPair> => ({ kind: 'role-assignment', name: 'r', destinationId: path });
  check([of('/projects/P/users/U/roles/R')], ['openstack_identity_role_assignment_v3.r', 'id = "/P//U/R"']);
  check([of('/domains/D/groups/G/roles/R')], ['id = "D//G//R"']);
  check(
    [of('/OS-INHERIT/domains/D/users/U/roles/R/inherited_to_projects')],
    ['openstack_identity_inherit_role_assignment_v3.r', 'id = "D///U/R"'],
  );
  check([of('/system/users/U/roles/R')], ['# role assignment r (created): the provider has no resource']);
  check([{ kind: 'keypair', name: 'k', destinationId: 'U/k/2' }], ['only be imported by its owner', 'by the id "k/2"']);
});

test('parts of twins are imported by ids of their own', () => {
  const parts = (['router-interface', 'security-group-rule', 'security-group-rule'] as const).map((part, index) => ({
    part,
    name: 'edge',
    destinationId: `i${index}`,
  }));
  const text = importBlocks({ run: '1a2b', destination: 'new', region: undefined, pairs: [] }, 'terraform', parts);
  expect(isSound(text)).toBe(true);
  for (const words of [
    'openstack_networking_router_interface_v2.edge\n  id = "i0"',
    'secgroup_rule_v2.edge_2\n  id = "i2"',
  ]) {
    expect(text).toContain(words);
  }
});

test('whatever a name or an id holds, the text stays what it is', () => {
  const odd = ['a"b\\c', '${x} %{if} $${y} 100% $', 'line\nbreak\u2028\ttab\u0001\u001b[31m', '*/ # }', "'"];
  const text = blocksOf(
    odd.flatMap((name) => [
      { name, destinationId: name },
      { kind: 'keypair', name, destinationId: `u/${name}` },
    ]),
  );
  expect(isSound(text)).toBe(true);
  expect(isSound('import {\n  to = openstack_a.b\n  id = "${x}"\n}')).toBe(false);
  if (!hasTerraform()) return;
  const folder = mkdtempSync(join(tmpdir(), 'pumphouse-hcl-'));
  writeFileSync(join(folder, 'imports.tf'), `${text}\n`);
  expect(() => execFileSync('terraform', ['fmt', '-check', '-list=false', folder], { stdio: 'pipe' })).not.toThrow();
  rmSync(folder, { recursive: true });
});

function hasTerraform(): boolean {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
