import { z } from 'zod';
import { sendJson } from '../../src/openstack/calls.ts';
import type { Cloud, CloudRequest } from '../../src/openstack/cloud.ts';
import type { Maker } from '../lab/maker.ts';

const identified = z.looseObject({ id: z.string() });

/** Makes things in a cloud; `later` is told of the requests that take them away. */
export function openMaker(cloud: Cloud, name: string, later: (request: CloudRequest) => void): Maker {
  return {
    cloud,
    name,
    later,
    async make(service, path, key, body) {
      const answer = await sendJson(cloud, { service, method: 'POST', path, body: { [key]: body } }, z.looseObject({}));
      const { id } = identified.parse(answer[key]);
      later({ service, method: 'DELETE', path: `${path}/${id}` });
      return id;
    },
    async call(request) {
      await cloud.send(request);
    },
  };
}
