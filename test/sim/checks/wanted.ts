/** One resource that was to move, by its kind and its id on the source. */
export interface Wanted {
  readonly kind: string;
  readonly id: string;
}
