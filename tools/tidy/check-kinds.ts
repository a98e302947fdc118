import { posix } from 'node:path';
import type * as ESTree from 'oxc-parser';
import type { ParsedFile } from './parsed-file.ts';
import { isRelative, targetPath } from './check-ranks.ts';
import type { Violation } from './violation.ts';

const folder = 'src/resources/';
const registry = `${folder}all.ts`;

/** Each kind is named as its file, is listed in `all.ts`, and never reads another kind's file. */
export function checkKinds(files: readonly ParsedFile[]): Violation[] {
  const kinds = files.filter(isKind);
  const paths = new Set(kinds.map(({ path }) => path));
  const all = files.find(({ path }) => path === registry);
  return kinds.flatMap((file) => [...strangers(file, paths), ...unlisted(file, all), ...misnamed(file)]);
}

function strangers(file: ParsedFile, kinds: ReadonlySet<string>): Violation[] {
  return targets(file)
    .filter(({ target }) => kinds.has(target))
    .map(({ target, offset }) =>
      file.violation(offset, `a kind never reads another kind's file (${target}). Go by a Ref or the lookup.`),
    );
}

function unlisted({ path }: ParsedFile, all: ParsedFile | undefined): Violation[] {
  if (all === undefined || targets(all).some(({ target }) => target === path)) return [];
  return [{ path, line: 1, message: `is a kind that ${registry} does not list. Add its line there.` }];
}

/** The kind's `name` is the file's name. */
function misnamed(file: ParsedFile): Violation[] {
  const violations: Violation[] = [];
  const wanted = posix.basename(file.path, '.ts');
  file.walk({
    VariableDeclarator({ id, init }) {
      if (!isKindType(id) || init?.type !== 'ObjectExpression') return;
      const named = init.properties.find((one) => one.type === 'Property' && file.textOf(one.key) === 'name');
      if (named?.type !== 'Property' || file.textOf(named.value) === `'${wanted}'`) return;
      violations.push(file.violation(named.start, `the kind's name is not '${wanted}', as its file is called.`));
    },
  });
  return violations;
}

function isKind(file: ParsedFile): boolean {
  if (!file.path.startsWith(folder) || file.path.endsWith('.test.ts')) return false;
  return file.program.body.some((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return false;
    const { declaration } = statement;
    return declaration?.type === 'VariableDeclaration' && declaration.declarations.some(({ id }) => isKindType(id));
  });
}

/** `: ResourceKind<…>` */
function isKindType(id: ESTree.BindingPattern): boolean {
  const type = id.typeAnnotation?.typeAnnotation;
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return false;
  return type.typeName.name === 'ResourceKind';
}

function targets({ path, imports }: ParsedFile): { readonly target: string; readonly offset: number }[] {
  return imports
    .filter(({ specifier }) => isRelative(specifier))
    .map(({ specifier, offset }) => ({ target: targetPath(path, specifier), offset }));
}
