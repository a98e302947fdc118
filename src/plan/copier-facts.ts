import type { CopierName } from '../resources/chosen-copier.ts';
import type { FetchFacts } from './fetch-facts.ts';
import type { ImageFacts } from './image-facts.ts';

/**
 * How disks are to be copied: as well as possible, or one way and no other. A way that only images have is a wish for
 * images; all else goes as well as possible then.
 */
export type CopierWish = 'auto' | CopierName;

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
  /** Absent when nothing is fetched. */
  readonly fetching?: FetchFacts | undefined;
}
