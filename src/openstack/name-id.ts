import { createHash } from 'node:crypto';

/** A UUID that is always the same for the same words: version 5 of RFC 9562, in a name space of our own. */
export function nameId(...words: readonly string[]): string {
  const hash = createHash('sha1')
    .update(`pumphouse\0${words.join('\0')}`)
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
