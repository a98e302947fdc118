import { join } from 'node:path';
import { copyByCurl } from './copy-by-curl.ts';
import { copyByPumphouse } from './copy-by-pumphouse.ts';
import type { Contender, Figures } from './figures.ts';
import { fileOf, type LabPair } from './open-lab-pair.ts';
import { measureBash, runCommand } from './run-command.ts';

const curl = '`curl \\| curl`';
const hashing = '`curl \\| tee >(sha512sum) \\| curl`';

/** Our copy and what operators use today, between the two Glances of the lab and below them. */
export function labContenders(lab: LabPair, folder: string): Contender[] {
  const contender = (name: string, run: () => Promise<Figures>, against?: string): Contender => ({
    name,
    bytes: lab.sizeBytes,
    against,
    async run() {
      const figures = await run();
      await lab.clear();
      return figures;
    },
  });
  return [
    contender('Pumphouse, which computes SHA-512', () => byUs(lab), hashing),
    contender(hashing, () => byCurl(lab, folder, lab.digest)),
    contender('Pumphouse, where the source keeps a digest', () => byUs(lab, lab.digest), curl),
    contender(curl, () => byCurl(lab, folder)),
    contender('`openstack image save`, then `image create`', () => byClient(lab, folder), curl),
    contender('`rbd export \\| rbd import`, without Glance', () => byCeph(lab), curl),
  ];
}

async function byUs({ clientConfigFile, imageId, makeImage }: LabPair, digest?: string): Promise<Figures> {
  const destinationImages = [await makeImage()];
  const clouds = ['source', 'destination'] as const;
  return await copyByPumphouse({ clouds, sourceImage: imageId, destinationImages, digest, clientConfigFile });
}

async function byCurl({ clouds, imageId, makeImage }: LabPair, folder: string, digest?: string): Promise<Figures> {
  const [from, fromToken] = await fileOf(clouds[0], imageId);
  const [to, toToken] = await fileOf(clouds[1], await makeImage());
  return await copyByCurl({ urls: [from, to], tokens: [fromToken, toToken], digest, folder });
}

async function byClient({ clientConfigFile, imageId }: LabPair, folder: string): Promise<Figures> {
  const surroundings = {
    OS_CLIENT_CONFIG_FILE: clientConfigFile,
    IMAGE: imageId,
    NAME: `pumphouse-bench-${crypto.randomUUID()}`,
    FILE: join(folder, 'image'),
  };
  const save = 'openstack --os-cloud source image save --file "$FILE" "$IMAGE"';
  const create =
    'openstack --os-cloud destination image create -f value -c id --disk-format raw --file "$FILE" "$NAME"';
  return await measureBash(`${save}; ${create}; rm "$FILE"`, surroundings);
}

async function byCeph({ cephConfigFile, imageId }: LabPair): Promise<Figures> {
  const target = `destination-images/pumphouse-bench-${crypto.randomUUID()}`;
  const surroundings = { CEPH_CONF: cephConfigFile, IMAGE: `source-images/${imageId}`, TARGET: target };
  try {
    return await measureBash(
      'rbd export --no-progress "$IMAGE" - | rbd import --no-progress - "$TARGET"',
      surroundings,
    );
  } finally {
    await runCommand(['rbd', 'rm', '--no-progress', target], surroundings);
  }
}
