import type { JobClient } from "@guchi/chain/client.ts";
import type { Cipher } from "@guchi/chain/crypto/cipher.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { Redis } from "ioredis";

/** What an eraser gets beside the job's id. */
export interface Erasing {
  readonly redis: Redis;
  readonly cipher: Cipher;
  /** How long a finished job is kept (JOB_TTL), in seconds. */
  readonly jobTtlSeconds: number;
  /** The job's record as it was, where that is still known. */
  readonly record?: JobRecord | undefined;
  /** The pipeline of a job; undefined: there is none (any more). */
  readonly pipelineOf: (job: string) => Promise<string | undefined>;
  /** Purges another job, in which the same words are. That one's erasers run, too. */
  readonly purge: JobClient["purge"];
}

/** Erases what is kept of a job that is purged, in any process. It may be called twice. */
export type Eraser = (job: string, erasing: Erasing) => Promise<void>;

/** The fields of a hash in Redis. */
export type Fields = Readonly<Record<string, string>>;

/**
 * Seals a text under the first key of DATA_KEY. Returns undefined when it needs no change.
 * `writtenAt` (ms since the epoch; default: now) decides whether an unsealed text can be older than
 * the key.
 */
export type Reseal = (text: string, context: string, writtenAt?: number) => string | undefined;

/** A kind of hash in Redis that holds texts sealed under DATA_KEY. */
export interface SealedPlace {
  /** Its keys. Group 1 names whose it is. */
  readonly keys: RegExp;
  /** The fields that are to change, as they should be. */
  readonly changed: (fields: Fields, owner: string, reseal: Reseal) => Fields;
}

/** Something that is kept in Redis beside the job record. */
export interface Kept {
  readonly sealed?: readonly SealedPlace[];
  /** For what only the record leads to: called before the record is erased, and again after it. */
  readonly eraseFirst?: Eraser;
  readonly erase?: Eraser;
}

/** The fields of this name that are to change. */
export function changedFields(
  fields: Fields,
  names: RegExp,
  change: (text: string, field: string) => string | undefined,
): Fields {
  const changed = Object.entries(fields)
    .filter(([field]) => names.test(field))
    .flatMap(([field, text]) => {
      const after = change(text, field);
      return after === undefined ? [] : [[field, after]];
    });
  return Object.fromEntries(changed) as Fields;
}
