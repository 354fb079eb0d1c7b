import { Redis } from "ioredis";
import type { SentinelAddress } from "./address.ts";
import { ofSentinel, type TlsFiles } from "./target.ts";

/** Published when another server is the primary: its name, then addresses. */
const SWITCHED = "+switch-master";
const RETRY_MS = 1_000;

/**
 * Calls `onSwitch` when a Sentinel tells of a new primary. Who is connected to the old one may not
 * notice by itself: a frozen server, or a machine that is cut off, closes no connection. The
 * returned function ends it.
 */
export function watchSentinels(address: SentinelAddress, files: TlsFiles, onSwitch: () => void): () => void {
  const watching = address.sentinels.map((sentinel) => {
    const redis = new Redis({
      ...ofSentinel(address, files),
      ...sentinel,
      retryStrategy: () => RETRY_MS,
      maxRetriesPerRequest: null,
    });
    redis.on("error", () => undefined); // one that is away is not missed
    redis.on("message", (_, told: string) => {
      if (told.startsWith(`${address.name} `)) onSwitch();
    });
    redis.subscribe(SWITCHED).catch(() => undefined);
    return redis;
  });
  return () => {
    for (const redis of watching) redis.disconnect();
  };
}
