import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ApiFault } from './api-fault.ts';

/** The body of a request in the shape that the API reference gives it; a fault 400 that names the field otherwise. */
export function parseBody<T>(request: FastifyRequest, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new ApiFault(400, `Invalid input for field/attribute ${field}. ${issue?.message ?? ''}`);
}
