import { chainKeys, shardOf } from "@guchi/chain/redis/keys.ts";

/** Begins every key of Guchi. */
export const PREFIX = "guchi";

/** The engine's keys under Guchi's prefix, and those of the platform. */
export const keys = {
  ...chainKeys(PREFIX),
  /** Sorted set: worker instance → ms since the epoch of its last sign of life. */
  workers: (stage: string) => `${PREFIX}:workers:${stage}`,
  /** Sorted set: jobs that an API key started which may see its own alone → created at, in ms. */
  owned: (name: string) => `${PREFIX}:owned:${name}`,
  /** There while a start tries out what Redis lets it do. */
  tryOut: (random: string) => `${PREFIX}:{${shardOf(random)}}:try-out:${random}`,
  /** String: since when texts are sealed under DATA_KEY (key-mark.ts), sealed. */
  dataKey: `${PREFIX}:data-key`,
  /** Sorted set: media store → ms since the epoch when somebody told last that it is used. */
  mediaStores: `${PREFIX}:media-stores`,
  /** String: what signs something, made once. */
  secret: (name: string) => `${PREFIX}:secret:${name}`,
} as const;
