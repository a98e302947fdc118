import { createHash } from 'node:crypto';
import { Agent, request } from 'undici';

export interface Call {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly contentType?: string | undefined;
  readonly microversion?: string | undefined;
}

export interface Answer {
  readonly status: number;
  /** Without its parameters; empty for an answer without a body. */
  readonly mediaType: string;
  /** In small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** What JSON says; the digest of bytes; undefined where there is nothing, and for pages that only people read. */
  readonly body: unknown;
  /** The beginning of the body, for people. */
  readonly text: string;
}

const agent = new Agent({ headersTimeout: 120_000, bodyTimeout: 120_000 });

export async function send(call: Call): Promise<Answer> {
  const answer = await request(new URL(call.url), {
    method: call.method,
    dispatcher: agent,
    headers: headersOf(call),
    body: call.body === undefined ? null : bodyOf(call.body),
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const mediaType = bytes.length === 0 ? '' : (headers['content-type'] ?? '').split(';')[0]?.trim();
  return {
    status: answer.statusCode,
    mediaType: mediaType ?? '',
    headers,
    body: parsed(mediaType ?? '', bytes),
    text: bytes.subarray(0, 400).toString().replace(/\s+/g, ' '),
  };
}

function headersOf({ token, body, contentType, microversion }: Call): Record<string, string> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const type = contentType ?? (isRaw ? 'application/octet-stream' : 'application/json');
  return {
    accept: 'application/json',
    ...(token === undefined ? {} : { 'x-auth-token': token }),
    ...(body === undefined && contentType === undefined ? {} : { 'content-type': type }),
    ...(microversion === undefined ? {} : { 'openstack-api-version': microversion }),
  };
}

function bodyOf(body: unknown): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}

function parsed(mediaType: string, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (mediaType === 'application/octet-stream') return createHash('sha256').update(bytes).digest('hex');
  if (!mediaType.endsWith('json')) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return 'not JSON';
  }
}
