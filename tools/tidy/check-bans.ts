import type * as ESTree from 'oxc-parser';
import type { ParsedFile } from './parsed-file.ts';
import type { Violation } from './violation.ts';

/** The only classes: an operation that failed, and a belief of ours that was wrong. */
const classes = new Set(['Problem', 'AssertionFailure', 'ApiFault']);
const errors = new Set(['Error', 'TypeError', 'RangeError', 'SyntaxError', 'AggregateError']);

/** Files whose reader demands a default export. */
const configFiles = new Set(['vitest.config.ts', 'vite.config.ts']);

const suiteNames = new Set(['describe', 'it', 'test', 'suite', 'bench']);
const unrun = new Set(['skip', 'only', 'todo']);

/** House rules 1, 5 and 8 as far as syntax shows them, and no test or work left behind. */
export function checkBans(file: ParsedFile): Violation[] {
  return [...types(file), ...declarations(file), ...unrunTests(file), ...leftWork(file)];
}

function types(file: ParsedFile): Violation[] {
  const violations: Violation[] = [];
  const ban = ({ start }: { readonly start: number }, message: string) => {
    violations.push(file.violation(start, message));
  };
  const definite = (node: { readonly start: number; readonly definite?: boolean | null | undefined }) => {
    if (node.definite === true) ban(node, '`!` hides an unset value. Set it where it is declared, or allow undefined.');
  };
  file.walk({
    TSAnyKeyword: (node) => ban(node, '`any` turns the types off. Write the type, or `unknown` and a schema.'),
    TSAsExpression(node) {
      const type = node.typeAnnotation;
      const isConst =
        type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const';
      if (!isConst) ban(type, '`as` is a claim that nothing checks. Parse with a schema, narrow, or use `satisfies`.');
    },
    TSTypeAssertion: (node) => ban(node, '`<T>` is a claim that nothing checks. Parse with a schema or narrow.'),
    TSNonNullExpression: (node) =>
      ban(node, '`!` is a claim that nothing checks. Narrow, or assert with base/assert.ts.'),
    VariableDeclarator: definite,
    PropertyDefinition: definite,
    TSEnumDeclaration: (node) => ban(node, 'an enum cannot be erased. Use a union of string literals.'),
    TSModuleDeclaration: (node) => {
      if (!node.declare) ban(node, 'a namespace cannot be erased. Use a file.');
    },
  });
  return violations;
}

function declarations(file: ParsedFile): Violation[] {
  const violations: Violation[] = [];
  const isProduct = file.path.startsWith('src/') && !file.path.endsWith('.test.ts');
  const checkClass = ({ id, start }: ESTree.Class) => {
    if (id !== null && classes.has(id.name)) return;
    violations.push(file.violation(start, 'classes are for Problem only. Use a function that returns an object.'));
  };
  file.walk({
    ClassDeclaration: checkClass,
    ClassExpression: checkClass,
    ExportDefaultDeclaration({ start }) {
      if (configFiles.has(file.path)) return;
      violations.push(file.violation(start, 'default export. Export it under the name of the file.'));
    },
    NewExpression({ callee, start }) {
      if (!isProduct || callee.type !== 'Identifier' || !errors.has(callee.name)) return;
      violations.push(file.violation(start, `bare ${callee.name}. Throw a Problem with a remedy, or assert.`));
    },
  });
  return violations;
}

function unrunTests(file: ParsedFile): Violation[] {
  const violations: Violation[] = [];
  file.walk({
    MemberExpression({ object, property, start }) {
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
      if (!suiteNames.has(object.name) || !unrun.has(property.name)) return;
      violations.push(file.violation(start, `.${property.name} leaves tests out. Remove it, or the test.`));
    },
  });
  return violations;
}

function leftWork(file: ParsedFile): Violation[] {
  const pattern = /\b(TODO|FIXME|XXX|HACK)\b/;
  return file.comments.flatMap(({ value, start }) => {
    const word = pattern.exec(value)?.[1];
    return word === undefined ? [] : [file.violation(start, `${word} in a comment. Do it, or say it in an issue.`)];
  });
}
