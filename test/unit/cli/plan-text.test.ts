import { expect, test } from 'vitest';
import type { Finding } from '../../../src/base/finding.ts';
import { planListing } from '../../../src/cli/plan.ts';
import { planText } from '../../../src/cli/plan-text.ts';
import type { Plan, Planned } from '../../../src/plan/plan.ts';
import { samplePlan, samplePlanned } from './sample-plan.ts';

const plain = (_style: string, words: string): string => words;

function check(plan: Plan, expected: readonly string[], isLong = false): void {
  const text = planText(plan, { paint: (_style, words) => words, isLong });
  for (const line of expected) expect(text).toContain(line);
}

test('the plan is a tree of projects, kinds and resources', () => {
  const text = planText(samplePlan(), { paint: (_style, words) => words, isLong: false });
  expect(text).toMatchInlineSnapshot(`
    "Plan 1a2b3c4d: project acme
      from old (http://old:5000/v3, RegionOne)
      to   new (http://new:5000/v3)
      source servers: suspend; disks: snapshot; passwords: carried

    ├── owned by no project
    │   ├── 1 user
    │   │   └── + alice  create    password carried; for role-assignment alice
    │   └── 1 flavor
    │       └── = m1.tiny  adopt     the same is there
    └── + project acme  create
        ├── 1 image
        │   └── + cirros  create    1.0 MiB to copy
        ├── 1 network
        │   └── ! net  conflict  differs: mtu
        └── 2 servers
            ├── + web1  create    its disk is carried (up to 2 GiB)
            └── ✗ db1   blocked   has volumes

    7 resources: 4 create, 1 adopt, 1 conflict, 1 blocked; 1.0 MiB to copy
    1 server keeps its disk (up to 2 GiB)"
  `);
});

test('a lost disk is said in those words, with the image that it boots from', () => {
  check(samplePlan({ choices: { disk: 'rebuild', quiesce: 'stop', passwords: false } }), [
    'web1  create    LOSES ITS DISK: boots afresh from image cirros',
    '1 server LOSES ITS DISK',
    'alice  create    created without password',
  ]);
});

const note = (name: string): Finding => ({
  severity: 'note',
  rule: 'r',
  summary: `${name} reboots`,
  cure: 'Watch it.',
});

test('findings of one rule are folded, those that say the same are counted', () => {
  const findings = [note('a'), note('b'), note('b'), note('c'), note('d'), note('e')];
  check(samplePlan({ findings }), ['6 notes:', '- b reboots (2 times)', '- … and 2 more like these', 'Watch it.']);
  check(samplePlan({ findings }), ['- e reboots'], true);
});

const moved = (kind: Planned['kind'], name: string, reason = 'moved already'): Planned =>
  samplePlanned({ kind, name, action: 'skip', reason, ...(kind === 'project' ? {} : { projectId: 'project-acme' }) });

test('of a finished migration only what differs is shown, below the counts of the rest', () => {
  const [flavor, ...others] = samplePlan().resources;
  const adopted = flavor === undefined ? [] : [flavor];
  const settled = [
    ...adopted,
    moved('project', 'acme'),
    moved('port', 'p1'),
    moved('server', 'w1'),
    moved('server', 'w2'),
  ];
  const added = others.filter(({ name }) => name === 'net');
  const differs = moved('server', 'w3', 'moved already; differs: metadata');
  const text = planText(samplePlan({ resources: [...settled, ...added, differs] }), { paint: plain, isLong: false });
  expect(text.split('\n').slice(5, -1)).toMatchInlineSnapshot(`
    [
      "4 resources have moved already: 2 servers, 1 port, 1 project",
      "1 resource is adopted: 1 flavor",
      "Only what differs is shown; --long shows each resource.",
      "",
      "└── · project acme  skip      moved already",
      "    ├── 1 network",
      "    │   └── ! net  conflict  differs: mtu",
      "    └── 1 server",
      "        └── · w3  skip      moved already; differs: metadata",
      "",
    ]
  `);
  const done = planText(samplePlan({ resources: settled, nodes: [] }), { paint: plain, isLong: false });
  expect(done).toContain(
    '4 resources have moved already: 2 servers, 1 port, 1 project\n1 resource is adopted: 1 flavor',
  );
  expect(done).toContain('nothing to do');
  check(samplePlan({ resources: settled }), ['· w1', '· p1', '= m1.tiny'], true);
});

test('a plan with very many resources is shown in short, but never what needs eyes', () => {
  const ports = Array.from({ length: 300 }, (_, index) =>
    samplePlanned({ kind: 'port', name: `p${index}`, action: index === 7 ? 'conflict' : 'create' }),
  );
  const plan = samplePlan({ resources: [...samplePlan().resources, ...ports] });
  check(plan, ['300 ports: 299 create, 1 conflict', '! p7', '+ web1', '--long shows each resource']);
  check(plan, ['+ p299'], true);
  expect(planText(plan, { paint: (_style, words) => words, isLong: false })).not.toContain('p299');
});

test('the listing has a row for each resource', () => {
  expect(planListing(samplePlan()).rows).toHaveLength(7);
});

test('what the plan needs stands beside what is free, the tightest quotas first', () => {
  const quota = (what: string, needed: number, free: number) => ({ what, where: 'project acme', needed, free });
  const room = [
    { what: 'vCPU', where: 'hosts', needed: 6, free: 14 },
    { what: 'memory', where: 'hosts', needed: 3072, free: 2048, unit: 'MiB' } as const,
    { what: 'addresses', where: 'network public', needed: 2, free: 1 },
    quota('ports', 1, 100),
    quota('instances', 2, 0),
    quota('cores', 2, 4),
    quota('networks', 1, 3),
    quota('routers', 0, 9),
  ];
  check(samplePlan({ room }), [
    'Room on new (needed of free):',
    '  hosts: vCPU 6 of 14, memory 3.0 GiB of 2.0 GiB',
    '  network public: addresses 2 of 1',
    '  project acme: instances 2 of 0, cores 2 of 4, networks 1 of 3',
    '  images: up to 2 GiB of these disks stay in Glance too',
    '  1 more quota with more room',
  ]);
});
