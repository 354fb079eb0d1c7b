import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { allFiles, OVERLAYS } from "./all.ts";
import { build, documentsOf } from "./build.ts";
import { readFacts } from "./facts.ts";
import { namedOf, type Named } from "./manifest.ts";
import { modelProblem } from "./models.ts";
import { referenceProblems } from "./references.ts";
import { typeProblems } from "./types.ts";

const FOLDER = join("deploy", "kubernetes");

/**
 * What is wrong with deploy/kubernetes, one line a problem. `tell` is told what could not be looked
 * at, since there is no kubectl.
 */
export async function kubernetesProblems(root: string, tell: (text: string) => void): Promise<readonly string[]> {
  const files = allFiles(await readFacts(root));
  const stale = await staleFiles(join(root, FOLDER), files);
  const built = await Promise.all(OVERLAYS.map((overlay) => build(join(root, FOLDER, "overlays", overlay))));
  if (built.includes(undefined)) tell("kubectl is not there: what Kustomize makes of deploy/kubernetes is not checked");
  const overlays = built.map((text, at) => ({ overlay: OVERLAYS[at] ?? "", text }));
  const problems = await Promise.all(
    overlays.map(async ({ overlay, text }) => {
      const found = text === undefined ? [] : await manifestProblems(documentsOf(text).map(namedOf));
      return found.map((problem) => `overlays/${overlay}: ${problem}`);
    }),
  );
  return [...stale, ...problems.flat()].map((problem) => `deploy/kubernetes: ${problem}`);
}

/** What is wrong with objects that are applied together. */
async function manifestProblems(manifests: readonly Named[]): Promise<readonly string[]> {
  const ofModels = manifests.flatMap(({ kind, name, manifest }) => {
    const problem = modelProblem(manifest);
    return problem === undefined ? [] : [`${kind} ${name}: ${problem}`];
  });
  return [...ofModels, ...referenceProblems(manifests), ...(await typeProblems(manifests))];
}

/** Files that are not as the services' declarations make them. */
export async function staleFiles(folder: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const there = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const unknown = there.map((path) => path.slice(folder.length + 1)).filter((path) => !files.has(path));
  const checked = await Promise.all(
    [...files].map(async ([path, text]) => {
      const found = await readFile(join(folder, path), "utf8").catch(() => undefined);
      return found === text ? [] : [path];
    }),
  );
  return [...unknown, ...checked.flat()].map((path) => `${path} is not what \`npm run kubernetes\` writes`);
}
