import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { endGroup, startGroup } from './run-command.ts';

/** Two servers with as much of Glance as a copy needs: all their images are of one size and the same bytes. */
export interface PlainPair {
  readonly ports: readonly [source: string, destination: string];
  readonly sizeBytes: number;
  /** Their SHA-512. */
  readonly digest: string;
  fileUrl(side: 0 | 1, image: string): string;
  close(): void;
}

export async function openPlainPair(sizeBytes: number): Promise<PlainPair> {
  const digest = digestOf(sizeBytes);
  const command = ['python3', join(import.meta.dirname, 'plain-glance.py'), '0', String(sizeBytes), digest];
  const servers = [startGroup(command), startGroup(command)] as const;
  const port = async (server: (typeof servers)[number]): Promise<string> => String(await once(server.stdout, 'data'));
  const ports = [(await port(servers[0])).trim(), (await port(servers[1])).trim()] as const;
  return {
    ports,
    sizeBytes,
    digest,
    fileUrl: (side, image) => `http://127.0.0.1:${ports[side]}/images/${image}/file`,
    close: () => servers.forEach(endGroup),
  };
}

/** Of the bytes that `plain-glance.py` serves. */
function digestOf(sizeBytes: number): string {
  const block = Buffer.from(Array.from({ length: 1024 ** 2 }, (_none, index) => index % 256));
  const hash = createHash('sha512');
  for (let left = sizeBytes; left > 0; left -= block.length) hash.update(block.subarray(0, left));
  return hash.digest('hex');
}
