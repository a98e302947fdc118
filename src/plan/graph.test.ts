import { expect, it } from 'vitest';
import { image } from '../resources/image.ts';
import type { Resource } from '../resources/kind.ts';
import { volume } from '../resources/volume.ts';
import type { Decision } from './decide.ts';
import { makeGraph } from './graph.ts';

const bytes = { status: 'active', diskFormat: 'raw', containerFormat: 'bare', minDiskGiB: 0, minRamMiB: 0 };
const flags = { visibility: 'public', isProtected: false, isHidden: false, tags: [], members: [], properties: {} };
const nature = { isPointer: false, isSigned: false, isEncrypted: false, isTemporary: false };
const cirros = image.schema.parse({ id: 'i', name: 'cirros', ...bytes, ...flags, ...nature });

const owner = { projectId: 'p', userId: 'u', roleAssignmentIds: [] };
const shape = { status: 'available', description: null, sizeGiB: 1, metadata: {}, imageMetadata: {}, serverIds: [] };
const switches = { isBootable: true, isReadOnly: false, isEncrypted: false, isMultiattach: false };
const boot = volume.schema.parse({
  id: 'v',
  name: 'boot',
  ...owner,
  ...shape,
  ...switches,
  imageIds: { image_id: 'i', kernel_id: 'gone' },
});

function created(kind: 'image' | 'volume', resource: Resource): Decision {
  const chosen = { kind, resource, name: resource.name, reason: 'selected' };
  return { chosen, action: 'create', reason: 'selected', findings: [] };
}

it('a volume, which is joined within its own node, comes after the images that it names and that move', () => {
  const decisions = [created('volume', boot), created('image', cirros)];
  const nodes = makeGraph(decisions, { disk: 'snapshot', quiesce: 'suspend', passwords: false }, false);
  const order = Object.fromEntries(nodes.map(({ key, needs }) => [key, needs]));
  expect(order['volume/v']).toEqual(['image/i']);
});
