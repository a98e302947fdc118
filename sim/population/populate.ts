import { z } from 'zod';
import { openRandom, type Random } from '../cloud/random.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { type Furnishing, furnishProject, membersOf } from './furnish-project.ts';
import { makeFlavors } from './make-flavors.ts';
import { makeBootImages } from './make-boot-images.ts';
import { makeProjectImages } from './make-project-images.ts';
import { makeLegacy } from './make-legacy.ts';
import { makePeople } from './make-people.ts';
import { type MadeProject, makeProjects } from './make-projects.ts';
import { makeSecondDomain } from './make-second-domain.ts';
import { makeVolumes } from './make-volumes.ts';
import { openSpeakers } from './open-speakers.ts';
import type { PopulatedProject, Population } from './population.ts';
import { shareOut } from './share-out.ts';
import { adminLogin, openSimApi, type SimApi } from './sim-api.ts';
import { takeAway } from './take-away.ts';

export interface PopulationOptions {
  /** The same seed makes the same things, with the same ids on a cloud of the same seed. */
  readonly seed: number | string;
  /** How many servers, over all projects. */
  readonly servers: number;
}

/**
 * Fills a cloud that is served with all that is legal and unpleasant, through its own API: one name many times, rings,
 * empty texts, booleans that are false, unicode, names as long as can be, things that were deleted since.
 */
export async function populate(cloud: SimCloud, { seed, servers }: PopulationOptions): Promise<Population> {
  const chanceOf = (what: string): Random => openRandom('population', seed, what);
  const admin = await openSimApi(cloud, adminLogin);
  const shares = shareOut(servers);
  const domainId = await makeSecondDomain(cloud);
  const projects = await makeProjects(admin, domainId, chanceOf, shares.movable.length);
  const { forServers, legacy, attic } = projects;
  const people = await makePeople(admin, projects, chanceOf);
  const furnishing: Furnishing = {
    admin,
    people,
    speakers: openSpeakers(cloud),
    flavors: await makeFlavors(admin, [forServers[0].id, legacy.id]),
    images: await makeBootImages(admin, chanceOf('images')),
    externalId: await externalNetworkId(admin),
    keyNames: new Map(),
  };
  const made: PopulatedProject[] = [];
  for (const [index, project] of forServers.entries()) {
    const [count = 0, isFirst] = [shares.movable[index], index === 0];
    await makeProjectImages(admin, project, isFirst ? forServers.slice(1, 4) : [], isFirst);
    if (count > 0) await furnishProject(furnishing, project, { count, isFirst });
    made.push(populated(project, count, true));
  }
  await makeLegacy(furnishing, legacy, shares.legacy);
  const keeper = await furnishing.speakers(membersOf(people, attic)[0], attic.id);
  await makeVolumes(attic, keeper, furnishing.images.bootIds[0]);
  await takeAway(furnishing, projects);
  await checkServers(admin, servers);
  const others = [populated(legacy, shares.legacy, false), populated(attic, 0, true)];
  return { projects: [...made, ...others], people: [...new Set([...people.byProject.values()].flat())] };
}

function populated({ id, name, domain }: MadeProject, servers: number, isMovable: boolean): PopulatedProject {
  return { id, name, domain, servers, isMovable };
}

const networkList = z.looseObject({ networks: z.array(z.looseObject({ id: z.string() })) });

async function externalNetworkId(api: SimApi): Promise<string> {
  const path = '/network/v2.0/networks?router:external=true';
  const [network] = networkList.parse(await api.send('GET', path)).networks;
  if (network === undefined) throw new Error('the simulated cloud has no external network');
  return network.id;
}

const serverList = z.looseObject({ servers: z.array(z.looseObject({ name: z.string(), status: z.string() })) });

/** A population in which a server failed to boot would test something else than it says. */
async function checkServers(api: SimApi, wanted: number): Promise<void> {
  const path = '/compute/v2.1/servers/detail?all_tenants=1&limit=1000';
  const { servers } = serverList.parse(await api.send('GET', path));
  const failed = servers.filter(({ status }) => status === 'ERROR' || status === 'BUILD');
  if (failed.length > 0) throw new Error(`${failed.length} of ${wanted} servers did not boot`);
}
