/** What was seen of images and root disks in the Ceph of both clouds. */
export interface ImageFacts {
  /** Of the source's images, and servers with root disks, those whose bytes were found in its Ceph, as `kind/id`. */
  readonly found: ReadonlySet<string>;
  /** Ids of servers whose own image is gone from the source. */
  readonly imageless: ReadonlySet<string>;
  /** Why nobody could look there, in Ceph's words. */
  readonly unread?: string | undefined;
  /** Why the destination's Glance takes no bytes that are in its Ceph; undefined when it does, as far as it tells. */
  readonly refusal?: string | undefined;
}
