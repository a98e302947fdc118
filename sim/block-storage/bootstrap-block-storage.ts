import type { SimCloud } from '../cloud/sim-cloud.ts';

/** The type of volumes for which none is asked. */
export const defaultTypeName = 'rbd';

const types = [
  ['__DEFAULT__', 'Default Volume Type', {}],
  ['nfs', null, { volume_backend_name: 'nfs' }],
  [defaultTypeName, null, { volume_backend_name: 'rbd' }],
] as const;

/** What a Cinder with two back ends has from its first day. */
export function bootstrapBlockStorage({ random, state }: SimCloud): void {
  for (const [name, description, extraSpecs] of types) {
    state.volumeTypes.put({
      id: random.uuid(),
      name,
      description,
      isPublic: true,
      extraSpecs,
      accessIds: [],
      qosSpecsId: null,
      encryption: null,
    });
  }
}
