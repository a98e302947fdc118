import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

const paramsSchema = z.record(z.string(), z.string());

/** What stands in the path in the place of `:name`; empty when the route has no such place. */
export function pathValue(request: FastifyRequest, name: string): string {
  return paramsSchema.parse(request.params)[name] ?? '';
}
