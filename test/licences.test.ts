import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import Type from "typebox";
import { parseAs } from "../shared/chain/schema.ts";

const ROOT = join(import.meta.dirname, "..");
/** Licences that ask for no more than their own text, which each package brings along. */
const PERMISSIVE = new Set("MIT ISC 0BSD BSD-2-Clause BSD-3-Clause Apache-2.0 BlueOak-1.0.0 Python-2.0".split(" "));

const Lock = Type.Object({
  packages: Type.Record(
    Type.String(),
    Type.Object({
      license: Type.Optional(Type.String()),
      dev: Type.Optional(Type.Boolean()),
      link: Type.Optional(Type.Boolean()),
    }),
  ),
});

test("every package with a licence that asks for more is named in a LICENSES.md, the fonts among them", async () => {
  const { packages } = parseAs(Lock, JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8")));
  const demanding = Object.entries(packages)
    .filter(([path, { dev, link }]) => path.includes("node_modules/") && dev !== true && link !== true)
    .filter(([, { license = "" }]) => !PERMISSIVE.has(license))
    .map(([path]) => path.replace(/^.*node_modules\//, ""));
  assert.ok(demanding.some((name) => name.startsWith("@expo-google-fonts/")));
  let named = "";
  for await (const file of glob("{shared,services}/*/LICENSES.md", { cwd: ROOT })) {
    named += await readFile(join(ROOT, file), "utf8");
  }
  // `@resvg/resvg-js-*` names the builds for each system.
  const families = [...named.matchAll(/`([^`]+)-\*`/g)].map(([, family = ""]) => `${family}-`);
  const isNamed = (name: string) =>
    named.includes(`\`${name}\``) || named.includes(`/${name}/`) || families.some((family) => name.startsWith(family));
  assert.deepEqual(
    demanding.filter((name) => !isNamed(name)),
    [],
  );
});
