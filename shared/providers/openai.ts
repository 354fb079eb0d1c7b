import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai";
import { retryAfterMs } from "@guchi/platform/net/retry-after.ts";
import { ProviderError, type FailureKind } from "./failure.ts";
import { kindOfNetworkError, kindOfStatus } from "./http.ts";
import { kindOfCode } from "./openai-codes.ts";
import type { OpenAiSettings } from "./settings.ts";

/** Backstop behind the time limit of each call, in ms: the SDK's own is ten minutes. */
const TIMEOUT_MS = 110_000;

/**
 * OpenAI's client. The queue retries, so the SDK does not; and it logs nothing, whatever OPENAI_LOG
 * says, because its log holds what users wrote. Throws TypeError without a key: ask for it only
 * where the choice of providers does.
 */
export function createOpenAi({ OPENAI_API_KEY, OPENAI_BASE_URL }: OpenAiSettings): OpenAI {
  if (OPENAI_API_KEY === undefined) throw new TypeError("OPENAI_API_KEY is not set");
  return new OpenAI({
    apiKey: OPENAI_API_KEY,
    baseURL: OPENAI_BASE_URL,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    logLevel: "off",
  });
}

/**
 * Makes a call of the SDK. Throws ProviderError, or the abort as it came: who aborted knows why.
 */
export async function askOpenAi<Answer>(provider: string, call: () => PromiseLike<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw openAiFailure(provider, error);
  }
}

/**
 * The SDK's error, sorted. Its text is left out of the cause: it can hold the prompt or a part of
 * the key.
 */
export function openAiFailure(provider: string, error: unknown): unknown {
  if (error instanceof APIUserAbortError) return error;
  const kind = kindOf(error);
  if (kind === undefined) return error;
  const headers = error instanceof APIError ? error.headers : undefined;
  const waitMs = kind === "rate_limited" ? namedWaitMs(headers) : undefined;
  return new ProviderError(kind, provider, { retryAfterMs: waitMs, cause: new Error(describe(error)) });
}

function kindOf(error: unknown): FailureKind | undefined {
  if (error instanceof APIConnectionTimeoutError) return "timeout";
  if (error instanceof APIConnectionError) return kindOfNetworkError(error.cause);
  if (error instanceof SyntaxError) return "broken_answer";
  // The SDK lets a connection that breaks inside the body through as undici tells it: "terminated",
  // with the socket's error.
  if (error instanceof TypeError && error.cause instanceof Error) return kindOfNetworkError(error);
  if (!(error instanceof APIError)) return undefined;
  return kindOfCode(error.code) ?? (typeof error.status === "number" ? kindOfStatus(error.status) : "cut");
}

/** OpenAI names the wait in seconds, and finer in `retry-after-ms`. */
function namedWaitMs(headers: Headers | undefined): number | undefined {
  const ms = headers?.get("retry-after-ms") ?? "";
  return /^\d{1,9}(\.\d+)?$/.test(ms) ? Math.round(Number(ms)) : retryAfterMs(headers?.get("retry-after"));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if (!(error instanceof APIError)) return error.name;
  const code = /^[\w.-]{1,64}$/.test(error.code ?? "") ? error.code : undefined;
  return [error.constructor.name, error.status, code, error.requestID].filter((part) => part != null).join(" ");
}
