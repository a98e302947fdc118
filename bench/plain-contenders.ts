import { formatBytes } from '../src/base/units.ts';
import { copyByCurl } from './copy-by-curl.ts';
import { copyByPumphouse } from './copy-by-pumphouse.ts';
import type { Contender } from './figures.ts';
import type { PlainPair } from './open-plain-pair.ts';

const ours = 'Pumphouse, which computes SHA-512';
const hashing = '`curl \\| tee >(sha512sum) \\| curl`';
const plain = '`curl \\| curl`';

/** Our copy and pipes of curl, on servers that do no work of their own. */
export function plainContenders(pair: PlainPair, folder: string): Contender[] {
  const { sizeBytes: bytes, digest, ports: clouds } = pair;
  const byCurl = (image: string, expected?: string) => {
    const urls = [pair.fileUrl(0, 'image'), pair.fileUrl(1, image)] as const;
    return copyByCurl({ urls, digest: expected, folder });
  };
  const byUs = (image: string, expected?: string) =>
    copyByPumphouse({ clouds, destinationImages: [image], digest: expected });
  return [
    { name: ours, bytes, against: hashing, run: (round) => byUs(`hashed-${round}`) },
    { name: hashing, bytes, run: (round) => byCurl(`curl-hashed-${round}`, digest) },
    {
      name: 'Pumphouse, where the source keeps a digest',
      bytes,
      against: plain,
      run: (round) => byUs(`kept-${round}`, digest),
    },
    { name: plain, bytes, run: (round) => byCurl(`curl-${round}`) },
  ];
}

/** Our copy of another size, or of several disks at once, for its memory. */
export function memoryContender({ sizeBytes, ports: clouds }: PlainPair, copies: number): Contender {
  const words = copies === 1 ? '' : `${copies} copies at once of `;
  return {
    name: `${ours}: ${words}${formatBytes(sizeBytes)}`,
    bytes: sizeBytes * copies,
    run(round) {
      const images = Array.from({ length: copies }, (_none, copy) => `memory-${copies}-${round}-${copy}`);
      return copyByPumphouse({ clouds, destinationImages: images });
    },
  };
}
