import { ofChannel } from "@guchi/contracts/line/channels.ts";
import { PREFIX } from "@guchi/platform/redis/keys.ts";

/**
 * How much longer than a job its keys here are kept, so that whoever looks for a job that is still
 * there finds it.
 */
export const LONGER_THAN_JOB_SECONDS = 86_400;

/** LINE's keys. An owner is a hash of a channel's user, group or room. */
export const lineKeys = {
  /** Hash: job → state of its answer's delivery to the owner's chat, JSON (delivery/store.ts). */
  deliveries: (owner: string) => `${PREFIX}:line:{${owner}}:deliveries`,
  /** String: since when every reply and push fails, in ms since the epoch. */
  away: (channel?: string) => `${PREFIX}:line:{away${ofChannel(channel)}}`,
  /** String: when one failed last, in ms since the epoch. */
  lastFailure: (channel?: string) => `${PREFIX}:line:{away${ofChannel(channel)}}:failure`,
  /** String: from when to when that was so last, in ms since the epoch. */
  lastOutage: (channel?: string) => `${PREFIX}:line:{away${ofChannel(channel)}}:last`,
  /** Set: the jobs that answer a LINE message. */
  message: (messageId: string, channel?: string) => `${PREFIX}:line:message:${messageId}${ofChannel(channel)}`,
  /** There when the user took the message back. */
  unsent: (messageId: string, channel?: string) => `${PREFIX}:line:unsent:${messageId}${ofChannel(channel)}`,
  /** Sorted set: job → time of its event. */
  jobs: (owner: string) => `${PREFIX}:line:{${owner}}:jobs`,
  /** String: everything of the owner up to this time (ms since the epoch) is to be forgotten. */
  forgotten: (owner: string) => `${PREFIX}:line:{${owner}}:forgotten`,
  /** String: the language that the owner last wrote in. */
  language: (owner: string) => `${PREFIX}:line:{${owner}}:language`,
  /** String: the stateless channel access token, sealed. */
  token: (channel?: string) => `${PREFIX}:line:{token${ofChannel(channel)}}`,
  tokenLock: (channel?: string) => `${PREFIX}:line:{token${ofChannel(channel)}}:lock`,
} as const;

/** Keys of the hashes that hold sealed messages. */
export const DELIVERIES = new RegExp(`^${PREFIX}:line:\\{.+\\}:deliveries$`);
