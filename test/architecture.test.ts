import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { glob, readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { describe, it } from "node:test";
import { parseSync, Visitor } from "oxc-parser";

const ROOT = join(import.meta.dirname, "..");
const SERVICES = (await readdir(join(ROOT, "services"), { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
/** What every service has, and those that ask engines. One without settings has no settings.ts. */
const ROOMS = ["main.ts", "service.ts", "start.ts", "package.json"];
const PROVIDER_ROOMS = ["settings.ts", "stage.ts", "providers/provider.ts", "providers/provider.suite.ts"];
/** Services whose names are also words of English: a service only in quotes and in paths. */
const ORDINARY = ["line", "reply"];
/** The packages of shared/: each may stand on those before it, and on none behind it. */
const PACKAGES = ["chain", "platform", "providers", "contracts"];
/** What starts services and carries their jobs: each service could be another one. */
const CARRIERS = [
  "shared/{chain,platform,providers}/**",
  "scripts/start*",
  "scripts/{start,settings}/**",
  "services/all.ts",
];
/** Folders that stand on shared/, and on which it therefore must not stand. */
const ABOVE_SHARED = ["services", "client", "bench", "scripts", "examples", "deploy", "test"];

/** Loads each part, by its folder: the one file that may import what only a run can tell. */
const LOADER = "shared/platform/service/load.ts";

describe("the architecture", () => {
  it("has a shared/ that imports nothing of what stands on it, and services that import nothing of each other", async () => {
    const files: string[] = [];
    for await (const file of glob("{shared,services}/**/*.{ts,mjs,js}", { cwd: ROOT, exclude: isInstalled }))
      files.push(file);
    assert.ok(files.length > 100, `only ${files.length} files were found`);
    const sources = await Promise.all(
      files.map(async (file) => ({
        file: posix.join(...file.split(/[\\/]/)),
        source: await readFile(join(ROOT, file), "utf8"),
      })),
    );
    assert.deepEqual(sources.flatMap(violations), []);
  });

  it("has an engine without a word of the product, but for its package's name", async () => {
    for await (const file of glob("shared/chain/**/*.{ts,mjs,md,json}", { cwd: ROOT, exclude: isInstalled })) {
      const text = (await readFile(join(ROOT, file), "utf8")).replaceAll("@guchi/chain", "");
      const words = text.match(/\b(?:guchi|mimi|persona|imagegen|tts|sentiment|budget)\b/i) ?? text.match(/\bLINE\b/);
      assert.equal(words, null, `${file} says ${words?.[0]}`);
    }
  });

  it("names no service in what starts and carries them", async () => {
    const [own, ordinary] = [SERVICES.filter((name) => !ORDINARY.includes(name)), ORDINARY].map((n) => n.join("|"));
    const named = new RegExp(`\\b(?:${own})\\b|["'\`/](?:${ordinary})["'\`/]`);
    const files: string[] = [];
    for await (const file of glob(CARRIERS, { cwd: ROOT, exclude: isInstalled })) {
      if (/\.test\.ts$|testing/.test(file) || !file.endsWith(".ts")) continue;
      if (named.test(await readFile(join(ROOT, file), "utf8"))) files.push(file);
    }
    assert.deepEqual(files, []);
  });

  for (const service of SERVICES) {
    it(`gives ${service} the same rooms as every service of its kind`, async () => {
      const has = (room: string) => existsSync(join(ROOT, "services", service, room));
      assert.deepEqual(missingRooms(has), []);
      assert.ok(isClosed(await readFile(join(ROOT, "services", service, "package.json"), "utf8")));
    });
  }

  for (const service of SERVICES) {
    it(`lets nobody import ${service}`, async () => {
      for (const specifier of [`@guchi/${service}`, `@guchi/${service}/main.ts`]) {
        await assert.rejects(import(specifier), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
      }
    });
  }
});

describe("the checks themselves", () => {
  it("see every way to import", () => {
    const sources = [
      'import "../services/tts/stage.ts";',
      'import stage from "../services/tts/stage.ts";',
      'import type { Stage } from "../services/tts/stage.ts";',
      'export { stage } from "../services/tts/stage.ts";',
      'export * from "../services/tts/stage.ts";',
      'await import("../services/tts/stage.ts");',
      "await import(`../services/tts/stage.ts`);",
      'type Stage = import("../services/tts/stage.ts").Stage;',
      'let stage: typeof import("../services/tts/stage.ts");',
    ];
    for (const source of sources) {
      assert.deepEqual(check("shared/a.ts", source), ["shared/a.ts imports ../services/tts/stage.ts"], source);
    }
    assert.deepEqual(check("shared/a.ts", "await import(name);"), [
      "shared/a.ts imports what only a run can tell: name",
    ]);
    assert.deepEqual(check(LOADER, "await import(name);"), []);
    assert.deepEqual(check("shared/a.ts", '// import "../services/tts/stage.ts";'), []);
  });

  it("keep shared/ from what stands on it", () => {
    for (const above of ABOVE_SHARED) {
      assert.deepEqual(check("shared/x/a.ts", `import "../../${above}/b.ts";`), [
        `shared/x/a.ts imports ../../${above}/b.ts`,
      ]);
    }
    assert.deepEqual(check("shared/x/a.ts", 'import "@guchi/tts";'), ["shared/x/a.ts imports @guchi/tts"]);
    assert.deepEqual(check("shared/chain/x/a.ts", 'import "../y/b.ts"; import "pino"; import "node:fs";'), []);
  });

  it("keep a package of shared/ from those above it", () => {
    for (const [at, name] of PACKAGES.entries()) {
      for (const [other, target] of PACKAGES.entries()) {
        const upward = other > at ? 1 : 0;
        assert.equal(
          check(`shared/${name}/a.ts`, `import "@guchi/${target}/b.ts";`).length,
          upward,
          `${name} ${target}`,
        );
        assert.equal(check(`shared/${name}/x/a.ts`, `import "../../${target}/b.ts";`).length, upward);
      }
    }
  });

  it("keep a service from the others", () => {
    const tts = "services/tts/providers/a.ts";
    assert.deepEqual(check(tts, 'import "../../persona/b.ts";'), [`${tts} imports ../../persona/b.ts`]);
    assert.deepEqual(check(tts, 'import "@guchi/persona/b.ts";'), [`${tts} imports @guchi/persona/b.ts`]);
    assert.deepEqual(check(tts, 'import "../../../services/persona/b.ts";').length, 1);
    assert.deepEqual(
      check(tts, 'import "../stage.ts"; import "@guchi/chain/errors.ts"; import "../../../shared/a.ts";'),
      [],
    );
  });

  it("keep services/all.ts from naming one: it finds them by their folders", () => {
    for (const file of ["main.ts", "service.ts", "stage.ts"]) {
      assert.deepEqual(check("services/all.ts", `import "./tts/${file}";`), [`services/all.ts imports ./tts/${file}`]);
    }
  });

  it("refuse a file that they cannot read", () => {
    assert.throws(() => check("shared/a.ts", "import {"), /shared\/a\.ts/);
  });

  it("miss each room, and an open door", async () => {
    for (const room of [...ROOMS, ...PROVIDER_ROOMS]) {
      const has = (name: string) => name !== room;
      assert.deepEqual(missingRooms(has), [room]);
    }
    assert.deepEqual(
      missingRooms((name) => ROOMS.includes(name)),
      [],
      "who asks no engine needs no room for them",
    );
    assert.ok(isClosed('{"exports": {}}'));
    for (const open of ["{}", '{"exports": {".": "./main.ts"}}', '{"exports": "./main.ts"}'])
      assert.ok(!isClosed(open));
    await assert.doesNotReject(import("@guchi/chain/errors.ts"), "a package with exports can be imported");
  });
});

function isInstalled(path: string): boolean {
  return path.endsWith("node_modules");
}

function check(file: string, source: string): readonly string[] {
  return violations({ file, source });
}

interface Source {
  /** Path from the repository's root, with slashes. */
  readonly file: string;
  readonly source: string;
}

function violations({ file, source }: Source): readonly string[] {
  return importsOf({ file, source }).flatMap(({ specifier, text }) => {
    if (specifier === undefined && file === LOADER) return [];
    if (specifier === undefined) return [`${file} imports what only a run can tell: ${text}`];
    const target = targetOf(file, specifier);
    return target === undefined || mayImport(file, target) ? [] : [`${file} imports ${specifier}`];
  });
}

function mayImport(file: string, target: string): boolean {
  const [, service] = target.split("/");
  if (file.startsWith("shared/")) {
    const isBelow = !target.startsWith("shared/") || rank(target) <= rank(file);
    return isBelow && !ABOVE_SHARED.some((above) => target.startsWith(`${above}/`));
  }
  if (!target.startsWith("services/")) return true;
  return service === file.split("/")[1];
}

/** How high a file of shared/ stands; what is in no package, on top. */
function rank(path: string): number {
  const [, name = ""] = path.split("/");
  return PACKAGES.includes(name) ? PACKAGES.indexOf(name) : PACKAGES.length;
}

/** The path, from the root, of what a specifier means; undefined for a package that is not ours. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(file), specifier);
  const ours = /^@guchi\/([^/]+)(.*)$/.exec(specifier);
  if (ours === null) return undefined;
  const [, name = "", rest = ""] = ours;
  if (name === "client") return `client${rest}`;
  return `${PACKAGES.includes(name) ? "shared" : "services"}/${name}${rest}`;
}

interface Import {
  /** Undefined when it is computed. */
  readonly specifier: string | undefined;
  readonly text: string;
}

/**
 * Every import of a file: of values and of types, static and dynamic. Throws Error for a file that
 * does not parse.
 */
function importsOf({ file, source }: Source): readonly Import[] {
  const { program, errors } = parseSync(file, source);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file} does not parse: ${error.message}`);
  const found: Import[] = [];
  const add = ({ type, ...node }: SpecifierNode) => {
    const text = source.slice(node.start, node.end);
    if (type === "Literal" && typeof node.value === "string") found.push({ specifier: node.value, text });
    else if (type === "TemplateLiteral" && !text.includes("${")) found.push({ specifier: text.slice(1, -1), text });
    else found.push({ specifier: undefined, text });
  };
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => source === null || add(source),
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
  }).visit(program);
  return found;
}

interface SpecifierNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly value?: unknown;
}

function missingRooms(has: (room: string) => boolean): readonly string[] {
  const rooms = has("providers") ? [...ROOMS, ...PROVIDER_ROOMS] : ROOMS;
  return rooms.filter((room) => !has(room));
}

/** Whether a package offers nothing to import. */
function isClosed(packageJson: string): boolean {
  const { exports } = JSON.parse(packageJson) as { exports?: unknown };
  return typeof exports === "object" && exports !== null && Object.keys(exports).length === 0;
}
