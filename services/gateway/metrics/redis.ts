import { clusterOf, mastersOf } from "@guchi/chain/redis/cluster.ts";
import type { Redis } from "ioredis";
import { tryWrite } from "../health/probe.ts";
import { lookAtDisk } from "../media/disk.ts";
import type { Shown } from "./render.ts";

/**
 * How Redis is, as this gateway sees it: also while it is away, when nothing else of it can be
 * told. https://redis.io/docs/latest/commands/info/
 */
export async function redisGauges(redis: Redis): Promise<readonly Shown[]> {
  const [infos, isWritable] = await Promise.all([infosOf(redis), takesWrites(redis)]);
  const fullest = fullestOf(infos ?? []);
  const limit = Number(fullest?.get("maxmemory") ?? 0);
  return [
    one("guchi_redis_up", "Whether Redis answers this gateway.", infos === undefined ? 0 : 1),
    one("guchi_redis_writable", "Whether Redis takes writes.", isWritable ? 1 : 0),
    one("guchi_redis_memory_bytes", "Memory that Redis uses; of a cluster, the fullest master.", used(fullest)),
    one("guchi_redis_memory_limit_bytes", "maxmemory; none: no limit.", limit > 0 ? limit : undefined),
    one(
      "guchi_redis_persists",
      "Whether the last writes and rewrites of Redis' files succeeded.",
      infos && Number(infos.every(saves)),
    ),
  ];
}

/** The disk of DATA_DIR, where the media and the embedded Redis' files lie. */
export async function diskGauges(dataDir: string | undefined): Promise<readonly Shown[]> {
  const { freeBytes, totalBytes } = dataDir === undefined ? {} : await lookAtDisk(dataDir);
  return [
    one("guchi_disk_free_bytes", "Room on the disk of DATA_DIR.", freeBytes),
    one("guchi_disk_size_bytes", "Size of the disk of DATA_DIR.", totalBytes),
  ];
}

async function takesWrites(redis: Redis): Promise<boolean> {
  return tryWrite(redis).then(
    () => true,
    () => false,
  );
}

/** What every master tells; undefined: not all of them answer. */
async function infosOf(redis: Redis): Promise<readonly Info[] | undefined> {
  return infosOfMasters(redis).catch(() => undefined); // that it is away is what is told
}

/** What INFO tells, field by field. */
export type Info = ReadonlyMap<string, string>;

/** What every master tells. Rejects while not all of them answer. */
export async function infosOfMasters(redis: Redis): Promise<readonly Info[]> {
  const cluster = clusterOf(redis);
  if (cluster !== undefined && cluster.status !== "ready") throw new Error("the cluster is not ready");
  return (await Promise.all((await mastersOf(redis)).map(async (master) => master.info()))).map(infoOf);
}

/** The master that uses most memory. */
export function fullestOf(infos: readonly Info[]): Info | undefined {
  return infos.toSorted((a, b) => Number(b.get("used_memory")) - Number(a.get("used_memory")))[0];
}

/** Whether the last writes and rewrites of its files succeeded. */
export function saves(info: Info): boolean {
  const written = ["rdb_last_bgsave_status", "aof_last_write_status", "aof_last_bgrewrite_status"];
  return written.every((name) => (info.get(name) ?? "ok") === "ok");
}

function infoOf(text: string): Info {
  const pairs = text.split("\r\n").flatMap((line) => {
    const at = line.indexOf(":");
    return at === -1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
  });
  return new Map(pairs);
}

function used(info: Info | undefined): number | undefined {
  const text = info?.get("used_memory");
  return text === undefined ? undefined : Number(text);
}

function one(name: string, help: string, value: number | undefined): Shown {
  return { name, help, samples: value === undefined ? [] : [{ labels: {}, value }] };
}
