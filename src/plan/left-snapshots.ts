import { z } from 'zod';
import { limits } from '../base/limits.ts';
import type { Unmoved } from '../inventory/unmoved.ts';
import { chosenCopier } from '../resources/chosen-copier.ts';
import type { Choices } from '../resources/kind.ts';
import type { Decision } from './decide.ts';

export interface PartedSnapshots {
  /** What is part of the plan. */
  readonly decisions: readonly Decision[];
  /** Snapshots that stay behind, as one entry; none when all go along. */
  readonly unmoved: readonly Unmoved[];
}

const snapshotPart = z.looseObject({ volumeId: z.string(), sizeGiB: z.number() });

/**
 * Pure: parts snapshots that stay behind from what the plan does. They come to be while their volume is filled from
 * Ceph to Ceph: those of a volume that goes another way, has moved already or stays have no way of their own.
 */
export function partLeftSnapshots(decisions: readonly Decision[], choices: Choices): PartedSnapshots {
  const volumes = decisions.filter(({ chosen, action }) => chosen.kind === 'volume' && action === 'create');
  const ids = volumes.map(({ chosen }) => chosen.resource.id);
  const filled = new Set(ids.filter((id) => chosenCopier(choices, 'volume', id) === 'rbd'));
  const isLeft = ({ chosen, twinId }: Decision): boolean =>
    chosen.kind === 'volume-snapshot' &&
    twinId === undefined &&
    !filled.has(snapshotPart.parse(chosen.resource).volumeId);
  const left = decisions.filter(isLeft);
  return { decisions: decisions.filter((one) => !isLeft(one)), unmoved: left.length === 0 ? [] : [entryOf(left)] };
}

function entryOf(left: readonly Decision[]): Unmoved {
  const sizes = left.map(({ chosen }) => snapshotPart.parse(chosen.resource).sizeGiB);
  return {
    service: 'block-storage',
    kind: 'volume snapshots',
    count: left.length,
    names: left
      .map(({ chosen }) => chosen.name)
      .toSorted()
      .slice(0, limits.unmovedNames),
    sizeGiB: sizes.reduce((sum, one) => sum + one, 0),
  };
}
