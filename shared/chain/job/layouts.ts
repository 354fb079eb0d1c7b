import type { Redis } from "ioredis";
import { layoutText, parseLayout, type Layout } from "../layout.ts";
import type { ChainKeys } from "../redis/keys.ts";

/** Layouts that this process has met, by hash: the same hash is the same layout everywhere. */
const met = new Map<string, Layout>();

/** The layouts that were stored over a connection since it was last made, by prefix and hash. */
const stored = new WeakMap<Redis, Set<string>>();

/** Keeps the layout in Redis, unless this process has done so. Before a job that begins with it. */
export async function keepLayout(redis: Redis, keys: ChainKeys, layout: Layout): Promise<void> {
  met.set(layout.hash, layout);
  const known = storedOver(redis);
  const field = `${keys.prefix}:${layout.hash}`;
  if (known.has(field)) return;
  await redis.hset(keys.layouts, layout.hash, layoutText(layout));
  known.add(field);
}

/** Keeps these and all that this process has met: Redis may have lost some. */
export async function keepLayouts(redis: Redis, keys: ChainKeys, layouts: readonly Layout[]): Promise<void> {
  for (const layout of layouts) met.set(layout.hash, layout);
  if (met.size > 0)
    await redis.hset(keys.layouts, ...[...met.values()].flatMap((each) => [each.hash, layoutText(each)]));
}

/** The layout if this process has met it. */
export function knownLayout(hash: string): Layout | undefined {
  return met.get(hash);
}

/** The layout that Redis keeps; undefined when there is none, or it is damaged. */
export async function readLayout(redis: Redis, keys: ChainKeys, hash: string): Promise<Layout | undefined> {
  const text = await redis.hget(keys.layouts, hash);
  const layout = text === null ? undefined : parseLayout(hash, text);
  if (layout !== undefined) met.set(hash, layout);
  return layout;
}

function storedOver(redis: Redis): Set<string> {
  const known = stored.get(redis);
  if (known !== undefined) return known;
  const fresh = new Set<string>();
  stored.set(redis, fresh);
  redis.on("ready", () => fresh.clear()); // another Redis may answer now, or one that lost its data
  return fresh;
}
