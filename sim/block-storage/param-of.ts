import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

const paramsSchema = z.record(z.string(), z.string());

/** One part of the path by its name in the route. */
export function paramOf(request: FastifyRequest, name: string): string {
  return paramsSchema.parse(request.params)[name] ?? '';
}
