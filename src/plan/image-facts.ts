/** What was seen of images in the Ceph of both clouds. */
export interface ImageFacts {
  /** Of the source's images those that were found in its Ceph, as `image/id`. */
  readonly found: ReadonlySet<string>;
  /** Why nobody could look there, in Ceph's words. */
  readonly unread?: string | undefined;
  /** Why the destination's Glance takes no bytes that are in its Ceph; undefined when it does, as far as it tells. */
  readonly refusal?: string | undefined;
}
