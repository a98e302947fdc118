import { type VolumeCarriage, volumeCarriage } from '../plan/volume-carriage.ts';
import type { Plan } from '../plan/plan.ts';
import { kinds } from '../resources/all.ts';

const known = new WeakMap<Plan, VolumeCarriage>();

/** Which server takes which volume along; the same for a whole run. */
export function carriageOf(plan: Plan): VolumeCarriage {
  const held = known.get(plan);
  if (held !== undefined) return held;
  const volumes = plan.resources.filter(({ kind, action }) => kind === 'volume' && action === 'create');
  const carriage = volumeCarriage(volumes.map(({ resource }) => kinds.volume.schema.parse(resource)));
  known.set(plan, carriage);
  return carriage;
}
