import { isFetch } from '../../resources/chosen-copier.ts';
import type { Task } from '../work.ts';
import type { DiskCopier } from './disk-copier.ts';
import { fetchCopier } from './fetch-copier.ts';
import { glanceCopier } from './glance-copier.ts';
import { rbdCopier } from './rbd-copier.ts';
import { rbdImageCopier } from './rbd-image-copier.ts';
import { rootDiskCopier } from './root-disk-copier.ts';

/** What copies the disk of a server or volume, or an image, as the plan says. */
export function copierOf({ planned: { kind, copier } }: Task): DiskCopier {
  if (isFetch(copier)) return fetchCopier;
  if (copier !== 'rbd') return glanceCopier;
  if (kind === 'server') return rootDiskCopier;
  return kind === 'image' ? rbdImageCopier : rbdCopier;
}
