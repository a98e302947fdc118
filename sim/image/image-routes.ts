import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { imageActions } from './image-actions.ts';
import { imageDiscovery } from './image-discovery.ts';
import { answerImageFaults } from './image-faults.ts';
import { imageFile } from './image-file.ts';
import { imageImport } from './image-import.ts';
import { imageMembers } from './image-members.ts';
import { imageTags } from './image-tags.ts';
import { imageVersions } from './image-versions.ts';
import { images } from './images.ts';

const parts = [imageVersions, imageDiscovery, images, imageFile, imageImport, imageTags, imageActions, imageMembers];

/** Glance, version 2 of its API. */
export function imageRoutes(app: FastifyInstance, cloud: SimCloud): void {
  void app.register((own, _options, done) => {
    answerImageFaults(own);
    for (const part of parts) part(own, cloud);
    done();
  });
}
