/** Longest wait that another side may name, in ms: a day. */
const MAX_WAIT_MS = 86_400_000;

/**
 * A Retry-After header in ms from now, at most a day: seconds, also with a fraction, or an HTTP
 * date (RFC 9110, 10.2.3). Undefined when it is missing, is sent twice or is neither.
 */
export function retryAfterMs(
  header: string | readonly string[] | null | undefined,
  now = Date.now(),
): number | undefined {
  if (typeof header !== "string") return undefined;
  const ms = waitMs(header.trim(), now);
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, Math.round(ms)), MAX_WAIT_MS);
}

function waitMs(value: string, now: number): number {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  return /[a-z]/i.test(value) ? Date.parse(value) - now : Number.NaN;
}
