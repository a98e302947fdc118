/** The collation of Keystone's database (utf8_general_ci) sees neither case nor accents nor spaces at the end. */
export function isSameName(one: string, other: string): boolean {
  return one === other || plainName(one) === plainName(other);
}

export function plainName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trimEnd();
}
