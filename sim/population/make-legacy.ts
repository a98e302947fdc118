import { type Furnishing, furnishProject } from './furnish-project.ts';
import type { MadeProject } from './make-projects.ts';

/** An image without bytes, which blocks a migration, and servers of which the flavor is about to be deleted. */
export async function makeLegacy(furnishing: Furnishing, project: MadeProject, count: number): Promise<void> {
  const { admin, flavors } = furnishing;
  const image = { name: 'never uploaded', owner: project.id, disk_format: 'raw', container_format: 'bare' };
  await admin.make('/image/v2/images', image);
  if (count > 0) await furnishProject(furnishing, project, { count, isFirst: false, flavorIds: [flavors.doomedId] });
}
