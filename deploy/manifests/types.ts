import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Named } from "./manifest.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const OPTIONS = {
  module: "nodenext",
  target: "es2024",
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};
/** Types of which groups are in which package; the others are Kubernetes' own. */
const KEDA = /^keda\.sh\//;

/**
 * What TypeScript has against these objects when each is written as a value of its kind's type: a
 * field that the type does not have is an error there, which the schemas do not find.
 */
export async function typeProblems(manifests: readonly Named[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "guchi-manifests-"));
  try {
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: OPTIONS, include: ["objects"] }));
    await mkdir(join(folder, "objects"));
    await Promise.all(
      manifests.map(async (manifest, at) => writeFile(join(folder, "objects", `${at}.mts`), sourceOf(manifest))),
    );
    const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
    const child = spawn(process.execPath, [compiler, "-p", folder, "--pretty", "false"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    const problems = problemsIn(said, manifests);
    if (code !== 0 && problems.length === 0) throw new Error("The TypeScript compiler failed");
    return problems;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function sourceOf({ manifest, apiVersion, kind }: Named): string {
  const path = KEDA.test(apiVersion) ? `@kubernetes-models/keda/${apiVersion}` : `kubernetes-models/${apiVersion}`;
  return `import type { I${kind} } from "${path}";\nexport const it: I${kind} = ${JSON.stringify(manifest, undefined, 2)};\n`;
}

/** One line a problem: what follows it, indented, says the same at more length. */
function problemsIn(said: string, manifests: readonly Named[]): readonly string[] {
  const lines = said.split("\n").filter((line) => line !== "" && !line.startsWith(" "));
  return lines.map((line) => {
    const [, at = "", what = line] = /objects\/(\d+)\.mts\(\d+,\d+\): error TS\d+: (.*)/.exec(line) ?? [];
    const { kind = "?", name = "?" } = manifests[Number(at)] ?? {};
    return `${kind} ${name}: ${what}`;
  });
}
