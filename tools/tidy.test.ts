import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsedFile } from './tidy/parsed-file.ts';
import { violationLine } from './tidy/violation.ts';
import { checkFiles, tidy } from './tidy.ts';

type Files = Readonly<Record<string, string>>;

/** Each file is a path and its text; each expected violation is `path:line` and the start of its message. */
function check(files: Files, expected: readonly string[]): void {
  const lines = checkFiles(Object.entries(files).map(([path, text]) => parsedFile(path, text))).map(violationLine);
  expect(lines).toEqual(expected.map((start) => expect.stringContaining(start)));
}

/** One file of the product whose name and export are in order. */
function checkBody(body: string, expected: readonly string[]): void {
  check({ 'src/base/thing.ts': `export const thing = 1;\n${body}` }, expected);
}

describe('this checkout', () => {
  it('keeps the house rules', () => {
    expect(tidy(resolve(import.meta.dirname, '..')).map(violationLine)).toEqual([]);
  });
});

const wait = 'export const wait = 1;';

function importing(name: string): string {
  return `import '${name}';\n${wait}`;
}

describe('rule 1: imports point down', () => {
  it('lets a folder import a lower one and itself', () => {
    const text = "import '../base/limits.ts';\nimport type { A } from './away.ts';\nexport const wait = 1;";
    check({ 'src/store/wait.ts': text }, []);
  });
  it('refuses a higher rank, of types too, and lazily too', () => {
    const text = `import type { A } from '../plan/a.ts';\n${wait}\nawait import('../engine/run.ts');`;
    check({ 'src/openstack/wait.ts': text }, ['wait.ts:1 src/openstack (rank 1)', 'wait.ts:3 src/openstack (rank 1)']);
  });
  it('refuses a folder of the same rank', () => {
    check({ 'src/store/wait.ts': `export { a } from '../copy/a.ts';\n${wait}` }, ['wait.ts:1 src/store (rank 5)']);
  });
  it('refuses the laboratory, the simulator, tests and tools', () => {
    const text = `import '../../sim/a.ts';\nimport '../../test/a.ts';\n${wait}`;
    check({ 'src/cli/wait.ts': text }, ['wait.ts:1 src/ must not', 'wait.ts:2 src/ must not']);
  });
  it('lets the simulator know nothing of the client', () => {
    check({ 'sim/wait.ts': `import '../src/base/a.ts';\nimport './cloud/a.ts';\n${wait}` }, []);
    check({ 'sim/cloud/wait.ts': `import '../../src/openstack/a.ts';\n${wait}` }, ['wait.ts:1 sim/ must not']);
  });
  it('refuses a folder without a rank', () => {
    check({ 'src/extra/wait.ts': `import '../base/a.ts';\n${wait}` }, ['wait.ts:1 src/extra has no rank']);
  });
  it('keeps DBOS, undici and the databases in their places', () => {
    check({ 'src/engine/wait.ts': importing('@dbos-inc/dbos-sdk'), 'src/store/wait.ts': importing('pg') }, []);
    check({ 'src/operations/wait.ts': importing('@dbos-inc/dbos-sdk') }, ['wait.ts:1 only src/engine/']);
    check({ 'src/resources/wait.ts': importing('undici') }, ['wait.ts:1 only src/copy/']);
    check({ 'src/engine/wait.ts': importing('kysely') }, ['wait.ts:1 only src/store/']);
    check({ 'src/store/wait.ts': importing('mysql2/promise') }, ['wait.ts:1 only src/openstack/keystone-']);
  });
  it('refuses a cycle, and tells it once', () => {
    const files = {
      'src/base/one.ts': "import { two } from './two.ts';\nexport const one = two;",
      'src/base/two.ts': "import type { three } from './three.ts';\nexport const two = 2;",
      'src/base/three.ts': "export { one as three } from './one.ts';\nexport const x = 1;",
    };
    check(files, ['src/base/one.ts:1 is part of an import cycle: src/base/one.ts → src/base/two.ts → src/base/three']);
  });
  it('refuses barrels and default exports', () => {
    check({ 'src/base/index.ts': 'export const index = 1;' }, ['index.ts:1 is a barrel']);
    check({ 'src/base/all.ts': "export * from './a.ts';\nexport const all = 1;" }, ['all.ts:1 is a barrel']);
    check({ 'src/base/all.ts': "export { all } from './a.ts';" }, ['all.ts:1 is a barrel']);
    checkBody('export default thing;', ['thing.ts:2 default export']);
    check({ 'vitest.config.ts': 'export default {};' }, []);
  });
});

describe('rule 2: one file, one name', () => {
  it('takes a verb, a noun or a type of the name of the file', () => {
    check({ 'src/plan/graph.ts': 'export function makeGraph() {}' }, []);
    check({ 'src/store/runs.ts': 'export function saveRun() {}' }, []);
    check({ 'src/base/floating-ip.ts': 'export const floatingIp = 1;' }, []);
    check({ 'src/base/floating-ip.ts': 'export interface FloatingIp {}\nexport const other = 1;' }, []);
    check({ 'src/openstack/calls.ts': 'export function sendJson() {}' }, []);
    check({ 'bench/project.ts': 'console.log(1);' }, []);
  });
  it('refuses another name', () => {
    check({ 'src/base/floating-ip.ts': 'export const address = 1;' }, ['floating-ip.ts:1 exports no floatingIp']);
    check({ 'src/base/floatingIp.ts': 'export const floatingIp = 1;' }, ['floatingIp.ts:1 floatingIp is not in kebab']);
  });
  it('refuses names that say nothing', () => {
    check({ 'src/base/file-utils.ts': 'export const fileUtils = 1;' }, ['file-utils is a name', 'fileUtils is a name']);
    check({ 'src/cli/run-handler.ts': 'export const runHandler = 1;' }, ['run-handler is a name to avoid']);
    check({ 'src/api/run-handler.ts': 'export const runHandler = 1;' }, []);
    check({ 'src/base/data.test.ts': '' }, ['data is a name to avoid']);
    checkBody('export function doIt() {}', ['thing.ts:1 doIt is a name']);
    checkBody('export interface IThing {}', ['thing.ts:1 IThing is a name']);
    checkBody('export function signEc2() {}\nexport function doubleIp() {}', []);
  });
});

