import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import Type from "typebox";
import { parseAs } from "../../shared/chain/schema.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);
const Manifest = Type.Record(Type.String(), Type.Unknown());
const Packed = Type.Tuple([Type.Object({ filename: Type.String() })]);

/**
 * Packs a folder of this repository into `to`, as whoever has no type stripping can use it:
 * JavaScript and types, built by `tsc`, under the same names. Resolves to the tarball's path.
 */
export async function pack(folder: string, to: string): Promise<string> {
  const build = await mkdtemp(join(tmpdir(), "guchi-pack-"));
  try {
    await compile(join(ROOT, folder), build);
    const manifest = parseAs(Manifest, JSON.parse(await readFile(join(ROOT, folder, "package.json"), "utf8")));
    await writeFile(join(build, "package.json"), JSON.stringify(published(manifest), null, 2));
    await cp(join(ROOT, "LICENSE"), join(build, "LICENSE"));
    // Not every package has one.
    await cp(join(ROOT, folder, "README.md"), join(build, "README.md")).catch(() => undefined);
    await mkdir(to, { recursive: true });
    const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", to], { cwd: build });
    const [{ filename }] = parseAs(Packed, JSON.parse(stdout));
    return join(to, filename);
  } finally {
    await rm(build, { recursive: true, force: true });
  }
}

async function compile(folder: string, outDir: string): Promise<void> {
  const config = {
    extends: join(ROOT, "tsconfig.json"),
    compilerOptions: {
      rootDir: folder,
      outDir,
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      allowJs: false,
      checkJs: false,
      typeRoots: [join(ROOT, "node_modules", "@types")],
    },
    include: [join(folder, "**/*.ts")],
    exclude: [join(folder, "**/*.test.ts"), join(folder, "**/testing"), join(folder, "node_modules")],
  };
  const file = join(outDir, "tsconfig.json");
  await writeFile(file, JSON.stringify(config));
  await run(join(ROOT, "node_modules", ".bin", "tsc"), ["-p", file], { cwd: ROOT });
  await rm(file);
}

/** What is imported as `name/file.ts` has the same name there, and one without `.ts`. */
function published({ private: _private, exports, ...manifest }: Readonly<Record<string, unknown>>): object {
  const named = Object.entries(exports ?? {}).filter(([name]) => !name.includes("*"));
  const mains = named.map(([name, file]) => [name, built(String(file).replace(/\.ts$/, ""))]);
  return {
    ...manifest,
    exports: { ...Object.fromEntries(mains), "./*.ts": built("./*"), "./*": built("./*") },
    files: ["**/*.js", "**/*.d.ts"],
    engines: { node: ">=22" },
  };
}

function built(file: string) {
  return { types: `${file}.d.ts`, default: `${file}.js` };
}
