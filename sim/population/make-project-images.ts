import type { MadeProject } from './make-projects.ts';
import { oddName, oddPairs, oddTags } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';
import { uploadImage } from './upload-image.ts';

const path = '/image/v2/images';
/** Four parts of a download. */
const manyPartsBytes = 200 * 1024;
const patchType = 'application/openstack-images-v2.1-json-patch';

/**
 * Images of a project. The first project gets one that is hidden, protected and shared with all of `others`, with
 * properties that say nothing; and a larger one without a name. The rest get one by chance, offered to everyone.
 */
export async function makeProjectImages(
  api: SimApi,
  project: MadeProject,
  others: readonly MadeProject[],
  isFirst: boolean,
): Promise<void> {
  const { id: owner, random } = project;
  if (!isFirst) {
    const visibility = random.pick(['community', 'private']);
    const body = { ...oddPairs(random), owner, name: oddName(random), visibility, tags: oddTags(random) };
    if (random.isTrue(0.6)) await uploadImage(api, random, body);
    return;
  }
  const odd = { odd_false: 'False', odd_empty: '', odd_zero: '0', odd_text: 'ä=ö;{}' };
  const more = { min_disk: 0, min_ram: 48, tags: ['odd', 'x y', 'ß'], visibility: 'shared' };
  const shared = await uploadImage(api, random, { ...odd, ...more, owner, name: 'shared ☂' });
  await shareImage(api, shared, others);
  const changes = ['os_hidden', 'protected'].map((name) => ({ op: 'replace', path: `/${name}`, value: true }));
  await api.send('PATCH', `${path}/${shared}`, changes, patchType);
  await uploadImage(api, random, { owner, visibility: 'private' }, manyPartsBytes);
}

/** Each member answers the offer in its own way: yes, no, or not yet. */
async function shareImage(api: SimApi, id: string, others: readonly MadeProject[]): Promise<void> {
  const answers = ['accepted', 'rejected', 'pending'] as const;
  for (const [index, other] of others.entries()) {
    await api.send('POST', `${path}/${id}/members`, { member: other.id });
    const status = answers[index % answers.length];
    if (status !== 'pending') await api.send('PUT', `${path}/${id}/members/${other.id}`, { status });
  }
}
