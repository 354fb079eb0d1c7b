import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { FAULT_POINTS as ofCallbacks } from "../services/gateway/callbacks/fault-points.ts";
import { FAULT_POINTS as ofLine } from "../services/gateway/line/fault-points.ts";
import { FAULT_POINTS as ofChain, faultPoint } from "../shared/chain/fault-points.ts";
import { FAULT_POINTS as ofMedia } from "../shared/platform/media/fault-points.ts";

const ROOT = join(import.meta.dirname, "..");
/** File → the fault points that it defines. */
const DEFINED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "services/gateway/callbacks/fault-points.ts": ofCallbacks,
  "services/gateway/line/fault-points.ts": ofLine,
  "shared/chain/fault-points.ts": ofChain,
  "shared/platform/media/fault-points.ts": ofMedia,
};

describe("the crash matrix", () => {
  it("knows every file that defines fault points", async () => {
    const found: string[] = [];
    for await (const file of sources()) if (file.endsWith("fault-points.ts")) found.push(file);
    assert.deepEqual(found.toSorted(), Object.keys(DEFINED));
  });

  it("has no empty cell: every fault point is in the code, in the table, and in the test that the table names", async () => {
    const table = await readFile(join(ROOT, "docs", "guarantees.md"), "utf8");
    let code = "";
    for await (const file of sources()) if (!/\.test\.ts$|testing/.test(file)) code += await read(file);
    const points = Object.values(DEFINED).flatMap((each) => Object.keys(each));
    assert.equal(new Set(points).size, points.length, "each name once");
    for (const point of points) {
      const [action] = point.split(".");
      const inCode =
        code.includes(`faultPoint("${point}"`) ||
        (code.includes("faultPoint(`${action}.recorded`)") && ["cancel", "suspend", "resume"].includes(action ?? ""));
      assert.ok(inCode, `${point} is in the code`);
      const [, , , , test = ""] =
        new RegExp(`^\\| \`${point}\` +\\|([^|]+)\\|([^|]+)\\|([^|]+)\\|`, "m").exec(table)?.[0].split("|") ?? [];
      const [, file = ""] = /`([^`]+\.test\.ts)`/.exec(test) ?? [];
      assert.ok(file !== "", `${point} is in docs/guarantees.md, with its test`);
      assert.ok((await read(file)).includes(`"${point}"`), `${file} dies at ${point}`);
    }
  });

  it("is nothing in production", () => {
    assert.equal(faultPoint("stage.taken"), undefined);
  });
});

function sources(): AsyncIterable<string> {
  return glob("{shared,services}/**/*.ts", { cwd: ROOT, exclude: (path) => path.includes("node_modules") });
}

async function read(file: string): Promise<string> {
  return readFile(join(ROOT, file), "utf8");
}
