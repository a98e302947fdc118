/** Records of Glance. */
export type ImageStatus = 'queued' | 'saving' | 'uploading' | 'importing' | 'active' | 'killed' | 'deactivated';

export interface Image {
  readonly id: string;
  name: string | null;
  owner: string | null;
  status: ImageStatus;
  visibility: 'public' | 'community' | 'shared' | 'private';
  diskFormat: string | null;
  containerFormat: string | null;
  minDiskGiB: number;
  minRamMiB: number;
  isProtected: boolean;
  isHidden: boolean;
  tags: readonly string[];
  /** Everything else, by name. */
  properties: Readonly<Record<string, string | null>>;
  /** Undefined until they have come. */
  bytes: Buffer | undefined;
  /** Hexadecimal; null for what Nova snapshots within Ceph. */
  checksum: string | null;
  sha512: string | null;
  /** How large its disk is for a guest, in bytes; null where Glance cannot tell. */
  virtualBytes: number | null;
  readonly createdAt: string;
  updatedAt: string;
}

export interface ImageMember {
  /** `image-id/project-id`. */
  readonly id: string;
  readonly imageId: string;
  readonly projectId: string;
  status: 'pending' | 'accepted' | 'rejected';
  readonly createdAt: string;
  updatedAt: string;
}
