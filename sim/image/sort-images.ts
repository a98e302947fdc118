import { ApiFault } from '../cloud/api-fault.ts';
import type { Image } from './records.ts';

const operands: Readonly<Record<string, (image: Image) => string | number | null>> = {
  name: ({ name }) => name,
  status: ({ status }) => status,
  container_format: ({ containerFormat }) => containerFormat,
  disk_format: ({ diskFormat }) => diskFormat,
  size: ({ bytes }) => bytes?.length ?? null,
  id: ({ id }) => id,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
};

interface Order {
  readonly key: string;
  readonly isRising: boolean;
}

/** By `sort=name:asc,size`, or by `sort_key` and `sort_dir`; the newest first otherwise. */
export function sortImages(images: readonly Image[], query: URLSearchParams): Image[] {
  const orders = readOrders(query);
  const isRising = orders.length === 1 && orders[0]?.isRising === true;
  const last = ['created_at', 'id'].filter((key) => orders.every((order) => order.key !== key));
  const all = [...orders, ...last.map((key) => ({ key, isRising }))];
  return images.toSorted((one, other) => {
    for (const order of all) {
      const difference = compare(one, other, order);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function readOrders(query: URLSearchParams): Order[] {
  const sort = query.get('sort');
  if (sort === null) return readOldOrders(query);
  if (query.has('sort_key') || query.has('sort_dir')) {
    throw new ApiFault(400, 'Old and new sorting syntax cannot be combined');
  }
  return sort.split(',').map((part) => {
    const [key = '', direction = 'desc'] = part.split(':');
    return orderOf(key.trim(), direction.trim() || 'desc');
  });
}

function readOldOrders(query: URLSearchParams): Order[] {
  const keys = query.getAll('sort_key').map((key) => key.trim());
  const directions = query.getAll('sort_dir').map((direction) => direction.trim());
  if (directions.length > 1 && directions.length !== keys.length) {
    throw new ApiFault(400, 'Number of sort dirs does not match the number of sort keys');
  }
  const all = keys.length === 0 ? ['created_at'] : keys;
  return all.map((key, index) => orderOf(key, directions[index] ?? directions[0] ?? 'desc'));
}

function orderOf(key: string, direction: string): Order {
  if (operands[key] === undefined) {
    const known = Object.keys(operands).join(', ');
    throw new ApiFault(400, `Invalid sort key: ${key}. It must be one of the following: ${known}.`);
  }
  if (direction === 'asc' || direction === 'desc') return { key, isRising: direction === 'asc' };
  throw new ApiFault(400, `Invalid sort direction: ${direction}`);
}

function compare(one: Image, other: Image, { key, isRising }: Order): number {
  const [left, right] = [operands[key]?.(one) ?? null, operands[key]?.(other) ?? null];
  if (left === right) return 0;
  // As in the lab's database: what is not there comes before all that is.
  const isLess = left === null || (right !== null && left < right);
  return isLess === isRising ? -1 : 1;
}
