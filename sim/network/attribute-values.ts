import { z } from 'zod';
import { canonicalAddress, parseAddress } from './address.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { pythonText } from './python-text.ts';
import { refuse } from './refuse.ts';

/** Texts are bounded, and null is none. */
function text(maxLength: number): z.ZodString {
  return z
    .string({ error: ({ input }) => `'${shown(input)}' is not a valid string` })
    .max(maxLength, { error: ({ input }) => `'${shown(input)}' exceeds maximum length of ${maxLength}` });
}

function shown(input: unknown): string {
  return typeof input === 'string' ? input : pythonText(input);
}

const uuidPattern = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

const uuid = z.string({ error: notUuid }).regex(uuidPattern, { error: notUuid });

function notUuid({ input }: { readonly input?: unknown }): string {
  return `'${shown(input)}' is not a valid UUID`;
}

/** Neutron takes true, 'True', 1 and '1' alike. */
const flag = z.unknown().transform((given, context): boolean => {
  if (given === undefined) return absent(context);
  const found = flags.get(typeof given === 'string' ? given.toLowerCase() : given);
  if (found === undefined) throw refuse.input(`'${shown(given)}' cannot be converted to boolean`);
  return found;
});

/** What is required and left out. */
function absent(context: z.RefinementCtx): never {
  context.addIssue('is required');
  return z.NEVER;
}

const flags = new Map<unknown, boolean>([
  ...[true, 1, 'true', '1'].map((value) => [value, true] as const),
  ...[false, 0, 'false', '0'].map((value) => [value, false] as const),
]);

/** A whole number, also as text. */
const whole = z.unknown().transform((given, context): number => {
  if (given === undefined) return absent(context);
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

/** Kept in the letters in which it is given. */
const mac = z.string().regex(/^([0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}$/i, {
  error: ({ input }) => `'${shown(input)}' is not a valid MAC address`,
});

/** The bits behind the prefix are cleared. */
const cidr = z
  .string()
  .refine((given) => given.includes('/') && parseCidr(given) !== undefined, {
    error: ({ input }) => `'${shown(input)}' is not a valid CIDR`,
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

const hostRoutes = listOf(z.strictObject({ destination: cidr, nexthop: address })).superRefine((routes, context) => {
  const texts = routes.map(pythonText);
  const twice = texts.find((route, index) => texts.indexOf(route) < index);
  if (twice !== undefined) context.addIssue(`Duplicate hostroute '${twice}'`);
});

/** One of some words. */
function oneOf<const T extends string>(...words: readonly [T, ...T[]]): z.ZodType<T> {
  return z.enum(words, { error: ({ input }) => `${shown(input)} is not in valid_values` });
}

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
  oneOf,
};
