import { expect, it } from 'vitest';
import { cidrContains } from './cidr-contains.ts';

function check(cidr: string, address: string, expected: boolean): void {
  expect(cidrContains(cidr, address)).toBe(expected);
}

it('knows both families and the edges of a range', () => {
  check('172.24.4.0/24', '172.24.4.255', true);
  check('172.24.4.0/24', '172.24.5.0', false);
  check('0.0.0.0/0', '1.2.3.4', true);
  check('10.0.0.1/32', '10.0.0.1', true);
  check('fd00:10::/64', 'fd00:10::ffff', true);
  check('fd00:10::/64', 'fd00:11::1', false);
  check('fd00:10::/64', '10.0.0.1', false);
  check('10.0.0.0/8', 'fd00::1', false);
});
