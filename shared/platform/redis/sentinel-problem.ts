import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import type { HostPort, SentinelAddress } from "@guchi/chain/redis/address.ts";
import { ofSentinel, type TlsFiles } from "@guchi/chain/redis/target.ts";
import { tlsRefusal } from "./tls-refusal.ts";
import { withoutArguments } from "@guchi/chain/redis/trouble.ts";

/** A Sentinel that says nothing for so long, in ms, is left: it may be frozen. */
const ANSWER_MS = 5_000;
const SILENT = Symbol("silent");

/**
 * What is wrong with these Sentinels, in one sentence, as the first one that answers has it;
 * undefined: nothing, or none can be reached. A client that goes by a bad name would ask them
 * without end.
 */
export async function sentinelProblem(address: SentinelAddress, files: TlsFiles): Promise<string | undefined> {
  for (const sentinel of address.sentinels) {
    const redis = new Redis({
      ...ofSentinel(address, files),
      ...sentinel,
      lazyConnect: true,
      retryStrategy: () => null,
    });
    redis.on("error", () => undefined);
    const asking = primaryOf(redis, address.name);
    asking.catch(() => undefined); // it may fail after its time
    try {
      const primary = await Promise.race([asking, sleep(ANSWER_MS, SILENT, { ref: false })]);
      if (primary === SILENT) continue;
      if (primary !== null) return undefined;
      return `the Sentinels watch no primary of the name ${JSON.stringify(address.name)}`;
    } catch (error) {
      const problem = refusal(sentinel, error);
      if (problem !== undefined) return problem;
    } finally {
      redis.disconnect();
    }
  }
  return undefined;
}

async function primaryOf(redis: Redis, name: string): Promise<unknown> {
  await redis.connect();
  return redis.call("SENTINEL", "get-master-addr-by-name", name);
}

function refusal({ host, port }: HostPort, error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== "ReplyError") return tlsRefusal(error);
  const { message } = error;
  const who = `the Sentinel ${host}:${port}`;
  if (message.startsWith("NOAUTH")) return `${who} wants a password: add ?sentinelPassword=…`;
  if (/^WRONGPASS|invalid password/.test(message)) return `${who} does not take this user and password`;
  if (/unknown command/.test(message)) return `${host}:${port} is no Sentinel`;
  return `${who} refuses (${withoutArguments(message).slice(0, 150)})`;
}
