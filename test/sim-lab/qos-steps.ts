import type { Step } from './step.ts';

const service = 'block-storage';
const qos = '/qos-specs/{qosId}';
const same = ['qos_specs.name', 'qos_specs.consumer', 'qos_specs.specs'];
const join = `${qos}/associate?vol_type_id={typeId}`;

/** QoS specs from their making to their end; the type is there before and afterwards. */
export const qosSteps: readonly Step[] = [
  {
    title: 'make QoS specs',
    service,
    method: 'POST',
    path: '/qos-specs',
    body: { qos_specs: { name: 'simtest-{suffix}', consumer: 'front-end', total_iops_sec: '500', 'a b': '' } },
    keep: { qosId: 'qos_specs.id' },
    same,
  },
  {
    title: 'make them twice',
    service,
    method: 'POST',
    path: '/qos-specs',
    body: { qos_specs: { name: 'simtest-{suffix}' } },
  },
  {
    title: 'a member makes some',
    as: 'member',
    service,
    method: 'POST',
    path: '/qos-specs',
    body: { qos_specs: { name: 'simtest-2-{suffix}' } },
  },
  { title: 'QoS specs without a name', service, method: 'POST', path: '/qos-specs', body: { qos_specs: {} } },
  { title: 'QoS specs', service, method: 'GET', path: qos, same },
  { title: 'all QoS specs', service, method: 'GET', path: '/qos-specs' },
  { title: 'QoS specs that are none', service, method: 'GET', path: '/qos-specs/{projectId}' },
  {
    title: 'change the QoS specs',
    service,
    method: 'PUT',
    path: qos,
    body: { qos_specs: { total_iops_sec: '600', more: '1' } },
    same: ['qos_specs'],
  },
  { title: 'no type', service, method: 'GET', path: `${qos}/associate` },
  { title: 'join them to nothing', service, method: 'GET', path: `${qos}/associate?vol_type_id={projectId}` },
  { title: 'join them to the type', service, method: 'GET', path: join },
  { title: 'join them twice', service, method: 'GET', path: join },
  { title: 'what has them', service, method: 'GET', path: `${qos}/associations`, same: ['qos_associations.*.name'] },
  { title: 'the type says so', service, method: 'GET', path: '/types/{typeId}', same: ['volume_type.name'] },
  { title: 'delete them in use', service, method: 'DELETE', path: qos, same: ['badRequest'] },
  { title: 'a key goes', service, method: 'PUT', path: `${qos}/delete_keys`, body: { keys: ['more'] } },
  { title: 'it went', service, method: 'PUT', path: `${qos}/delete_keys`, body: { keys: ['more'] } },
  { title: 'part them', service, method: 'GET', path: `${qos}/disassociate?vol_type_id={typeId}` },
  { title: 'part them twice', service, method: 'GET', path: `${qos}/disassociate?vol_type_id={typeId}` },
  { title: 'delete them', service, method: 'DELETE', path: qos },
  { title: 'delete them again', service, method: 'DELETE', path: qos },
];
