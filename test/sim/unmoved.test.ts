import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Databases, openDatabases } from './databases.ts';
import { openWorld, type World } from './world.ts';

let databases: Databases;
let world: World;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 23, servers: 6 });
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

/** As one line, since what is said is wrapped to the width of a page. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

it('plan and report tell what is not moved, and which services were not looked at', async () => {
  const { foreignServices } = world.pair.source;
  foreignServices.push({ type: 'workflowv2', name: 'mistral', url: 'http://127.0.0.1:9/v2' });
  foreignServices.push({ type: 'key-manager', name: 'barbican', url: 'http://127.0.0.1:9' });
  foreignServices.push({ type: 'dns', name: 'designate', url: 'http://127.0.0.1:9' });
  const { projects, users, quotas } = world.pair.source.state;
  const acme = projects.find(({ name }) => name === 'acme');
  const ann = users.find(({ name, domainId }) => name === 'ann' && domainId === 'default');
  quotas.put({ id: `compute/${acme?.id}/${ann?.id}`, limits: { instances: 30 } });
  const databaseUrl = await databases.make();
  const plan = await world.run(['plan', '--all', '--leave-blocked'], databaseUrl);
  const said = [
    /Not moved:? .*volume snapshots: \d+ \(\d+ GiB\) in block-storage: /,
    /quotas of single users: 1 in compute: ann in acme/,
    /service mistral of type workflowv2 on source is not looked at/,
    /secrets of service key-manager on source are told of our own project alone/,
    /DNS zones of service dns on source could not be looked at/,
  ];
  for (const words of said) expect(flat(plan.stdout)).toMatch(words);
  await world.run(['migrate', '--all', '--leave-blocked', '--yes'], databaseUrl);
  for (const format of ['text', 'html']) {
    const { stdout } = await world.run(['report', '-f', format], databaseUrl);
    for (const words of said) expect(flat(stdout.replace(/<[^>]*>/g, ' '))).toMatch(words);
  }
  const { stdout } = await world.run(['report', '-f', 'json'], databaseUrl);
  expect(JSON.parse(stdout)).toMatchObject({
    unmoved: expect.arrayContaining([expect.objectContaining({ kind: 'volume snapshots' })]),
  });
});
