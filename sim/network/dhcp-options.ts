import type { DhcpOption } from './records.ts';

export interface DhcpOptionDraft {
  readonly opt_name: string;
  /** Null takes the option away. */
  readonly opt_value: string | null;
  readonly ip_version?: number | undefined;
}

/** The options of a port after a request that names some of them. */
export function dhcpOptions(current: readonly DhcpOption[], drafts: readonly DhcpOptionDraft[]): DhcpOption[] {
  const named = drafts.map((draft) => ({ ...draft, ip_version: draft.ip_version ?? 4 }));
  const isNamed = (option: DhcpOption): boolean =>
    named.some(({ opt_name, ip_version }) => opt_name === option.opt_name && ip_version === option.ip_version);
  const given = named.flatMap(({ opt_name, opt_value, ip_version }) =>
    opt_value === null ? [] : [{ opt_name, opt_value, ip_version }],
  );
  return [...current.filter((option) => !isNamed(option)), ...given];
}
