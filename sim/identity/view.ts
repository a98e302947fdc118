/** A resource as the API gives it, by attribute. */
export type View = Readonly<Record<string, unknown>> & { readonly id: string };
