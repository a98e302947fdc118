import type { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { requestIdOf } from './answer-problem.ts';
import type { Cloud, CloudRequest } from './cloud.ts';
import type { Service } from './service.ts';
import { safeJson } from './session.ts';

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

interface Options {
  readonly query?: Query;
  readonly microversion?: string;
}

/** `GET` one thing; the answer passes the schema or is a Problem. */
export function getJson<T>(
  cloud: Cloud,
  service: Service,
  path: string,
  schema: z.ZodType<T>,
  options: Options = {},
): Promise<T> {
  return sendJson(
    cloud,
    { service, method: 'GET', path: `${path}${queryText(options.query)}`, ...version(options) },
    schema,
  );
}

/** As getJson, but undefined when the service answers 404. */
export async function getIfThere<T>(
  cloud: Cloud,
  service: Service,
  path: string,
  schema: z.ZodType<T>,
  options: Options = {},
): Promise<T | undefined> {
  try {
    return await getJson(cloud, service, path, schema, options);
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 404) return undefined;
    throw problem;
  }
}

/** Sends a write whose answer matters. */
export async function sendJson<T>(cloud: Cloud, request: CloudRequest, schema: z.ZodType<T>): Promise<T> {
  const answer = await cloud.send(request);
  const parsed = schema.safeParse(safeJson(answer.text));
  if (parsed.success) return parsed.data;
  const { service, method, path } = request;
  const requestId = requestIdOf(answer);
  throw new Problem({
    summary: `${service} of cloud ${cloud.name} gave an answer of another shape to ${method} ${path}`,
    detail: safeJson(answer.text) === undefined ? 'it is not JSON' : schemaFault(parsed.error),
    cure: 'Is a proxy or another service answering at this endpoint?',
    remedy: 'ask',
    status: answer.status,
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** The first fault that a schema found, with the path of the field: `servers.0.id: Invalid input…`. */
export function schemaFault(error: z.ZodError, under?: string): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'unknown';
  const path = [...(under === undefined ? [] : [under]), ...issue.path.map(String)].join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

/** `DELETE`, where a thing already gone is success. Returns whether it was there. */
export async function removeIfThere(
  cloud: Cloud,
  service: Service,
  path: string,
  microversion?: string,
): Promise<boolean> {
  try {
    const request = { service, method: 'DELETE', path } as const;
    await cloud.send(microversion === undefined ? request : { ...request, microversion });
    return true;
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 404) return false;
    throw problem;
  }
}

/** `?name=value&…`, or nothing; of a list, the name is repeated for each value. */
export function queryText(query: Query = {}): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => (one === undefined ? [] : [`${name}=${encodeURIComponent(String(one))}`])),
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function version({ microversion }: Options): { microversion?: string } {
  return microversion === undefined ? {} : { microversion };
}
