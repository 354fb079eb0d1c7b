import type { RedisView } from "@guchi/contracts/admin.ts";
import type { Redis } from "ioredis";
import { tryWrite } from "../../health/probe.ts";
import { fullestOf, infosOfMasters, saves, type Info } from "../../metrics/redis.ts";

/** How long Redis may take to answer before it counts as away, in ms. */
const PATIENCE_MS = 2_500;

/** How Redis is: whether it answers, takes writes, has room, and saves what it has. */
export async function lookAtRedis(redis: Redis): Promise<RedisView> {
  const read = await within(infosOfMasters(redis));
  if (read instanceof Error) return { reads: false, writes: false, said: read.message };
  const written = await within(tryWrite(redis));
  const said = written instanceof Error ? written.message : undefined;
  return { reads: true, writes: said === undefined, ...(said !== undefined && { said }), ...viewOf(read) };
}

/**
 * What tells an operator something; of a cluster, memory and clients are the fullest master's.
 * https://redis.io/docs/latest/commands/info/
 */
function viewOf(infos: readonly Info[]): Omit<RedisView, "reads" | "writes" | "said"> {
  const fields = fullestOf(infos) ?? new Map<string, string>();
  const count = (name: string) => Number(fields.get(name) ?? Number.NaN);
  const [used, most, clients] = ["used_memory", "maxmemory", "connected_clients"].map(count);
  const version = fields.get("valkey_version") ?? fields.get("redis_version");
  const policies = infos.flatMap((info) => info.get("maxmemory_policy") ?? []);
  return {
    ...(version !== undefined && { version }),
    ...(isCount(used) && { usedBytes: used }),
    ...(isCount(most) && most > 0 && { maxBytes: most }),
    ...(policies.length > 0 && { evicts: policies.some((policy) => policy !== "noeviction") }),
    saves: infos.every(saves),
    ...(isCount(clients) && { clients }),
  };
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value);
}

/** What comes in time, or why nothing did. */
async function within<Value>(asked: Promise<Value>): Promise<Value | Error> {
  const { promise, resolve } = Promise.withResolvers<Error>();
  const timer = setTimeout(() => resolve(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  try {
    return await Promise.race([asked, promise]);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
  }
}
