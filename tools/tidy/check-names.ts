import { posix } from 'node:path';
import type { ParsedFile } from './parsed-file.ts';
import { topicFiles } from './topic-files.ts';
import type { Violation } from './violation.ts';

/** Words that say nothing wherever they stand in a name, and those that say nothing when they stand alone. */
const emptyWords = /(^|-)(manager|helpers?|utils?|common|misc|processor|impl)(-|$)/;
const emptyNames = /^(data|info|items?|context|sync|types|constants|functions|lib)$/;
const emptyExports = /^(do|process|handle|new)[A-Z]|Impl$|Manager$|Helper$|Utils?$|^I[A-Z][a-z]|[a-zA-Z](?<!v|[Ee]c)2$/;

/** Programs: they run, and have no name to export. */
const programs =
  /^((src|sim)\/main\.ts|src\/web\/main\.tsx|(bench|tools)\/[^/]+\.ts|test\/[^/]+\/run-[^/]+\.ts|[^/]+\.config\.ts)$/;

/** House rule 2, and the glossary's names to avoid. */
export function checkNames(file: ParsedFile): Violation[] {
  const name = posix.basename(file.path).replace(/\.tsx?$/, '');
  const isTest = name.endsWith('.test');
  const checks = isTest ? [emptyName, kebab] : [barrel, emptyName, kebab, ownName, exportNames];
  return checks.flatMap((check) => {
    const message = check(file, name.replace(/\.(test|config|d)$/, ''));
    return message === undefined ? [] : [{ path: file.path, line: 1, message }];
  });
}

function barrel({ exports }: ParsedFile, name: string): string | undefined {
  const isBarrel = name === 'index' || exports.some((exported) => exported.name === '*');
  const passesOnAll = exports.length > 0 && exports.every(({ isPassedOn }) => isPassedOn);
  return isBarrel || passesOnAll ? 'is a barrel. Import each file by its own name.' : undefined;
}

function emptyName({ path }: ParsedFile, name: string): string | undefined {
  const isApi = path.startsWith('src/api/');
  const isHandler = !isApi && /(^|-)handlers?(-|$)/.test(name);
  const isEmpty = isHandler || emptyWords.test(name) || emptyNames.test(name);
  return isEmpty ? `${name} is a name to avoid (docs/GLOSSARY.md). Say the one thing that it does.` : undefined;
}

function kebab(_file: ParsedFile, name: string): string | undefined {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) ? undefined : `${name} is not in kebab-case. Rename the file.`;
}

/** One export has the file's name, alone or with a verb before it or a word behind it: `makeGraph` in `graph.ts`. */
function ownName({ path, exports }: ParsedFile, name: string): string | undefined {
  if (topicFiles.has(path) || (exports.length === 0 && programs.test(path))) return undefined;
  const wanted = wordsOf(name);
  if (exports.some((exported) => wordsOf(exported.name).includes(wanted))) return undefined;
  return `exports no ${camelCase(name)}. Give the file and its main export one name (docs/STYLE.md, rule 2).`;
}

function exportNames({ exports }: ParsedFile): string | undefined {
  const found = exports.find(({ name }) => emptyExports.test(name));
  return found === undefined ? undefined : `${found.name} is a name to avoid (docs/GLOSSARY.md). Say what it does.`;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Its words in the singular, each with a `-` on both sides. */
function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split('-');
  return `-${words.map((word) => word.replace(/ies$/, 'y').replace(/(?<!s)s$/, '')).join('-')}-`;
}
