import type { FastifyRequest } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { linked } from './answer-one.ts';
import type { View } from './view.ts';

/** A collection; Keystone gives all of it at once. */
export function answerList(cloud: SimCloud, request: FastifyRequest, many: string, views: readonly View[]): object {
  return { [many]: views.map((view) => linked(cloud, many, view)), links: listLinks(cloud, request) };
}

export function listLinks(cloud: SimCloud, request: FastifyRequest): object {
  return { next: null, self: `${cloud.url}${request.url}`, previous: null };
}
