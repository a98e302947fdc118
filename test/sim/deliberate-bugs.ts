/** A bug that we make on purpose in a copy of the program, to see that the trials find it. */
export interface DeliberateBug {
  /** What the program forgets, in words. */
  readonly name: string;
  /** Below `src/`. */
  readonly file: string;
  /** Occurs once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The trial that should find it, which is tried first. */
  readonly findBy?: TrialName;
}

export type TrialName = 'kill test' | 'undo test' | 'undo after a kill' | 'random runs';

export const deliberateBugs: readonly DeliberateBug[] = [
  {
    name: 'create does not look for a twin before it makes one',
    file: 'engine/steps/create.ts',
    find: 'const [seen] = await Promise.all([look(), ',
    replace: 'const [seen] = await Promise.all([undefined, ',
  },
  {
    name: 'a network gets no mark',
    file: 'resources/network.ts',
    find: 'markDescription(unmarkDescription(description), id)',
    replace: 'unmarkDescription(description)',
  },
  {
    name: 'a server gets no mark',
    file: 'resources/server.ts',
    find: 'metadata: { ...metadata, [markName]: id }',
    replace: 'metadata',
  },
  {
    name: 'a snapshot that an earlier process began is not looked for',
    file: 'engine/steps/snapshot.ts',
    find: 'const found = await startedSnapshot(task);',
    replace: 'const found = undefined;',
  },
  {
    name: 'the temporary image stays on the source',
    file: 'engine/copiers/glance-copier.ts',
    find: 'if (sourceImageId !== undefined)',
    replace: 'if (sourceImageId === "")',
  },
  {
    name: 'a credential that a killed process left is not swept',
    file: 'engine/sweep.ts',
    find: 'sweepActAs(destination, userId, projectId)',
    replace: 'Promise.resolve(userId + projectId)',
    findBy: 'undo after a kill',
  },
  {
    name: 'ports that were switched off at the source stay off',
    file: 'engine/steps/restore-ports.ts',
    find: 'if (!isUp && wasUp === true)',
    replace: 'if (!isUp && wasUp === undefined)',
  },
  {
    name: 'a creating request is sent again after its answer was lost',
    file: 'openstack/retry.ts',
    find: "new Set(['GET', 'HEAD', 'PUT', 'DELETE'])",
    replace: "new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'POST'])",
    findBy: 'random runs',
  },
  {
    name: 'undo does not look for twins whose create was never answered',
    file: 'engine/steps/undo.ts',
    find: 'const id = noted ?? (await findUnnoted());',
    replace: 'const id = noted;',
    findBy: 'undo after a kill',
  },
  {
    name: 'a server that fails is not put back',
    file: 'engine/walk-plan.ts',
    find: "task.node.kind === 'server' ? await putBack(task) : ''",
    replace: "''",
    findBy: 'random runs',
  },
  {
    name: 'the steps of a resource are not recorded',
    file: 'engine/walk-plan.ts',
    find: 'const { problem, isCancelled } = await DBOS.runStep(() => attemptStep(task, step), { name: step });',
    replace: 'const { problem, isCancelled } = await attemptStep(task, step);',
  },
];
