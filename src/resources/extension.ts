import type { Finding } from '../base/finding.ts';
import type { Capabilities } from '../openstack/capabilities.ts';
import type { KindName, Resource } from './kind.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** Attributes of an extension of Neutron as a body takes them: none where the destination lacks the extension. */
export function extensionBody(destination: Capabilities, extension: string, attributes: Attributes): Attributes {
  if (!destination.networkExtensions.includes(extension)) return {};
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/**
 * Both sides of an attribute that not every cloud has. Unknown on the source is no difference; a destination without
 * it behaves as with the default.
 */
export function extensionPair<T>(source: T | undefined, twin: T | undefined, byDefault: T): [T, T] {
  const held = twin ?? byDefault;
  return [source ?? held, held];
}

interface Used {
  readonly extension: string;
  /** In words, as `a DNS domain`. */
  readonly attribute: string;
  readonly isUsed: boolean;
}

/** A warning for each attribute in use that the destination has no extension for. */
export function extensionFindings(
  kind: KindName,
  { id, name }: Resource,
  destination: Capabilities,
  uses: readonly Used[],
): Finding[] {
  return uses
    .filter(({ extension, isUsed }) => isUsed && !destination.networkExtensions.includes(extension))
    .map(({ extension, attribute }) => ({
      severity: 'warning',
      rule: 'network-extension-missing',
      summary: `${kind} ${name} has ${attribute}, for which the destination's Neutron has no ${extension} extension`,
      resource: { kind, id, name },
      cure: 'Switch the extension on at the destination, or go on without.',
    }));
}
