import { expect, it } from 'vitest';
import { rbdLocationsOf, rbdLocationUrl } from './rbd-location.ts';

const place = { fsid: 'f-1', pool: 'a pool', name: 'image', snapshot: 'snap' };
const url = 'rbd://f-1/a%20pool/image/snap';

function check(answer: Parameters<typeof rbdLocationsOf>[0], expected: readonly object[]): void {
  expect(rbdLocationsOf(answer)).toEqual(expected);
}

it('is read from what Glance shows, each place once', () => {
  check({ direct_url: url, locations: [{ url }, { url: 'file:///x' }] }, [place]);
  check({ locations: [{ url }] }, [place]);
  check({ direct_url: null, locations: [] }, []);
  check({}, []);
});

it('is none where a part is missing, or it is written in another way', () => {
  for (const odd of [
    'rbd://image',
    'rbd://f/p/i',
    'rbd://f//i/s',
    'rbd://f/p/i/s/t',
    'rbd://f/%/i/s',
    'http://f/p/i/s',
  ]) {
    check({ direct_url: odd }, []);
  }
});

it('is written as Glance writes it', () => {
  expect(rbdLocationUrl(place)).toBe(url);
});
