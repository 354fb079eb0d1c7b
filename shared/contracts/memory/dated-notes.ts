import { changedFields, type Erasing, type Kept, type Reseal } from "@guchi/platform/service/kept.ts";
import type { Redis } from "ioredis";
import { userOf } from "./user-of.ts";

/**
 * A note of a job as a field of its user's hash, under the job's id, so that a purge can take it
 * out without opening it: a time (ms since the epoch), a space, and the text as the caller sealed
 * it. The time stands in the open: that there was something is known also to who cannot open what
 * it was.
 */
export interface DatedNote {
  readonly at: number;
  readonly sealed: string;
}

const FIELD = /^(\d{1,15}) (.*)$/s;

/** The notes in a hash, with their jobs. What does not look like one is left out. */
export async function readNotes(redis: Redis, key: string): Promise<readonly (DatedNote & { readonly job: string })[]> {
  return Object.entries(await redis.hgetall(key)).flatMap(([job, field]) => {
    const note = parseNote(field);
    return note === undefined ? [] : [{ job, ...note }];
  });
}

function parseNote(field: string): DatedNote | undefined {
  const [, at, sealed] = FIELD.exec(field) ?? [];
  return at === undefined || sealed === undefined ? undefined : { at: Number(at), sealed };
}

/** The note as a field. */
export function noteField({ at, sealed }: DatedNote): string {
  return `${at} ${sealed}`;
}

/**
 * The notes as a service declares that it keeps them. `keys`: those hashes; group 1 is the key. A
 * purge takes the note of a job out of the hash at `keyOf` the user whom the job's record names.
 */
export function keptNotes(keys: RegExp, keyOf: (user: string) => string) {
  return {
    sealed: [
      { keys, changed: (fields, key, reseal) => changedFields(fields, /^/, (field) => resealed(field, key, reseal)) },
    ],
    eraseFirst: async (job: string, { redis, record }: Pick<Erasing, "redis" | "record">) => {
      const user = userOf(record);
      if (user !== undefined) await redis.hdel(keyOf(user), job);
    },
  } satisfies Kept;
}

/** The field in place of one under an older key; undefined when it stays. */
function resealed(field: string, key: string, reseal: Reseal): string | undefined {
  const note = parseNote(field);
  if (note === undefined) return undefined;
  const sealed = reseal(note.sealed, key, 0);
  return sealed === undefined ? undefined : noteField({ at: note.at, sealed });
}
