import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { composeProblems } from "./check/compose.ts";
import { dockerfileProblems } from "./check/dockerfile.ts";
import { kubernetesProblems } from "./manifests/check.ts";
import type { Repository } from "./check/repository.ts";
import { variablesOf } from "../shared/platform/config/settings.ts";
import { loadInstallation } from "../shared/platform/service/load.ts";

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
  for await (const file of glob("{{shared,services}/*,client}/package.json", { cwd: root })) workspaces.push(file);
  const { services } = await loadInstallation([], root);
  return {
    services: new Map(services.map(({ file, service }) => [relative(root, file), variablesOf(service)])),
    compose: await read("docker-compose.yml"),
    dockerfile: await read("Dockerfile"),
    dockerignore: await read(".dockerignore"),
    workspaces,
    exists: (path) => existsSync(join(root, path)),
  };
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "..");
  const problems = [...deployProblems(await readRepository(root)), ...(await kubernetesProblems(root, tell))];
  problems.forEach(tell);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
