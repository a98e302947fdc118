import type { Furnishing } from './furnish-project.ts';
import { deleteFlavor } from './make-flavors.ts';
import { deleteImage } from './make-boot-images.ts';
import type { MadeProjects } from './make-projects.ts';

/** Deletes what servers run without, and disables those who own something. */
export async function takeAway(furnishing: Furnishing, projects: MadeProjects): Promise<void> {
  const { admin, flavors, images, people } = furnishing;
  await deleteImage(admin, images.doomedId);
  await deleteFlavor(admin, flavors.doomedId);
  const off = { enabled: false };
  for (const id of people.disabledIds) await admin.send('PATCH', `/identity/v3/users/${id}`, { user: off });
  await admin.send('PATCH', `/identity/v3/projects/${projects.disabled.id}`, { project: off });
}
