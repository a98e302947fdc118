import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';

const bodySchema = z.record(z.string(), z.unknown());

/** The one action that the body of a request names. */
export function actionOf(request: FastifyRequest): string {
  const parsed = bodySchema.safeParse(request.body);
  const [action, ...others] = parsed.success ? Object.keys(parsed.data) : [];
  if (action === undefined || others.length > 0) throw new ApiFault(400, 'Malformed request body');
  return action;
}
