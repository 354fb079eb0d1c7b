import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { startRedisCluster, startSentinelSet } from "../../shared/chain/testing/redis-set.ts";

/**
 * `npm run test:redis`: the chain's and LINE's main tests on a Cluster of 3 masters and 3 replicas
 * and by 3 Sentinels, Guchi under the least permissions and by TLS, and a primary that is killed
 * every 20 s. It needs nothing but redis-server and openssl, and ends within 8 minutes on an idle
 * machine.
 */
const ROOT = join(import.meta.dirname, "..", "..");
const END_FILE = join(ROOT, "test", "support", "end-file.ts");
const TIMEOUT_MS = 20 * 60_000;

/** On a cluster, where record and queue lie on several nodes. */
const ON_CLUSTER = [
  "shared/chain/chain.test.ts",
  "shared/chain/early-entry.test.ts",
  "shared/chain/fault.test.ts",
  "shared/chain/pause.test.ts",
  "shared/chain/map/map.test.ts",
  "shared/chain/call/call.test.ts",
  "shared/chain/schedule/ticker.test.ts",
  "shared/chain/job/job-index.test.ts",
  "shared/platform/service/reseal-texts.test.ts",
  "services/gateway/jobs/list.test.ts",
  "services/gateway/schedules/schedules.test.ts",
  "services/gateway/guests/guests.test.ts",
  "services/gateway/metrics/metrics.test.ts",
  "services/gateway/admin/admin.test.ts",
  "services/line/events/intake.test.ts",
  "services/line/delivery/delivery.test.ts",
  "services/line/forget/withdraw.test.ts",
];
/** Tests that order about a Redis of their own. */
const NEEDS_OWN = ["that Redis takes no writes"];
/** By Sentinels it is one server; only how it is found differs. */
const BY_SENTINELS = ["shared/chain/chain.test.ts", "services/line/delivery/delivery.test.ts"];

for (const [start, files] of [
  [startRedisCluster, ON_CLUSTER],
  [startSentinelSet, BY_SENTINELS],
] as const) {
  const set = await start();
  process.stdout.write(`\n${start.name}: ${set.url}\n`);
  const passed = await test(files, { TEST_REDIS_URL: set.url });
  await set.stop();
  if (!passed) process.exitCode = 1;
}
if (
  !(await test(
    [
      "test/redis-sets/connection.suite.ts",
      "test/redis-sets/permissions.suite.ts",
      "test/redis-sets/failover.suite.ts",
    ],
    {},
  ))
)
  process.exitCode = 1;

/** Runs test files one after the other: they share one Redis. */
async function test(files: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const skips = NEEDS_OWN.map((name) => `--test-skip-pattern=${name}`);
  const args = ["--test", "--import", END_FILE, "--test-concurrency=1", ...skips, ...files];
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: "inherit" });
  const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT_MS);
  const [code] = await once(child, "exit");
  clearTimeout(timer);
  return code === 0;
}
