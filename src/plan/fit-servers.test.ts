import { expect, test } from 'vitest';
import type { HostRoom } from '../openstack/room.ts';
import { fitServers, isTooLarge, spreadServers } from './fit-servers.ts';

function hostsOf(...free: readonly number[]): HostRoom[] {
  return free.map((amount, index) => {
    return { name: `host-${index}`, classes: { MEMORY_MB: { total: 10, free: amount, most: 8 } } };
  });
}

function serversOf(...sizes: readonly number[]) {
  return sizes.map((amount) => ({ amount, classes: { MEMORY_MB: amount } }));
}

function check(free: readonly number[], sizes: readonly number[], left: readonly number[]): void {
  expect(fitServers(serversOf(...sizes), hostsOf(...free)).map(({ amount }) => amount)).toEqual(left);
}

test('the largest come first, so that the small ones fill what is left', () => {
  check([5, 5], [2, 3, 2, 3], []);
  check([5, 5], [4, 4, 2], [2]);
  check([], [1], [1]);
});

test('no server takes more of one host than it gives to one, or of what it does not have', () => {
  check([10], [9], [9]);
  check([10], [8, 2], []);
  expect(isTooLarge({ classes: { MEMORY_MB: 9 } }, hostsOf(10, 10))).toBe(true);
  expect(isTooLarge({ classes: { MEMORY_MB: 1, PCPU: 1 } }, hostsOf(10))).toBe(true);
  expect(isTooLarge({ classes: { MEMORY_MB: 8 } }, hostsOf(1, 10))).toBe(false);
});

test('as they are spread in their order, one may be left over that would have fitted', () => {
  const servers = serversOf(2, 2, 6);
  expect(fitServers(servers, hostsOf(6, 5))).toEqual([]);
  expect(spreadServers(servers, hostsOf(6, 5)).map(({ amount }) => amount)).toEqual([6]);
});
