import type { FastifyReply } from 'fastify';

/**
 * The headers promise the whole body, half of it comes, and the connection dies. Bytes of an image are a stream, which
 * comes in several parts, so that the parts are counted.
 */
export function breakAnswer(reply: FastifyReply): void {
  const { raw } = reply;
  const write = raw.write.bind(raw);
  let left: number | undefined;
  const passHalf = (part: unknown): boolean => {
    const bytes = Buffer.from(typeof part === 'string' || part instanceof Uint8Array ? part : '');
    left ??= Math.floor(Number(reply.getHeader('content-length') ?? bytes.length) / 2);
    const passed = bytes.subarray(0, left);
    left -= passed.length;
    if (left > 0) return write(passed);
    raw.write = () => false;
    write(passed, () => raw.destroy());
    return false;
  };
  raw.write = (...[part]: readonly unknown[]) => passHalf(part);
  raw.end = (...[part]: readonly unknown[]) => {
    passHalf(part);
    return raw;
  };
}
