import {
  type Comment,
  type ParseResult,
  type Program,
  parseSync,
  type StaticExportEntry,
  Visitor,
  type VisitorObject,
} from 'oxc-parser';
import type { Violation } from './violation.ts';

/** What one import, re-export or `import()` asks for. */
export interface ImportedFile {
  readonly specifier: string;
  readonly offset: number;
}

export interface ExportedName {
  readonly name: string;
  /** True for `export … from`. */
  readonly isPassedOn: boolean;
}

/** A TypeScript file and its syntax tree. */
export interface ParsedFile {
  /** Relative to the root of the checkout, with forward slashes. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly program: Program;
  readonly comments: readonly Comment[];
  readonly imports: readonly ImportedFile[];
  /** Named exports; `*` for all that another file has. */
  readonly exports: readonly ExportedName[];
  /** 1-based line of an offset in the text. */
  lineOf(offset: number): number;
  textOf(node: { readonly start: number; readonly end: number }): string;
  violation(offset: number, message: string): Violation;
  /** Calls the visitor's methods for each node, in the order of the text. */
  walk(visitor: VisitorObject): void;
}

/** Parses the text of a file; the path's ending says whether it may hold JSX. */
export function parsedFile(path: string, text: string): ParsedFile {
  const { program, comments, module } = parseSync(path, text, { preserveParens: false });
  const lines = text.split('\n');
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  return {
    path,
    lines,
    program,
    comments,
    imports: [...importsOf(module), ...lazyImports(program)],
    exports: module.staticExports.flatMap(({ entries }) => entries.flatMap(exportedName)),
    lineOf,
    textOf: ({ start, end }) => text.slice(start, end),
    violation: (offset, message) => ({ path, line: lineOf(offset), message }),
    walk: (visitor) => new Visitor(visitor).visit(program),
  };
}

function exportedName({ exportName, moduleRequest }: StaticExportEntry): ExportedName[] {
  const isPassedOn = moduleRequest !== null;
  if (exportName.name === null && !isPassedOn) return [];
  return [{ name: exportName.name ?? '*', isPassedOn }];
}

function importsOf(module: ParseResult['module']): ImportedFile[] {
  const imported = module.staticImports.map(({ moduleRequest }) => moduleRequest);
  const exported = module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest));
  return [...imported, ...exported]
    .filter((request) => request !== null)
    .map(({ value, start }) => ({ specifier: value, offset: start }));
}

function lazyImports(program: Program): ImportedFile[] {
  const found: ImportedFile[] = [];
  new Visitor({
    ImportExpression({ source }) {
      if (source.type !== 'Literal' || typeof source.value !== 'string') return;
      found.push({ specifier: source.value, offset: source.start });
    },
  }).visit(program);
  return found;
}
