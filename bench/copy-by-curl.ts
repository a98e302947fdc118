import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../src/base/problem.ts';
import type { Figures } from './figures.ts';
import { measureBash } from './run-command.ts';

export interface CurlCopy {
  /** Addresses of the bytes of both images. */
  readonly urls: readonly [source: string, destination: string];
  readonly tokens?: readonly [source: string, destination: string];
  /** With it, `sha512sum` stands in the pipe too, and its result must be this. */
  readonly digest?: string | undefined;
  /** For the named pipe and the sum. */
  readonly folder: string;
}

const download = 'curl -sSf -H "X-Auth-Token: $SOURCE_TOKEN" "$SOURCE"';
const upload =
  'curl -sSf -T - -H "X-Auth-Token: $DESTINATION_TOKEN" -H "Content-Type: application/octet-stream" "$DESTINATION"';

export async function copyByCurl({ urls, tokens = ['', ''], digest, folder }: CurlCopy): Promise<Figures> {
  const surroundings = {
    SOURCE: urls[0],
    DESTINATION: urls[1],
    SOURCE_TOKEN: tokens[0],
    DESTINATION_TOKEN: tokens[1],
    PIPE: join(folder, 'pipe'),
    SUM: join(folder, 'sum'),
  };
  if (digest === undefined) return await measureBash(`${download} | ${upload}`, surroundings);
  const words = `mkfifo "$PIPE"; sha512sum <"$PIPE" >"$SUM" & ${download} | tee "$PIPE" | ${upload}; wait $!`;
  const figures = await measureBash(words, surroundings);
  const sum = await readFile(surroundings.SUM, 'utf8');
  await rm(surroundings.PIPE);
  if (sum.startsWith(digest)) return figures;
  throw new Problem({ summary: 'what went through the pipe is not the image', detail: sum, remedy: 'ask' });
}
