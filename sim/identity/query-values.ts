import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

const querySchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** The query by name; the first value where a name is repeated. */
export function queryValues(request: FastifyRequest): Readonly<Record<string, string>> {
  const entries = Object.entries(querySchema.parse(request.query));
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : value]));
}

/** A switch such as `?effective`: on when it is there, unless its value is `0`. */
export function isAskedFor(request: FastifyRequest, name: string): boolean {
  const value = queryValues(request)[name];
  return value !== undefined && value !== '0';
}
