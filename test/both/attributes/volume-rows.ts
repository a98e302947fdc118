import { createQosSpecs, describeVolumeTypes, listVolumeTypes } from '../../../src/openstack/volume-types.ts';
import { waitForVolume } from '../../../src/openstack/volumes.ts';
import { asUser } from './as-user.ts';
import { idOf, description, type CaseName, type Making, oddText, type Rows } from './rows.ts';

const service = 'block-storage';
const specs: Readonly<Record<CaseName, object>> = {
  default: {},
  falsy: { 'lab:empty': '' },
  odd: { volume_backend_name: 'rbd', multiattach: '<is> True', 'lab:text': oddText },
};

const qosSpecs = { total_iops_sec: '0', 'lab:text': oddText };

async function act({ send }: Making, id: string, action: object): Promise<void> {
  await send({ service, method: 'POST', path: `/volumes/${id}/action`, body: action });
}

/** A Cinder has no two back ends of one name, and so every type finds one. */
export const volumeRows: readonly Rows[] = [
  {
    service,
    kind: 'volume type',
    path: '/types',
    key: 'volume_type',
    attributes: {
      // The mark lies in it, so that nothing said reads as an empty one.
      description,
      extra_specs: { falsy: specs.falsy, odd: specs.odd },
      'os-volume-type-access:is_public': { falsy: false },
      qos_consumer: { odd: 'both' },
      qos_specs: { odd: qosSpecs },
      accessCount: { falsy: 1 },
    },
    notInBody: ['qos_consumer', 'qos_specs', 'accessCount'],
    emptyIsNothing: ['description'],
    async after(making, id, which) {
      if (which === 'falsy') {
        const body = { addProjectAccess: { project: idOf(making, 'owner') } };
        await making.send({ service, method: 'POST', path: `/types/${id}/action`, body });
      }
      if (which === 'odd') await giveQos(making, id);
    },
    async list(cloud) {
      const types = await describeVolumeTypes(cloud, (await listVolumeTypes(cloud)) ?? []);
      return types.map(({ qos, accessIds, ...type }) => ({
        ...type,
        accessCount: accessIds.length,
        ...(qos === undefined ? {} : { qos_consumer: qos.consumer, qos_specs: qos.specs }),
      }));
    },
  },
  {
    service,
    kind: 'volume',
    path: '/volumes/detail',
    query: { all_tenants: 1 },
    key: 'volume',
    attributes: {
      description: { falsy: '', odd: oddText },
      metadata: { falsy: {}, odd: { empty: '', zero: '0', text: oddText, readonly: 'True' } },
      size: { odd: 2 },
      bootable: { falsy: 'true', odd: 'true' },
      multiattach: { falsy: false, odd: true },
      volume_image_metadata: { odd: { hw_firmware_type: 'uefi', odd_empty: '', odd_text: oddText } },
      encrypted: {},
    },
    notInBody: ['metadata', 'bootable', 'multiattach', 'volume_image_metadata'],
    body: (making, which) => ({
      size: 1,
      volume_type: idOf(making, `volume type/${which}`),
      metadata: which === 'odd' ? { empty: '', zero: '0', text: oddText } : {},
    }),
    creator: asUser,
    async after(making, id, which) {
      await waitForVolume(making.cloud, id);
      if (which !== 'default') await act(making, id, { 'os-set_bootable': { bootable: true } });
      if (which !== 'odd') return;
      const metadata = { hw_firmware_type: 'uefi', odd_empty: '', odd_text: oddText };
      await act(making, id, { 'os-set_image_metadata': { metadata } });
      await act(making, id, { 'os-update_readonly_flag': { readonly: true } });
    },
  },
  {
    service,
    kind: 'second volume',
    path: '/volumes/detail',
    query: { all_tenants: 1 },
    key: 'volume',
    cases: ['odd'],
    attributes: { size: {}, volume_type: { odd: 'NAME volume type odd' } },
    notInBody: ['volume_type'],
    body: (making, which) => ({ size: 1, volume_type: idOf(making, `volume type/${which}`) }),
    creator: asUser,
    after: async ({ cloud }, id) => void (await waitForVolume(cloud, id)),
  },
];

async function giveQos({ cloud, name, send, later }: Making, typeId: string): Promise<void> {
  const made = await createQosSpecs(cloud, { name: `${name} qos`, consumer: 'both', specs: qosSpecs });
  later({ service, method: 'DELETE', path: `/qos-specs/${made.id}?force=True` });
  await send({ service, method: 'GET', path: `/qos-specs/${made.id}/associate?vol_type_id=${typeId}` });
}
