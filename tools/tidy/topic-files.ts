/**
 * Files that keep several small things of one topic together instead of one noun or verb, such as the schemas and calls
 * of one OpenStack service. Each is listed by hand, so that a new one is a decision.
 */
export const topicFiles: ReadonlySet<string> = new Set([
  'src/base/units.ts',
  'src/openstack/block-storage.ts',
  'src/openstack/calls.ts',
  'src/openstack/clouds-file-field.ts',
  'src/openstack/compute.ts',
  'src/openstack/http.ts',
  'src/openstack/identity.ts',
  'src/openstack/image.ts',
  'src/openstack/keystone-database.ts',
  'src/openstack/network.ts',
  'src/openstack/session.ts',
  'src/resources/all.ts',
  'sim/block-storage/records.ts',
  'sim/compute/records.ts',
  'sim/identity/records.ts',
  'sim/image/records.ts',
  'sim/network/records.ts',
  'test/lab/odd-compute.ts',
]);
