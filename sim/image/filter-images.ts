import { ApiFault } from '../cloud/api-fault.ts';
import type { Image } from './records.ts';

/** Names of the query that are no filters. */
const others = new Set(['limit', 'marker', 'member_status', 'visibility', 'sort', 'sort_key', 'sort_dir']);

/** Those that all filters of the query let through. Hidden ones come only by `os_hidden=true`. */
export function filterImages(images: readonly Image[], query: URLSearchParams): Image[] {
  const isHidden = flagOf(query, 'os_hidden') ?? false;
  const isProtected = flagOf(query, 'protected');
  const tests = [...new Set(query.keys())]
    .filter((name) => !others.has(name) && name !== 'os_hidden' && name !== 'protected')
    .map((name) => testOf(name, query.getAll(name)));
  return images.filter(
    (image) =>
      image.isHidden === isHidden &&
      (isProtected === undefined || image.isProtected === isProtected) &&
      tests.every((test) => test(image)),
  );
}

function flagOf(query: URLSearchParams, name: string): boolean | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  const text = name === 'os_hidden' ? value.toLowerCase() : value;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new ApiFault(400, `Invalid value '${text}' for '${name}' filter. Valid values are 'true' or 'false'.`);
}

type Test = (image: Image) => boolean;

/** Attributes that take an operator before the value, `in:` or `eq:`. */
const withOperator: Readonly<Record<string, (image: Image) => string | null>> = {
  name: ({ name }) => name,
  id: ({ id }) => id,
  status: ({ status }) => status,
  container_format: ({ containerFormat }) => containerFormat,
  disk_format: ({ diskFormat }) => diskFormat,
};

const plain: Readonly<Record<string, (image: Image) => string | number | null>> = {
  owner: ({ owner }) => owner,
  checksum: ({ checksum }) => checksum,
  os_hash_value: ({ sha512 }) => sha512,
  size: ({ bytes }) => bytes?.length ?? null,
  virtual_size: ({ virtualBytes }) => virtualBytes,
  min_disk: ({ minDiskGiB }) => minDiskGiB,
  min_ram: ({ minRamMiB }) => minRamMiB,
};

function testOf(name: string, values: readonly string[]): Test {
  const value = values.at(-1) ?? '';
  if (name === 'tag') return ({ tags }) => values.every((tag) => tags.includes(tag.trim()));
  if (name === 'created_at') return timeTest(name, value, ({ createdAt }) => createdAt);
  if (name === 'updated_at') return timeTest(name, value, ({ updatedAt }) => updatedAt);
  if (name === 'changes-since') throw new ApiFault(400, 'The "changes-since" filter is no longer available on v2.');
  const operand = withOperator[name];
  if (operand !== undefined) return operatorTest(value, operand);
  const bound = /^(.+)_(min|max)$/.exec(name);
  if (bound !== null) return boundTest(plain[bound[1] ?? ''], bound[2] === 'min', value);
  const attribute = plain[name];
  if (attribute !== undefined) return (image) => attribute(image) !== null && String(attribute(image)) === value;
  return ({ properties }) => properties[name] === value;
}

function operatorTest(value: string, operand: (image: Image) => string | null): Test {
  const { operator, wanted } = split(value);
  if (operator === 'eq') return (image) => operand(image) === wanted;
  if (operator !== 'in') throw new ApiFault(400, `Unable to filter by unknown operator '${operator}'.`);
  const choices = [...wanted.matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map(([, quoted, bare]) => quoted ?? bare);
  return (image) => choices.includes(operand(image) ?? undefined);
}

function split(value: string): { readonly operator: string; readonly wanted: string } {
  const [, operator, wanted] = /^([^:]*):(.*)$/s.exec(value) ?? [];
  const isTime = /^\d{4}-\d\d-\d\dT/.test(value);
  if (operator === undefined || wanted === undefined || isTime) return { operator: 'eq', wanted: value };
  return { operator, wanted };
}

function boundTest(
  operand: ((image: Image) => string | number | null) | undefined,
  isLower: boolean,
  value: string,
): Test {
  if (!/^\s*[+-]?\d+\s*$/.test(value)) {
    throw new ApiFault(400, 'Unable to filter on a range with a non-numeric value.');
  }
  return (image) => {
    const found = operand?.(image);
    return typeof found === 'number' && (isLower ? found >= Number(value) : found <= Number(value));
  };
}

const comparisons: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  eq: (one, other) => one === other,
  neq: (one, other) => one !== other,
  gt: (one, other) => one > other,
  gte: (one, other) => one >= other,
  lt: (one, other) => one < other,
  lte: (one, other) => one <= other,
};

function timeTest(name: string, value: string, operand: (image: Image) => string): Test {
  const { operator, wanted } = split(value);
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(wanted) ? wanted : `${wanted}Z`);
  if (Number.isNaN(time)) throw new ApiFault(400, `Bad "${name}" query filter format. Use ISO 8601 DateTime notation.`);
  const compare = comparisons[operator];
  if (compare === undefined) throw new ApiFault(400, `Unable to filter on a unknown operator: ${operator}.`);
  return (image) => compare(Date.parse(operand(image)), time);
}
