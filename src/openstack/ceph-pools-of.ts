import type { CephAccess } from './credentials.ts';

/**
 * Pools that may hold a volume, the likeliest first. `host` is Cinder's `host@backend#pool`; its RBD driver has the
 * pool's or the back end's name there. What the operator says of a back end comes first.
 */
export function cephPoolsOf(host: string, { pools }: Pick<CephAccess, 'pools'>): string[] {
  const [, backEnd = '', pool = ''] = /^[^@]*@([^#]*)(?:#(.*))?$/.exec(host) ?? [];
  const said = [backEnd, pool].flatMap((name) => {
    // Keys of clouds.yaml have underscores in the place of hyphens.
    const key = name.replaceAll('-', '_');
    return Object.hasOwn(pools, key) ? [pools[key] ?? ''] : Object.hasOwn(pools, name) ? [pools[name] ?? ''] : [];
  });
  return [...new Set([...said, pool])].filter((name) => name !== '');
}
