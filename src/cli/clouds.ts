import type { Json } from '../base/json.ts';
import { Problem } from '../base/problem.ts';
import type { CloudReport } from '../operations/inspect-cloud.ts';
import type { Caller } from './caller.ts';
import { cloudServicesListing } from './cloud-services.ts';
import { describeExitCodes, exitCodes } from './exit-codes.ts';
import { foldCells } from './fold-cells.ts';
import { formatListing, type Listing, type ListingOptions } from './listing.ts';
import { listingCommand } from './listing-command.ts';
import { surroundingsOf } from './with-clouds.ts';
import { wrapText } from './wrap-text.ts';

type Inspected = CloudReport | { readonly name: string; readonly problem: Problem };

export function cloudsCommand(caller: Caller) {
  return listingCommand('clouds')
    .summary('show which clouds can be reached, and what they can do')
    .description(
      'Logs in to clouds of clouds.yaml and shows our rights in them and, for each service, its version and what it ' +
        'can that matters to a migration. With -c or a format other than table, a row for each cloud; with --long, ' +
        'a row for each service. Files and OS_* variables are looked for and read as openstacksdk does. ' +
        'Writes nothing.',
    )
    .argument('[name...]', 'clouds by their names in clouds.yaml; all of them without one')
    .option('-l, --long', 'each service with its endpoint instead of each cloud', false)
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage'])}`)
    .action(async (given, options) => {
      const names = given.length > 0 ? given : await allNames(caller);
      const inspected = await Promise.all(names.map((name) => inspect(caller, name)));
      caller.print(await cloudsText(inspected, options, caller.columns()));
      for (const problem of inspected.flatMap(problemsOf)) {
        caller.tell(wrapText(`pumphouse: ${problem.paragraph()}`, caller.columns()));
        caller.end(exitCodes.problem);
      }
    });
}

const examples = `Examples:
  pumphouse clouds
  pumphouse clouds old-cloud new-cloud -f json
  pumphouse clouds -c Name -c Rights
  pumphouse clouds --long -c Cloud -c Service -c Version -f csv`;

/** A table tells of clouds and then of their services; what is meant for programs is one listing. */
async function cloudsText(
  inspected: readonly Inspected[],
  options: ListingOptions & { readonly long: boolean },
  width: number | undefined,
): Promise<string> {
  const services = cloudServicesListing(inspected.flatMap((cloud) => ('problem' in cloud ? [] : [cloud])));
  const isTable = (options.format ?? 'table') === 'table';
  const isSimple = options.column.length + options.sortColumn.length === 0;
  if (options.long) return formatListing(isTable && isSimple ? folded(services, width) : services, options);
  const clouds = await formatListing(cloudsListing(inspected), options);
  if (!isTable || !isSimple || services.rows.length === 0) return clouds;
  const short = { ...services, longColumns: ['Endpoint', 'Problem'] };
  return `${clouds}\n\n${await formatListing(folded(short, width), options)}`;
}

/** What a log is wide, where no terminal says otherwise. */
const logWidth = 140;

function folded(listing: Listing, width = logWidth): Listing {
  return foldCells(listing, ['Can', 'Cannot'], width);
}

function problemsOf(cloud: Inspected): readonly Problem[] {
  if ('problem' in cloud) return [cloud.problem];
  const { keystoneDatabase, services } = cloud;
  const ofServices = services.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  return keystoneDatabase instanceof Problem ? [keystoneDatabase, ...ofServices] : ofServices;
}

async function allNames({ environment, folder }: Caller): Promise<readonly string[]> {
  const { homedir } = await import('node:os');
  const { listCloudNames } = await import('../openstack/cloud-config.ts');
  return listCloudNames({ environment, folder, home: environment['HOME'] ?? homedir() });
}

async function inspect(caller: Caller, name: string): Promise<Inspected> {
  const { inspectCloud } = await import('../operations/inspect-cloud.ts');
  const { closeKeystoneDatabases } = await import('../openstack/keystone-database-of.ts');
  try {
    return await inspectCloud(name, surroundingsOf(caller));
  } catch (problem) {
    if (problem instanceof Problem) return { name, problem };
    throw problem;
  } finally {
    await closeKeystoneDatabases();
  }
}

const columns = [
  'Name',
  'State',
  'Region',
  'User',
  'Project',
  'Rights',
  'Compute',
  'Passwords',
  'Services',
  'Auth URL',
  'Roles',
  'Each service',
  'Problem',
];

/** What was found of the clouds, as a listing. */
export function cloudsListing(inspected: readonly Inspected[]): Listing {
  const rows = inspected.map((cloud): Json[] => {
    if ('problem' in cloud) {
      const rest = Array.from({ length: columns.length - 3 }, () => null);
      return [cloud.name, 'not reachable', ...rest, cloud.problem.paragraph()];
    }
    const { name, region, user, project, isAdmin, services, authUrl, roles } = cloud;
    const problems = problemsOf(cloud).map((problem) => problem.paragraph());
    return [
      name,
      'reachable',
      region ?? null,
      user,
      project ?? null,
      isAdmin ? 'administrator' : 'member only',
      services.find(({ service }) => service === 'compute')?.version ?? null,
      passwords(cloud),
      services.filter(({ endpoint }) => endpoint !== undefined).map(({ service }) => service),
      authUrl,
      roles,
      services.map(eachService),
      problems.length === 0 ? null : problems.join(' '),
    ];
  });
  return { columns, rows, longColumns: ['Auth URL', 'Roles', 'Each service', 'Problem'] };
}

function passwords({ keystoneDatabase }: CloudReport): string {
  if (keystoneDatabase instanceof Problem) return 'database not reachable';
  return keystoneDatabase === 'reachable' ? 'can be carried' : 'no database named';
}

function eachService({ service, version, endpoint, can, cannot }: CloudReport['services'][number]): Json {
  return { service, version: version ?? null, endpoint: endpoint ?? null, can, cannot };
}
