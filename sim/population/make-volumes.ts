import type { MadeProject } from './make-projects.ts';
import { oddName, oddPairs, oddText } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';

/** A private type with QoS specs, and a public one that says nothing. Returns the first one's name. */
export async function makeVolumeTypes(admin: SimApi, adminProjectId: string, project: MadeProject): Promise<string> {
  const { id, random } = project;
  const base = `/block-storage/v3/${adminProjectId}`;
  const name = 'gold ☂';
  const closed = { name, description: '', extra_specs: { volume_backend_name: 'rbd', 'note:empty': '' } };
  const type = { ...closed, 'os-volume-type-access:is_public': false };
  const typeId = await admin.make(`${base}/types`, { volume_type: type });
  await admin.send('POST', `${base}/types/${typeId}/action`, { addProjectAccess: { project: id } });
  const qos = { name: 'slow & cheap', consumer: 'front-end', total_iops_sec: '500' };
  const qosId = await admin.make(`${base}/qos-specs`, { qos_specs: qos });
  await admin.send('GET', `${base}/qos-specs/${qosId}/associate?vol_type_id=${typeId}`);
  await admin.make(`${base}/types`, { volume_type: { name: oddName(random), description: oddText(random) } });
  return name;
}

/** A volume that is made from an image and boots, but is not to be written to. Returns its id. */
export async function makeBootVolume(
  { id, random }: MadeProject,
  own: SimApi,
  imageId: string,
  volumeType = 'rbd',
): Promise<string> {
  const path = `/block-storage/v3/${id}/volumes`;
  const metadata = oddPairs(random);
  const volumeId = await own.make(path, {
    volume: { name: 'disk', size: 1, metadata, imageRef: imageId, volume_type: volumeType },
  });
  await own.send('POST', `${path}/${volumeId}/action`, { 'os-update_readonly_flag': { readonly: true } });
  return volumeId;
}

/** Volumes that servers boot with. */
export interface ServerVolumes {
  /** What it boots from, instead of an image. */
  readonly rootId?: string;
  /** In the order of its devices. */
  readonly dataIds: readonly string[];
  /** Those that go with it when it is deleted. */
  readonly ownIds: readonly string[];
}

/** For two servers: both have one volume, one has two more, and the other boots from one. */
export async function makeServerVolumes(
  admin: SimApi,
  adminProjectId: string,
  { project: { id, random }, own, imageId }: { project: MadeProject; own: SimApi; imageId: string },
): Promise<readonly [ServerVolumes, ServerVolumes]> {
  const type = { name: 'shared', extra_specs: { multiattach: '<is> True' } };
  await admin.make(`/block-storage/v3/${adminProjectId}/types`, { volume_type: type });
  const make = (volume: object): Promise<string> =>
    own.make(`/block-storage/v3/${id}/volumes`, { volume: { name: oddName(random), size: 1, ...volume } });
  const shared = await make({ volume_type: 'shared', metadata: oddPairs(random) });
  const [late, early, rootId] = [await make({}), await make({ description: '' }), await make({ imageRef: imageId })];
  return [
    { dataIds: [early, shared, late], ownIds: [late] },
    { rootId, dataIds: [shared], ownIds: [rootId] },
  ];
}

/** Volumes without a server, two of one name, one with a snapshot. `own` speaks for a member of the project. */
export async function makeVolumes(project: MadeProject, own: SimApi, imageId: string): Promise<void> {
  const { id, random } = project;
  const bootId = await makeBootVolume(project, own, imageId);
  for (const name of ['disk', oddName(random)]) {
    const volume = { name, size: 1, description: oddText(random), metadata: oddPairs(random) };
    await own.make(`/block-storage/v3/${id}/volumes`, { volume });
  }
  const snapshot = { volume_id: bootId, name: oddName(random), metadata: oddPairs(random) };
  await own.make(`/block-storage/v3/${id}/snapshots`, { snapshot });
}
