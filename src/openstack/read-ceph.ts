import { Problem } from '../base/problem.ts';
import type { CloudConfig } from './credentials.ts';
import type { CloudSurroundings } from './find-clouds-file.ts';
import type { Setting, Settings } from './read-settings.ts';
import { readablePath } from './readable-path.ts';

/** As Ceph takes names of pools, and of users after `client.`: no word of `rbd` can be made of them. */
const plainName = /^[A-Za-z0-9_.][A-Za-z0-9_.+-]*$/;

/**
 * How the cloud's Ceph cluster is reached, from `ceph`, `ceph_user` and `ceph_pools`; nothing without `ceph`. Throws a
 * Problem for a path at which no file can be read, and for names that Ceph does not have.
 */
export function readCeph(settings: Settings, surroundings: CloudSurroundings): Pick<CloudConfig, 'ceph'> {
  const { cloud, ceph, cephUser, cephPools } = settings;
  if (ceph === undefined) {
    const [pool] = cephPools.values();
    const lonely = cephUser ?? pool;
    if (lonely === undefined) return {};
    throw new Problem({
      summary: `cloud ${cloud}: ${cephUser === undefined ? 'ceph_pools' : 'ceph_user'} is given without ceph`,
      remedy: 'ask',
      resource: lonely.place,
      cure: "Add `ceph: /path/of/ceph.conf` beside it, the file by which the cloud's Ceph is reached.",
    });
  }
  const conf = readablePath(ceph, settings, surroundings);
  const user = cephUser === undefined ? 'admin' : nameOf('ceph_user', cephUser, cloud);
  const pools = [...cephPools].map(([backEnd, pool]) => [backEnd, nameOf(`ceph_pools.${backEnd}`, pool, cloud)]);
  return { ceph: { conf, user, pools: Object.fromEntries(pools) } };
}

function nameOf(key: string, { text, place }: Setting, cloud: string): string {
  if (key === 'ceph_user' && text.startsWith('client.')) return nameOf(key, { text: text.slice(7), place }, cloud);
  if (plainName.test(text)) return text;
  throw new Problem({
    summary: `clouds.${cloud}.pumphouse.${key} is no name that Ceph has`,
    remedy: 'ask',
    resource: place,
    cure:
      key === 'ceph_user'
        ? 'Write the user as in `ceph auth ls`, without `client.` before it, such as cinder.'
        : 'Write the name of one pool, as `ceph osd pool ls` tells it, such as volumes.',
  });
}
