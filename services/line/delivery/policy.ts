import type { LineAnswer } from "../api/call.ts";
import type { DeliveryState } from "./machine.ts";
import { isWithin, type Outage } from "./outage.ts";

/**
 * When an answer goes by reply token, when by push, and what LINE's answers mean. Pure:
 * docs/guarantees.md says the same in words, policy.test.ts as tables.
 */

/** What to do next about a delivery. */
export type Step = "reply" | "push" | "hold" | "let-go" | "give-up" | "end";

/**
 * How long a reply token is used, from the webhook's receipt. LINE: "within one minute of receiving
 * the webhook"; 10 s are left for the request. The receipt counts and not the event's time: LINE's
 * words do, and clocks differ. A token that has ended all the same costs one refused call, then the
 * answer is pushed.
 */
export const REPLY_TOKEN_MS = 50_000;

/**
 * Longest pause between two replies while the token is good, in ms. Once it has ended, LINE's "no"
 * tells no more whether an earlier reply arrived: what LINE comes back for is asked before that.
 */
const REPLY_PAUSE_MS = 5_000;
/** First attempts at which the stage's own pauses, from half a second on, are shorter. */
const QUICK_ATTEMPTS = 4;

/**
 * LINE knows a retry key for 24 h; past that a repeated push would be a second message. One hour is
 * left for clocks.
 */
export const RETRY_KEY_MS = 23 * 3_600_000;

/**
 * How long an answer is tried while LINE is away, in ms. Then it waits for the next one to its
 * chat, before its attempts are used up.
 */
const HOLD_AFTER_MS = 20 * 60_000;

/**
 * A failure tells for so long, in ms, that LINE is away: the longest pause between two attempts.
 * After it, somebody has to ask, or nobody would learn that LINE is there again.
 */
const ASK_AGAIN_MS = 5 * 60_000;

interface Circumstances {
  /** ms since the epoch. */
  readonly now: number;
  /** When the webhook was received. */
  readonly receivedAt: number;
  /** When the event happened, by LINE's clock. */
  readonly happenedAt: number;
  readonly hasReplyToken: boolean;
  /** Not worth a push, and nothing that should wait for another answer. */
  readonly replyOnly: boolean;
  /** Whether it may be pushed: to a group, a push counts for each member. */
  readonly mayPush: boolean;
  readonly outage: Outage | undefined;
}

/**
 * What to do next. A way with an unknown outcome is repeated: a push with its retry key, a reply
 * with its token, which LINE accepts once. It never changes to the other way. A reply whose token
 * is old and that failed as all else did, for longer than a minute, is held: nobody can find out
 * any more whether it arrived.
 */
export function nextStep(state: DeliveryState | undefined, about: Circumstances): Step {
  if (state === undefined || state.state === "composed") return firstStep(state?.tokenOver === true, about);
  if (state.state !== "sending" && state.state !== "uncertain") return "end";
  const { way, at, messages } = state;
  const { now, outage } = about;
  const isAway = isWithin(at, outage);
  if (way === "reply") return isAway && !isSurelyGood(now, about) ? endOf(about, "hold") : "reply";
  if (isAway && now - at > HOLD_AFTER_MS) return endOf(about, "hold");
  return messages === undefined || now - at >= RETRY_KEY_MS ? "give-up" : "push";
}

function firstStep(isTokenOver: boolean, about: Circumstances): Step {
  const { now, receivedAt, hasReplyToken, mayPush, outage } = about;
  if (hasReplyToken && !isTokenOver && isYoung(now, receivedAt)) return "reply";
  const isAway = outage?.isOver === false && outage.until - outage.from > HOLD_AFTER_MS;
  const isStill = isAway && now - outage.until <= ASK_AGAIN_MS;
  return endOf(about, mayPush && !isStill ? "push" : "hold");
}

function endOf({ replyOnly }: Circumstances, otherwise: Step): Step {
  return replyOnly ? "let-go" : otherwise;
}

/** What LINE's answer means: */
export type Verdict =
  | "sent"
  /**
   * The reply token was used or has ended, and no reply of ours can have used it: nothing was sent.
   */
  | "token-over"
  /**
   * The reply token was used or has ended, after a reply whose outcome nobody knew: that reply was
   * probably it.
   */
  | "probably-sent"
  /**
   * The same, but the token may simply have ended; or the month's messages are used up, after a
   * request whose outcome nobody knew.
   */
  | "perhaps-sent"
  /** The month's messages are used up: not sent. */
  | "limit"
  /** Too many requests right now: not sent. */
  | "slow-down"
  /** We may not: not sent, and will not be before somebody mends the channel's settings. */
  | "denied"
  /** LINE does not take this message or this receiver: not sent. */
  | "rejected"
  /** Not sent: LINE was not reached. */
  | "unreached"
  /** May have been sent. */
  | "unknown";

/** Whether LINE was asked before, without an answer, and the token's age. */
interface Before {
  readonly uncertain: boolean;
  readonly young: boolean;
}

/**
 * LINE tells these from others of the same status by its words alone:
 * https://developers.line.biz/en/reference/messaging-api/#error-messages
 */
const MONTHLY_LIMIT = /monthly limit/i;
const INVALID_REPLY_TOKEN = /invalid reply token/i;

export function judge(way: "reply" | "push", answer: LineAnswer, { uncertain, young }: Before): Verdict {
  if (answer.kind !== "answer") return answer.kind;
  const { status, message } = answer;
  if (status >= 200 && status < 300) return "sent";
  if (status === 409 && way === "push") return "sent"; // "The retry key is already accepted"
  if (status === 429 && MONTHLY_LIMIT.test(message)) return uncertain ? "perhaps-sent" : "limit";
  if (status === 429) return "slow-down";
  if (status === 401 || status === 403) return "denied";
  if (status === 400 && way === "reply" && INVALID_REPLY_TOKEN.test(message)) {
    if (!uncertain) return "token-over";
    return young ? "probably-sent" : "perhaps-sent";
  }
  return status === 408 || status >= 500 ? "unknown" : "rejected";
}

/**
 * Pause before a reply that LINE did not answer is tried again, in ms; undefined: as the stage's
 * policy says. `attempt` counts from 1.
 */
export function pauseBeforeReply(now: number, receivedAt: number, attempt: number): number | undefined {
  const leftMs = receivedAt + REPLY_TOKEN_MS - now;
  return attempt <= QUICK_ATTEMPTS || leftMs <= 0 ? undefined : Math.min(leftMs, REPLY_PAUSE_MS);
}

/**
 * Whether LINE's "no" to this token tells that it was used: that it has not ended by age, also if
 * the webhook came late (a redelivered one has the first one's token).
 */
export function isSurelyGood(
  now: number,
  { receivedAt, happenedAt }: Pick<Circumstances, "receivedAt" | "happenedAt">,
): boolean {
  return isYoung(now, Math.min(receivedAt, happenedAt));
}

function isYoung(now: number, receivedAt: number): boolean {
  return now - receivedAt <= REPLY_TOKEN_MS;
}
