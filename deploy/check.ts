import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { composeProblems } from "./check/compose.ts";
import { dockerfileProblems } from "./check/dockerfile.ts";

/** The repository as the checks see it. */
export interface Repository {
  readonly compose: string;
  readonly dockerfile: string;
  readonly dockerignore: string;
  /** package.json of each workspace that the image needs, from the root. */
  readonly workspaces: readonly string[];
  readonly exists: (path: string) => boolean;
}

/**
 * What would otherwise show when an image is built or a container starts, one line a problem: where
 * the deployment files do not fit this repository. Their own grammar is dclint's.
 */
export function deployProblems(repository: Repository): readonly string[] {
  return [
    ...composeProblems(repository).map((problem) => `docker-compose.yml: ${problem}`),
    ...dockerfileProblems(repository).map((problem) => `Dockerfile: ${problem}`),
  ];
}

export async function readRepository(root: string): Promise<Repository> {
  const read = (file: string) => readFile(join(root, file), "utf8");
  const workspaces: string[] = [];
  for await (const file of glob("{shared,services}/*/package.json", { cwd: root })) workspaces.push(file);
  return {
    compose: await read("docker-compose.yml"),
    dockerfile: await read("Dockerfile"),
    dockerignore: await read(".dockerignore"),
    workspaces,
    exists: (path) => existsSync(join(root, path)),
  };
}

if (import.meta.main) {
  const problems = deployProblems(await readRepository(join(import.meta.dirname, "..")));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
