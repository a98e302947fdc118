import { Problem } from '../base/problem.ts';
import type { Field, Mapping } from './clouds-file-field.ts';
import { mappingOf, mergeDeep } from './clouds-file-field.ts';
import type { CloudSurroundings } from './find-clouds-file.ts';
import { findCloudsFile } from './find-clouds-file.ts';
import { nearestName } from './nearest-name.ts';

/** Every cloud that the files and the environment name, before profiles and regions are laid on. */
export interface Clouds {
  readonly clouds: ReadonlyMap<string, Field>;
  /** The cloud that is used when none is named, if that is clear. */
  readonly usual: string | undefined;
  readonly lookedAt: readonly string[];
}

/** Variables that choose among clouds or files; they alone make no cloud of the environment. */
const selectors: readonly string[] = [
  'OS_CLOUD',
  'OS_REGION_NAME',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
  'OS_CLIENT_VENDOR_FILE',
  'OS_CLOUD_NAME',
];

/**
 * Reads clouds.yaml with secure.yaml laid on it, and the cloud that `OS_*` variables make, named `envvars` or as
 * `OS_CLOUD_NAME` says (openstacksdk, `OpenStackConfig.__init__`). Throws a Problem for a malformed file.
 */
export function readClouds(surroundings: CloudSurroundings): Clouds {
  const { environment } = surroundings;
  const file = findCloudsFile('clouds', surroundings);
  const secure = findCloudsFile('secure', surroundings).root;
  const clouds = new Map(cloudsOf(file.root, secure));
  const environmentName = environment['OS_CLOUD_NAME'] || 'envvars';
  const taken = clouds.get(environmentName);
  if (taken !== undefined) {
    throw new Problem({
      summary: `a cloud is named ${environmentName}, which is the name of the cloud that OS_* variables make`,
      remedy: 'ask',
      resource: taken.place,
      cure: 'Rename it there, or set OS_CLOUD_NAME to another name.',
    });
  }
  const variables = environmentCloud(environment);
  if (variables !== undefined) clouds.set(environmentName, variables);
  const only = clouds.size === 1 ? [...clouds.keys()][0] : undefined;
  const usual = environment['OS_CLOUD'] || (variables === undefined ? only : environmentName);
  return { clouds, usual, lookedAt: file.lookedAt };
}

/** The cloud of that name, or the usual one. Throws a Problem that lists the names and files when there is none. */
export function chooseCloud({ clouds, usual, lookedAt }: Clouds, wanted: string | undefined): [string, Mapping] {
  const name = wanted || usual;
  if (clouds.size === 0) throw noClouds(lookedAt);
  const names = [...clouds.keys()].join(', ');
  if (name === undefined) {
    throw new Problem({
      summary: `no cloud was named, and there are ${clouds.size}: ${names}`,
      remedy: 'ask',
      cure: 'Name one of them, or set OS_CLOUD.',
    });
  }
  const entry = clouds.get(name);
  if (entry !== undefined) return [name, mappingOf(entry, `clouds.${name}`)];
  const near = nearestName(name, clouds.keys());
  throw new Problem({
    summary: `there is no cloud named "${name}"; there are: ${names} (looked at ${lookedAt.join(', ')})`,
    remedy: 'ask',
    cure: near === undefined ? 'Use one of these names.' : `Did you mean "${near}"?`,
  });
}

/** The Problem of finding neither a file nor variables. */
export function noClouds(lookedAt: readonly string[]): Problem {
  return new Problem({
    summary: `no cloud is described: there is no clouds.yaml with clouds in it (looked at ${lookedAt.join(', ')})`,
    remedy: 'ask',
    cure: 'Put a clouds.yaml in one of these places, name one with OS_CLIENT_CONFIG_FILE, or set the OS_* variables.',
  });
}

function cloudsOf(file: Mapping | undefined, secure: Mapping | undefined): ReadonlyMap<string, Field> {
  const parts = [file, secure].flatMap((root) => {
    const clouds = root?.fields.get('clouds');
    return clouds === undefined ? [] : [withoutEmpty(mappingOf(clouds, 'clouds'))];
  });
  const [base, over] = parts;
  if (base === undefined) return new Map();
  return over === undefined ? base.fields : mappingOf(mergeDeep(base, over), 'clouds').fields;
}

/** A cloud without a line of its own (`src:`) may get all of it from secure.yaml. */
function withoutEmpty(clouds: Mapping): Mapping {
  const fields = [...clouds.fields].map(([name, entry]) => [name, mappingOf(entry, `clouds.${name}`)] as const);
  return { ...clouds, fields: new Map(fields) };
}

function environmentCloud(environment: CloudSurroundings['environment']): Mapping | undefined {
  const names = Object.keys(environment).filter(
    (name) => name.startsWith('OS_') && !/^OS_(?:TEST|STD|LOG)/.test(name) && environment[name] !== undefined,
  );
  if (names.every((name) => selectors.includes(name))) return undefined;
  const fields = names
    .filter((name) => name !== 'OS_CLOUD')
    .map((name) => {
      const field = { shape: 'scalar', place: name, scalar: environment[name] ?? '' } as const;
      return [name.slice('OS_'.length).toLowerCase(), field] as const;
    });
  return { shape: 'mapping', place: 'environment', fields: new Map(fields) };
}
