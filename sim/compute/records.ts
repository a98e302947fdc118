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
  /** What went wrong last; told as long as it is in ERROR. */
  fault: string | undefined;
  faultCode: number;
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
  hostname: string;
  /** The one that was asked for; empty for any. */
  readonly zone: string;
  host: string | null;
  lockedBy: 'admin' | 'owner' | undefined;
  lockedReason: string | null;
  /** In the order of its devices. */
  portIds: readonly string[];
  /** Those of its ports that Nova made, and that go with it. */
  ownPortIds: readonly string[];
  volumeIds: readonly string[];
  /** Those of its volumes that go with it. */
  ownVolumeIds: readonly string[];
  /** The bytes of its root disk. */
  disk: Buffer;
  /** What its image told about it, which its snapshots inherit. */
  readonly imageProperties: Readonly<Record<string, string | null>>;
  /** `instance-0000002a` has 42. */
  readonly number: number;
  readonly reservationId: string;
  readonly launchIndex: number;
  accessIpv4: string;
  accessIpv6: string;
  diskConfig: 'AUTO' | 'MANUAL';
  /** Null until it runs for the first time. */
  launchedAt: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

export interface ServerGroup {
  readonly id: string;
  readonly name: string;
  readonly policy: string;
  readonly rules: Readonly<Record<string, number>>;
  readonly projectId: string;
  readonly userId: string;
  memberIds: readonly string[];
}
