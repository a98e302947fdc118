import { Problem } from '../base/problem.ts';
import { composeEntry } from './compose-entry.ts';
import type { CloudConfig, Interface } from './credentials.ts';
import type { CloudSurroundings } from './find-clouds-file.ts';
import { chooseCloud, noClouds, readClouds } from './read-clouds.ts';
import { readCredentials } from './read-credentials.ts';
import type { Setting, Settings } from './read-settings.ts';
import { formatSetting, readSettings } from './read-settings.ts';
import { readCeph } from './read-ceph.ts';
import { readImageUrl } from './read-image-url.ts';
import { readTls } from './read-tls.ts';

export interface CloudChoice extends CloudSurroundings {
  /** The cloud's name; without it `OS_CLOUD`, the cloud of the `OS_*` variables, or the only one there is. */
  readonly name?: string | undefined;
  /** The region's name; without it the first that the entry lists. */
  readonly region?: string | undefined;
}

/** Other names under which openstacksdk finds a service's keys (service-types-authority), the stronger first. */
const serviceNames: Readonly<Record<string, readonly string[]>> = {
  'block-storage': ['block_storage', 'volumev3', 'volumev2', 'volume', 'block_store'],
};

/**
 * The configuration of one cloud, read as openstacksdk reads it: clouds.yaml, secure.yaml, clouds-public.yaml and
 * `OS_*`. The `pumphouse` mapping in an entry is our own. Throws a Problem, with the place and a cure, for whatever
 * is wrong.
 */
export function loadCloudConfig(choice: CloudChoice): CloudConfig {
  const [name, own] = chooseCloud(readClouds(choice), choice.name);
  const settings = readSettings(name, composeEntry(name, own, choice.region || undefined, choice));
  const region = settings.top.get('region_name')?.text;
  const database = settings.keystoneDatabase;
  return {
    name,
    auth: readCredentials(settings),
    ...(region === undefined ? {} : { region }),
    interface: interfaceOf(settings.top.get('endpoint_type') ?? settings.top.get('interface'), settings),
    endpoints: { ...byService(settings, 'endpoint', textOf), ...byService(settings, 'endpoint_override', textOf) },
    serviceInterfaces: {
      ...byService(settings, 'interface', interfaceOf),
      ...byService(settings, 'endpoint_type', interfaceOf),
    },
    serviceRegions: byService(settings, 'region_name', textOf),
    tls: readTls(settings, choice),
    ...(database === undefined ? {} : { keystoneDatabase: databaseUrl(database, name) }),
    ...readCeph(settings, choice),
    ...readImageUrl(settings),
    origin: settings.place.replace(/:\d+$/, ''),
  };
}

/** The names of all clouds there are, in the order of their files. Throws a Problem when there are none. */
export function listCloudNames(surroundings: CloudSurroundings): readonly string[] {
  const { clouds, lookedAt } = readClouds(surroundings);
  if (clouds.size === 0) throw noClouds(lookedAt);
  return [...clouds.keys()];
}

function byService<T>(
  settings: Settings,
  suffix: string,
  read: (setting: Setting, settings: Settings) => T,
): Record<string, T> {
  const values: Record<string, T> = {};
  for (const [key, setting] of settings.top) {
    if (!key.endsWith(`_${suffix}`)) continue;
    const prefix = key.slice(0, -suffix.length - 1);
    const [type, names] = Object.entries(serviceNames).find(([, all]) => all.includes(prefix)) ?? [];
    const strongest = names?.find((other) => settings.top.has(`${other}_${suffix}`)) ?? prefix;
    if (strongest === prefix) values[type ?? prefix.replaceAll('_', '-')] = read(setting, settings);
  }
  return values;
}

function textOf(setting: Setting, settings: Settings): string {
  return formatSetting(setting, settings).text;
}

/** `publicURL` is the Identity API version 2 form of `public`. */
function interfaceOf(setting: Setting | undefined, settings: Settings): Interface {
  if (setting === undefined) return 'public';
  const name = textOf(setting, settings).replace(/URL$/, '');
  if (name === 'public' || name === 'internal' || name === 'admin') return name;
  throw new Problem({
    summary: `the interface "${name}" of cloud ${settings.cloud} does not exist`,
    remedy: 'ask',
    resource: setting.place,
    cure: 'Use public, internal or admin.',
  });
}

/** Takes SQLAlchemy's form too, as it stands in keystone.conf: `mysql+pymysql://…`. */
function databaseUrl({ text, place }: Setting, cloud: string): string {
  const url = text.replace(/^(mysql|postgres)(?:ql)?(?:\+\w+)?:\/\//, (_, scheme: string) =>
    scheme === 'mysql' ? 'mysql://' : 'postgresql://',
  );
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isKnown = parsed?.protocol === 'mysql:' || parsed?.protocol === 'postgresql:';
  if (isKnown && parsed.hostname !== '' && parsed.pathname.length > 1) return url;
  throw new Problem({
    summary: `keystone_database of cloud ${cloud} is not the URL of a MySQL or PostgreSQL database`,
    remedy: 'ask',
    resource: place,
    cure: 'Write mysql://user:password@host:port/name or postgresql://…, with %XX for odd letters of the password.',
  });
}
