import { isSameJson } from '../base/json.ts';

/** Longer values are cut: the words are for people. */
const shownMost = 80;

/**
 * Pure: what changed between two readings of a resource, attribute by attribute: `mtu: 1500 → 1450`. The order of a
 * list is no change. Digests stand for what is secret or long: of them only that they changed is said.
 */
export function driftWords(before: object, after: object): string[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return keysOf(old, now).flatMap((key) => {
    if (!key.endsWith('Digest')) return changesOf(attributeWords(key), old[key], now[key]);
    return old[key] === now[key] ? [] : [`${attributeWords(key.replace(/Digest$/, ''))}: changed`];
  });
}

type Fields = Readonly<Record<string, unknown>>;

function changesOf(path: string, before: unknown, after: unknown): string[] {
  if (isSameJson(sortLists(before), sortLists(after))) return [];
  if (Array.isArray(before) && Array.isArray(after)) return [`${path}: ${listChange(before, after)}`];
  if (!isRecord(before) || !isRecord(after)) return [`${path}: ${show(before)} → ${show(after)}`];
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return keysOf(old, now).flatMap((key) => changesOf(`${path}.${key}`, old[key], now[key]));
}

function listChange(before: readonly unknown[], after: readonly unknown[]): string {
  const gone = without(before, after).map((one) => `${show(one)} is gone`);
  const come = without(after, before).map((one) => `${show(one)} is new`);
  return [...gone, ...come].join(', ');
}

/** What the list holds more often than the other one. */
function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const left = other.map(textOf);
  return list.filter((one) => {
    const at = left.indexOf(textOf(one));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function textOf(value: unknown): string {
  return JSON.stringify(sortLists(value)) ?? 'nothing';
}

/** The same value with lists in a fixed order, and without fields that hold nothing. */
function sortLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortLists).toSorted((a, b) => compareText(keyText(a), keyText(b)));
  if (!isRecord(value)) return value;
  const fields = fieldsOf(value);
  return Object.fromEntries(keysOf(fields, {}).map((key) => [key, sortLists(fields[key])]));
}

function keyText(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function keysOf(before: Fields, after: Fields): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => before[key] !== undefined || after[key] !== undefined).toSorted();
}

function fieldsOf(value: object): Fields {
  return Object.fromEntries(Object.entries(value));
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `hasPortSecurity` as people say it: `port security`. */
function attributeWords(key: string): string {
  const bare = key.replace(/^(?:is|has)(?=[A-Z])/, '');
  const words = bare.replace(/(?<=[a-z])(?<!\b[a-z]*[GM]i)(?=[A-Z])/g, ' ');
  return words.replace(/\b[A-Z](?!iB)(?=[a-z])/g, (letter) => letter.toLowerCase());
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > shownMost ? `${text.slice(0, shownMost)}…` : text;
}
