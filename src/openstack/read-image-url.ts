import { Problem } from '../base/problem.ts';
import type { CloudConfig } from './credentials.ts';
import type { Settings } from './read-settings.ts';

/**
 * Where the images of a cloud are served to others, from `image_url`. Throws a Problem, without the address, which may
 * hold a secret, for one that cannot be fetched or is the same for all images.
 */
export function readImageUrl({ cloud, imageUrl }: Settings): Pick<CloudConfig, 'imageUrl'> {
  if (imageUrl === undefined) return {};
  const { text, place } = imageUrl;
  const fault = faultOf(text);
  if (fault === undefined) return { imageUrl: text };
  throw new Problem({
    summary: `clouds.${cloud}.pumphouse.image_url ${fault}`,
    remedy: 'ask',
    resource: place,
    cure: 'Write an address as https://mirror.example/images/{id}, with {id} or {name} for that of the image.',
  });
}

/** The address of one image. */
export function imageUrlOf(pattern: string, { id, name }: { readonly id: string; readonly name: string }): string {
  return pattern.replaceAll('{id}', encodeURIComponent(id)).replaceAll('{name}', () => encodeURIComponent(name));
}

function faultOf(pattern: string): string | undefined {
  if (imageUrlOf(pattern, { id: '', name: '' }) === pattern) return 'has neither {id} nor {name} in it';
  const address = imageUrlOf(pattern, { id: 'id', name: 'name' });
  if (/[{}]/.test(address)) return 'has other words in braces than {id} and {name}';
  if (!URL.canParse(address) || !/^https?:\/\//.test(address)) return 'is no address of http or https';
  const { username, password } = new URL(address);
  return username + password === '' ? undefined : 'names a user or password, which Glance would not send';
}
