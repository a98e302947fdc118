import type { Readable } from 'node:stream';
import { request } from 'undici';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { answerProblem } from '../openstack/answer-problem.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { connectionProblem } from '../openstack/http.ts';
import { getImage } from '../openstack/image.ts';

export interface ImageToOpen {
  readonly cloud: Cloud;
  readonly imageId: string;
  readonly signal?: AbortSignal | undefined;
}

/** The bytes of an image on their way to us. */
export interface OpenedImage {
  readonly body: Readable;
  /** As the service promised it; undefined when it did not. */
  readonly sizeBytes: number | undefined;
  /** Counts the request, once its bytes have come. */
  record(): void;
  /** The Problem that a failure of the stream means. */
  problem(cause: unknown): Problem;
}

/** Asks for an image's bytes; a refused token is renewed. Throws a Problem when there are none. */
export async function openImage(image: ImageToOpen): Promise<OpenedImage> {
  const first = await ask(image);
  if (first.status !== 401) return opened(image, first);
  // An ordinary request renews the token for all that follow.
  await getImage(image.cloud, image.imageId);
  return opened(image, await ask(image));
}

type Asked = Awaited<ReturnType<typeof ask>>;

async function ask({ cloud, imageId, signal }: ImageToOpen) {
  const startedMs = Date.now();
  const url = `${await cloud.endpoint('image')}/images/${imageId}/file`;
  const { token } = await cloud.login();
  try {
    const answer = await request(url, {
      dispatcher: cloud.agent,
      headers: { 'x-auth-token': token, accept: 'application/octet-stream' },
      headersTimeout: limits.copyIdleTimeoutMs,
      bodyTimeout: limits.copyIdleTimeoutMs,
      signal: signal ?? null,
    });
    return { url, startedMs, status: answer.statusCode, headers: answer.headers, body: answer.body };
  } catch (cause) {
    throw connectionProblem('GET', url, cause);
  }
}

async function opened({ cloud, imageId }: ImageToOpen, asked: Asked): Promise<OpenedImage> {
  const { url, startedMs, status, headers, body } = asked;
  const record = (): void => {
    const durationMs = Date.now() - startedMs;
    const route = '/images/{id}/file';
    cloud.traffic.record({ cloud: cloud.name, service: 'image', method: 'GET', route, status, startedMs, durationMs });
  };
  if (status !== 200) {
    const text = await body.text();
    record();
    if (status === 204) throw withoutBytes(cloud, imageId);
    throw answerProblem('image', 'GET', url, { status, headers, text });
  }
  const length = Number(headers['content-length'] ?? Number.NaN);
  return {
    body,
    sizeBytes: Number.isNaN(length) ? undefined : length,
    record,
    problem: (cause) => (cause instanceof Problem ? cause : connectionProblem('GET', url, cause)),
  };
}

function withoutBytes(cloud: Cloud, imageId: string): Problem {
  return new Problem({
    summary: `image ${imageId} of cloud ${cloud.name} has no bytes`,
    cure: 'Its upload never happened, or it only points to volume snapshots: exclude it.',
    remedy: 'ask',
  });
}
