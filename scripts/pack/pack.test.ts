import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { pipelines } from "../../examples/hello/pipeline.ts";
import { startTestGateway, type TestGateway } from "../../services/gateway/testing.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { pack } from "./pack.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);
/** Plain Node: what it runs has to be JavaScript. */
const PLAIN = ["--no-experimental-strip-types"];
const HELLO = ["contract", "pipeline", "stage"];

const WORKER = `
import { Chain } from "@guchi/chain/chain";
import { pipelines } from "./pipeline.js";
import { helloStage } from "./stage.js";
const chain = new Chain({ redis: process.argv[2], pipelines, prefix: "guchi" });
await chain.work(helloStage);
console.log("works");
process.once("SIGTERM", () => chain.close());
`;
const CLIENT = `
import { GuchiClient } from "@guchi/client";
const guchi = new GuchiClient({ url: process.argv[2] });
const job = await guchi.start("hello", {});
const steps = [];
for await (const { event, data } of guchi.watch(job)) if (event === "step" && data.event === "completed") steps.push(data.step);
console.log(JSON.stringify({ steps, output: await guchi.result(job) }));
`;
const TYPED = `
import { Chain } from "@guchi/chain/chain";
import { GuchiClient } from "@guchi/client";
const said: Promise<string> = new GuchiClient({ url: "" }).start("guchi", { text: "" }).then(({ input }) => input.text);
export const parts: readonly [typeof Chain, Promise<string>] = [Chain, said];
`;

describe("the packages, in an empty folder", { timeout: 120_000 }, () => {
  let folder: string;
  let gateway: TestGateway;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "guchi-packages-"));
    gateway = await startTestGateway({ pipelines: new Map(pipelines.map((pipeline) => [pipeline.name, pipeline])) });
    await Promise.all(
      ["shared/chain", "client"].map(async (source) => {
        const tarball = await pack(source, folder);
        const to = join(folder, "node_modules", "@guchi", basename(source));
        await mkdir(to, { recursive: true });
        await run("tar", ["-xzf", tarball, "-C", to, "--strip-components=1"]);
      }),
    );
    // What npm would install with them.
    const { dependencies } = JSON.parse(
      await readFile(join(folder, "node_modules", "@guchi", "chain", "package.json"), "utf8"),
    ) as { dependencies: Record<string, string> };
    for (const name of Object.keys(dependencies)) {
      await symlink(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
    }
    await writeFile(join(folder, "package.json"), '{"type": "module"}');
    await Promise.all(HELLO.map((name) => copyAsJavaScript(name, folder)));
    await writeFile(join(folder, "worker.js"), WORKER);
    await writeFile(join(folder, "client.js"), CLIENT);
    await writeFile(join(folder, "typed.ts"), TYPED);
  });
  after(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("run hello on a Redis, start a job and watch it", async () => {
    const worker = spawn(process.execPath, [...PLAIN, "worker.js", gateway.redis.url], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let told = "";
    worker.stdout.on("data", (chunk: Buffer) => (told += chunk.toString()));
    await until("the worker", () => told.includes("works"), 20_000);
    const { stdout } = await run(process.execPath, [...PLAIN, "client.js", gateway.app.listeningOrigin], {
      cwd: folder,
    });
    assert.deepEqual(JSON.parse(stdout), {
      steps: ["seattle", "tokyo", "london"],
      output: ["Hello Seattle", "Hello Tokyo", "Hello London"],
    });
    worker.kill("SIGTERM");
    await once(worker, "exit");
  });

  it("bring their types", async () => {
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", "node"];
    const typeRoots = ["--typeRoots", join(ROOT, "node_modules", "@types")];
    const args = [...options, ...typeRoots, "--skipLibCheck", "typed.ts"];
    await run(join(ROOT, "node_modules", ".bin", "tsc"), args, { cwd: folder });
  });

  it("hold no test and no TypeScript", async () => {
    const { stdout } = await run("find", [join(folder, "node_modules", "@guchi"), "-type", "f"]);
    const files = stdout.trim().split("\n");
    assert.ok(files.length > 20);
    assert.deepEqual(
      files.filter((file) => /testing|\.test\.|(?<!\.d)\.ts$/.test(file)),
      [],
    );
  });
});

/** A file of the example, less its types; what it imports of the package keeps its name. */
async function copyAsJavaScript(name: string, folder: string): Promise<void> {
  const source = await readFile(join(ROOT, "examples", "hello", `${name}.ts`), "utf8");
  const script = stripTypeScriptTypes(source).replaceAll(/from "\.\/(\w+)\.ts"/g, 'from "./$1.js"');
  await writeFile(join(folder, `${name}.js`), script);
}
