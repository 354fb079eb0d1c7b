import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import Type from "typebox";
import { parseAs } from "../shared/chain/schema.ts";
import { freePort } from "../shared/chain/testing/port.ts";
import { startTestRedis } from "../shared/chain/testing/redis.ts";

const Told = Type.Object({ type: Type.String() });

/** Says over IPC which modules of OpenTelemetry a process has loaded when it is ready. */
const HOOK = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load: (url, context, next) => { if (url.includes("/node_modules/@opentelemetry/")) loaded.push(url); return next(url, context); } });
  const send = process.send.bind(process);
  process.send = (message, ...rest) => send({ ...message, loaded }, ...rest);
`)}`;

it("a process loads nothing of OpenTelemetry without OTEL_EXPORTER_OTLP_ENDPOINT, and does with it", async () => {
  const redis = await startTestRedis();
  const dir = await mkdtemp(join(tmpdir(), "guchi-otel-"));
  const loaded = async (service: string, more: NodeJS.ProcessEnv = {}) => {
    const file = join(import.meta.dirname, "..", "services", service, "main.ts");
    const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
    const env = {
      ...inherited,
      REDIS_URL: redis.url,
      DATA_DIR: dir,
      PORT: String(await freePort()),
      LOG_LEVEL: "silent",
    };
    const child = fork(file, { execArgv: ["--import", HOOK], env: { ...env, ...more } });
    const [message]: unknown[] = await once(child, "message");
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    const told = parseAs(Type.Intersect([Told, Type.Object({ loaded: Type.Array(Type.String()) })]), message);
    assert.equal(told.type, "ready");
    return told.loaded;
  };
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" };
  const [off, on] = await Promise.all([loaded("gateway"), loaded("reply", endpoint)]);
  assert.deepEqual(off, []);
  assert.ok(on.some((url) => url.includes("@opentelemetry/sdk-trace")));
  await redis.stop();
  await rm(dir, { recursive: true, force: true });
});
