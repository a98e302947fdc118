import { z } from 'zod';

/** Printable characters of the basic plane; none of white space at its ends (Nova's `valid_name_regex`). */
const printableName = /^(?!\p{Z})[^\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10FFFF}]*(?<!\p{Z})$/u;
const printable = /^[^\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10FFFF}]*$/u;
const onWords = z.enum(['True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes']);
const offWords = z.enum(['False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no']);

/** Shapes that Nova's requests share (nova/api/validation/parameter_types.py). */
export const parameters = {
  name: z.string().min(1).max(255).regex(printableName),
  description: z.string().max(255).regex(printable).nullable(),
  boolean: z.union([z.boolean(), onWords.transform(() => true), offWords.transform(() => false)]),
  tag: z
    .string()
    .min(1)
    .max(60)
    .regex(/^[^,/]*$/),
  hostname: z
    .string()
    .min(2)
    .max(63)
    .regex(/^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$/),
  metadata: z.record(z.string().regex(/^[a-zA-Z0-9-_:. ]{1,255}$/), z.string().max(255)),
  diskConfig: z.enum(['AUTO', 'MANUAL']),
  ipv4: z.ipv4(),
  ipv6: z.ipv6(),
  wholeNumber: (least: number, most = 0x7fffffff) =>
    z
      .union([z.int(), z.string().regex(/^-?[0-9]+$/)])
      .transform(Number)
      .pipe(z.int().min(least).max(most)),
} as const;
