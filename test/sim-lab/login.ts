import { z } from 'zod';
import { send } from './send.ts';
import type { Caller, ServiceName } from './side.ts';

export interface Account {
  /** Of Keystone, with its `/v3`. */
  readonly authUrl: string;
  readonly user: string;
  readonly password: string;
  readonly project: string;
}

const tokenSchema = z.object({
  token: z.object({
    project: z.object({ id: z.string() }),
    catalog: z.array(
      z.object({ type: z.string(), endpoints: z.array(z.object({ interface: z.string(), url: z.string() })) }),
    ),
  }),
});

/** The types of the catalog by the names that steps use. */
const types: Readonly<Record<ServiceName, string>> = {
  identity: 'identity',
  compute: 'compute',
  image: 'image',
  network: 'network',
  'block-storage': 'volumev3',
  placement: 'placement',
};

export interface Login extends Caller {
  readonly token: string;
  readonly projectId: string;
}

/** Logs in by password to a project of the domain `default`. */
export async function login({ authUrl, user, password, project }: Account): Promise<Login> {
  const domain = { id: 'default' };
  const identity = { methods: ['password'], password: { user: { name: user, domain, password } } };
  const answer = await send({
    method: 'POST',
    url: `${authUrl}/auth/tokens`,
    body: { auth: { identity, scope: { project: { name: project, domain } } } },
  });
  const token = answer.headers['x-subject-token'];
  if (answer.status !== 201 || token === undefined) {
    throw new Error(`${user} cannot log in at ${authUrl}: ${answer.status} ${answer.text}`);
  }
  const { catalog, project: scope } = tokenSchema.parse(answer.body).token;
  const urlOf = (name: ServiceName): string => {
    const service = catalog.find(({ type }) => type === types[name] || type === name);
    return service?.endpoints.find((endpoint) => endpoint.interface === 'public')?.url ?? `${authUrl}/no-${name}`;
  };
  const endpoints = {
    identity: urlOf('identity'),
    compute: urlOf('compute'),
    image: urlOf('image'),
    network: urlOf('network'),
    'block-storage': urlOf('block-storage'),
    placement: urlOf('placement'),
  };
  return { token, projectId: scope.id, endpoints };
}
