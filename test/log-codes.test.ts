import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parseSync, Visitor } from "oxc-parser";
import { readLogCodes } from "../scripts/log-codes/read.ts";
import { logCodesPage } from "../scripts/log-codes/text.ts";

const ROOT = join(import.meta.dirname, "..");
const PACKAGES = await readLogCodes(ROOT);
const LEVELS = new Set(["trace", "debug", "info", "warn", "error", "fatal"]);
/** What is a logger: `log`, `this.#log`, `request.log`, `this.#logOf(…)`. */
const LOGGER = /(?:^|[.#])log(?:Of\(.*\))?\??$/is;

interface Found {
  /** Each call of a logger without fields: such a line has no code. */
  readonly bare: readonly string[];
  readonly codes: ReadonlySet<string>;
  /** Every string that has the form of a code. */
  readonly words: ReadonlySet<string>;
}

function look(file: string, source: string): Found {
  const { program } = parseSync(file, source);
  const bare: string[] = [];
  const codes = new Set<string>();
  const words = new Set<string>();
  new Visitor({
    CallExpression: ({ callee, arguments: [fields], start, end }) => {
      if (callee.type !== "MemberExpression" || callee.computed || !LEVELS.has(callee.property.name)) return;
      if (!LOGGER.test(source.slice(callee.object.start, callee.object.end))) return;
      const isCoded =
        fields?.type === "Identifier" ||
        (fields?.type === "ObjectExpression" &&
          fields.properties.some((each) => each.type === "Property" && /^code\b/.test(source.slice(each.start))));
      if (!isCoded) bare.push(`${file}: ${source.slice(start, end)}`);
    },
    Literal: ({ value }) => {
      if (typeof value === "string" && /^[a-z_]+\.[a-z_]+$/.test(value)) words.add(value);
    },
    Property: ({ value, start }) => {
      if (!/^code: ["`]/.test(source.slice(start))) return;
      if (value.type === "Literal" && typeof value.value === "string" && value.value.includes("."))
        codes.add(value.value);
    },
  }).visit(program);
  return { bare, codes, words };
}

describe("the codes of log lines", () => {
  it("are on every line that production code logs, and of the lists of its package and those below", async () => {
    const used = new Set<string>();
    const strange: string[] = [];
    const shared = PACKAGES.filter(({ folder }) => folder.startsWith("shared/"));
    for await (const file of glob("{shared,services,scripts/start}/**/*.ts", {
      cwd: ROOT,
      exclude: (path) => path.endsWith("node_modules"),
    })) {
      if (/\.(?:test|suite)\.ts$|testing|log-codes\.ts$/.test(file)) continue;
      const source = await readFile(join(ROOT, file), "utf8");
      if (!/log|code: /i.test(source)) continue;
      const { bare, codes, words } = look(file, source);
      strange.push(...bare);
      const own = PACKAGES.filter(({ folder }) => file.startsWith(`${folder}/`));
      const known = new Set([...own, ...shared].flatMap((each) => Object.keys(each.codes)));
      for (const code of codes) if (!known.has(code)) strange.push(`${file}: ${code}`);
      for (const word of words) used.add(word);
    }
    assert.deepEqual(strange, []);
    const all = PACKAGES.flatMap(({ codes }) => Object.keys(codes));
    assert.equal(new Set(all).size, all.length, "each code is in one list");
    // Made of the change's name: shared/chain/job/tell.ts.
    const unused = all.filter((code) => !used.has(code) && !/^job\.[a-z]+$/.test(code));
    assert.deepEqual(unused, []);
  });

  it("are short and stable words", () => {
    for (const { codes } of PACKAGES) for (const code of Object.keys(codes)) assert.match(code, /^[a-z_]+\.[a-z_]+$/);
  });

  it("are what docs/log-codes.md says: `npm run log-codes` writes it", async () => {
    const page = await readFile(join(ROOT, "docs", "log-codes.md"), "utf8");
    assert.equal(words(page), words(logCodesPage(PACKAGES)));
  });

  it("are missed where a line has none", () => {
    const source =
      'log.warn({ err }, "x"); this.#log.info("y"); deps.log.error({ code: "a.b", err }, "z"); map.log(1);';
    const { bare, codes } = look("a.ts", source);
    assert.equal(bare.length, 2);
    assert.deepEqual([...codes], ["a.b"]);
  });
});

/** Without the layout, which the formatter decides. */
function words(page: string): string {
  return page.replaceAll(/[\s|-]+/g, " ");
}
