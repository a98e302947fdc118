import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, errors, request } from 'undici';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';

export interface TlsOptions {
  readonly verify: boolean;
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** As many as the gates of all services let through, and the copies, when one address serves them all. */
export const connectionsMax =
  Object.values(limits.concurrency).reduce((sum, atOnce) => sum + atOnce, 0) + 2 * limits.imageCopiesMost;

/**
 * One pool of connections for each cloud; a request with a body of a disk uses it too. Each connection carries one
 * request at a time, by HTTP/1.1: a broken one takes no other request with it. `requestTimeoutMs` bounds the wait for
 * the headers of an answer, and the silence within its body.
 */
export function openAgent(tls: TlsOptions, requestTimeoutMs: number = limits.requestTimeoutMs): Agent {
  return new Agent({
    connect: {
      timeout: limits.connectTimeoutMs,
      rejectUnauthorized: tls.verify,
      ...(tls.caFile === undefined ? {} : { ca: readCertificate(tls.caFile) }),
      ...(tls.certFile === undefined ? {} : { cert: readCertificate(tls.certFile) }),
      ...(tls.keyFile === undefined ? {} : { key: readCertificate(tls.keyFile) }),
    },
    allowH2: false,
    connections: connectionsMax,
    pipelining: 1,
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
    keepAliveTimeout: 4_000,
  });
}

export interface HttpRequest {
  readonly method: Dispatcher.HttpMethod;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string | undefined;
}

/**
 * Sends one request and reads the whole answer as text. Throws a Problem when no answer came; any status is an answer.
 * The problem's remedy is `retry` if the request cannot have reached the service, else `wait`.
 */
export async function exchange(agent: Agent, { method, url, headers, body }: HttpRequest): Promise<HttpAnswer> {
  try {
    const answer = await request(url, { dispatcher: agent, method, headers, body: body ?? null });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text };
  } catch (cause) {
    throw connectionProblem(method, url, cause);
  }
}

const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Turns an error of the connection into a Problem that names the endpoint and says what to do. */
export function connectionProblem(method: string, url: string, cause: unknown): Problem {
  const code = errorCode(cause);
  const { origin, pathname } = new URL(url);
  const fault = tlsFault(code);
  if (fault !== undefined)
    return new Problem({ ...fault, summary: `${origin} ${fault.summary}`, remedy: 'ask', cause });
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') {
    return new Problem({ summary: `the cloud was closed before ${origin} answered`, remedy: 'stop', cause });
  }
  const isForeign = cause instanceof errors.HTTPParserError;
  return new Problem({
    summary: `no answer from ${origin} to ${method} ${pathname}`,
    detail: isForeign ? 'what answers there does not speak HTTP' : causeWords(cause, code),
    cure: neverSent.has(code) || isForeign ? unreachableCure : brokenCure,
    remedy: neverSent.has(code) ? 'retry' : 'wait',
    // The parser's error carries the bytes that it read, which may hold a token.
    ...(isForeign ? {} : { cause }),
  });
}

const unreachableCure =
  'Check that the service runs, that this machine can reach it, and auth_url and the interface in clouds.yaml.';
const brokenCure = 'The connection broke; running the same command again goes on where it stopped.';

function causeWords(cause: unknown, code: string): string {
  return cause instanceof Error && cause.message !== '' ? cause.message : code;
}

interface TlsFault {
  readonly summary: string;
  readonly cure: string;
}

function tlsFault(code: string): TlsFault | undefined {
  const certificate = certificateFault(code);
  if (certificate !== undefined) {
    return { ...certificate, summary: `was reached, but its certificate is not accepted: ${certificate.summary}` };
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return { summary: 'was reached, but it does not speak TLS', cure: 'Try http:// instead of https:// in auth_url.' };
  }
  if (code === 'EPROTO' || /^ERR_(SSL|OSSL)/.test(code)) {
    const cure = 'Check cert and key in clouds.yaml, and which versions of TLS the cloud takes.';
    return { summary: `was reached, but no encrypted connection came about (${code})`, cure };
  }
  return undefined;
}

function certificateFault(code: string): TlsFault | undefined {
  const cure =
    'Set cacert in clouds.yaml to the file of the authority that signed it (the authorities of a Debian machine are ' +
    'in /etc/ssl/certs/ca-certificates.crt), or verify: false to accept any.';
  if (code === 'CERT_HAS_EXPIRED') return { summary: 'it has expired', cure: 'Renew it on the cloud.' };
  if (code === 'CERT_NOT_YET_VALID') {
    return { summary: 'it is not valid yet', cure: 'Compare the clocks of both machines.' };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      summary: 'it is for another host name',
      cure: 'Use the name in the certificate as auth_url and in the catalog.',
    };
  }
  if (code.startsWith('SELF_SIGNED_CERT') || code === 'DEPTH_ZERO_SELF_SIGNED_CERT') {
    return { summary: 'it is self-signed', cure };
  }
  if (code.startsWith('UNABLE_TO_')) return { summary: 'its authority is unknown', cure };
  return undefined;
}

/** The machine-readable code of an error or of what caused it. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('cause' in error && error.cause !== undefined) return errorCode(error.cause);
  return error instanceof Error ? error.message : 'unknown error';
}

function readCertificate(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Problem({
      summary: `the certificate file ${path} cannot be read`,
      cure: 'Correct cacert, cert or key in clouds.yaml.',
      remedy: 'ask',
      cause,
    });
  }
}
