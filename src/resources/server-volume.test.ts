import { expect, it } from 'vitest';
import { serverSchema, type VolumeAttachment } from '../openstack/compute.ts';
import { blockDevices, serverVolumes } from './server-volume.ts';

const attached: VolumeAttachment[] = [
  { serverId: 's', volumeId: 'late', device: '/dev/vdaa', tag: 'logs' },
  { serverId: 's', volumeId: 'early', device: '/dev/vdb' },
  { serverId: 's', volumeId: 'root', device: '/dev/vda', tag: null },
  { serverId: 'other', volumeId: 'early', device: '/dev/vdz' },
];

function volumesOf(image: object | '') {
  const volumes = [{ id: 'late', delete_on_termination: true }, { id: 'root' }, { id: 'early' }];
  const server = { id: 's', status: 'ACTIVE', image, 'OS-EXT-SRV-ATTR:root_device_name': '/dev/vda' };
  return serverVolumes(serverSchema.parse({ ...server, 'os-extended-volumes:volumes_attached': volumes }), attached);
}

it('reads volumes in the order of devices, and boots from that of the root device alone', () => {
  expect(volumesOf('')).toEqual([
    { id: 'root', isRoot: true, isDeletedWithServer: false },
    { id: 'early', isRoot: false, isDeletedWithServer: false },
    { id: 'late', isRoot: false, isDeletedWithServer: true, tag: 'logs' },
  ]);
  expect(volumesOf({ id: 'i' }).some(({ isRoot }) => isRoot)).toBe(false);
});

it('orders disks with one place in the boot order; an image to boot from comes first', () => {
  const twins = volumesOf('').map((one) => ({ ...one, twinId: one.id.toUpperCase() }));
  const told = { imageId: '', hasTags: true };
  expect(blockDevices([], told)).toEqual([]);
  const common = { source_type: 'volume', destination_type: 'volume' };
  expect(blockDevices(twins, told)).toEqual([
    { ...common, uuid: 'ROOT', boot_index: 0, delete_on_termination: false },
    { ...common, uuid: 'EARLY', boot_index: -1, delete_on_termination: false },
    { ...common, uuid: 'LATE', boot_index: -1, delete_on_termination: true, tag: 'logs' },
  ]);
  const [image, ...others] = blockDevices(twins.slice(1), { imageId: 'I', hasTags: false });
  const local = { source_type: 'image', destination_type: 'local', boot_index: 0, delete_on_termination: true };
  expect(image).toEqual({ uuid: 'I', ...local });
  expect(others.some((one) => Object.hasOwn(one, 'tag'))).toBe(false);
});
