import type { Cloud, CloudRequest } from '../../../src/openstack/cloud.ts';
import { openMaker } from '../open-maker.ts';

/** Every form of a direct assignment, in words, as the reference of Keystone's API lists them. */
export const assignmentForms = ['NAME-user', 'NAME-group'].flatMap((actor) => [
  ...['NAME-project', 'NAME-domain', 'the system'].map((target) => `${actor} on ${target}`),
  ...['NAME-project', 'NAME-domain'].map((target) => `${actor} below ${target}`),
]);

/** One role in all these forms. Gives what takes it all away again. */
export async function makeAssignments(cloud: Cloud, name: string): Promise<() => Promise<void>> {
  const sent: CloudRequest[] = [];
  const remove = async (): Promise<void> => {
    for (const request of sent) await cloud.send(request).catch(() => undefined);
  };
  try {
    const { make, call, later } = openMaker(cloud, name, (request) => void sent.unshift(request));
    const of = async (kind: string, fields: object): Promise<string> =>
      await make('identity', `/${kind}s`, kind, { name: `${name}-${kind}`, ...fields });
    const inDefault = { domain_id: 'default' };
    const role = await of('role', {});
    const domain = await of('domain', {});
    // A domain goes away only when it is switched off.
    later({ service: 'identity', method: 'PATCH', path: `/domains/${domain}`, body: { domain: { enabled: false } } });
    const project = await of('project', inDefault);
    const actors = [`users/${await of('user', inDefault)}`, `groups/${await of('group', inDefault)}`];
    for (const actor of actors) {
      for (const target of [`projects/${project}`, `domains/${domain}`]) {
        await call({ service: 'identity', method: 'PUT', path: `/${target}/${actor}/roles/${role}` });
        const below = `/OS-INHERIT/${target}/${actor}/roles/${role}/inherited_to_projects`;
        await call({ service: 'identity', method: 'PUT', path: below });
      }
      await call({ service: 'identity', method: 'PUT', path: `/system/${actor}/roles/${role}` });
    }
  } catch (problem) {
    await remove();
    throw problem;
  }
  return remove;
}
