import { createHash, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';

/** MD5 of an SSH key or SHA-1 of a certificate, as Nova shows it; undefined for what is none. */
export function keyFingerprint(type: 'ssh' | 'x509', text: string): string | undefined {
  return type === 'ssh' ? sshFingerprint(text) : certificateFingerprint(text);
}

function sshFingerprint(text: string): string | undefined {
  const [name, key] = text.trim().split(/\s+/);
  const bytes = Buffer.from(key ?? '', 'base64');
  const nameLength = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  if (name === undefined || bytes.subarray(4, 4 + nameLength).toString() !== name || nameLength === 0) return undefined;
  return withColons(createHash('md5').update(bytes).digest('hex'));
}

function certificateFingerprint(text: string): string | undefined {
  try {
    return withColons(createHash('sha1').update(new X509Certificate(text).raw).digest('hex'));
  } catch {
    return undefined;
  }
}

function withColons(hexadecimal: string): string {
  return hexadecimal.replace(/(..)(?!$)/g, '$1:');
}

export interface NewKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** A new RSA key in the two forms that Nova gives it in. */
export function makeKey(): NewKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const { e = '', n = '' } = createPublicKey(publicKey).export({ format: 'jwk' });
  const parts = [Buffer.from('ssh-rsa'), Buffer.from(e, 'base64url'), numberBytes(Buffer.from(n, 'base64url'))];
  const blob = Buffer.concat(parts.flatMap((part) => [lengthBytes(part.length), part]));
  return { privateKey, publicKey: `ssh-rsa ${blob.toString('base64')} Generated-by-Nova` };
}

/** A number whose first bit is set would count as negative. */
function numberBytes(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0]), bytes]);
}

function lengthBytes(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}
