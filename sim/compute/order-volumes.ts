import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { BlockDevice, ServerBody } from './server-body.ts';

export interface VolumeOrder {
  readonly volumeIds: readonly string[];
  readonly ownVolumeIds: readonly string[];
  /** True when the root disk is a volume. */
  readonly isRoot: boolean;
}

/** The volumes that a request plugs in. Volumes that Nova would have to make are not simulated: 501. */
export function orderVolumes(cloud: SimCloud, caller: Caller, server: ServerBody['server']): VolumeOrder {
  const { block_device_mapping: legacy = [], block_device_mapping_v2: mappings = [], imageRef = '' } = server;
  if (legacy.length > 0 && mappings.length > 0) {
    const message = 'Using different block_device_mapping syntaxes is not allowed in the same request.';
    throw new ApiFault(400, message);
  }
  const devices = [...legacy, ...mappings];
  const volumes = devices.filter((device) => !isImageDisk(device, imageRef));
  for (const device of volumes) checkDevice(device);
  const indexes = devices.flatMap(({ boot_index }) => bootIndex(boot_index)).toSorted((one, other) => one - other);
  const hasImageRoot = imageRef !== '' && !devices.some((device) => isImageDisk(device, imageRef));
  const roots = hasImageRoot ? [0, ...indexes] : indexes;
  if (devices.length > 0 && (roots.length === 0 || roots.some((index, position) => index !== position))) {
    const message = 'Boot sequence for the instance and image/block device mapping combination is not valid.';
    throw new ApiFault(400, `Block Device Mapping is Invalid: ${message}`);
  }
  const ordered = volumes.toSorted((one, other) => rank(one) - rank(other));
  for (const device of ordered) checkVolume(cloud, caller, device);
  return {
    volumeIds: ordered.map(volumeIdOf),
    ownVolumeIds: ordered.filter((device) => device.delete_on_termination).map(volumeIdOf),
    isRoot: volumes.some(({ boot_index }) => boot_index === 0),
  };
}

/** A negative index is none. */
function bootIndex(index: number | null | undefined): number[] {
  return index === undefined || index === null || index < 0 ? [] : [index];
}

/** Clients name the image a second time, as the disk to boot from. */
function isImageDisk({ source_type, destination_type, uuid }: BlockDevice, imageRef: string): boolean {
  return source_type === 'image' && destination_type !== 'volume' && (uuid === imageRef || imageRef === '');
}

function checkDevice({ source_type = 'volume', uuid, volume_id }: BlockDevice): void {
  if (source_type !== 'volume') throw new ApiFault(501, 'This simulated cloud makes no volumes for servers.');
  if (uuid !== undefined || volume_id !== undefined) return;
  throw new ApiFault(400, 'Block Device Mapping is Invalid: Missing device UUID.');
}

function checkVolume({ state }: SimCloud, caller: Caller, device: BlockDevice): void {
  const id = volumeIdOf(device);
  const volume = state.volumes.get(id);
  if (volume === undefined || !mayAct(caller, volume.projectId)) {
    throw new ApiFault(400, `Volume ${id} could not be found.`);
  }
  if (device.boot_index === 0 && !volume.isBootable) throw new ApiFault(400, `Block Device ${id} is not bootable.`);
  if (volume.status === 'available' || (volume.isMultiattach && volume.status === 'in-use')) return;
  const message = `volume ${id} status must be available or downloading to reserve, but the current status is`;
  throw new ApiFault(400, `Invalid volume: ${message} ${volume.status}.`);
}

function volumeIdOf({ uuid, volume_id }: BlockDevice): string {
  return uuid ?? volume_id ?? '';
}

function rank({ boot_index }: BlockDevice): number {
  return bootIndex(boot_index)[0] ?? Number.MAX_SAFE_INTEGER;
}
