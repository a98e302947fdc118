/** Records of Cinder. */
export interface Volume {
  readonly id: string;
  name: string;
  description: string | null;
  readonly projectId: string;
  readonly userId: string;
  readonly sizeGiB: number;
  status: string;
  readonly volumeTypeId: string;
  isBootable: boolean;
  isReadOnly: boolean;
  readonly isMultiattach: boolean;
  readonly zone: string;
  metadata: Readonly<Record<string, string>>;
  imageMetadata: Readonly<Record<string, string>>;
  attachments: readonly { readonly serverId: string; readonly device: string; readonly id: string }[];
  bytes: Buffer;
  readonly createdAt: string;
}

export interface VolumeType {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly isPublic: boolean;
  extraSpecs: Readonly<Record<string, string>>;
}

export interface VolumeSnapshot {
  readonly id: string;
  name: string;
  description: string | null;
  readonly volumeId: string;
  readonly projectId: string;
  status: string;
  readonly sizeGiB: number;
  metadata: Readonly<Record<string, string>>;
  readonly createdAt: string;
}
