import { join } from 'node:path';
import { type Figures, figuresSchema } from './figures.ts';
import { runCommand } from './run-command.ts';

export interface OurCopy {
  /** Names of clouds.yaml, or ports of `plain-glance.py`. */
  readonly clouds: readonly [source: string, destination: string];
  readonly sourceImage?: string;
  readonly destinationImages: readonly string[];
  /** The SHA-512 that the source keeps; without it, one is computed on the way. */
  readonly digest?: string | undefined;
  readonly clientConfigFile?: string;
}

/** Our copy, in a process with the settings of `bin/pumphouse`; it measures itself from when its modules are there. */
export async function copyByPumphouse(copy: OurCopy): Promise<Figures> {
  const { clouds, sourceImage = 'image', destinationImages, digest, clientConfigFile } = copy;
  const words = [process.execPath, '--max-semi-space-size=4', join(import.meta.dirname, 'copy-image.ts')];
  words.push('--source', clouds[0], '--destination', clouds[1], '--source-image', sourceImage);
  words.push('--destination-images', destinationImages.join(','));
  if (digest !== undefined) words.push('--digest', digest);
  const surroundings = clientConfigFile === undefined ? {} : { OS_CLIENT_CONFIG_FILE: clientConfigFile };
  return figuresSchema.parse(JSON.parse(await runCommand(words, surroundings)));
}
