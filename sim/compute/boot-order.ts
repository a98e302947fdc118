import type { Image } from '../image/records.ts';
import type { Flavor } from './records.ts';

/** A network interface that a new server shall have: a port that is there, or one on a network. */
export type NicOrder =
  | { readonly portId: string }
  | { readonly networkId: string; readonly fixedIp: string | undefined };

/** A request for servers, checked and with all that it names found. */
export interface BootOrder {
  readonly name: string;
  readonly description: string | null;
  readonly hostname: string | undefined;
  readonly projectId: string;
  readonly userId: string;
  /** Who may boot on external networks. */
  readonly isByAdmin: boolean;
  readonly flavor: Flavor;
  /** Undefined for a server that boots from a volume. */
  readonly image: Image | undefined;
  /** The boot volume first. */
  readonly volumeIds: readonly string[];
  readonly ownVolumeIds: readonly string[];
  readonly nics: readonly NicOrder[];
  /** Of the ports that are made; undefined for the project's default group. */
  readonly securityGroupIds: readonly string[] | undefined;
  readonly keyName: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly userData: string | null;
  readonly hasConfigDrive: boolean;
  readonly zone: string;
  readonly wantedHost: string | undefined;
  readonly groupId: string | undefined;
  readonly count: number;
  readonly accessIpv4: string;
  readonly accessIpv6: string;
  readonly diskConfig: 'AUTO' | 'MANUAL';
}
