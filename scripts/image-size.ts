import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, lstat, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { instructionsOf, isIgnored, type Instruction } from "../deploy/check/dockerfile.ts";

/**
 * `npm run image:size`: puts together in a temporary folder what the Dockerfile copies into the
 * image, production's node_modules with it, and says how large that is. Not in it: the base image,
 * and what `apt-get` installs. With KEEP=1 the folder stays, to look at or to start.
 */
const ROOT = join(import.meta.dirname, "..");
const LARGEST = 20;

const dockerfile = await readFile(join(ROOT, "Dockerfile"), "utf8");
const dockerignore = await readFile(join(ROOT, ".dockerignore"), "utf8");
const folder = await mkdtemp(join(tmpdir(), "guchi-image-"));
const stages = stagesOf(instructionsOf(dockerfile));

for (const name of ["manifests", "deps"]) {
  for (const instruction of stages.get(name) ?? []) await perform(instruction);
}
for (const { name, words } of stages.get("") ?? []) {
  if (name === "COPY" && !words.some((word) => word.startsWith("--from"))) await copy(words);
}
const packages = await packagesIn(join(folder, "node_modules"));
const sizes = await Promise.all(packages.map((name) => sizeOf(join(folder, "node_modules", name))));
const inPackages = sizes.reduce((sum, bytes) => sum + bytes, 0);
const whole = await sizeOf(folder);
console.log(`${megabytes(whole)} MB in the image, beside its base and what apt-get installs:`);
console.log(
  `  ${megabytes(inPackages)} MB are ${packages.length} packages, ${megabytes(whole - inPackages)} MB the rest`,
);
const ranked = packages.map((name, at) => ({ name, bytes: sizes[at] ?? 0 })).toSorted((a, b) => b.bytes - a.bytes);
for (const { name, bytes } of ranked.slice(0, LARGEST)) console.log(`  ${megabytes(bytes).padStart(6)} MB  ${name}`);
if (process.env["KEEP"] === "1") console.log(folder);
else await rm(folder, { recursive: true, force: true });

/** The Dockerfile's instructions by stage; the last one, which has no name, under "". */
function stagesOf(instructions: readonly Instruction[]): ReadonlyMap<string, readonly Instruction[]> {
  const found = new Map<string, Instruction[]>();
  let stage: Instruction[] = [];
  for (const instruction of instructions) {
    if (instruction.name === "FROM") {
      stage = [];
      found.set(instruction.words[2] ?? "", stage);
    } else stage.push(instruction);
  }
  return found;
}

async function perform({ name, words }: Instruction): Promise<void> {
  if (name === "COPY" && !words.some((word) => word.startsWith("--from"))) await copy(words);
  if (name === "RUN") await run(words.join(" "));
}

/** What COPY takes from the repository, without what .dockerignore keeps out. */
async function copy(words: readonly string[]): Promise<void> {
  const target = words.at(-1) ?? "";
  for (const source of words.slice(0, -1)) {
    const to = target.endsWith("/") ? join(target, source.split("/").at(-1) ?? "") : target;
    await cp(join(ROOT, source), join(folder, to), {
      recursive: true,
      filter: (path) => path === join(ROOT, source) || !isIgnored(relative(ROOT, path), dockerignore),
    });
  }
}

/** A RUN of the build, with a cache of npm's that is its own. */
async function run(command: string): Promise<void> {
  const cache = await mkdtemp(join(tmpdir(), "guchi-npm-"));
  const env = { ...process.env, npm_config_cache: cache };
  const child = spawn("sh", ["-ec", command], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "exit");
  await rm(cache, { recursive: true, force: true });
  if (code !== 0) throw new Error(`The Dockerfile's \`${command}\` failed`);
}

async function packagesIn(modules: string): Promise<readonly string[]> {
  const entries = await readdir(modules, { withFileTypes: true });
  const names = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(async ({ name }) =>
        name.startsWith("@") ? (await readdir(join(modules, name))).map((inner) => `${name}/${inner}`) : [name],
      ),
  );
  return names.flat();
}

/** Bytes of a folder's files; what a link leads to does not count. */
async function sizeOf(path: string): Promise<number> {
  const found = await lstat(path);
  if (!found.isDirectory()) return found.size;
  const inner = await Promise.all((await readdir(path)).map(async (name) => sizeOf(join(path, name))));
  return inner.reduce((sum, bytes) => sum + bytes, 0);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0);
}
