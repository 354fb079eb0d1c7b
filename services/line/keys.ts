import { shardOf } from "@guchi/chain/redis/keys.ts";
import { PREFIX } from "@guchi/platform/redis/keys.ts";

/**
 * How much longer than a job its keys here are kept, so that whoever looks for a job that is still
 * there finds it.
 */
export const LONGER_THAN_JOB_SECONDS = 86_400;

/** LINE's keys. An owner is a hash of a LINE user, group or room. */
export const lineKeys = {
  /** Hash: what was sent of a job's answer to LINE (parcel.ts). */
  delivery: (id: string) => `${PREFIX}:{${shardOf(id)}}:delivery:${id}`,
  /** Set: the jobs that answer a LINE message. */
  message: (messageId: string) => `${PREFIX}:line:message:${messageId}`,
  /** There when the user took the message back. */
  unsent: (messageId: string) => `${PREFIX}:line:unsent:${messageId}`,
  /** Sorted set: job → time of its event. */
  jobs: (owner: string) => `${PREFIX}:line:{${owner}}:jobs`,
  /** String: everything of the owner up to this time (ms since the epoch) is to be forgotten. */
  forgotten: (owner: string) => `${PREFIX}:line:{${owner}}:forgotten`,
  /** String: the language that the owner last wrote in. */
  language: (owner: string) => `${PREFIX}:line:{${owner}}:language`,
  /** Hash: job → answer that waits for the owner's next message. */
  kept: (owner: string) => `${PREFIX}:line:{${owner}}:kept`,
  /** Hash: the same, taken by a job that hands it over. */
  claimed: (owner: string, id: string) => `${PREFIX}:line:{${owner}}:claimed:${id}`,
  /** Hash: job whose answer was ever kept → where that is: none is kept twice, each is found. */
  keptState: (owner: string) => `${PREFIX}:line:{${owner}}:kept-state`,
  /** String: the stateless channel access token, sealed. */
  token: `${PREFIX}:line:{token}`,
  tokenLock: `${PREFIX}:line:{token}:lock`,
} as const;

/** Keys of hashes that hold sealed texts. Of the first, group 1 is the job. */
export const lineKeyPatterns = {
  delivery: new RegExp(`^${PREFIX}:\\{\\d+\\}:delivery:(.+)$`),
  keptOrClaimed: new RegExp(`^${PREFIX}:line:\\{.+\\}:(?:kept|claimed:.+)$`),
} as const;
