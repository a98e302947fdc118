import { actAs } from '../../src/openstack/act-as.ts';
import { createVolume, waitForVolume } from '../../src/openstack/volumes.ts';
import type { Maker } from './maker.ts';

const service = 'block-storage';

/** A private type with QoS specs, and a bootable volume of it that is read-only. Returns the volume's id. */
export async function makeOddVolumes(
  { cloud, name, make, call, later }: Maker,
  { projectId, userId }: { readonly projectId: string; readonly userId: string },
): Promise<string> {
  const extra = { volume_backend_name: 'rbd', 'lab:note': 'a b' };
  const type = { name: `${name} type`, description: 'odd', extra_specs: extra };
  const typeId = await make(service, '/types', 'volume_type', { ...type, 'os-volume-type-access:is_public': false });
  const action = { addProjectAccess: { project: projectId } };
  await call({ service, method: 'POST', path: `/types/${typeId}/action`, body: action });
  const qos = { name: `${name} qos`, consumer: 'front-end', total_iops_sec: '9000' };
  const qosId = await make(service, '/qos-specs', 'qos_specs', qos);
  const parting = `/qos-specs/${qosId}/disassociate?vol_type_id=${typeId}`;
  await call({ service, method: 'GET', path: `/qos-specs/${qosId}/associate?vol_type_id=${typeId}` });
  later({ service, method: 'GET', path: parting });
  const owner = await actAs(cloud, userId, projectId);
  const volume = { name: `${name} volume`, description: '', size: 1, volume_type: typeId };
  const { id } = await createVolume(owner, { ...volume, metadata: { empty: '', 'a b': 'ö ☂' } });
  await waitForVolume(cloud, id);
  const actions = [
    { 'os-set_image_metadata': { metadata: { hw_firmware_type: 'uefi', odd: '' } } },
    { 'os-set_bootable': { bootable: true } },
    { 'os-update_readonly_flag': { readonly: true } },
  ];
  for (const body of actions) await call({ service, method: 'POST', path: `/volumes/${id}/action`, body });
  return id;
}
