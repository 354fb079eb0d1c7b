import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { FAULT_POINTS as ofChain, faultPoint } from "../shared/chain/fault-points.ts";
import { FAULT_POINTS as ofMedia } from "../shared/platform/media/fault-points.ts";
import { loadInstallation } from "../shared/platform/service/load.ts";

const ROOT = join(import.meta.dirname, "..");
describe("the crash matrix", () => {
  it("has no empty cell: every fault point is in the code, in the table, and in the test that the table names", async () => {
    const table = await readFile(join(ROOT, "docs", "guarantees.md"), "utf8");
    let code = "";
    let definitions = "";
    for await (const file of sources()) {
      if (!/\.test\.ts$|testing/.test(file)) code += await read(file);
      if (file.endsWith("fault-points.ts")) definitions += await read(file);
    }
    const { services } = await loadInstallation();
    const declared = [ofChain, ofMedia, ...services.map(({ service }) => service.faultPoints ?? {})];
    const points = declared.flatMap((each) => Object.keys(each));
    const defined = [...definitions.matchAll(/^ {2}"([a-z.-]+)":/gm)].map(([, point = ""]) => point);
    assert.deepEqual(new Set(points), new Set(defined), "every one that a file defines is declared");
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
