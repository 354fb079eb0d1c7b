import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { freePort } from "../shared/chain/testing/port.ts";
import { startRedisServer } from "../shared/chain/testing/redis-server.ts";
import { startTestRedis, type TestRedis } from "../shared/chain/testing/redis.ts";
import { newDataDir, npmStart, plainStart } from "./support/system.ts";

describe("npm start refuses, with one clear line and an exit code", { timeout: 120_000 }, () => {
  let redis: TestRedis;
  let dataDir: string;
  before(async () => {
    redis = await startTestRedis();
    dataDir = await newDataDir();
  });
  after(async () => {
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const refusal = async (env: NodeJS.ProcessEnv, run = plainStart) => {
    const { child, output } = run({ DATA_DIR: dataDir, PORT: String(await freePort()), ...env });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    const lines = output()
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith(">") && !line.startsWith("npm "));
    return { code, lines };
  };

  it("a port in use", async () => {
    const server = createServer().listen(0, "localhost");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    assert.deepEqual(await refusal({ PORT: String(port) }, npmStart), {
      code: 1,
      lines: [`Guchi: PORT must be a free port, and ${port} is in use`],
    });
    server.close();
  });

  it("a Redis that evicts", async () => {
    await redis.connect().config("SET", "maxmemory-policy", "allkeys-lru");
    const { code, lines } = await refusal({ REDIS_URL: redis.url });
    assert.equal(code, 1);
    assert.deepEqual(lines, [
      "Guchi: REDIS_URL: this Redis may evict jobs: its maxmemory-policy is allkeys-lru and must be noeviction",
    ]);
  });

  it("a Redis without the database, and the password stays untold", async (t) => {
    const other = await startRedisServer(["--requirepass", "hunter2"], { password: "hunter2" });
    t.after(() => other.stop());
    const refused = await refusal({ REDIS_URL: `redis://:hunter2@127.0.0.1:${other.port}/99` });
    assert.deepEqual(refused, { code: 1, lines: ["Guchi: REDIS_URL: this Redis has no database of that number"] });
    const locked = await refusal({ REDIS_URL: `redis://:hunter3@127.0.0.1:${other.port}` });
    assert.equal(locked.code, 1);
    assert.deepEqual(locked.lines, ["Guchi: REDIS_URL: Redis does not take this user and password (WRONGPASS)"]);
  });

  it("bad settings, all at once, a line each", async () => {
    const bad: readonly [name: string, value: string, line: RegExp][] = [
      ["IMAGEGEN_CONCURRENCY", "0", /must be a whole number from 1 to 1000, not "0"$/],
      ["JOB_TTL", "soon", /must be a time such as/],
      ["PORT", "http", /must be a whole number from 0 to 65535, not "http"$/],
      ["REDIS_CA_FILE", "/nowhere.pem", /must be a PEM file that can be read, not "\/nowhere.pem"$/],
      [
        "REDIS_URL",
        "localhost:6379",
        /must be a redis:\/\/host:port, rediss:\/\/host:port or unix:\/\/\/path URL, or redis\+sentinel:/,
      ],
      ["TTS_PROVIDERS", "lokal", /must be a comma-separated list of [a-z, -]*local[a-z, -]*, not "lokal"$/],
    ];
    const { code, lines } = await refusal(Object.fromEntries(bad));
    assert.equal(code, 1);
    assert.deepEqual(
      lines.map((line) => line.split(" ").slice(0, 2).join(" ")).toSorted(),
      bad.map(([name]) => `Guchi: ${name}`),
    );
    for (const [name, , line] of bad) assert.match(lines.find((each) => each.includes(` ${name} `)) ?? "", line);
  });

  for (const [value, line] of [
    ["examples/nope", /^Guchi: EXTENSIONS: \/.*\/examples\/nope holds neither service\.ts nor pipeline\.ts$/],
    ["examples/hello,", /^Guchi: EXTENSIONS must be paths of folders, comma-separated, each one once, not/],
  ] as const) {
    it(`EXTENSIONS=${value}`, async () => {
      const { code, lines } = await refusal({ EXTENSIONS: value });
      assert.deepEqual([code, lines.length], [1, 1]);
      assert.match(lines[0] ?? "", line);
    });
  }

  describe("an .env", () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "guchi-env-"));
    });
    after(() => rm(folder, { recursive: true, force: true }));

    const start = (env: NodeJS.ProcessEnv = {}) => {
      const start = join(import.meta.dirname, "..", "scripts", "start.ts");
      const { PATH, NODE_COMPILE_CACHE } = process.env;
      const { status, stderr } = spawnSync(process.execPath, [start], {
        cwd: folder,
        env: { PATH, NODE_COMPILE_CACHE, ...env },
        timeout: 20_000,
        encoding: "utf8",
      });
      return { code: status, lines: stderr.trim().split("\n") };
    };

    it("with a name that looks misspelt, and with bad values, all at once", async () => {
      await writeFile(join(folder, ".env"), "API_KEY=0123456789abcdef\nPORT=high\nJOB_TLL=7d\n");
      assert.deepEqual(start(), {
        code: 1,
        lines: [
          "Guchi: API_KEY in .env is not a Guchi setting; did you mean API_KEYS?",
          "Guchi: JOB_TLL in .env is not a Guchi setting; did you mean JOB_TTL?",
          'Guchi: PORT must be a whole number from 0 to 65535, not "high"',
        ],
      });
    });

    it("that is a folder", async () => {
      await rm(join(folder, ".env"), { force: true });
      await mkdir(join(folder, ".env"));
      assert.deepEqual(start(), {
        code: 1,
        lines: ["Guchi: .env must be a settings file, but it is a folder"],
      });
    });
  });

  it("a Redis server on PATH that is too old", async () => {
    const { checkServers } = await import("./support/old-redis.ts");
    const { code, output } = await checkServers(spawn);
    assert.equal(code, 1);
    assert.match(output, /^Guchi: redis-server is version 5\.0\.7, which is too old; install Redis or Valkey 6\.2/);
  });
});
