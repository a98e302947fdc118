import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Account, type Login, login } from './login.ts';
import { type Answer, type Call, send } from './send.ts';
import type { ServiceName, Side } from './side.ts';

/** Asks as the administrator, and goes on only when the cloud agrees. */
type Ask = (method: Call['method'], service: ServiceName, path: string, body?: unknown) => Promise<Answer>;

/** Makes the project, the member and the image that scenarios start with, and takes them away at the end. */
export async function openSide(account: Account): Promise<Omit<Side, 'wait' | 'rest'>> {
  const admin = await login(account);
  const ask = askAs(admin);
  const suffix = randomBytes(4).toString('hex');
  const undo: (() => Promise<unknown>)[] = [];
  const member = { user: `simtest-member-${suffix}`, password: `member-${suffix}`, project: `simtest-${suffix}` };

  const projectId = await made(ask, 'identity', '/projects', { project: { name: member.project } }, 'project');
  undo.push(async () => removeProject(ask, projectId));
  const { user: userName, password } = member;
  const userId = await made(ask, 'identity', '/users', { user: { name: userName, password } }, 'user');
  undo.push(async () => ask('DELETE', 'identity', `/users/${userId}`));
  const roleId = firstId(await ask('GET', 'identity', '/roles?name=member'), 'roles');
  await ask('PUT', 'identity', `/projects/${projectId}/users/${userId}/roles/${roleId}`);
  const imageId = await makeImage(ask, admin, suffix);
  undo.push(async () => ask('DELETE', 'image', `/v2/images/${imageId}`));
  const networks = await ask('GET', 'network', '/v2.0/networks?router:external=True').catch(() => undefined);

  return {
    callers: {
      admin,
      member: await login({ ...account, ...member }),
      nobody: { ...admin, token: undefined },
    },
    kept: new Map(
      Object.entries({
        suffix,
        projectId,
        userId,
        imageId,
        adminProjectId: admin.projectId,
        externalNetworkId: networks === undefined ? '' : firstId(networks, 'networks'),
      }),
    ),
    async close() {
      for (const step of undo.toReversed()) await step().catch((error: unknown) => console.error(String(error)));
    },
  };
}

function askAs({ token, endpoints }: Login): Ask {
  return async (method, service, path, body) => {
    const answer = await send({ method, url: endpoints[service] + path, token, body });
    if (answer.status < 300) return answer;
    throw new Error(`${method} ${service} ${path}: ${answer.status} ${answer.text}`);
  };
}

const oneSchema = z.record(z.string(), z.object({ id: z.string() }));
const someSchema = z.looseObject({});

async function made(ask: Ask, service: ServiceName, path: string, body: unknown, key: string): Promise<string> {
  const answer = await ask('POST', service, path, body);
  return oneSchema.parse(answer.body)[key]?.id ?? '';
}

function firstId({ body }: Answer, key: string): string {
  const [first] = z.array(z.object({ id: z.string() })).parse(someSchema.parse(body)[key]);
  return first?.id ?? '';
}

/** One MiB without a partition table or boot code: what a hypervisor can start, and nothing runs in. */
const tinyBytes = Buffer.alloc(1024 * 1024, 0);

async function makeImage(ask: Ask, { token, endpoints }: Login, suffix: string): Promise<string> {
  const body = { name: `simtest-image-${suffix}`, disk_format: 'raw', container_format: 'bare', visibility: 'public' };
  const { id } = z.object({ id: z.string() }).parse((await ask('POST', 'image', '/v2/images', body)).body);
  const url = `${endpoints.image}/v2/images/${id}/file`;
  const answer = await send({ method: 'PUT', url, token, body: tinyBytes });
  if (answer.status !== 204) throw new Error(`${url}: ${answer.status} ${answer.text}`);
  return id;
}

/** Neutron keeps the default group of a project that is gone, unless somebody removes it first. */
async function removeProject(ask: Ask, projectId: string): Promise<void> {
  const groups = await ask('GET', 'network', `/v2.0/security-groups?project_id=${projectId}&fields=id`).catch(
    () => undefined,
  );
  const ids = groups === undefined ? '' : firstId(groups, 'security_groups');
  await ask('DELETE', 'identity', `/projects/${projectId}`);
  if (ids !== '') await ask('DELETE', 'network', `/v2.0/security-groups/${ids}`);
}
