import Type from "typebox";
import { PLAIN, UnreadableError, type Cipher } from "@guchi/shared/crypto/cipher.ts";
import { keys } from "@guchi/shared/redis/keys.ts";
import { fits } from "@guchi/shared/schema.ts";

/** What she said last to whom. */
export interface PhraseMemory {
  /**
   * What she had said to the user before this job, if known. A job that runs again after it remembered (crash between the
   * two writes) gets the answer of its first run, so it composes the same sentence again.
   */
  previous(user: string, jobId: string): Promise<string | undefined>;
  /** Keeps what she says to the user in this job. */
  remember(user: string, jobId: string, message: string): Promise<void>;
  /** Forgets what she says to the user, if it is of this job. */
  forget(user: string, jobId: string): Promise<void>;
}

/** What the stage itself needs of it. */
export type StageMemory = Pick<PhraseMemory, "previous" | "remember">;

/** The commands that the memory needs of an ioredis client. */
export interface PhraseMemoryRedis {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, unit: "PX", ttlMs: number): Promise<unknown>;
  del(key: string): Promise<unknown>;
}

/** After a month nobody minds hearing a sentence again. */
export const PHRASE_MEMORY_TTL_MS = 30 * 24 * 60 * 60 * 1_000;

const Said = Type.Object({
  jobId: Type.String(),
  message: Type.String(),
  previousMessage: Type.Optional(Type.String()),
});

/**
 * Keeps the idol's own sentence, never the user's words, under a hash of the user's id. Two jobs of one user at the same
 * moment may overwrite each other: then the later one counts as what she said last.
 */
export function createRedisPhraseMemory(
  redis: PhraseMemoryRedis,
  { ttlMs = PHRASE_MEMORY_TTL_MS, cipher = PLAIN }: { readonly ttlMs?: number; readonly cipher?: Cipher } = {},
): PhraseMemory {
  async function last(user: string): Promise<Type.Static<typeof Said> | undefined> {
    const key = keys.persona(user);
    return parse(await redis.get(key), (sealed) => cipher.open(sealed, key));
  }
  async function previous(user: string, jobId: string): Promise<string | undefined> {
    const said = await last(user);
    return said?.jobId === jobId ? said.previousMessage : said?.message;
  }
  return {
    previous,
    async remember(user, jobId, message) {
      const previousMessage = await previous(user, jobId);
      const key = keys.persona(user);
      await redis.set(key, cipher.seal(JSON.stringify({ jobId, message, previousMessage }), key), "PX", ttlMs);
    },
    async forget(user, jobId) {
      if ((await last(user))?.jobId === jobId) await redis.del(keys.persona(user));
    },
  };
}

/** What does not parse or fit is as good as forgotten: she may repeat herself once, and the next write repairs it. */
function parse(stored: string | null, open: (sealed: string) => string): Type.Static<typeof Said> | undefined {
  if (stored === null) return undefined;
  try {
    const said: unknown = JSON.parse(open(stored));
    return fits(Said, said) ? said : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof UnreadableError) return undefined;
    throw error;
  }
}
