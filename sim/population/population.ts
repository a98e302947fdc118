/** Somebody who may log in to a populated cloud. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly password: string;
}

export interface PopulatedProject {
  readonly id: string;
  readonly name: string;
  /** The domain's name. */
  readonly domain: string;
  readonly servers: number;
  /** False for the project in which something is that blocks a migration. */
  readonly isMovable: boolean;
}

/** What was made, so that one knows what to migrate and who could log in. */
export interface Population {
  readonly projects: readonly PopulatedProject[];
  readonly people: readonly Person[];
}
