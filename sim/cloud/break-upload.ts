import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';

/** Half of the bytes come, and the connection dies while the service reads them. Other bodies are read already. */
export function breakUpload(request: FastifyRequest): void {
  const { body, socket } = request;
  if (!(body instanceof Readable)) return;
  const half = Math.floor(Number(request.headers['content-length'] ?? 2) / 2);
  request.body = Readable.from(firstHalf(body, half, () => socket.destroy()));
}

async function* firstHalf(body: Readable, length: number, breakOff: () => void): AsyncGenerator<Buffer> {
  let left = length;
  for await (const part of body) {
    const bytes = Buffer.from(part).subarray(0, left);
    left -= bytes.length;
    yield bytes;
    if (left <= 0) break;
  }
  breakOff();
  throw new Error('the connection broke in the middle of an upload');
}
