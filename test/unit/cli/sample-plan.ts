import { selectionSchema } from '../../../src/inventory/selection.ts';
import type { Plan, Planned } from '../../../src/plan/plan.ts';

type Given = Partial<Planned> & Pick<Planned, 'kind' | 'name' | 'action'>;

/** A planned resource; its id is made of kind and name. */
export function samplePlanned(given: Given): Planned {
  const id = `${given.kind}-${given.name}`;
  return { id, reason: given.action === 'create' ? 'selected' : 'the same is there', resource: {}, ...given };
}

const server = { flavor: { diskGiB: 2 }, imageId: 'image-cirros' };

/** A small plan with every action in it. */
export function samplePlan(given: Partial<Plan> = {}): Plan {
  return {
    format: 1,
    id: '1a2b3c4d',
    hash: '1a2b3c4d'.repeat(8),
    createdAt: '2026-01-02T03:04:05.000Z',
    source: { name: 'old', authUrl: 'http://old:5000/v3', region: 'RegionOne' },
    destination: { name: 'new', authUrl: 'http://new:5000/v3' },
    selection: selectionSchema.parse({ projects: ['acme'] }),
    choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
    mapping: {},
    leaveBlocked: false,
    capabilities: { computeVersion: '2.90', networkExtensions: [], externalSubnets: [] },
    resources: [
      samplePlanned({ kind: 'flavor', name: 'm1.tiny', action: 'adopt' }),
      samplePlanned({ kind: 'user', name: 'alice', action: 'create', reason: 'role-assignment alice' }),
      samplePlanned({ kind: 'project', name: 'acme', action: 'create' }),
      samplePlanned({ kind: 'image', name: 'cirros', action: 'create', projectId: 'project-acme', copyBytes: 2 ** 20 }),
      samplePlanned({
        kind: 'network',
        name: 'net',
        action: 'conflict',
        reason: 'differs: mtu',
        projectId: 'project-acme',
      }),
      samplePlanned({ kind: 'server', name: 'web1', action: 'create', projectId: 'project-acme', resource: server }),
      samplePlanned({
        kind: 'server',
        name: 'db1',
        action: 'blocked',
        reason: 'has volumes',
        projectId: 'project-acme',
      }),
    ],
    nodes: [
      { key: 'server/server-web1', kind: 'server', id: 'server-web1', name: 'web1', steps: ['quiesce'], needs: [] },
    ],
    findings: [],
    ...given,
  };
}
