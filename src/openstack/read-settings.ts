import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import type { Field, Mapping } from './clouds-file-field.ts';
import { fieldAt, plainValue, scalarText, wrongType } from './clouds-file-field.ts';

/** One text of a cloud's entry, never empty, with its place. */
export interface Setting {
  readonly text: string;
  readonly place: string;
}

/** A cloud's entry after its schema: what is not there, or empty, is absent. */
export interface Settings {
  readonly cloud: string;
  readonly place: string;
  readonly auth: ReadonlyMap<string, Setting>;
  readonly top: ReadonlyMap<string, Setting>;
  readonly insecure: boolean;
  /** A text is the path of the authorities' file, as the requests library takes it. */
  readonly verify: boolean | Setting;
  readonly keystoneDatabase: Setting | undefined;
  readonly ceph: Setting | undefined;
  readonly cephUser: Setting | undefined;
  /** Pools by back end. */
  readonly cephPools: ReadonlyMap<string, Setting>;
  readonly imageUrl: Setting | undefined;
}

const text = z.union([z.string(), z.bigint(), z.number(), z.null()], 'text');
const flag = z.union([z.boolean(), z.string(), z.null()], 'true or false');

const entrySchema = z.looseObject({
  auth: z.record(z.string(), text, 'a mapping').nullish(),
  insecure: flag.optional(),
  verify: z.union([z.boolean(), z.string().min(1)], 'true, false, or the path of a file of authorities').optional(),
  pumphouse: z
    .strictObject(
      {
        keystone_database: text.optional(),
        ceph: text.optional(),
        ceph_user: text.optional(),
        ceph_pools: z.record(z.string(), text, 'a mapping of back ends to pools').nullish(),
        image_url: text.optional(),
      },
      'a mapping with no keys but keystone_database, ceph, ceph_user, ceph_pools and image_url',
    )
    .nullish(),
});

const textKey = /^(?:.*_)?(?:endpoint_override|endpoint_type|interface|endpoint|region_name)$/;
const plainKey = /^(?:cacert|cert|key|auth_type|auth_plugin)$/;
const authKey = /^(?:auth_url|auth_token|token|password|username|user_name|system_scope|trust_id|default_domain)$/;
const idOrNameKey =
  /^(?:(?:(?:user_|project_|default_)?domain|project|tenant|application_credential)_(?:id|name)|user_id)$/;

/** Checks an entry against its schema and types it. Throws a Problem with the place of the first wrong field. */
export function readSettings(cloud: string, entry: Mapping): Settings {
  const parsed = entrySchema.safeParse(plainValue(entry));
  if (!parsed.success) throw schemaProblem(cloud, entry, parsed.error.issues[0]);
  const { insecure, verify } = parsed.data;
  const ours = entry.fields.get('pumphouse');
  const own = textsOf(ours, () => false, `clouds.${cloud}.pumphouse`);
  const pools = ours?.shape === 'mapping' ? ours.fields.get('ceph_pools') : undefined;
  return {
    cloud,
    place: entry.place,
    auth: textsOf(entry.fields.get('auth'), () => true, `clouds.${cloud}.auth`),
    top: textsOf(entry, isTextKey, `clouds.${cloud}`),
    insecure: isTrue(insecure ?? false),
    verify: verifyOf(verify ?? true, fieldAt(entry, ['verify']).place),
    keystoneDatabase: own.get('keystone_database'),
    ceph: own.get('ceph'),
    cephUser: own.get('ceph_user'),
    cephPools: textsOf(pools, () => true, `clouds.${cloud}.pumphouse.ceph_pools`),
    imageUrl: own.get('image_url'),
  };
}

/** Replaces each `{key}` by the entry's value of that key, as Python's `str.format` does. */
export function formatSetting(setting: Setting, { top, cloud }: Settings): Setting {
  const formatted = setting.text.replaceAll(/\{\{|\}\}|\{([^{}]*)\}/g, (match, key: string | undefined) => {
    if (key === undefined) return match.slice(1);
    const value = top.get(key)?.text;
    if (value !== undefined) return value;
    throw new Problem({
      summary: `cloud ${cloud} has no ${key || 'key'} to put in the place of {${key}}`,
      remedy: 'ask',
      resource: setting.place,
      cure: 'Add that key to the entry, or write {{ and }} for braces that mean themselves.',
    });
  });
  return { ...setting, text: formatted };
}

function isTextKey(key: string): boolean {
  return (
    textKey.test(key) ||
    plainKey.test(key) ||
    authKey.test(key) ||
    idOrNameKey.test(key) ||
    key.startsWith('application_credential_')
  );
}

/** All texts of a mapping. Only what `mustBe` names is refused for being no text; the rest has other uses elsewhere. */
function textsOf(mapping: Field | undefined, mustBe: (key: string) => boolean, what: string): Map<string, Setting> {
  const texts = new Map<string, Setting>();
  if (mapping?.shape !== 'mapping') return texts;
  for (const [key, field] of mapping.fields) {
    const isText = field.shape === 'scalar' && typeof field.scalar !== 'boolean';
    if (!isText && mustBe(key)) throw wrongType(field, `${what}.${key}`, 'text');
    const value = isText ? scalarText(field.scalar) : undefined;
    if (value !== undefined) texts.set(key, { text: value, place: field.place });
  }
  return texts;
}

function schemaProblem(cloud: string, entry: Mapping, issue: z.core.$ZodIssue | undefined): Problem {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(issue?.path ?? []), ...unknown];
  const what = ['clouds', cloud, ...path].join('.');
  if (unknown.length === 0) return wrongType(fieldAt(entry, path), what, issue?.message ?? 'a mapping');
  return new Problem({
    summary: `${what} is not a known key`,
    remedy: 'ask',
    resource: fieldAt(entry, path).place,
    cure: `The place must be ${issue?.message}.`,
  });
}

function isTrue(value: boolean | string): boolean {
  return typeof value === 'string' ? value.toLowerCase() === 'true' : value;
}

function verifyOf(value: boolean | string, place: string): boolean | Setting {
  if (typeof value === 'boolean') return value;
  return /^(?:true|false)$/i.test(value) ? isTrue(value) : { text: value, place };
}
