import { access } from "node:fs/promises";
import { ConfigError } from "../config/config-error.ts";
import { readSettings, type Settings } from "../config/settings.ts";
import { dataKey } from "../crypto/data-key.ts";
import { loadInstallation } from "./load.ts";
import { reseal, type Resealed } from "./reseal-texts.ts";
import { connectRedis, leaveRedis, whenReady } from "@guchi/chain/redis/connect.ts";
import { embeddedSocket } from "../redis/embedded.ts";
import { redisProblem } from "../redis/requirements.ts";
import { tlsFiles } from "../redis/target.ts";
import { StartError } from "./start-error.ts";

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Seals everything in the Redis of this environment under the first key of DATA_KEY. Throws
 * StartError, one line, when there is no key, no Redis, or what is there is sealed under a key that
 * is not in the list, and ConfigError for a bad setting.
 */
export async function resealAll(environment = process.env): Promise<Resealed> {
  const config = readSettings({}, environment);
  const { installation } = await loadInstallation(config.EXTENSIONS);
  if (config.DATA_KEY === undefined) throw new StartError("DATA_KEY must be set to encrypt what Redis holds");
  const target = { url: await urlOf(config), ...tlsFiles(config) };
  const redis = connectRedis(target, "worker", () => undefined);
  try {
    const timeout = AbortSignal.timeout(CONNECT_TIMEOUT_MS);
    await Promise.race([whenReady(redis), new Promise((resolve) => timeout.addEventListener("abort", resolve))]);
    if (redis.status !== "ready") throw new StartError("REDIS_URL: this Redis does not answer");
    const problem = await redisProblem(redis);
    if (problem !== undefined) throw new StartError(`REDIS_URL: ${problem}`);
    const key = dataKey(config.DATA_KEY);
    const { isOtherKeys } = await key.learn(redis);
    if (isOtherKeys) throw new StartError("DATA_KEY must list the key that encrypted this Redis");
    return await reseal(redis, key.cipher, installation.keeps);
  } finally {
    leaveRedis(redis);
  }
}

async function urlOf({ REDIS_URL, DATA_DIR }: Pick<Settings, "DATA_DIR" | "REDIS_URL">): Promise<string> {
  if (REDIS_URL !== undefined) return REDIS_URL;
  const socket = embeddedSocket(DATA_DIR);
  try {
    await access(socket);
  } catch (cause) {
    throw new StartError(`There is no Redis at ${socket}: start Guchi first, or set REDIS_URL`, { cause });
  }
  return `unix://${socket}`;
}

/** What became of it, in one sentence. */
export function resealedText({ texts, unread }: Resealed): string {
  const done = `Encrypted ${texts} texts under the first key of DATA_KEY.`;
  return unread === 0 ? done : `${done} ${unread} could not be opened and stay as they are.`;
}

/**
 * `node shared/platform/service/reseal.ts`: the same as `npx --no guchi reseal`, where only the
 * image is at hand.
 */
async function main(): Promise<void> {
  try {
    process.stdout.write(`${resealedText(await resealAll())}\n`);
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

if (import.meta.main) await main();
