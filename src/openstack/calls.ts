import type { z } from 'zod';
import { Problem } from '../base/problem.ts';
import type { Cloud, CloudRequest } from './cloud.ts';
import type { Service } from './service.ts';
import { safeJson } from './session.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

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
  const issue = parsed.error.issues[0];
  throw new Problem({
    summary: `${request.service} of cloud ${cloud.name} gave an answer of another shape to ${request.method} ${request.path}`,
    detail: issue === undefined ? 'unknown' : `${issue.path.join('.')}: ${issue.message}`,
    cure: 'Is a proxy or another service answering at this endpoint?',
    remedy: 'ask',
  });
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

export function queryText(query: Query = {}): string {
  const parts = Object.entries(query).filter(([, value]) => value !== undefined);
  if (parts.length === 0) return '';
  return `?${parts.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}

function version({ microversion }: Options): { microversion?: string } {
  return microversion === undefined ? {} : { microversion };
}
