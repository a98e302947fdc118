import { z } from 'zod';
import { sendJson } from '../../../src/openstack/calls.ts';
import type { Cloud, CloudRequest } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import { deleteServer } from '../../../src/openstack/compute.ts';
import { deleteVolume } from '../../../src/openstack/volumes.ts';
import { allRows } from './all-rows.ts';
import { type Answer, type CaseName, caseNames, type Making, type Rows } from './rows.ts';

/** What the source holds for the walk. */
export interface Specimens {
  readonly rows: readonly Rows[];
  /** By `kind/case`: what the specimen is called on both clouds. */
  readonly labels: ReadonlyMap<string, unknown>;
  remove(): Promise<void>;
}

const loose = z.looseObject({});
const identified = z.looseObject({ id: z.string() });

/** Makes one specimen of each kind and case in a project of that name; takes all away again when one fails. */
export async function makeSpecimens(cloud: Cloud, name: string, allOf: readonly Rows[] = allRows): Promise<Specimens> {
  const requests: CloudRequest[] = [];
  const ids = new Map<string, string>();
  const labels = new Map<string, unknown>();
  const making: Making = {
    cloud,
    name,
    ids,
    async send(request) {
      await cloud.send(request);
    },
    later: (request) => void requests.unshift(request),
  };
  const remove = async (): Promise<void> => {
    const servers = caseNames.map((which) => ids.get(`server/${which}`));
    for (const id of servers) if (id !== undefined) await deleteServer(cloud, id).catch(() => undefined);
    const volumes = [...ids].filter(([key]) => /^(second )?volume\//.test(key));
    for (const [, id] of volumes) await deleteVolume(cloud, id).catch(() => undefined);
    for (const request of requests) await cloud.send(request).catch(() => undefined);
  };
  const makeCase = async (rows: Rows, which: CaseName): Promise<void> => {
    const answer = await makeOne(making, rows, which);
    labels.set(`${rows.kind}/${which}`, answer[rows.label ?? 'name']);
    // A keypair has no id of its own.
    const { id = answer['name'] } = answer;
    ids.set(`${rows.kind}/${which}`, String(id));
    await rows.after?.(making, String(id), which);
  };
  try {
    await makeOwner(making, ids);
    for (const rows of allOf) {
      // All have ended before any is taken away.
      const made = await Promise.allSettled((rows.cases ?? caseNames).map((which) => makeCase(rows, which)));
      const failed = made.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
  } catch (problem) {
    await remove();
    throw problem;
  }
  return { rows: allOf, labels, remove };
}

async function makeOwner({ cloud, name, later }: Making, ids: Map<string, string>): Promise<void> {
  const body = { project: { name, domain_id: 'default' } };
  const request = { service: 'identity', method: 'POST', path: '/projects', body } as const;
  const { project } = await sendJson(cloud, request, z.looseObject({ project: identified }));
  ids.set('owner', project.id);
  later({ service: 'identity', method: 'DELETE', path: `/projects/${project.id}` });
  const network = { service: 'network', path: '/networks?router:external=true', key: 'networks' } as const;
  const [external] = await list(cloud, { ...network, item: identified });
  ids.set('external', external?.id ?? '');
}

async function makeOne(making: Making, rows: Rows, which: CaseName): Promise<Answer> {
  if (rows.make !== undefined) {
    await rows.make(making, which);
    return { case: which };
  }
  const { service, key, microversion, label = 'name' } = rows;
  const path = rows.path.replace('/detail', '');
  const fields = {
    ...(label === 'case' ? {} : { [label]: `${making.name} ${rows.kind} ${which}` }),
    ...rows.body?.(making, which),
    ...given(rows, which),
  };
  const body = key === undefined ? fields : { [key]: fields, ...rows.beside?.(making, which) };
  const cloud = (await rows.creator?.(making)) ?? making.cloud;
  const options = microversion === undefined ? {} : { microversion };
  const made = await sendJson(cloud, { service, method: 'POST', path, body, ...options }, loose);
  const answer: Answer = { case: which, ...fields, ...(key === undefined ? made : loose.parse(made[key])) };
  const { id = answer['name'] } = z.looseObject({ id: z.string().optional() }).parse(answer);
  making.later({ service, method: 'DELETE', path: `${path}/${encodeURIComponent(String(id))}`, ...options });
  return answer;
}

/** The values of this case that creating takes. */
function given({ attributes, notInBody = [] }: Rows, which: CaseName): Record<string, unknown> {
  const taken = Object.entries(attributes).filter(([name]) => !name.includes('.') && !notInBody.includes(name));
  return Object.fromEntries(
    taken.flatMap(([name, values]) => (which !== 'default' && which in values ? [[name, values[which]]] : [])),
  );
}
