import { answerOf, isOfClient, isRedisUnavailable, replyCode } from "./unavailable.ts";

/**
 * Errors that a connection or a queue told of itself: a refused connection, a bad certificate.
 * Their look says not whose they are.
 */
const told = new WeakSet<object>();

/** Marks an error as one of Redis, and gives it back. */
export function ofRedis<Thrown>(error: Thrown): Thrown {
  if (typeof error === "object" && error !== null) told.add(error);
  return error;
}

/**
 * What Redis' trouble is called: `AWAY` when no connection is to be had, otherwise the first word
 * of what it answered, such as `READONLY`, `OOM` or `NOPERM`. Undefined when the error is none of
 * Redis.
 */
export function redisTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "ReplyError") return answered(answerOf(error));
  return told.has(error) || isOfClient(error) ? "AWAY" : undefined;
}

/** A worker that waits for work is told so when a primary becomes a replica. */
const UNBLOCKED = "UNBLOCKED";

/** Whether Redis only says that it has become a replica: why it refuses, it says next. */
export function isUnblocked(error: unknown): boolean {
  return error instanceof Error && error.name === "ReplyError" && replyCode(error.message) === UNBLOCKED;
}

function answered(message: string): string {
  const code = replyCode(message);
  if (code === UNBLOCKED) return "READONLY";
  return code === "" || code === "ERR" ? withoutArguments(message).slice(0, 80) : code;
}

/**
 * What Redis answered, without what it was sent: a command that it does not know it repeats, and a
 * value in it may be a secret.
 */
export function withoutArguments(message: string): string {
  return message.replace(/,? with args beginning with:[\s\S]*$/, "");
}

/**
 * Whether Redis answered, and refused for now: it is read-only, full, or cannot write to its disk.
 * The same may be asked again. True also of an error that was caused by that.
 */
export function isRefusedForNow(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error.name === "ReplyError" && isRedisUnavailable(error)) || isRefusedForNow(error.cause);
}
