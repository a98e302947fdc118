import type { Document, ErrorCode, Node, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { Problem } from '../base/problem.ts';
import type { Field, Mapping } from './clouds-file-field.ts';
import { mappingOf } from './clouds-file-field.ts';
import { resolveScalar } from './resolve-scalar.ts';

const depthMax = 32;

/** The parser's own messages quote the file, which holds passwords: only these words are shown. */
const mistakes: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'an alias (*name) has no anchor (&name) before it',
  BAD_DQ_ESCAPE: 'a text in double quotes has a backslash that means nothing; use single quotes',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_SCALAR_START: 'a text starts with a character that needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'there are two keys in one line, or a text with ": " in it that needs quotes',
  MISSING_CHAR: 'a closing quote or bracket, or the colon after a key, is missing',
  MULTILINE_IMPLICIT_KEY: 'a key has no colon after it in its line',
  MULTIPLE_DOCS: 'there is a second document ("---")',
  TAB_AS_INDENT: 'a tab is used for indentation; use spaces',
};

interface Reader {
  readonly path: string;
  readonly lines: LineCounter;
  readonly document: Document;
}

/**
 * Reads a clouds.yaml, secure.yaml or clouds-public.yaml (or their JSON forms), every value with its place. The rules
 * are PyYAML's, which openstacksdk uses: YAML 1.1, a repeated key wins, `<<` merges. Throws a Problem for malformed
 * text.
 */
export function parseCloudsFile(path: string, text: string): Mapping {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'failsafe',
    version: '1.1',
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const reader = { path, lines, document };
  const mistake = document.errors[0];
  if (mistake !== undefined) {
    throw new Problem({
      summary: `this is not valid YAML: ${mistakes[mistake.code] ?? 'a character or line is out of place'}`,
      remedy: 'ask',
      resource: placeAt(reader, mistake.pos[0]),
      cure: 'Correct the file there and try again.',
    });
  }
  return mappingOf(readNode(reader, document.contents, `${path}:1:1`, 0), 'the top of the file');
}

function readNode(reader: Reader, node: unknown, outerPlace: string, depth: number): Field {
  if (isAlias(node)) return readNode(reader, node.resolve(reader.document), outerPlace, depth + 1);
  const place = isScalar(node) || isSeq(node) || isMap(node) ? placeOf(reader, node, outerPlace) : outerPlace;
  if (depth > depthMax) {
    throw new Problem({
      summary: `the values are nested more than ${depthMax} deep, or an alias contains itself`,
      remedy: 'ask',
      resource: place,
      cure: 'Write the entry without that alias.',
    });
  }
  if (isMap(node)) return { shape: 'mapping', place, fields: readMapping(reader, node, place, depth) };
  if (isSeq(node)) {
    return { shape: 'list', place, list: node.items.map((part) => readNode(reader, part, place, depth + 1)) };
  }
  if (!isScalar(node)) return { shape: 'scalar', place, scalar: null };
  const text = typeof node.value === 'string' ? node.value : '';
  const isPlain = node.type === 'PLAIN' && node.tag === undefined;
  return { shape: 'scalar', place, scalar: isPlain ? resolveScalar(text) : text };
}

function readMapping(reader: Reader, node: YAMLMap, place: string, depth: number): Map<string, Field> {
  const merged = new Map<string, Field>();
  const own = new Map<string, Field>();
  for (const { key, value } of node.items) {
    const keyPlace = isScalar(key) ? placeOf(reader, key, place) : place;
    const field = readNode(reader, value, keyPlace, depth + 1);
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === '<<' && isScalar(key) && key.type === 'PLAIN') addMerged(merged, field);
    else if (name !== undefined) own.set(name, field.shape === 'mapping' ? { ...field, place: keyPlace } : field);
  }
  return new Map([...merged, ...own]);
}

/** The first of several merged mappings wins, and each key of the mapping itself wins over them all. */
function addMerged(merged: Map<string, Field>, field: Field): void {
  for (const part of field.shape === 'list' ? field.list : [field]) {
    for (const [key, value] of mappingOf(part, 'what << merges').fields) {
      if (!merged.has(key)) merged.set(key, value);
    }
  }
}

function placeOf(reader: Reader, node: Node, outerPlace: string): string {
  return node.range === undefined || node.range === null ? outerPlace : placeAt(reader, node.range[0]);
}

function placeAt(reader: Reader, offset: number): string {
  const { line, col } = reader.lines.linePos(offset);
  return `${reader.path}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
}
