import { Problem } from '../../base/problem.ts';
import { glanceRegionOf } from '../../openstack/glance-region.ts';
import type { ImportMethod } from '../../openstack/import-image.ts';
import { imageUrlOf } from '../../openstack/read-image-url.ts';
import { image } from '../../resources/image.ts';
import type { Task } from '../work.ts';

/**
 * From where the destination's Glance is to fetch an image, as the plan says. Asked of clouds.yaml and the catalog each
 * time, since an address may hold a secret. Throws a Problem when they tell it no more.
 */
export async function importMethodOf({ planned, resource, passage }: Task): Promise<ImportMethod> {
  const { source, destination } = passage;
  if (planned.copier === 'web-download') {
    const { imageUrl } = source.config;
    if (imageUrl === undefined) throw goneProblem(`clouds.yaml has no \`image_url\` for ${source.name} any more`);
    return { name: 'web-download', uri: imageUrlOf(imageUrl, image.schema.parse(resource)) };
  }
  const found = await glanceRegionOf(source, destination);
  if (found === undefined) {
    throw goneProblem(`the catalog of ${destination.name} does not have the Glance of ${source.name} any more`);
  }
  return {
    name: 'glance-download',
    glance_image_id: planned.id,
    glance_region: found.region,
    glance_service_interface: found.side,
  };
}

function goneProblem(why: string): Problem {
  return new Problem({
    summary: `${why}, and the plan has images fetched from there`,
    cure: 'Put it back for this run; a new plan with --copier glance does without.',
    remedy: 'ask',
  });
}
