import { expect, it } from 'vitest';
import { cephPoolsOf } from './ceph-pools-of.ts';

function check(host: string, pools: Readonly<Record<string, string>>, expected: readonly string[]): void {
  expect(cephPoolsOf(host, { pools })).toEqual(expected);
}

it('takes the operator’s word before Cinder’s, by back end or by what stands for its pool', () => {
  check('cinder@rbd#volumes', {}, ['volumes']);
  check('cinder@rbd#rbd', { rbd: 'volumes' }, ['volumes', 'rbd']);
  check('cinder@fast#ssd-type', { ssd_type: 'ssd' }, ['ssd', 'ssd-type']);
  check('cinder@rbd-fast#rbd-fast', { rbd_fast: 'ssd', rbd: 'hdd' }, ['ssd', 'rbd-fast']);
  check('cinder@rbd', { rbd: 'volumes' }, ['volumes']);
  check('', { rbd: 'volumes' }, []);
});
