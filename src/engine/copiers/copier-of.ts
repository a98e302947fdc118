import type { Task } from '../work.ts';
import type { DiskCopier } from './disk-copier.ts';
import { glanceCopier } from './glance-copier.ts';
import { rbdCopier } from './rbd-copier.ts';

/** What copies the disk of a server or volume, as the plan says. */
export function copierOf({ planned }: Task): DiskCopier {
  return planned.kind === 'volume' && planned.copier === 'rbd' ? rbdCopier : glanceCopier;
}
