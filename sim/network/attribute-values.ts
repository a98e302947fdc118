import { z } from 'zod';
import { canonicalAddress, parseAddress } from './address.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { refuse } from './refuse.ts';

/** Texts are bounded, and null is none. */
function text(maxLength: number): z.ZodString {
  return z
    .string({ error: ({ input }) => `'${shown(input)}' is not a valid string` })
    .max(maxLength, { error: ({ input }) => `'${shown(input)}' exceeds maximum length of ${maxLength}` });
}

function shown(input: unknown): string {
  return typeof input === 'string' ? input : (JSON.stringify(input) ?? 'None');
}

const uuidPattern = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

const uuid = z.string({ error: notUuid }).regex(uuidPattern, { error: notUuid });

function notUuid({ input }: { readonly input?: unknown }): string {
  return `'${shown(input)}' is not a valid UUID`;
}

/** Neutron takes true, 'True', 1 and '1' alike. */
const flag = z.unknown().transform((given): boolean => {
  const found = flags.get(typeof given === 'string' ? given.toLowerCase() : given);
  if (found === undefined) throw refuse.input(`'${shown(given)}' cannot be converted to boolean`);
  return found;
});

const flags = new Map<unknown, boolean>([
  ...[true, 1, 'true', '1'].map((value) => [value, true] as const),
  ...[false, 0, 'false', '0'].map((value) => [value, false] as const),
]);

/** A whole number, also as text. */
const whole = z.unknown().transform((given): number => {
  if (typeof given === 'number' && Number.isInteger(given)) return given;
  if (typeof given === 'string' && /^-?\d+$/.test(given)) return Number(given);
  throw refuse.input(`'${shown(given)}' is not an integer`);
});

const notNegative = whole.refine((value) => value >= 0, {
  error: ({ input }) => `'${shown(input)}' should be non-negative`,
});

const address = z
  .string()
  .refine((given) => parseAddress(given) !== undefined, { error: notAddress })
  .transform(canonicalAddress);

function notAddress({ input }: { readonly input?: unknown }): string {
  return `'${shown(input)}' is not a valid IP address`;
}

const mac = z
  .string()
  .regex(/^([0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}$/i, {
    error: ({ input }) => `'${shown(input)}' is not a valid MAC address`,
  })
  .transform((given) =>
    given
      .toLowerCase()
      .split(/[:-]/)
      .map((part) => part.padStart(2, '0'))
      .join(':'),
  );

/** The bits behind the prefix are cleared. */
const cidr = z
  .string()
  .refine((given) => given.includes('/') && parseCidr(given) !== undefined, {
    error: ({ input }) => `'${shown(input)}' is not a valid IP subnet`,
  })
  .transform((given) => {
    const parsed = parseCidr(given);
    return parsed === undefined ? given : formatCidr(parsed);
  });

/** Null is an empty list, where Neutron converts it so. */
function listOf<T>(item: z.ZodType<T>): z.ZodType<T[]> {
  return z
    .array(item, { error: ({ input }) => `'${shown(input)}' is not a list` })
    .nullable()
    .transform((given) => given ?? []);
}

const hostRoutes = listOf(z.strictObject({ destination: cidr, nexthop: address })).refine(
  (routes) => new Set(routes.map(({ destination, nexthop }) => `${destination} ${nexthop}`)).size === routes.length,
  { error: () => 'Duplicate hostroute' },
);

/** Validators and conversions of attributes (neutron_lib.api.validators and converters). */
export const attributeValues = {
  text,
  name: text(255),
  uuid,
  flag,
  whole,
  notNegative,
  address,
  mac,
  cidr,
  listOf,
  hostRoutes,
};
