import { createHmac } from 'node:crypto';
import { z } from 'zod';

export const ec2RequestSchema = z.looseObject({
  access: z.string().optional(),
  signature: z.string().nullish(),
  host: z.string().default(''),
  verb: z.string().default(''),
  path: z.string().default(''),
  params: z.record(z.string(), z.coerce.string()).default({}),
});

/** AWS signature version 2 of a request, as keystoneclient.contrib.ec2.utils reckons it. Other versions have none. */
export function ec2Signature(secret: string, request: z.infer<typeof ec2RequestSchema>): string | undefined {
  const { params, verb, host, path } = request;
  if (params['SignatureVersion'] !== '2') return undefined;
  const signed: Readonly<Record<string, string>> = { ...params, SignatureMethod: 'HmacSHA256' };
  const query = Object.keys(signed)
    .toSorted()
    .map((name) => `${quoted(name)}=${quoted(signed[name] ?? '')}`)
    .join('&');
  const text = [verb, host, path, query].join('\n');
  return createHmac('sha256', secret).update(text).digest('base64');
}

/** As Python's `urllib.parse.quote` does it. */
function quoted(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
