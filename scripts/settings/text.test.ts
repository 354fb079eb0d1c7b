import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, it } from "node:test";
import { loadInstallation, type Loaded } from "../../shared/platform/service/load.ts";
import { envExample, settingsTable, withTable } from "./text.ts";

const read = (file: string) => readFile(new URL(`../../${file}`, import.meta.url), "utf8");
/** As a table was before it was made pretty. */
const plain = (text: string) => text.replaceAll(/ +\|/g, " |").replaceAll(/\| -+ (?=\|)/g, "| --- ");

describe("what services declare", () => {
  let loaded: Loaded;
  before(async () => {
    loaded = await loadInstallation();
  });

  it("is what .env.example lists, all commented out (npm run settings)", async () => {
    const text = await read(".env.example");
    assert.equal(text, envExample(loaded));
    assert.deepEqual(
      text.split("\n").filter((line) => line !== "" && !line.startsWith("#")),
      [],
      "a line that is not commented out would be a setting of everyone who copies the file",
    );
    const listed = [...text.matchAll(/^# ([A-Z][A-Z0-9_]*)=/gm)].map(([, name = ""]) => name);
    assert.equal(listed.length, new Set(listed).size, "each one once");
    assert.deepEqual(new Set(listed), new Set(Object.keys(loaded.variables)));
  });

  for (const [file, language] of [
    ["README.md", "en"],
    ["README.ja.md", "ja"],
  ] as const) {
    it(`is what the table of ${file} lists (npm run settings)`, async () => {
      const text = plain(await read(file));
      assert.equal(text, withTable(text, plain(settingsTable(loaded, language))));
    });
  }

  it("is told in Japanese, too", () => {
    for (const [name, { japanese }] of Object.entries(loaded.variables)) assert.ok(japanese !== undefined, name);
  });
});
