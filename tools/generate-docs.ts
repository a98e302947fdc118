import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliPage } from './docs/cli-page.ts';
import { kindsPage } from './docs/kinds-page.ts';

/** Pages that are made from the code, by their path in the checkout. */
const pages: Readonly<Record<string, () => string>> = {
  'docs/cli.md': cliPage,
  'docs/kinds.md': kindsPage,
};

/** Writes every generated page below `root`. */
export function generateDocs(root: string): void {
  for (const [path, page] of Object.entries(pages)) writeFileSync(join(root, path), page());
}

/** The generated pages that are not as the code would make them. */
export function staleDocs(root: string): string[] {
  return Object.entries(pages)
    .filter(([path, page]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== page())
    .map(([path]) => path);
}

if (import.meta.main) generateDocs(process.cwd());
