import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { JobView } from "../../shared/contracts/job.ts";
import { parseAs } from "../../shared/chain/schema.ts";
import { cloneWithoutExamples } from "../support/clone.ts";
import { codeBlocks, type Block } from "../support/page.ts";
import { kill, newDataDir, startSystem, type TestSystem } from "../support/system.ts";

const PAGE = join(import.meta.dirname, "..", "..", "docs", "add-a-stage.md");
const START = /^EXTENSIONS=(\S+) npm start\n$/;

describe("docs/add-a-stage.md, followed word for word", { timeout: 240_000 }, () => {
  let blocks: readonly Block[];
  let clone: string;
  let dataDir: string;
  let system: TestSystem | undefined;
  before(async () => {
    blocks = await codeBlocks(PAGE);
    clone = await cloneWithoutExamples();
    dataDir = await newDataDir();
  });
  after(async () => {
    await system?.killAll();
    await Promise.all([clone, dataDir].map((dir) => rm(dir, { recursive: true, force: true })));
  });

  /** Runs a command as in a terminal that stands in the repository. */
  const shell = async (command: string) => {
    const { port } = new URL(system?.base ?? "http://localhost:3000");
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      PORT: port,
      npm_config_cache: join(dataDir, "npm"),
      NO_COLOR: "1",
    };
    delete env["NODE_TEST_CONTEXT"]; // or a test that it runs would report to this test runner
    const here = command.replaceAll("http://localhost:3000", `http://localhost:${port}`);
    const child = spawn("sh", ["-c", here], { cwd: clone, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, stdout, stderr };
  };

  it("gives what it shows", async () => {
    let files = 0;
    let shown = 0;
    for (const [index, { language, file, text }] of blocks.entries()) {
      const next = blocks[index + 1];
      const [, extensions] = START.exec(text) ?? [];
      if (file !== undefined) {
        await writeFile(join(clone, file), text);
        files += 1;
      } else if (extensions !== undefined) system = await startSystem(dataDir, { EXTENSIONS: extensions }, clone);
      else if (language === "sh") {
        const { code, stdout, stderr } = await shell(text);
        if (next?.language === "json") assert.equal(stdout, next.text, text);
        if (next?.language === "text") assert.ok(stderr.endsWith(next.text), stderr);
        assert.equal(code, next?.language === "text" ? 1 : 0, `${text}${stdout}${stderr}`);
        if (next?.language === "json" || next?.language === "text") shown += 1;
        if (text.startsWith("curl")) {
          const { id } = parseAs(JobView, JSON.parse(stdout));
          assert.deepEqual((await system?.finished(id))?.output, { text: "HEY!!" });
        }
      }
    }
    assert.deepEqual([files, shown], [6, 2], "files written and outputs compared");
  });

  it("gives a service that comes back after a crash, and a queue in Bull Board", async () => {
    assert.ok(system !== undefined);
    const [before] = await system.processes("examples/shout/main.ts");
    kill(before ?? assert.fail("no process of shout"));
    const { code, stdout } = await shell('npx --no guchi start shout-twice \'{"text": "again"}\' --json');
    assert.equal(code, 0);
    assert.deepEqual(parseAs(JobView, JSON.parse(stdout)).output, { text: "AGAIN!!" });
    const [after] = await system.processes("examples/shout/main.ts");
    assert.notEqual(after, before);
    const board = await (await fetch(`${system.base}/admin/queues/api/queues`)).text();
    assert.match(board, /"name":"shout"/);
  });
});
