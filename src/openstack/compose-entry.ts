import { Problem } from '../base/problem.ts';
import type { Field, Mapping } from './clouds-file-field.ts';
import { mappingOf, mergeEntry, scalarText, underscoreKeys, wrongType } from './clouds-file-field.ts';
import type { CloudSurroundings } from './find-clouds-file.ts';
import { findCloudsFile } from './find-clouds-file.ts';

interface RegionChoice {
  readonly name: string;
  readonly place: string;
  readonly values: Mapping | undefined;
}

/**
 * Lays profile, entry and region on each other as openstacksdk does (`get_one`). The region is the wanted one or the
 * first that is listed; in the result it is `region_name`, which is absent for any region. Throws a Problem for an
 * unknown profile, and for a region that is not in the list.
 */
export function composeEntry(
  cloud: string,
  own: Mapping,
  wantedRegion: string | undefined,
  surroundings: CloudSurroundings,
): Mapping {
  const entry = underscoreKeys(own);
  const profile = profileOf(cloud, entry, surroundings);
  const region = chooseRegion(cloud, [entry, profile], wantedRegion);
  const composed = mergeEntry(profile, entry);
  const withRegion = region.values === undefined ? composed : mergeEntry(composed, present(region.values));
  const fields = new Map(withRegion.fields);
  fields.delete('regions');
  fields.set('region_name', { shape: 'scalar', place: region.place, scalar: region.name });
  return { ...withRegion, place: own.place, fields };
}

/** The profile that the entry names (`cloud:` is the old word), from clouds-public.yaml. */
function profileOf(cloud: string, entry: Mapping, surroundings: CloudSurroundings): Mapping {
  const field = entry.fields.get('profile') ?? entry.fields.get('cloud');
  const none: Mapping = { shape: 'mapping', place: entry.place, fields: new Map() };
  const name = field === undefined ? undefined : textOf(field, `clouds.${cloud}.profile`);
  if (name === undefined || name === (surroundings.environment['OS_CLOUD_NAME'] || 'envvars')) return none;
  const file = findCloudsFile('clouds-public', surroundings);
  const list = file.root?.fields.get('public-clouds');
  const profiles = list === undefined ? none : mappingOf(list, 'public-clouds');
  const profile = profiles.fields.get(name);
  if (profile !== undefined) return underscoreKeys(mappingOf(profile, `public-clouds.${name}`));
  throw new Problem({
    summary: `cloud ${cloud} uses the profile "${name}", which no clouds-public.yaml has`,
    detail: `looked at ${file.lookedAt.join(', ')}; there are: ${[...profiles.fields.keys()].join(', ') || 'none'}`,
    remedy: 'ask',
    resource: field?.place ?? entry.place,
    cure: 'Profiles that come with openstacksdk are not known here: write auth_url and the rest in the entry itself.',
  });
}

function chooseRegion(cloud: string, layers: readonly Mapping[], wanted: string | undefined): RegionChoice {
  const choices = layers.map((layer) => regionsOf(layer, cloud)).find((regions) => regions.length > 0) ?? [];
  const anyRegion = { name: wanted ?? '', place: 'the region asked for', values: undefined };
  const [first] = choices;
  if (first === undefined) return anyRegion;
  if (!wanted) return first;
  const choice = choices.find((region) => region.name === wanted);
  if (choice !== undefined) return choice;
  throw new Problem({
    summary: `cloud ${cloud} has no region "${wanted}"; it has: ${choices.map((region) => region.name).join(', ')}`,
    remedy: 'ask',
    ...(layers[0] === undefined ? {} : { resource: layers[0].place }),
    cure: 'Use one of these names (capitals matter), or add the region to regions in the entry.',
  });
}

function regionsOf(layer: Mapping, cloud: string): RegionChoice[] {
  const regions = layer.fields.get('regions');
  const name = layer.fields.get('region_name');
  if (regions?.shape === 'list') return regions.list.map((field) => regionOf(field, `clouds.${cloud}.regions`));
  if (regions !== undefined && !isEmpty(regions)) throw wrongType(regions, `clouds.${cloud}.regions`, 'a list');
  if (name === undefined || isEmpty(name)) return [];
  if (name.shape === 'list') return name.list.map((field) => regionOf(field, `clouds.${cloud}.region_name`));
  const names = textOf(name, `clouds.${cloud}.region_name`) ?? '';
  return names.split(',').map((part) => ({ name: part, place: name.place, values: undefined }));
}

function regionOf(field: Field, what: string): RegionChoice {
  if (field.shape !== 'mapping') return { name: textOf(field, what) ?? '', place: field.place, values: undefined };
  const name = field.fields.get('name');
  const values = field.fields.get('values');
  const isKnown = [...field.fields.keys()].every((key) => key === 'name' || key === 'values');
  if (name === undefined || !isKnown)
    throw wrongType(field, what, 'a list of names, or of mappings of name and values');
  return {
    name: textOf(name, `${what}.name`) ?? '',
    place: name.place,
    values: values === undefined ? undefined : underscoreKeys(mappingOf(values, `${what}.values`)),
  };
}

/** An empty value of a region leaves the entry's own in force. */
function present(mapping: Mapping): Mapping {
  return { ...mapping, fields: new Map([...mapping.fields].filter(([, field]) => !isEmpty(field))) };
}

function isEmpty(field: Field): boolean {
  return field.shape === 'scalar' && (field.scalar === null || field.scalar === '');
}

function textOf(field: Field, what: string): string | undefined {
  if (field.shape !== 'scalar' || typeof field.scalar === 'boolean') throw wrongType(field, what, 'text');
  return scalarText(field.scalar);
}
