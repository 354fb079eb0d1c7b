import Type, { type Static } from "typebox";
import type { LineAnswer } from "../api/call.ts";

/**
 * When an answer goes by reply token, when by push, and what LINE's answers mean. Pure:
 * docs/guarantees.md says the same in words, policy.test.ts as tables.
 */

/** How an answer left. */
export const Delivered = Type.Enum(["reply", "push", "kept", "unconfirmed", "withdrawn", "skipped"]);
export type Delivered = Static<typeof Delivered>;

/** What is recorded of a job's sending. Times are ms since the epoch. */
export interface Sending {
  /** Since when a reply is under way whose outcome nobody knows. */
  readonly reply?: number;
  /** The same of a push. */
  readonly push?: number;
  /**
   * The reply token was used or has ended, and not by a reply of ours, or is left to something
   * else.
   */
  readonly tokenOver?: boolean;
  /** The job was purged: nothing is sent any more. */
  readonly stopped?: boolean;
  /**
   * What the push under way holds was erased meanwhile, and under its retry key nothing else may
   * go.
   */
  readonly unloaded?: boolean;
  readonly done?: Delivered;
}

export type Step = { readonly do: "reply" | "push" } | { readonly do: "stop"; readonly as: Delivered };

/**
 * How long a reply token is used, from the webhook's receipt. LINE: "within one minute of receiving
 * the webhook"; 10 s are left for the request. The receipt counts and not the event's time: LINE's
 * words do, and clocks differ. A token that has ended all the same costs one refused call, then the
 * answer is pushed.
 */
export const REPLY_TOKEN_MS = 50_000;

/**
 * LINE knows a retry key for 24 h; past that a repeated push would be a second message. One hour is
 * left for clocks.
 */
export const RETRY_KEY_MS = 23 * 3_600_000;

interface Now {
  readonly now: number;
  /** When the webhook was received. */
  readonly receivedAt: number;
  readonly hasReplyToken: boolean;
  /** Not worth a push. */
  readonly replyOnly?: boolean | undefined;
}

/**
 * The next action for an answer. A way with an unknown outcome is repeated: a push with its retry
 * key, a reply with its token, which LINE accepts once. It never changes to the other way.
 */
export function nextStep(
  { reply, push, tokenOver, stopped, unloaded, done }: Sending,
  { now, receivedAt, hasReplyToken, replyOnly }: Now,
): Step {
  if (done !== undefined) return { do: "stop", as: done };
  if (stopped === true) return { do: "stop", as: "withdrawn" };
  if (push !== undefined)
    return unloaded !== true && now - push < RETRY_KEY_MS ? { do: "push" } : { do: "stop", as: "unconfirmed" };
  if (reply !== undefined) return { do: "reply" };
  if (hasReplyToken && tokenOver !== true && isYoung(now, receivedAt)) return { do: "reply" };
  return replyOnly === true ? { do: "stop", as: "skipped" } : { do: "push" };
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
  /** The same, but the token may simply have ended. */
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
  if (status === 429) return MONTHLY_LIMIT.test(message) ? "limit" : "slow-down";
  if (status === 401 || status === 403) return "denied";
  if (status === 400 && way === "reply" && INVALID_REPLY_TOKEN.test(message)) {
    if (!uncertain) return "token-over";
    return young ? "probably-sent" : "perhaps-sent";
  }
  return status === 408 || status >= 500 ? "unknown" : "rejected";
}

export function isYoung(now: number, receivedAt: number): boolean {
  return now - receivedAt <= REPLY_TOKEN_MS;
}
