import type { ParsedFile } from './parsed-file.ts';
import { isRelative, targetPath } from './check-ranks.ts';
import type { Violation } from './violation.ts';

/** No file may import itself by way of others, with types counted too: each cycle is told once. */
export function checkCycles(files: readonly ParsedFile[]): Violation[] {
  const graph = new Map(files.map((file) => [file.path, targets(file)]));
  const done = new Set<string>();
  const violations: Violation[] = [];
  for (const { path } of files) visit(path, []);
  return violations;

  function visit(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) {
      violations.push(cycle(trail.slice(start)));
      return;
    }
    if (done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  }
}

function targets({ path, imports }: ParsedFile): string[] {
  return imports.filter(({ specifier }) => isRelative(specifier)).map(({ specifier }) => targetPath(path, specifier));
}

function cycle(paths: readonly string[]): Violation {
  const [path = ''] = paths;
  const way = [...paths, path].join(' → ');
  return { path, line: 1, message: `is part of an import cycle: ${way}. Move what they share into a file below both.` };
}