describe('rule 4: pure where it decides', () => {
  it('refuses clock, random and the world in plan/', () => {
    const text =
      "import 'node:fs';\nexport const graph = [Date.now(), new Date(), Math.random(), process.env, fetch('')];";
    const impure = ['Date.now', 'new Date()', 'Math.random', 'process', 'fetch'];
    check({ 'src/plan/graph.ts': text }, [
      'graph.ts:1 plan/ is pure',
      ...impure.map((name) => `graph.ts:2 ${name} is`),
    ]);
    check({ 'src/plan/graph.ts': 'export const graph = new Date(0);' }, []);
  });
  it('refuses them in what a kind decides, and nowhere else in it', () => {
    const text = [
      "export const role: ResourceKind<Role, object> = { name: 'role',",
      'translate: () => ({ at: Date.now() }),',
      'async compare() { return []; },',
      'async create() { return Date.now(); } };',
    ].join('\n');
    check({ 'src/resources/role.ts': text }, ['role.ts:2 Date.now is not pure', 'role.ts:3 compare is pure']);
  });
});

function kind(name: string, before = ''): string {
  return `${before}\nexport const ${name}: ResourceKind = { name: '${name}' };`;
}

describe('kinds', () => {
  it('are listed and named as their files', () => {
    const all = "import { role } from './role.ts';\nexport const kinds = [role];";
    check({ 'src/resources/all.ts': all, 'src/resources/role.ts': kind('role') }, []);
    check({ 'src/resources/all.ts': 'export const kinds = 1;', 'src/resources/role.ts': kind('role') }, [
      'role.ts:1 is a kind that src/resources/all.ts does not list',
    ]);
    check({ 'src/resources/role.ts': "export const role: ResourceKind = { name: 'user' };" }, [
      "role.ts:1 the kind's name is not 'role'",
    ]);
  });
  it("never read another kind's file", () => {
    const user = kind('user', "import { role } from './role.ts';");
    check({ 'src/resources/role.ts': kind('role'), 'src/resources/user.ts': user }, [
      "user.ts:1 a kind never reads another kind's file (src/resources/role.ts)",
    ]);
  });
});

function blank(lines: number): string {
  return '\n'.repeat(lines);
}

describe('rule 7: it fits on a screen', () => {
  it('measures functions, however they are written', () => {
    checkBody(`function f() {${blank(69)}}`, []);
    checkBody(`function f() {${blank(70)}}`, ['thing.ts:2 function has 71 lines']);
    checkBody(`const f = () => {${blank(70)}};`, ['thing.ts:2 function has 71 lines']);
    checkBody(`const f = { g() {${blank(70)}} };`, ['thing.ts:2 function has 71 lines']);
    checkBody(`describe('all', () => {${blank(90)}});`, []);
  });
  it('measures files and lines', () => {
    checkBody(blank(399), []);
    checkBody(blank(400), ['thing.ts:401 file has 401 lines']);
    checkBody(`// ${'x'.repeat(117)}`, []);
    checkBody(`// ${'x'.repeat(118)}`, ['thing.ts:2 line has 121 characters']);
  });
  it('counts nesting, where else-if is no step down', () => {
    checkBody('function f() { for (;;) { if (a) { while (b) {} } else if (c) { try {} catch {} } } }', []);
    checkBody('function f() { for (;;) { if (a) { while (b) {\nif (c) {} } } } }', [
      'thing.ts:3 is nested more than 3',
    ]);
    checkBody('function f() { for (;;) { if (a) { while (b) {\ng(() => { if (c) {} }); } } } }', []);
  });
});

describe('rule 8: the types are true', () => {
  it('refuses claims that nothing checks', () => {
    checkBody('const a: any = 1;', ['thing.ts:2 `any`']);
    checkBody('const a = b as unknown;', ['thing.ts:2 `as`']);
    checkBody('const a = b!.c;', ['thing.ts:2 `!`']);
    checkBody('let a!: string;', ['thing.ts:2 `!`']);
    checkBody('enum A { B }', ['thing.ts:2 an enum']);
    checkBody('class A {}', ['thing.ts:2 classes']);
    checkBody('throw new Error();', ['thing.ts:2 bare Error']);
  });
  it('is not deceived by strings, comments and names', () => {
    checkBody("const a = 'x as any'; // as any, b!\nconst b = ['c'] as const;\nimport { d as e } from './d.ts';", []);
    checkBody('class Problem extends Error {}', []);
  });
});

describe('what is left behind', () => {
  it('refuses tests that do not run and work that waits', () => {
    const text = ["it.only('a');", "describe.skip('b');", '// TODO: c', "const d = 'TODO';", 'list.skip();'].join('\n');
    check({ 'src/base/a.test.ts': text }, ['a.test.ts:1 .only', 'a.test.ts:2 .skip', 'a.test.ts:3 TODO']);
  });
});
