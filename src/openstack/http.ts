import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, request } from 'undici';
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

/** One pool of connections for each cloud; a request with a body of a disk uses it too. */
export function openAgent(tls: TlsOptions): Agent {
  return new Agent({
    connect: {
      timeout: limits.connectTimeoutMs,
      rejectUnauthorized: tls.verify,
      ...(tls.caFile === undefined ? {} : { ca: readCertificate(tls.caFile) }),
      ...(tls.certFile === undefined ? {} : { cert: readCertificate(tls.certFile) }),
      ...(tls.keyFile === undefined ? {} : { key: readCertificate(tls.keyFile) }),
    },
    headersTimeout: limits.requestTimeoutMs,
    bodyTimeout: limits.requestTimeoutMs,
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
  const endpoint = new URL(url).origin;
  const certificate = certificateCure(code);
  if (certificate !== undefined) {
    return new Problem({
      summary: `${endpoint} was reached, but its certificate is not accepted: ${certificate.fault}`,
      cure: certificate.cure,
      remedy: 'ask',
      cause,
    });
  }
  return new Problem({
    summary: `no answer from ${endpoint} to ${method} ${new URL(url).pathname}`,
    detail: cause instanceof Error ? cause.message || code : code,
    cure: neverSent.has(code)
      ? 'Check that the service runs, that this machine can reach it, and auth_url and the interface in clouds.yaml.'
      : 'The connection broke; running the same command again goes on where it stopped.',
    remedy: neverSent.has(code) ? 'retry' : 'wait',
    cause,
  });
}

function certificateCure(code: string): { fault: string; cure: string } | undefined {
  const setCa =
    'Set cacert in clouds.yaml to the file of the authority that signed it, or verify: false to accept any.';
  if (code === 'CERT_HAS_EXPIRED') return { fault: 'it has expired', cure: 'Renew it on the cloud.' };
  if (code === 'CERT_NOT_YET_VALID')
    return { fault: 'it is not valid yet', cure: 'Compare the clocks of both machines.' };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      fault: 'it is for another host name',
      cure: 'Use the name in the certificate as auth_url and in the catalog.',
    };
  }
  if (code.startsWith('SELF_SIGNED_CERT') || code === 'DEPTH_ZERO_SELF_SIGNED_CERT') {
    return { fault: 'it is self-signed', cure: setCa };
  }
  if (code.startsWith('UNABLE_TO_')) return { fault: 'its authority is unknown', cure: setCa };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return { fault: 'the port does not speak TLS', cure: 'Try http:// instead of https:// in auth_url.' };
  }
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
