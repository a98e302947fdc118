import { pipeline } from 'node:stream';
import { request } from 'undici';
import { limits } from '../base/limits.ts';
import { answerProblem } from '../openstack/answer-problem.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { connectionProblem, type HttpAnswer } from '../openstack/http.ts';
import { getImage } from '../openstack/image.ts';
import { type CopyMeter, copyMeter } from './copy-meter.ts';
import type { Digest } from './hash-image.ts';
import { type OpenedImage, openImage } from './open-image.ts';

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
  let meter = copyMeter(undefined);
  for (let isLast = false; ; isLast = true) {
    const opened = await openImage({ cloud: source, imageId: sourceImageId, signal });
    meter = copyMeter(copy.expected === undefined ? algorithm : undefined, copy.onProgress);
    const url = `${await destination.endpoint('image')}/images/${destinationImageId}/file`;
    const answer = await upload(copy, url, opened, meter);
    if (answer.status < 300) break;
    if (answer.status !== 401 || isLast) throw answerProblem('image', 'PUT', url, answer);
    // An ordinary request renews the token for all that follow.
    await getImage(destination, destinationImageId);
  }
  copy.onProgress?.(meter.copiedBytes());
  const value = meter.digest();
  return { copiedBytes: meter.copiedBytes(), ...(value === undefined ? {} : { digest: { algorithm, value } }) };
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
    throw failedFirst === 'source' ? opened.problem(cause) : connectionProblem('PUT', url, cause);
  } finally {
    // An answer that came before all bytes were sent leaves the source in the middle of its own.
    opened.body.destroy();
    meter.stream.destroy();
  }
}
