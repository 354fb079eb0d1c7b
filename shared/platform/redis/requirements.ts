import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { clusterOf, mastersOf } from "@guchi/chain/redis/cluster.ts";
import { isOldRedis } from "@guchi/chain/redis/find-server.mjs";
import { keys } from "./keys.ts";
import { tlsRefusal } from "./tls-refusal.ts";
import { withoutArguments } from "@guchi/chain/redis/trouble.ts";

const NODE = "this is a node of a Redis Cluster: name it as redis+cluster://HOST:PORT,HOST:PORT";
/** What an ACL user needs: measured, and less will not do. */
const ACL = "~guchi:* &guchi:* +@all -@dangerous +info";

/**
 * What is wrong with this Redis, in one sentence, or undefined when it will do: a primary, or every
 * master of a cluster, of version >= 6.2 and with `noeviction` (a Redis that evicts would lose
 * jobs), the database there, and the user allowed to do what Guchi does. Some hosted services
 * forbid CONFIG: so the policy is read from INFO. Rejects while Redis is away or refuses for now.
 */
export async function redisProblem(redis: Redis): Promise<string | undefined> {
  try {
    return (await aboutServers(redis)) ?? (await tryOut(redis));
  } catch (error) {
    const problem = refusal(error);
    if (problem === undefined) throw error;
    return problem;
  }
}

async function aboutServers(redis: Redis): Promise<string | undefined> {
  if (clusterOf(redis) === undefined) {
    const info = await redis.info();
    return aboutServer(info) ?? (await aboutNode(redis, info));
  }
  for (const master of await mastersOf(redis)) {
    const { host, port } = master.options;
    const problem = aboutServer(await master.info());
    if (problem !== undefined) return `${problem} (${host}:${port})`;
  }
  return undefined;
}

function aboutServer(info: string): string | undefined {
  if (modeOf(info) === "sentinel") {
    return "this is a Redis Sentinel: name it as redis+sentinel://HOST:PORT,HOST:PORT/NAME, with its name for the primary";
  }
  const version = field(info, "redis_version") ?? "unknown";
  if (isOldRedis(version)) {
    return `this Redis is version ${version}, and Guchi needs 6.2 or newer`;
  }
  if (field(info, "role") === "slave") {
    return `this Redis is a replica, and Guchi needs its primary (${field(info, "master_host")}:${field(info, "master_port")})`;
  }
  const policy = field(info, "maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    return `this Redis may evict jobs: its maxmemory-policy is ${policy} and must be noeviction`;
  }
  return undefined;
}

/** A cluster of one node that holds every slot is a Redis server like another. */
async function aboutNode(redis: Redis, info: string): Promise<string | undefined> {
  if (modeOf(info) !== "cluster") return undefined;
  const cluster = await redis.cluster("INFO");
  const [size, slots] = [field(cluster, "cluster_size"), field(cluster, "cluster_slots_assigned")];
  if (size === "1" && slots === "16384") return undefined;
  return `${NODE} (${slots} of 16384 slots on ${size} of its nodes)`;
}

/**
 * A script may do only what its user may, so it shows what the chain will be let do. It leaves
 * nothing behind.
 */
const TRY_OUT = `
redis.call("SET", KEYS[1], "1")
redis.call("DEL", KEYS[1])
redis.call("XADD", KEYS[1], "*", "a", "1")
redis.call("DEL", KEYS[1])
redis.call("PUBLISH", ARGV[1], "")
redis.call("ZADD", KEYS[1], 1, "1")
redis.call("EXPIRE", KEYS[1], 10)
`;

async function tryOut(redis: Redis): Promise<string | undefined> {
  const { db = 0 } = redis.options;
  // ioredis goes on in database 0 when the one it was told is not there.
  if (db !== 0) await redis.select(db);
  const random = randomBytes(8).toString("hex");
  const key = keys.tryOut(random);
  await redis.eval(TRY_OUT, 1, key, keys.changes(random));
  await redis.bzpopmin(key, 1); // as a worker waits; it is there, so nothing is waited for
  return undefined;
}

/**
 * What it means that Redis refused a command for good, in one sentence; undefined when another try
 * may help.
 */
export function refusal(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== "ReplyError") return tlsRefusal(error);
  const { message } = error;
  const meets = (words: RegExp) => words.test(message);
  if (meets(/^WRONGPASS|invalid password/)) return "Redis does not take this user and password (WRONGPASS)";
  if (meets(/^NOAUTH/)) return "Redis wants a password, and the URL has none (NOAUTH)";
  if (meets(/NOPERM|The user executing the script can't/))
    return `the Redis user lacks permissions (${quoted(message)}); give it the rules ${ACL}`;
  if (meets(/DB index is out of range|invalid DB index/)) return "this Redis has no database of that number";
  if (meets(/SELECT is not allowed/)) return "this Redis has only database 0";
  if (meets(/^MOVED|^ASK /)) return NODE;
  if (meets(/cluster support disabled/)) return "this is no Redis Cluster: name it as redis://HOST:PORT";
  if (meets(/unknown command/)) return `this Redis lacks a command (${quoted(message)})`;
  return undefined;
}

function quoted(message: string): string {
  return withoutArguments(message).split("\n", 1).join("").slice(0, 150);
}

/** Valkey has a name of its own for it. */
function modeOf(info: string): string | undefined {
  return field(info, "redis_mode") ?? field(info, "server_mode");
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
}
