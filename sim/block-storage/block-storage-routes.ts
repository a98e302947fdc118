import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { qosSpecs } from './qos-specs.ts';
import { typeAccess } from './type-access.ts';
import { typeEncryption } from './type-encryption.ts';
import { typeExtraSpecs } from './type-extra-specs.ts';
import { volumeActions } from './volume-actions.ts';
import { answerVolumeFaults } from './volume-faults.ts';
import { volumeHosts } from './volume-hosts.ts';
import { volumeMetadata } from './volume-metadata.ts';
import { volumeQuotas } from './volume-quotas.ts';
import { volumeSnapshots } from './volume-snapshots.ts';
import { volumes } from './volumes.ts';
import { volumeTypes } from './volume-types.ts';
import { tellVolumeVersion } from './volume-version.ts';
import { volumeVersions } from './volume-versions.ts';

const parts = [
  volumeVersions,
  volumes,
  volumeMetadata,
  volumeActions,
  volumeSnapshots,
  volumeTypes,
  typeExtraSpecs,
  typeAccess,
  typeEncryption,
  qosSpecs,
  volumeQuotas,
  volumeHosts,
];

/** Cinder, version 3 of its API, with a back end in Ceph and one on NFS. */
export function blockStorageRoutes(app: FastifyInstance, cloud: SimCloud): void {
  void app.register((own, _options, done) => {
    answerVolumeFaults(own);
    tellVolumeVersion(own);
    for (const part of parts) part(own, cloud);
    done();
  });
}
