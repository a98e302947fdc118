import { expect, it } from 'vitest';
import { type GlancePool, glancePoolOf, showsLocations } from './glance-pool.ts';

const at = (pool: string, fsid = 'f') => {
  const url = `rbd://${fsid}/${pool}/image/snap`;
  return { direct_url: url, locations: [{ url }] };
};

function check(
  images: Parameters<typeof glancePoolOf>[0],
  expected: GlancePool | RegExp,
  pools: Readonly<Record<string, string>> = {},
): void {
  const found = glancePoolOf(images, { pools }, 'f');
  if (expected instanceof RegExp) expect('refusal' in found && found.refusal).toMatch(expected);
  else expect(found).toEqual(expected);
}

it('is where the images are, or what the operator says', () => {
  check([at('images'), at('images'), { locations: [{ url: 'file:///x' }] }], { pool: 'images' });
  check([at('images'), at('other')], { pool: 'third' }, { glance: 'third' });
  check([], { pool: 'images' }, { glance: 'images' });
});

it('is not guessed', () => {
  check([at('b'), at('a')], /^its Glance has images in the pools a, b; name/);
  check([at('images', 'another cluster')], /shows no image in that Ceph/);
  check([], /shows no image in that Ceph/);
  check([{ locations: [] }], /shows no image in that Ceph/);
});

it('shows locations, unless every image lacks them', () => {
  const hidden = { direct_url: 'rbd://f/images/image/snap' };
  expect([[hidden], [hidden, { locations: [] }], []].map((images) => showsLocations(images))).toEqual([
    false,
    true,
    true,
  ]);
});
