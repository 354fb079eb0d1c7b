import type { Variables } from "../../shared/platform/config/settings.ts";

/** The repository as the checks see it. */
export interface Repository {
  readonly compose: string;
  readonly dockerfile: string;
  readonly dockerignore: string;
  /** package.json of each workspace that the image needs, from the root. */
  readonly workspaces: readonly string[];
  readonly exists: (path: string) => boolean;
  /** What each service declares, by its main.ts from the root. */
  readonly services: ReadonlyMap<string, Variables>;
}
