import { imageChanges } from './image-changes.ts';
import { imageImports } from './image-imports.ts';
import { imageLists } from './image-lists.ts';
import { imageSharing } from './image-sharing.ts';
import type { Scenario, Step } from './step.ts';

const basics: readonly Step[] = [
  { title: 'versions at the root', as: 'nobody', service: 'image', method: 'GET', path: '/', same: ['versions.*.id'] },
  { title: 'versions', as: 'nobody', service: 'image', method: 'GET', path: '/versions', same: ['versions.*.status'] },
  { title: 'ways to import', service: 'image', method: 'GET', path: '/v2/info/import', same: ['import-methods'] },
  { title: 'stores', service: 'image', method: 'GET', path: '/v2/info/stores', same: ['stores'] },
  { title: 'stores in detail', service: 'image', method: 'GET', path: '/v2/info/stores/detail' },
  {
    title: 'a member sees no detail of stores',
    as: 'member',
    service: 'image',
    method: 'GET',
    path: '/v2/info/stores/detail',
  },
  { title: 'usage', service: 'image', method: 'GET', path: '/v2/info/usage' },
  {
    title: 'schema of an image',
    service: 'image',
    method: 'GET',
    path: '/v2/schemas/image',
    same: ['properties.*.type', 'properties.*.enum', 'properties.*.maxLength'],
  },
  { title: 'schema of images', service: 'image', method: 'GET', path: '/v2/schemas/images' },
  { title: 'schema of a member', service: 'image', method: 'GET', path: '/v2/schemas/member' },
  { title: 'schema of members', service: 'image', method: 'GET', path: '/v2/schemas/members' },
  { title: 'nobody lists', as: 'nobody', service: 'image', method: 'GET', path: '/v2/images' },
  { title: 'a path that is none', service: 'image', method: 'GET', path: '/v2/nothing' },
  { title: 'a method that is none', service: 'image', method: 'PUT', path: '/v2/images' },
  { title: 'a method that no image has', service: 'image', method: 'POST', path: '/v2/images/{imageId}' },
  { title: 'an image that is none', service: 'image', method: 'GET', path: '/v2/images/nothing', same: ['message'] },
];

export const imageScenario: Scenario = {
  name: 'image',
  steps: [...basics, ...imageChanges, ...imageImports, ...imageSharing, ...imageLists],
};
