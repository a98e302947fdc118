import { ApiFault } from '../cloud/api-fault.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** Of an immutable resource only the option itself can be changed. Throws a fault 403 otherwise. */
export function requireMutable(
  type: 'project' | 'domain' | 'role',
  { id, options }: { readonly id: string; readonly options: Attributes },
  given?: Attributes,
): void {
  if (options['immutable'] !== true) return;
  const verb = given === undefined ? 'delete' : 'update';
  if (given !== undefined && isOnlyFreed(given)) return;
  const cure = 'Set resource option "immutable" to false first.';
  throw new ApiFault(403, `Unable to ${verb} immutable ${type} resource: \`${id}. ${cure}`);
}

function isOnlyFreed(given: Attributes): boolean {
  const { options } = given;
  if (Object.keys(given).length !== 1 || typeof options !== 'object' || options === null) return false;
  return 'immutable' in options && (options.immutable === false || options.immutable === null);
}
