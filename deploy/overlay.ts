import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs, parseEnv } from "node:util";
import { loadInstallation } from "../shared/platform/service/load.ts";
import { OVERLAYS } from "./manifests/all.ts";
import { readFacts } from "./manifests/facts.ts";
import { filesOf } from "./manifests/folder.ts";
import { ownFolder, ownProblems, type Own } from "./manifests/own.ts";

const ROOT = join(import.meta.dirname, "..");
const USAGE = `Usage: npm run kubernetes:overlay -- single|ha FOLDER --image REGISTRY/guchi:TAG [--env .env] [--prometheus URL]
`;
const HEAD = "# Written by `npm run kubernetes:overlay` from .env; your own patches go into the folder above.\n";
/** The file that is the operator's: written once, and never again. */
const OWN_FILE = `# Yours: patches of your own go here. \`npm run kubernetes:overlay\` writes guchi/ and leaves this alone.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - guchi
`;

/**
 * Writes a folder for `kubectl apply -k` from `.env`: an overlay, the image, the host, the settings
 * in a ConfigMap, and each secret in the Secret of those services that read it.
 */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { image: { type: "string" }, env: { type: "string", default: ".env" }, prometheus: { type: "string" } },
  });
  const overlay = OVERLAYS.find((name) => name === positionals[0]);
  const [, folder] = positionals;
  const { image, prometheus } = values;
  if (overlay === undefined || folder === undefined || image === undefined) return refuse([USAGE.trim()]);
  const target = join(resolve(folder), "guchi");
  const settings = await readFile(values.env, "utf8").catch(() => undefined);
  if (settings === undefined) return refuse([`${values.env} is not there: copy .env.example to it`]);
  const manifests = relative(target, join(ROOT, "deploy", "kubernetes"));
  return write(target, { overlay, settings: parseEnv(settings), image, prometheus, manifests });
}

async function write(target: string, own: Own): Promise<number> {
  const loaded = await loadInstallation([], ROOT);
  const problems = ownProblems(own, loaded);
  if (problems.length > 0) return refuse(problems);
  const files = filesOf(ownFolder(own, await readFacts(ROOT), loaded.variables), HEAD);
  await rm(target, { recursive: true, force: true });
  for (const [file, text] of Object.entries({ ...files, ".gitignore": "secrets/\n" })) {
    const path = join(target, file);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, text, { mode: 0o600 });
  }
  const folder = dirname(target);
  await writeFile(join(folder, "kustomization.yaml"), OWN_FILE, { flag: "wx" }).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  });
  process.stdout.write(`kubectl apply -k ${folder}\n`);
  return 0;
}

function refuse(problems: readonly string[]): number {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return 1;
}

process.exitCode = await main();
