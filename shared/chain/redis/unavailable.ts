/**
 * The words that Redis' answer begins with, or in 6.2, in what a script met, holds behind a dash.
 */
const ANSWERS = /(?:^|-)(?:LOADING|OOM|READONLY|MASTERDOWN|CLUSTERDOWN|MISCONF|TRYAGAIN|NOREPLICAS|BUSY|UNKILLABLE)\b/;
const MESSAGES =
  /^(Connection is closed|Stream isn't writeable|Command timed out|Reached the max retries|connect |read ECONN|write E|Socket)/;
const CODES = new Set(["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENOTFOUND"]);

/**
 * Whether this error says that Redis cannot serve now (away, loading, full, read-only), not that we
 * asked wrongly.
 */
export function isRedisUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "ReplyError") return ANSWERS.test(error.message);
  if (error.name === "MaxRetriesPerRequestError" || MESSAGES.test(error.message)) return true;
  return "code" in error && typeof error.code === "string" && CODES.has(error.code) && "syscall" in error;
}
