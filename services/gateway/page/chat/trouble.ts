import { GuchiError } from "@guchi/client/client.ts";
import type { End, Wait } from "./words/words.ts";

/** What a failure means to who waits, when it goes on by itself. */
export function waitAfter(error: GuchiError, isOnline: boolean): Wait {
  if (!isOnline) return "offline";
  if (error.status === undefined) return "unreachable";
  return error.status === 429 ? "slower" : "busy";
}

/** What ends a message without an answer; `key` when it could go on with a key. */
export function endAfter(error: unknown): End | "key" {
  const status = error instanceof GuchiError ? error.status : undefined;
  if (status === 401) return "key";
  if (status === 403) return "closed";
  if (status === 404 || status === 410) return "gone";
  return status !== undefined && status < 500 ? "refused" : "failed";
}
