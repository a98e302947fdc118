import type { ImageFacts } from './image-facts.ts';

/** How disks are to be copied: by Ceph where that is possible, always through Glance, or by Ceph and no other way. */
export type CopierWish = 'auto' | 'glance' | 'rbd';

/** What was seen of the Ceph cluster of one cloud. */
export interface CephFacts {
  /** The cloud's name in clouds.yaml. */
  readonly cloud: string;
  /** Not named in clouds.yaml, without an answer, or there. */
  readonly state: 'absent' | 'silent' | 'there';
  /** Ceph's words, when it does not answer. */
  readonly why?: string | undefined;
  /** On the source: the volumes that were found in it. */
  readonly volumeIds: ReadonlySet<string>;
  /** On the destination: Cinder's back ends, by `volume_backend_name`, and whether their volumes are in it. */
  readonly backEnds: ReadonlyMap<string, boolean>;
}

/** All that decides how volumes and images are copied. */
export interface CopierFacts {
  readonly wish: CopierWish;
  readonly source: CephFacts;
  readonly destination: CephFacts;
  /** Absent when one of the clusters is not there. */
  readonly images?: ImageFacts | undefined;
}
