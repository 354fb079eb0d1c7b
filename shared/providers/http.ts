import { ProviderError, type FailureKind } from "./failure.ts";

/** Refused or never made: the request did not arrive. Codes of Node and undici. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** What an HTTP status other than 2xx means, where the body says nothing finer. */
export function kindOfStatus(status: number): FailureKind {
  if (status === 429) return "rate_limited";
  if (status === 402) return "out_of_quota";
  if (status === 401 || status === 403 || status === 404 || status === 410) return "misconfigured";
  if (status === 408 || status === 409 || status >= 500) return "server_error";
  return "bad_request";
}

/** What a failed fetch means, by the codes in its chain of causes: whether the request can have arrived. */
export function kindOfNetworkError(error: unknown): "unreachable" | "cut" {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    if ("code" in each && typeof each.code === "string" && NEVER_SENT.has(each.code)) return "unreachable";
    // Several addresses were tried: AggregateError.
    if (each instanceof AggregateError && each.errors.every((one) => kindOfNetworkError(one) === "unreachable")) {
      return "unreachable";
    }
  }
  return "cut";
}

/**
 * A Retry-After header in ms from now: seconds or an HTTP date (RFC 9110, 10.2.3). Undefined when it is missing or is
 * neither.
 */
export function retryAfterMs(header: string | null | undefined, now = Date.now()): number | undefined {
  if (header === null || header === undefined) return undefined;
  const value = header.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1_000);
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The failure of a request that was made with `fetch`. An abort is given back as it is: who aborted knows why. */
export function networkFailure(provider: string, error: unknown): unknown {
  if (error instanceof Error && error.name === "AbortError") return error;
  return new ProviderError(kindOfNetworkError(error), provider, { cause: error });
}
