import type { Random } from '../cloud/random.ts';
import { oddName, oddTags, oddText } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';

/** A project that things can be put into. */
export interface MadeProject {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** Chance of its own, so that one project more changes nothing in the others. */
  readonly random: Random;
}

export interface MadeProjects {
  /** For servers, the first of them with some of everything; at least as many as were asked for. */
  readonly forServers: readonly [MadeProject, ...MadeProject[]];
  /** Above the first: its parent and that one's parent. */
  readonly parents: readonly string[];
  /** Disabled once everything in it is made. */
  readonly disabled: MadeProject;
  /** For what cannot be moved. */
  readonly legacy: MadeProject;
  /** For volumes without a server. */
  readonly attic: MadeProject;
  readonly domainIds: Readonly<Record<string, string>>;
}

/** The domain that the two clouds have beside `Default`. */
export const secondDomain = 'corp';

const path = '/identity/v3/projects';
const nameLength = 64;

/** A tree of projects, two of one name in two domains, names of 64 characters; `count` of them for servers. */
export async function makeProjects(
  api: SimApi,
  domainId: string,
  chanceOf: (what: string) => Random,
  count: number,
): Promise<MadeProjects> {
  const domainIds: Readonly<Record<string, string>> = { Default: 'default', [secondDomain]: domainId };
  const make = async (name: string, more: object = {}, domain = 'Default'): Promise<MadeProject> => {
    const random = chanceOf(`project ${name} ${domain}`);
    const oddities = { description: oddText(random), tags: oddTags(random), ...more };
    const project = { name, domain_id: domainIds[domain], ...oddities };
    return { id: await api.make(path, { project }), name, domain, random };
  };
  const top = await make('Ω 项目 ☂', { cost_centre: 0, owner_of_costs: '' });
  const options = { immutable: true };
  const long = await make('n'.repeat(nameLength), { parent_id: top.id, description: '', options });
  const acme = await make('acme', { parent_id: long.id, description: 'Überprüfung', tags: ['b', 'a', 'x y'] });
  const twins = [await make('twin'), await make('twin', {}, secondDomain)];
  const disabled = await make('closed', { description: '' });
  const places = [...twins, disabled];
  for (let index = places.length + 1; index < count; index += 1) {
    const name = `${oddName(chanceOf(`name of project ${index}`), nameLength - 8)} ${index}`;
    places.push(await make(name, {}, index % 5 === 0 ? secondDomain : 'Default'));
  }
  const [legacy, attic] = [await make('legacy'), await make('attic')];
  return { forServers: [acme, ...places], parents: [top.id, long.id], disabled, legacy, attic, domainIds };
}
