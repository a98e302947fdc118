import { nearestName } from '../openstack/nearest-name.ts';
import { type KindName, kindNames } from '../resources/kind-name.ts';
import { usageError } from './usage-error.ts';

/** What a word of the command line means: a kind, or things of it by name, id or pattern. */
export interface ChosenThing {
  readonly kind: KindName;
  readonly word?: string;
}

/** Reads `images`, `image:debian` or `floating-ip:10.0.0.7`. Throws a usage error for a kind that there is not. */
export function chosenThing(text: string): ChosenThing {
  const [, kindWord = '', word] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  const kind = kindOf(kindWord);
  if (kind === undefined) {
    const near = nearestName(kindWord, kindNames);
    const hint = near === undefined ? '' : `Did you mean ${near}? `;
    throw usageError(`there is no kind ${kindWord}. ${hint}There are: ${kindNames.join(', ')}.`);
  }
  if (word === '') throw usageError(`${text} names no ${kind} behind the colon.`);
  return word === undefined ? { kind } : { kind, word };
}

/** Takes the plural too, `_` for `-`, and tenant for project. */
function kindOf(word: string): KindName | undefined {
  const plain = word.toLowerCase().replaceAll('_', '-');
  const singular = plain.replace(/^tenant/, 'project').replace(/s$/, '');
  return kindNames.find((name) => name === singular || name === plain);
}
