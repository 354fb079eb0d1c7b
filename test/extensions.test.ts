import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { JobView } from "../shared/contracts/job.ts";
import { parseAs } from "../shared/chain/schema.ts";
import { freePort } from "../shared/chain/testing/port.ts";
import { until } from "../shared/chain/testing/until.ts";
import { newDataDir, plainStart } from "./support/system.ts";

const ROOT = join(import.meta.dirname, "..");

describe("EXTENSIONS", { timeout: 120_000 }, () => {
  let dataDir: string;
  const running: ChildProcess[] = [];
  before(async () => {
    dataDir = await newDataDir();
  });
  after(async () => {
    for (const child of running) child.kill("SIGTERM");
    await rm(dataDir, { recursive: true, force: true });
  });

  it("runs in services/all.ts, too: examples/hello greets three cities", async () => {
    const port = await freePort();
    const base = `http://localhost:${port}`;
    const child = spawn(process.execPath, ["services/all.ts"], {
      cwd: ROOT,
      env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, REDIS_URL: "", EXTENSIONS: "examples/hello" },
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    running.push(child);
    await until("/readyz 200", async () => (await fetch(`${base}/readyz`).catch(() => undefined))?.status === 200);
    const response = await fetch(`${base}/jobs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ pipeline: "hello", input: {} }),
    });
    assert.equal(response.status, 202);
    const { id } = await view(response);
    const job = await until("the job to finish", async () => {
      const found = await view(await fetch(`${base}/jobs/${id}`));
      return found.status === "completed" && found;
    });
    assert.deepEqual(job.output, ["Hello Seattle", "Hello Tokyo", "Hello London"]);
    assert.deepEqual(
      job.stages.map(({ name, status, attempts }) => [name, status, attempts]),
      ["seattle", "tokyo", "london"].map((name) => [name, "completed", 1]),
    );
    child.kill("SIGTERM");
    assert.equal(await ended, 0);
  });

  it("refuses a main.ts that ends without having run its service", async () => {
    const folder = await mkdtemp(join(ROOT, "examples", ".idle-"));
    const pipeline =
      'checkPipeline({ name: "idle", about: "", input: {}, output: {}, steps: [{ stage: { name: "idle", input: {}, output: {} } }] })';
    await writeFile(
      join(folder, "pipeline.ts"),
      `import { checkPipeline } from "../../shared/chain/pipeline.ts";\nexport const pipelines = [${pipeline}];\n`,
    );
    await writeFile(
      join(folder, "service.ts"),
      `import { defineService } from "../../shared/platform/service/service.ts";
export const service = defineService({ name: "idle", start: async () => undefined });\n`,
    );
    await writeFile(join(folder, "main.ts"), 'import "./service.ts";\n');
    const { child, output } = plainStart({ DATA_DIR: dataDir, PORT: String(await freePort()), EXTENSIONS: folder });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    assert.equal(code, 1);
    assert.match(
      output(),
      /Guchi: \/.*\/main\.ts exited without running a service: its last line must be `await runProcess/,
    );
    await rm(folder, { recursive: true });
  });
});

async function view(response: Response): Promise<JobView> {
  return parseAs(JobView, await response.json());
}
