/** Records of Cinder. */
export interface Volume {
  readonly id: string;
  /** Null when nobody named it. */
  name: string | null;
  description: string | null;
  readonly projectId: string;
  readonly userId: string;
  sizeGiB: number;
  status: string;
  readonly volumeTypeId: string;
  isBootable: boolean;
  /** Undefined as long as nobody said it. */
  isReadOnly: boolean | undefined;
  readonly isMultiattach: boolean;
  readonly zone: string;
  metadata: Readonly<Record<string, string>>;
  imageMetadata: Readonly<Record<string, string>>;
  attachments: readonly { readonly serverId: string; readonly device: string; readonly id: string }[];
  /** What it was made from; at most one of them. */
  readonly sourceVolumeId: string | null;
  readonly snapshotId: string | null;
  bytes: Buffer;
  readonly createdAt: string;
  updatedAt: string | null;
}

export interface VolumeType {
  readonly id: string;
  name: string;
  description: string | null;
  isPublic: boolean;
  extraSpecs: Readonly<Record<string, string>>;
  /** Projects that may use it, when it is not public. */
  accessIds: readonly string[];
  qosSpecsId: string | null;
  encryption: Encryption | null;
}

/** How the volumes of a type are encrypted. */
export interface Encryption {
  readonly id: string;
  readonly provider: string;
  readonly cipher: string | null;
  readonly keySize: number | null;
  readonly controlLocation: string;
  readonly createdAt: string;
}

export interface QosSpecs {
  readonly id: string;
  readonly name: string;
  consumer: string;
  specs: Readonly<Record<string, string>>;
}

export interface VolumeSnapshot {
  readonly id: string;
  name: string | null;
  description: string | null;
  readonly volumeId: string;
  readonly projectId: string;
  readonly userId: string;
  status: string;
  readonly sizeGiB: number;
  metadata: Readonly<Record<string, string>>;
  bytes: Buffer;
  readonly createdAt: string;
  updatedAt: string | null;
}
