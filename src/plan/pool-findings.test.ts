import { expect, it } from 'vitest';
import type { PoolRoom } from '../openstack/pools.ts';
import { poolFindings, poolLines, type VolumeDemand } from './pool-findings.ts';

const pool = (name: string, backEnd: string, freeGiB: number): PoolRoom => ({ name, backEnd, freeGiB });
const volume = (name: string, sizeGiB: number, backEnd?: string): VolumeDemand => ({
  id: name,
  name,
  sizeGiB,
  typeName: undefined,
  backEnd,
});
const pools = [pool('a', 'fast', 10), pool('b', 'fast', 6), pool('c', 'slow', 100)];

function said(...volumes: VolumeDemand[]): string[] {
  return poolFindings(volumes, pools, 'new').map(({ summary, detail }) => [summary, detail].filter(Boolean).join(': '));
}

it('takes what fits, of one back end or of any', () => {
  expect(said()).toEqual([]);
  expect(said(volume('v', 10, 'fast'), volume('w', 6, 'fast'), volume('x', 100))).toEqual([]);
  // That a back end is missing is a finding on the type.
  expect(said(volume('v', 100, 'elsewhere'))).toEqual([]);
  expect(poolFindings([volume('v', 5)], [], 'new')).toEqual([]);
});

it('says what is too much in sum, with numbers', () => {
  expect(said(volume('v', 10, 'fast'), volume('w', 7, 'fast'))).toEqual([
    'the volumes need 17.0 GiB of back end fast; free on new: 16.0 GiB',
  ]);
  expect(said(volume('v', 117))).toEqual(['the volumes need 117 GiB of back ends; free on new: 116 GiB']);
});

it('says what finds no single pool', () => {
  expect(said(volume('v', 7, 'fast'), volume('w', 7, 'fast'))).toEqual([
    'the pools of new have room enough in sum, but 1 volume would find none: w (7.0 GiB)',
  ]);
});

it('lists what is needed and free of each back end, where that is told', () => {
  const endless = { ...pool('d', 'wide', 0), freeGiB: Number.POSITIVE_INFINITY };
  const lines = poolLines(
    [volume('v', 3, 'fast'), volume('w', 1, 'fast'), volume('x', 9, 'wide')],
    [...pools, endless],
  );
  expect(lines).toEqual([{ what: 'volumes', where: 'back end fast', needed: 4, free: 16, unit: 'GiB' }]);
});
