import { expect, it } from 'vitest';
import { openTraffic, routeOf } from './traffic.ts';

it('counts reads, writes and logins apart', () => {
  const traffic = openTraffic();
  const calls = [
    ['GET', '/servers'],
    ['HEAD', '/auth/tokens'],
    ['POST', '/auth/tokens'],
    ['POST', '/ec2tokens'],
    ['POST', '/servers'],
    ['DELETE', '/servers/{id}'],
  ] as const;
  for (const [method, route] of calls) {
    traffic.record({ cloud: 'sky', service: 'compute', method, route, status: 200, startedMs: 0, durationMs: 1 });
  }
  expect(traffic.counts()).toEqual({ reads: 2, writes: 2, logins: 2 });
  expect(traffic.exchanges).toHaveLength(6);
});

it.each([
  ['/servers/6f1b5a5e-24f4-4d3a-9c1e-0a4b9d2f7c11/action', '/servers/{id}/action'],
  ['/users/0123456789abcdef0123456789abcdef', '/users/{id}'],
  [`/users/${'0123456789abcdef'.repeat(4)}`, '/users/{id}'],
  ['/networks?name=x', '/networks'],
  ['/flavors/m1.small', '/flavors/m1.small'],
])('%s is the route %s', (path, route) => expect(routeOf(path)).toBe(route));
