import { pipeline } from 'node:stream';
import { request } from 'undici';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { answerProblem } from '../openstack/answer-problem.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { connectionProblem, type HttpAnswer } from '../openstack/http.ts';
import { getImage } from '../openstack/image.ts';
import { type CopyMeter, copyMeter } from './copy-meter.ts';
import type { Digest } from './hash-image.ts';
import { type OpenedImage, openImage } from './open-image.ts';
import type { Throttle } from './throttle.ts';

/** What is computed on the way when the source keeps no digest: the default of every Glance since Rocky. */
const algorithm = 'sha512';

export interface ImageStream {
  readonly source: Cloud;
  readonly sourceImageId: string;
  readonly destination: Cloud;
  /** An image without bytes yet. */
  readonly destinationImageId: string;
  /** The digest that the source's Glance keeps; images that Nova snapshots within Ceph have none. */
  readonly expected?: Digest | undefined;
  /** Called about every `limits.copyProgressMs`. */
  readonly onProgress?: ((copiedBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly throttle?: Throttle | undefined;
}

export interface StreamedImage {
  readonly copiedBytes: number;
  /** Computed only when the copy has none to expect. */
  readonly digest?: Digest;
}

/**
 * Pours one Glance's download into the other's upload; each waits for the slower one, so memory stays flat. A stream
 * that breaks on one side is broken on the other too, and a broken upload never becomes an image.
 */
export async function streamImage(copy: ImageStream): Promise<StreamedImage> {
  const { source, sourceImageId, destination, destinationImageId, signal } = copy;
  for (let isLast = false; ; isLast = true) {
    const opened = await openImage({ cloud: source, imageId: sourceImageId, signal });
    const url = `${await destination.endpoint('image')}/images/${destinationImageId}/file`;
    const { answer, streamed } = await metered(copy, url, opened);
    if (answer.status < 300) return streamed;
    if (answer.status !== 401 || isLast) throw answerProblem('image', 'PUT', url, answer);
    // An ordinary request renews the token for all that follow.
    await getImage(destination, destinationImageId);
  }
}

async function metered(
  copy: ImageStream,
  url: string,
  opened: OpenedImage,
): Promise<{ answer: HttpAnswer; streamed: StreamedImage }> {
  const { expected, onProgress, throttle } = copy;
  const { sizeBytes } = opened;
  const meter = copyMeter({
    algorithm: expected === undefined ? algorithm : undefined,
    sizeBytes,
    onProgress,
    throttle,
  });
  try {
    const answer = await upload(copy, url, opened, meter);
    const copiedBytes = meter.copiedBytes();
    if (answer.status >= 300) return { answer, streamed: { copiedBytes } };
    onProgress?.(copiedBytes);
    const value = await meter.digest();
    return { answer, streamed: { copiedBytes, ...(value === undefined ? {} : { digest: { algorithm, value } }) } };
  } finally {
    meter.close();
  }
}

async function upload(copy: ImageStream, url: string, opened: OpenedImage, meter: CopyMeter): Promise<HttpAnswer> {
  const { destination, signal } = copy;
  const { token } = await destination.login();
  const startedMs = Date.now();
  const { sizeBytes } = opened;
  // A failure destroys both streams with the same error: whose it was shows in the order.
  let failedFirst: 'source' | 'destination' | undefined;
  opened.body.once('error', () => (failedFirst ??= 'source'));
  meter.stream.once('error', () => (failedFirst ??= 'destination'));
  pipeline(opened.body, meter.stream, () => {});
  try {
    const answer = await request(url, {
      dispatcher: destination.agent,
      method: 'PUT',
      headers: {
        'x-auth-token': token,
        'content-type': 'application/octet-stream',
        ...(sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) }),
      },
      body: meter.stream,
      headersTimeout: limits.copyIdleTimeoutMs,
      bodyTimeout: limits.copyIdleTimeoutMs,
      signal: signal ?? null,
    });
    const text = await answer.body.text();
    opened.record();
    const { name: cloud, traffic } = destination;
    const durationMs = Date.now() - startedMs;
    const [route, status] = ['/images/{id}/file', answer.statusCode];
    traffic.record({ cloud, service: 'image', method: 'PUT', route, status, startedMs, durationMs });
    return { status, headers: answer.headers, text };
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw failedFirst === 'source' ? opened.problem(cause) : connectionProblem('PUT', url, cause);
  } finally {
    // An answer that came before all bytes were sent leaves the source in the middle of its own.
    opened.body.destroy();
    meter.stream.destroy();
  }
}
