import { z } from 'zod';

/** Shapes of attributes, as keystone.common.validation.parameter_types has them. */
export const attributeSchemas = {
  id: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-zA-Z0-9-]+$/),
  shortName: z.string().min(1).max(64).regex(/\S/),
  longName: z.string().min(1).max(255).regex(/\S/),
  tag: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^,/]*$/),
  options: z.strictObject({ immutable: z.boolean().nullish() }),
};

export const tagsSchema = z
  .array(attributeSchemas.tag)
  .max(80)
  .refine((tags) => new Set(tags).size === tags.length, 'has non-unique elements');

/** What the options become: null takes one away. */
export function changedOptions(
  present: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries({ ...present, ...given });
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
}
