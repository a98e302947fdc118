import { Problem } from '../base/problem.ts';
import type { CloudReport } from '../operations/inspect-cloud.ts';
import type { Caller } from './caller.ts';
import { describeExitCodes, exitCodes } from './exit-codes.ts';
import { formatListing, type Listing } from './listing.ts';
import { listingCommand } from './listing-command.ts';
import { surroundingsOf } from './with-clouds.ts';
import { wrapText } from './wrap-text.ts';

type Inspected = CloudReport | { readonly name: string; readonly problem: Problem };

export function cloudsCommand(caller: Caller) {
  return listingCommand('clouds')
    .summary('show which clouds can be reached, and what they can do')
    .description(
      'Logs in to clouds of clouds.yaml and shows their versions, our rights in them, and what each service can. ' +
        'Files and OS_* variables are looked for and read as openstacksdk does. Writes nothing.',
    )
    .argument('[name...]', 'clouds by their names in clouds.yaml; all of them without one')
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage'])}`)
    .action(async (given, options) => {
      const names = given.length > 0 ? given : await allNames(caller);
      const inspected = await Promise.all(names.map((name) => inspect(caller, name)));
      caller.print(await formatListing(cloudsListing(inspected), options));
      for (const cloud of inspected) {
        if (!('problem' in cloud)) continue;
        caller.tell(wrapText(`pumphouse: ${cloud.problem.paragraph()}`, caller.columns()));
        caller.end(exitCodes.problem);
      }
    });
}

const examples = `Examples:
  pumphouse clouds
  pumphouse clouds old-cloud new-cloud -f json
  pumphouse clouds -c Name -c Rights`;

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
  'Network extensions',
  'Passwords',
  'Services',
  'Auth URL',
  'Roles',
  'Endpoints',
  'Problem',
];

/** What was found of the clouds, as a listing. */
export function cloudsListing(inspected: readonly Inspected[]): Listing {
  const rows = inspected.map((cloud) => {
    if ('problem' in cloud) {
      const rest = Array.from({ length: columns.length - 3 }, () => null);
      return [cloud.name, 'not reachable', ...rest, cloud.problem.paragraph()];
    }
    return [
      cloud.name,
      'reachable',
      cloud.region ?? null,
      cloud.user,
      cloud.project ?? null,
      cloud.isAdmin ? 'administrator' : 'member only',
      cloud.computeVersion,
      cloud.networkExtensions,
      cloud.keystoneDatabase === 'reachable' ? 'can be carried' : 'no database named',
      Object.keys(cloud.services),
      cloud.authUrl,
      cloud.roles,
      cloud.services,
      null,
    ];
  });
  return { columns, rows, longColumns: ['Auth URL', 'Roles', 'Endpoints', 'Problem'] };
}
