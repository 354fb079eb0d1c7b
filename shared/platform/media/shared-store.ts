import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { PlatformLog } from "../log-codes.ts";
import { keys } from "../redis/keys.ts";
import type { MediaStore } from "./store.ts";

const TELL_EVERY_MS = 60_000;
/** A store that nobody told of for this long is not in use. */
const IN_USE_MS = 3 * TELL_EVERY_MS;

/** For so long a start waits for the first look, in ms. */
const FIRST_LOOK_MS = 2_000;

interface Deps {
  readonly redis: Redis;
  readonly media: Pick<MediaStore, "id">;
  readonly log: Pick<PlatformLog, "warn">;
  readonly tellEveryMs?: number;
}

/**
 * Tells in Redis which media store this process uses, and warns once, at the start or later, when
 * another process on this Redis uses another one: then half of all files are missing wherever they
 * are asked for. What fails is a warning, and tried again. A store that is slow to answer holds up
 * no start. The returned function ends it.
 */
export async function watchStores({ redis, media, log, tellEveryMs = TELL_EVERY_MS }: Deps): Promise<() => void> {
  let mine: string | undefined;
  let warned = false;
  const look = async () => {
    mine ??= await media.id();
    const now = Date.now();
    await redis.zadd(keys.mediaStores, now, mine);
    await redis.zremrangebyscore(keys.mediaStores, 0, now - IN_USE_MS);
    const others = (await redis.zcard(keys.mediaStores)) - 1;
    if (others > 0 && !warned)
      log.warn(
        { code: "media.not_shared" },
        "media are not shared: another Guchi on this Redis keeps them elsewhere (DATA_DIR, MEDIA_STORE), and each one's files are 404 at the other",
      );
    warned = others > 0;
  };
  const lookOrWarn = () =>
    look().catch((error: unknown) =>
      log.warn({ code: "media.not_looked_at", err: error }, "media stores not looked at"),
    );
  await Promise.race([lookOrWarn(), sleep(FIRST_LOOK_MS, undefined, { ref: false })]);
  const timer = setInterval(() => void lookOrWarn(), tellEveryMs);
  return () => clearInterval(timer);
}
