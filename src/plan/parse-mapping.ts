import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import { nearestName } from '../openstack/nearest-name.ts';
import { kindNames } from '../resources/kind-name.ts';
import type { MappedThing, MappingEntry, MappingFault, MappingFile } from './mapping-file.ts';
import { mappingSection, mappingSections, thingOfSection } from './mapping-section.ts';

/** The section that gives twins other names. */
const renameSection = 'rename';

interface Reader {
  readonly entries: MappingEntry[];
  readonly faults: MappingFault[];
  /** Where a node of the document begins, as `file:line:column`. */
  placeOf(node: unknown, outer: string): string;
}

/** Pure: reads the text of a mapping file. What is malformed becomes a fault with its place; nothing is thrown. */
export function parseMapping(path: string, text: string): MappingFile {
  const lines = new LineCounter();
  // All scalars are text: a flavor may be called 1.0, and a project `yes`.
  const document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const reader: Reader = {
    entries: [],
    faults: document.errors.map(({ message, pos }) => {
      const summary = `this is not valid YAML: ${message.replace(/\s+/g, ' ').replace(/\.$/, '')}`;
      return { place: placeAt(pos[0]), summary, cure: 'a text with ": " or " #" in it needs quotes' };
    }),
    placeOf: (node, outer) =>
      (isScalar(node) || isSeq(node) || isMap(node)) && node.range ? placeAt(node.range[0]) : outer,
  };
  if (reader.faults.length === 0) readTop(reader, document.contents, `${path}:1:1`);
  return { path, entries: reader.entries, faults: reader.faults };
}

function readTop(reader: Reader, top: unknown, place: string): void {
  for (const { key, name, value, at } of pairsOf(reader, top, place, 'the file', 'sections')) {
    if (name === renameSection) readRename(reader, value, at);
    else readSection(reader, { key, name, value, at }, false);
  }
}

function readRename(reader: Reader, node: unknown, place: string): void {
  for (const pair of pairsOf(reader, node, place, renameSection, 'sections')) readSection(reader, pair, true);
}

interface Named {
  readonly key: unknown;
  readonly name: string;
  readonly value: unknown;
  readonly at: string;
}

function readSection(reader: Reader, { name, value, at }: Named, isRename: boolean): void {
  const thing = thingOfSection(name);
  if (thing === undefined || (isRename && !isRenamable(thing))) {
    reader.faults.push(unknownSection(name, at, isRename));
    return;
  }
  for (const entry of pairsOf(reader, value, at, name, 'entries')) {
    const { value: to, name: from, at: place } = entry;
    const text = isScalar(to) && typeof to.value === 'string' ? to.value : undefined;
    if (text === undefined || text === '') {
      const found = to === null || isScalar(to) ? 'is empty' : `is ${isSeq(to) ? 'a list' : 'no text'}`;
      const cure = isRename ? 'write `name: new name`' : 'write `source: destination`, or leave the line out';
      reader.faults.push({ place: reader.placeOf(to, place), summary: `what stands for ${from} ${found}`, cure });
      continue;
    }
    const placed = { text, place: reader.placeOf(to, place) };
    reader.entries.push({ thing, isRename, from: { text: from, place }, to: placed });
  }
}

/** The pairs of a mapping that may be empty, each key once. What else it is becomes a fault. */
function pairsOf(reader: Reader, node: unknown, outer: string, what: string, of: string): Named[] {
  if (node === null || node === undefined || (isScalar(node) && (node.value === '' || node.value === null))) return [];
  if (!isMap(node)) {
    const found = isSeq(node) ? 'a list' : 'no mapping';
    const cure = `write lines of \`key: value\``;
    reader.faults.push({
      place: reader.placeOf(node, outer),
      summary: `${what} must hold ${of}, but is ${found}`,
      cure,
    });
    return [];
  }
  const seen = new Map<string, string>();
  return node.items.flatMap((pair: Pair): Named[] => {
    const { key, value } = pair;
    const at = reader.placeOf(key, outer);
    const name = isScalar(key) && typeof key.value === 'string' ? key.value : '';
    const before = seen.get(name);
    if (name === '' || before !== undefined) {
      const summary = name === '' ? `a key of ${what} is no text` : `${name} is there twice`;
      const cure = before === undefined ? 'put it in quotes' : `keep one; the other is at ${before}`;
      reader.faults.push({ place: at, summary, cure });
      return [];
    }
    seen.set(name, at);
    return [{ key, name, value, at }];
  });
}

function unknownSection(name: string, place: string, isRename: boolean): MappingFault {
  const names = isRename ? renamable.map(mappingSection) : [...mappingSections, renameSection];
  const near = nearestName(name, names);
  const cure = `${near === undefined ? '' : `did you mean ${near}? `}there are: ${names.join(', ')}`;
  const summary = isRename ? `nothing of ${name} can be renamed` : `there is no section ${name}`;
  return { place, summary, cure };
}

/** Kinds without a name of their own, and those that others know by name. */
const nameless: ReadonlySet<string> = new Set(['domain', 'role-assignment', 'quota', 'keypair', 'floating-ip']);
const renamable: readonly MappedThing[] = kindNames.filter((kind) => !nameless.has(kind));

function isRenamable(thing: MappedThing): boolean {
  return renamable.includes(thing);
}
