import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { filterImages } from './filter-images.ts';
import { imageView } from './image-view.ts';
import type { Image } from './records.ts';
import { sortImages } from './sort-images.ts';

const defaultLimit = 25;
const maximumLimit = 1000;

const visibilities = ['community', 'public', 'private', 'shared', 'all'];
const memberStatuses = ['pending', 'accepted', 'rejected', 'all'];

/** One page of the images that the caller may see and asks for (Image API v2, "List images"). */
export function listImages(cloud: SimCloud, caller: Caller, query: URLSearchParams): Record<string, unknown> {
  const { limit, marker, memberStatus, visibility } = readQuery(query);
  const seen = cloud.state.images
    .where((image) => isListed(cloud, caller, image, memberStatus))
    .filter((image) => hasVisibility(caller, image, visibility));
  const sorted = sortImages(filterImages(seen, query), query);
  const start = marker === null ? 0 : placeAfter(cloud, sorted, marker);
  const page = limit === 0 ? [] : sorted.slice(start, start + limit);
  const last = page.length === limit ? page.at(-1) : undefined;
  return {
    images: page.map((image) => imageView(cloud, image)),
    first: `/v2/images${queryText(query, undefined)}`,
    ...(last === undefined ? {} : { next: `/v2/images${queryText(query, last.id)}` }),
    schema: '/v2/schemas/images',
  };
}

interface ListQuery {
  readonly limit: number;
  readonly marker: string | null;
  readonly memberStatus: string;
  readonly visibility: string | null;
}

function readQuery(query: URLSearchParams): ListQuery {
  const limit = query.get('limit') ?? String(defaultLimit);
  if (!/^\s*[+-]?\d+\s*$/.test(limit)) throw new ApiFault(400, 'limit param must be an integer');
  if (Number(limit) < 0) throw new ApiFault(400, 'limit param must be positive');
  const memberStatus = query.get('member_status') ?? 'accepted';
  if (!memberStatuses.includes(memberStatus)) throw new ApiFault(400, `Invalid status: ${memberStatus}`);
  const visibility = query.get('visibility') || null;
  if (visibility !== null && !visibilities.includes(visibility)) {
    throw new ApiFault(400, `Invalid visibility value: ${visibility}`);
  }
  return { limit: Math.min(Number(limit), maximumLimit), marker: query.get('marker'), memberStatus, visibility };
}

/** Of images that are shared, only those that the caller said the status to; of killed ones, none. */
function isListed({ state }: SimCloud, caller: Caller, image: Image, memberStatus: string): boolean {
  if (image.status === 'killed') return false;
  if (isAdmin(caller) || image.owner === caller.projectId) return true;
  if (image.visibility === 'public' || image.visibility === 'community') return true;
  const member = state.imageMembers.get(`${image.id}/${caller.projectId ?? ''}`);
  if (image.visibility !== 'shared' || member === undefined) return false;
  return memberStatus === 'all' || member.status === memberStatus;
}

/** Community images of others come only when they are asked for. */
function hasVisibility(caller: Caller, image: Image, visibility: string | null): boolean {
  if (visibility === null) return image.visibility !== 'community' || image.owner === caller.projectId;
  return visibility === 'all' || image.visibility === visibility;
}

function placeAfter({ state }: SimCloud, sorted: readonly Image[], marker: string): number {
  if (state.images.get(marker) === undefined) throw new ApiFault(400, `No image found with ID ${marker}`);
  return sorted.findIndex(({ id }) => id === marker) + 1;
}

/** Of a name that comes twice, only the last value is kept in the links. */
function queryText(query: URLSearchParams, marker: string | undefined): string {
  const kept = new URLSearchParams(Object.fromEntries([...query].filter(([name]) => name !== 'marker')));
  if (marker !== undefined) kept.set('marker', marker);
  return kept.size === 0 ? '' : `?${kept.toString()}`;
}
