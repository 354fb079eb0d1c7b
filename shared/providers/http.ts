import { isNeverSent } from "@guchi/platform/net/never-sent.ts";
import { ProviderError, type FailureKind } from "./failure.ts";

/** What an HTTP status other than 2xx means, where the body says nothing finer. */
export function kindOfStatus(status: number): FailureKind {
  if (status === 429) return "rate_limited";
  if (status === 402) return "out_of_quota";
  if (status === 401 || status === 403 || status === 404 || status === 410) return "misconfigured";
  if (status === 408 || status === 409 || status >= 500) return "server_error";
  return "bad_request";
}

/** What a failed request means: whether it can have arrived. */
export function kindOfNetworkError(error: unknown): "unreachable" | "cut" {
  return isNeverSent(error) ? "unreachable" : "cut";
}

/**
 * The failure of a request that was made with `fetch`. An abort is given back as it is: who aborted
 * knows why.
 */
export function networkFailure(provider: string, error: unknown): unknown {
  if (error instanceof Error && error.name === "AbortError") return error;
  return new ProviderError(kindOfNetworkError(error), provider, { cause: error });
}
