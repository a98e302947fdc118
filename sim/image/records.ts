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

/** What Glance does at an image in the background. */
export interface ImageTask {
  readonly id: string;
  readonly imageId: string;
  readonly owner: string | null;
  readonly userId: string;
  readonly requestId: string;
  /** The body of the request, with what Glance adds to it. */
  readonly request: Readonly<Record<string, unknown>>;
  status: 'pending' | 'processing' | 'success' | 'failure';
  message: string;
  readonly createdAt: string;
  updatedAt: string;
  /** Two days after its end. */
  expiresAt: string | null;
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
