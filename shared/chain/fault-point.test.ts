import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { FAULT_POINTS, faultPoint, type FaultPoint } from "./fault-point.ts";

const ROOT = join(import.meta.dirname, "..", "..");

describe("the crash matrix", () => {
  it("has no empty cell: every fault point is in the code, in the table, and in the test that the table names", async () => {
    const table = await readFile(join(ROOT, "docs", "guarantees.md"), "utf8");
    const sources: string[] = [];
    for await (const file of glob(["shared/**/*.ts", "services/**/*.ts"], {
      cwd: ROOT,
      exclude: (path) => path.includes("node_modules"),
    })) {
      if (!file.endsWith(".test.ts") && !file.includes("testing") && !file.endsWith("fault-point.ts")) {
        sources.push(await readFile(join(ROOT, file), "utf8"));
      }
    }
    const code = sources.join("\n");
    for (const point of Object.keys(FAULT_POINTS)) {
      const [action] = point.split(".");
      const inCode =
        code.includes(`faultPoint("${point}"`) ||
        (code.includes("faultPoint(`${action}.recorded`)") && ["cancel", "suspend", "resume"].includes(action ?? ""));
      assert.ok(inCode, `${point} is in the code`);
      const [, , , , test = ""] =
        new RegExp(`^\\| \`${point}\` +\\|([^|]+)\\|([^|]+)\\|([^|]+)\\|`, "m").exec(table)?.[0].split("|") ?? [];
      const [, file = ""] = /`([^`]+\.test\.ts)`/.exec(test) ?? [];
      assert.ok(file !== "", `${point} is in docs/guarantees.md, with its test`);
      assert.ok((await readFile(join(ROOT, file), "utf8")).includes(`"${point}"`), `${file} dies at ${point}`);
    }
  });

  it("is nothing in production", () => {
    for (const point of Object.keys(FAULT_POINTS)) assert.equal(faultPoint(point as FaultPoint), undefined);
  });
});
