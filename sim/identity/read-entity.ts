import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';

const anything = z.record(z.string(), z.unknown());

/**
 * What a body says about one resource: `{"project": {...}}`. Attributes that Keystone does not know are kept, as it
 * does. Throws a fault 400 that names the field; for an update also when the body names no attribute at all.
 */
export function readEntity<T>(
  request: FastifyRequest,
  key: string,
  schema: z.ZodType<T>,
  purpose: 'create' | 'update' = 'create',
): { readonly entity: T; readonly given: Readonly<Record<string, unknown>> } {
  const body = anything.safeParse(request.body);
  const given = anything.safeParse(body.data?.[key] ?? {}).data ?? {};
  if (purpose === 'update' && Object.keys(given).length === 0) {
    throw new ApiFault(400, '{} does not have enough properties');
  }
  return { entity: checked(given, schema), given };
}

/** The value in the shape of the schema; a fault 400 otherwise. */
export function checked<T>(value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('/') ?? '';
  throw new ApiFault(400, `Invalid input for field '${path}': ${issue?.message ?? ''}`);
}

/** What is given beyond Keystone's own attributes. */
export function extraOf(
  given: Readonly<Record<string, unknown>>,
  own: z.ZodObject,
  more: readonly string[] = [],
): Record<string, unknown> {
  const known = new Set([...Object.keys(own.shape), ...more, 'id', 'links', 'extra']);
  return Object.fromEntries(Object.entries(given).filter(([name]) => !known.has(name)));
}

/** As Keystone keeps the names of attributes that come with a new resource: `x:y-z` becomes `x_y_z`. */
export function normalized(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name.replace(/[:-]/g, '_'), value]));
}

/** Throws a fault 400 when a body names another id than the path. */
export function requireSameId(given: Readonly<Record<string, unknown>>, id: string): void {
  if (given['id'] !== undefined && given['id'] !== null && given['id'] !== id) {
    throw new ApiFault(400, 'Cannot change ID');
  }
}
