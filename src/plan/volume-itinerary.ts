import type { CopierName } from '../resources/chosen-copier.ts';
import type { StepName } from './plan.ts';

/** The way of a volume through Glance: Cinder takes bytes only at its creation, so that they come before it. */
const throughGlance = ['upload', 'create-disk', 'copy-disk', 'create', 'connect', 'verify', 'clean'] as const;

/** From Ceph to Ceph the bytes go into a volume that is there. */
const fromCephToCeph = ['create', 'copy-disk', 'connect', 'verify', 'clean'] as const;

export type VolumeStep = (typeof throughGlance)[number] & StepName;

/** The way of one volume, in order. */
export function volumeItinerary(copier: CopierName | undefined): readonly VolumeStep[] {
  return copier === 'rbd' ? fromCephToCeph : throughGlance;
}

/** What it still lacks once it has a twin that was noted. */
export function itineraryAfterCreate(copier: CopierName | undefined): readonly VolumeStep[] {
  const itinerary = volumeItinerary(copier);
  return itinerary.slice(itinerary.indexOf('create') + 1);
}
