import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import { isNeverSent } from "@guchi/platform/net/never-sent.ts";
import { retryAfterMs } from "@guchi/platform/net/retry-after.ts";
import Type from "typebox";

/**
 * Longest wait for one answer of LINE, in ms. Its own are under a second; the SDK has no limit at
 * all.
 */
const LINE_TIMEOUT_MS = 8_000;

/** What came of a request to LINE. */
export type LineAnswer =
  /** LINE answered. `message` is LINE's own error text, "" where there is none. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly message: string;
      readonly body: unknown;
      readonly retryAfterMs?: number;
    }
  /** The request never left this machine: it is sure that nothing was sent. */
  | { readonly kind: "unreached"; readonly cause: unknown }
  /** It left, and no answer came: LINE may have done it. */
  | { readonly kind: "unknown"; readonly cause: unknown };

interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Without one it is a GET. */
  readonly body?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks LINE. Never throws: what matters about a failure is whether LINE may have acted.
 *
 * Plain fetch and not the SDK's client (11.2): that one drops a path in its base URL, has no
 * time-out and takes no AbortSignal, and serialises the body itself, while a repeated push must be
 * the same to the byte. Types, and the check of signatures, are the SDK's.
 */
export async function callLine({ url, headers, body, timeoutMs = LINE_TIMEOUT_MS, signal }: Call): Promise<LineAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      headers,
      body: body ?? null,
      redirect: "error",
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    const parsed = jsonOrUndefined(await response.text());
    const waitMs = retryAfterMs(response.headers.get("retry-after"));
    return {
      kind: "answer",
      status: response.status,
      message: messageOf(parsed),
      body: parsed,
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    };
  } catch (cause) {
    return { kind: isNeverSent(cause) ? "unreached" : "unknown", cause };
  }
}

/** https://developers.line.biz/en/reference/messaging-api/#error-responses */
export const ErrorBody = Type.Object({
  message: Type.String(),
  details: Type.Optional(
    Type.Array(Type.Object({ message: Type.Optional(Type.String()), property: Type.Optional(Type.String()) })),
  ),
});
const MAX_MESSAGE_CHARACTERS = 500;

function messageOf(body: unknown): string {
  if (!fits(ErrorBody, body)) return "";
  const details = body.details?.map(({ property = "", message = "" }) => `${property}: ${message}`) ?? [];
  return [body.message, ...details].join("; ").slice(0, MAX_MESSAGE_CHARACTERS);
}
