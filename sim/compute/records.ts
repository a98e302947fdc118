/** Records of Nova. */
export interface Flavor {
  readonly id: string;
  readonly name: string;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly diskGiB: number;
  readonly ephemeralGiB: number;
  readonly swapMiB: number;
  readonly rxtxFactor: number;
  readonly isPublic: boolean;
  readonly isDisabled: boolean;
  description: string | null;
  extraSpecs: Readonly<Record<string, string>>;
  /** Projects that may use it, when it is not public. */
  accessIds: readonly string[];
}

export interface Keypair {
  /** `user-id/name`. */
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly type: 'ssh' | 'x509';
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly createdAt: string;
}

export type ServerStatus = 'BUILD' | 'ACTIVE' | 'SHUTOFF' | 'SUSPENDED' | 'PAUSED' | 'ERROR';

export interface Server {
  readonly id: string;
  name: string;
  readonly projectId: string;
  readonly userId: string;
  status: ServerStatus;
  /** What Nova is doing with it. */
  taskState: string | null;
  fault: string | undefined;
  description: string | null;
  /** Its flavor as it was when it was booted. */
  readonly flavor: Flavor;
  /** Empty for one that boots from a volume. */
  readonly imageId: string;
  readonly keyName: string | null;
  metadata: Readonly<Record<string, string>>;
  tags: readonly string[];
  /** Base64. */
  readonly userData: string | null;
  readonly hasConfigDrive: boolean;
  readonly hostname: string;
  readonly zone: string;
  host: string | null;
  lockedBy: 'admin' | 'owner' | undefined;
  lockedReason: string | null;
  /** In the order of its devices. */
  portIds: readonly string[];
  volumeIds: readonly string[];
  /** The bytes of its root disk. */
  disk: Buffer;
  readonly createdAt: string;
  updatedAt: string;
}

export interface ServerGroup {
  readonly id: string;
  readonly name: string;
  readonly policy: string;
  readonly projectId: string;
  readonly userId: string;
  memberIds: readonly string[];
}
