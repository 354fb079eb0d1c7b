import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { JobView } from "../shared/contracts/job.ts";
import { StagesView } from "../shared/contracts/stages.ts";
import { parseAs } from "../shared/chain/schema.ts";
import { freePort } from "../shared/chain/testing/port.ts";
import { until } from "../shared/chain/testing/until.ts";
import { newDataDir } from "./support/system.ts";
import { cloneWithService } from "./support/whole-clone.ts";

const FIXTURE = join(import.meta.dirname, "fixtures", "echo");
const KEY = "a-key-of-sixteen-or-more";
const SECRETS = {
  API_KEYS: KEY,
  ADMIN_PASSWORD: "twelve-or-more",
  CALLBACK_SECRET: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
  LINE_CHANNEL_SECRET: "line-secret",
  LINE_CHANNEL_ACCESS_TOKEN: "line-token",
  LINE_CHANNELS: "shop:100:shop-secret",
  AZURE_CLIENT_SECRET: "azure-secret",
  ECHO_KEY: "echo-secret",
  GUCHI_API_KEY: KEY,
  REDIS_PASSWORD: "redis-secret",
  DATA_KEY: Buffer.alloc(32, 9).toString("base64"),
};
/** What only the named service knows of the secrets; DATA_KEY is for all, since all read jobs. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  gateway: ["API_KEYS", "ADMIN_PASSWORD", "CALLBACK_SECRET", "LINE_CHANNEL_SECRET", "LINE_CHANNELS", "DATA_KEY"],
  sentiment: ["AZURE_CLIENT_SECRET", "DATA_KEY"],
  echo: ["ECHO_KEY", "DATA_KEY"],
  persona: ["DATA_KEY"],
  imagegen: ["DATA_KEY"],
  tts: ["DATA_KEY"],
  // They share a process.
  reply: ["LINE_CHANNEL_SECRET", "LINE_CHANNELS", "LINE_CHANNEL_ACCESS_TOKEN", "DATA_KEY"],
  line: ["LINE_CHANNEL_SECRET", "LINE_CHANNELS", "LINE_CHANNEL_ACCESS_TOKEN", "DATA_KEY"],
};

describe(
  "a stage of the repository with a provider, a setting, a counter and a rate limit",
  { timeout: 240_000 },
  () => {
    let clone: string;
    let dataDir: string;
    let base: string;
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      REDIS_URL: "",
      TZ: "Asia/Tokyo",
      OTEL_SERVICE_NAME: "all",
    };
    delete environment["NODE_TEST_CONTEXT"]; // or the children would report to this test runner
    before(async () => {
      [clone, dataDir] = await Promise.all([cloneWithService("echo", FIXTURE), newDataDir()]);
    });
    after(() => Promise.all([clone, dataDir].map((dir) => rm(dir, { recursive: true, force: true }))));

    const run = (file: string, ...args: string[]) =>
      spawnSync(process.execPath, [file, ...args], { cwd: clone, env: environment, encoding: "utf8", timeout: 60_000 });
    const edit = async (file: string, from: string, to: string) => {
      const text = await readFile(join(clone, file), "utf8");
      assert.ok(text.includes(from), `${file} holds ${from}`);
      await writeFile(join(clone, file), text.replace(from, to));
    };
    const ask = async (path: string, init: RequestInit = {}) =>
      fetch(`${base}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      });

    it("is its folder, the pipeline and compose: the check of the deployment wants no more", async () => {
      const wanted = run("deploy/check.ts").stderr.trim().split("\n");
      // What a command writes is no place to touch.
      const byHand = wanted.filter((line) => !line.endsWith("is not what `npm run kubernetes` writes"));
      assert.deepEqual(byHand, ["docker-compose.yml: no service runs services/echo/main.ts"]);
      await edit(
        "docker-compose.yml",
        "  tts:\n",
        `  echo:
    <<: *service
    command: ["services/echo/main.ts"]
    environment:
      <<: *environment
      ECHO_CONCURRENCY:
      ECHO_RATE_LIMIT:
      ECHO_PROVIDERS:
      ECHO_KEY:
      ECHO_WORD:
    healthcheck: *health

  tts:
`,
      );
      await edit(
        "shared/contracts/pipeline.ts",
        "[...PIPELINES.values()]",
        `[...PIPELINES.values(), definePipeline({
  name: "echo",
  about: "Words come back.",
  input: Type.Object({ text: Type.String() }),
  output: Type.Object({ text: Type.String() }),
}).step(ECHO).end()]`,
      );
      await edit(
        "shared/contracts/pipeline.ts",
        "import",
        `import { definePipeline } from "@guchi/chain/define.ts";
import { defineContract } from "@guchi/chain/stage.ts";
import Type from "typebox";

const ECHO = defineContract({
  name: "echo",
  input: Type.Object({ text: Type.String() }),
  output: Type.Object({ text: Type.String(), provider: Type.String() }),
});

import`,
      );
      assert.equal(run("deploy/kubernetes.ts").status, 0);
      assert.equal(run("deploy/check.ts").stderr, "");
    });

    it("is in .env.example and the READMEs by one command", async () => {
      assert.equal(run("scripts/settings.ts").status, 0);
      const example = await readFile(join(clone, ".env.example"), "utf8");
      for (const line of ["# ECHO_WORD=…", "# ECHO_CONCURRENCY=3", "# ECHO_RATE_LIMIT="])
        assert.ok(example.includes(line));
      for (const file of ["README.md", "README.ja.md"]) {
        assert.match(await readFile(join(clone, file), "utf8"), /\| `ECHO_PROVIDERS` \|/);
      }
    });

    it("has its settings checked with all others, at once", async () => {
      await writeFile(join(clone, ".env"), "ECHO_PROVIDERS=cloud\nECHO_CONCURRENCY=0\nECHO_WROD=!\nPORT=high\n");
      const own = [
        "ECHO_WROD in .env is not a Guchi setting; did you mean ECHO_WORD?",
        'ECHO_CONCURRENCY must be a whole number from 1 to 1000, not "0"',
        "ECHO_KEY must be set, because ECHO_PROVIDERS names cloud",
      ];
      const others = 'PORT must be a whole number from 0 to 65535, not "high"';
      const lines = ({ status, stderr }: ReturnType<typeof run>) => {
        assert.equal(status, 1);
        return new Set(stderr.trim().split("\n"));
      };
      const all = [...own, others].map((line) => `Guchi: ${line}`);
      assert.deepEqual(lines(run("scripts/start.ts")), new Set(all));
      assert.deepEqual(lines(run("services/echo/main.ts")), new Set(own), "alone it reads of .env what is its own");
    });

    it("runs beside the others: jobs, /stages, /metrics, the banner, the rate limit; and knows no secret of theirs", async (t) => {
      const port = await freePort();
      base = `http://localhost:${port}`;
      const settings = {
        ...SECRETS,
        PORT: port,
        DATA_DIR: dataDir,
        PUBLIC_BASE_URL: "https://guchi.example",
        ECHO_PROVIDERS: "local",
        ECHO_WORD: "!",
        ECHO_RATE_LIMIT: "1/600",
      };
      const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
      await writeFile(join(clone, ".env"), `${lines.join("\n")}\n`);
      const child = spawn(process.execPath, ["scripts/start.ts"], { cwd: clone, env: environment });
      t.after(() => {
        child.kill("SIGTERM");
        return new Promise((resolve) => child.once("exit", resolve));
      });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      await until(
        "the banner",
        () => (child.exitCode === null ? output.includes("Guchi is ready") : assert.fail(output)),
        120_000,
      );
      assert.match(output, /^ {2}echo {8}local {2}\(ECHO_PROVIDERS says so\)$/m);

      const start = async (text: string) => {
        const body = JSON.stringify({ pipeline: "echo", input: { text } });
        return job(await ask("/jobs", { method: "POST", body }));
      };
      const [first, second] = [await start("やっほー"), await start("again")];
      const done = await until("the first echo", async () => {
        const found = await job(await ask(`/jobs/${first.id}`));
        return found.status === "completed" && found;
      });
      assert.deepEqual(done.output, { text: "やっほー!", provider: "local" });
      await until("the count", async () =>
        (await (await ask("/metrics")).text()).includes('guchi_echoes_total{provider="local"} 1\n'),
      );
      const { stages } = parseAs(StagesView, await (await ask("/stages")).json());
      const echo = stages.find(({ name }) => name === "echo");
      assert.deepEqual([echo?.workers, echo?.waiting], [1, 1], "the second waits for the rate limit");
      assert.notEqual((await job(await ask(`/jobs/${second.id}`))).status, "completed");

      for (const [service, known] of Object.entries(KNOWN)) {
        const held = await environmentOf(join(clone, "services", service, "main.ts"));
        assert.deepEqual(
          Object.keys(SECRETS)
            .filter((name) => held.has(name))
            .toSorted(),
          known.toSorted(),
          service,
        );
        for (const name of ["PATH", "TZ", "OTEL_SERVICE_NAME"]) assert.ok(held.has(name), `${service} has ${name}`);
      }
    });
  },
);

async function job(response: Response): Promise<JobView> {
  return parseAs(JobView, await response.json());
}

/** The names in the environment of the process that runs this file. */
async function environmentOf(file: string): Promise<ReadonlySet<string>> {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8", maxBuffer: 8_000_000 });
  const line = stdout.split("\n").find((each) => each.includes(file)) ?? assert.fail(`nobody runs ${file}`);
  const environ = await readFile(`/proc/${Number.parseInt(line, 10)}/environ`, "utf8");
  return new Set(environ.split("\0").map((each) => each.slice(0, each.indexOf("="))));
}
