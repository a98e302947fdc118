import type { SimPair } from './start-pair.ts';

/** Projects that are told of one by one. */
const shownProjects = 12;
const shownLength = 40;

export interface PairWords {
  /** Absolute. */
  readonly cloudsPath: string;
  readonly pace: number;
}

/** What a person needs to use a pair that is up. */
export function pairText(pair: SimPair, { cloudsPath, pace }: PairWords): string {
  const { source, destination, projects } = pair;
  const servers = projects.reduce((sum, project) => sum + project.servers, 0);
  const paced = pace > 1 ? [`  export PUMPHOUSE_PACE=${pace}`] : [];
  return [
    'Two simulated clouds are up, until Ctrl-C.',
    '',
    `  source       ${source.url}   ${projects.length} projects, ${serverCount(servers)}`,
    `  destination  ${destination.url}   empty`,
    '',
    'In another terminal:',
    '',
    `  export OS_CLIENT_CONFIG_FILE=${cloudsPath}`,
    '  export PUMPHOUSE_SOURCE=source PUMPHOUSE_DESTINATION=destination',
    ...paced,
    '  pumphouse clouds',
    '  pumphouse plan --project acme',
    '  pumphouse migrate --project acme',
    '  openstack --os-cloud destination server list --all-projects',
    '',
    'Projects of the source:',
    '',
    ...projects.slice(0, shownProjects).map(projectLine),
    ...(projects.length > shownProjects ? [`  … and ${projects.length - shownProjects} more`] : []),
  ].join('\n');
}

function projectLine({ id, name, domain, servers, isMovable }: SimPair['projects'][number]): string {
  const shown = name.length > shownLength ? `${name.slice(0, shownLength - 1)}…` : name;
  const remark = isMovable ? '' : '   (cannot be moved as it is)';
  return `  ${id}  ${serverCount(servers).padStart(9)}  ${domain}/${shown}${remark}`;
}

function serverCount(servers: number): string {
  return servers === 1 ? '1 server' : `${servers} servers`;
}
