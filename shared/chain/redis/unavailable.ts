/**
 * The codes by which Redis refuses for now: it loads, is full, read-only, a replica without a
 * primary …
 */
const REFUSALS = new Set(
  "LOADING OOM READONLY MASTERDOWN CLUSTERDOWN MISCONF TRYAGAIN NOREPLICAS BUSY UNKILLABLE".split(" "),
);

/**
 * What ioredis 6.0 says in errors without a code or a public class when a connection is lost under
 * a command or is not to be had: utils/index.js:375, Redis.js:406, Command.js:207,
 * redis/event_handler.js:242. Nothing else says these words.
 */
const OF_CLIENT =
  /^(?:Connection is closed\.$|Stream isn't writeable|Command timed out$|Command aborted due to connection close$)/;

/** The same of its client of a cluster: cluster/index.js, errors/ClusterAllFailedError.js. */
const OF_CLUSTER =
  /^(?:Cluster isn't ready|Cluster is ended\.$|None of startup nodes is available$|Failed to refresh slots cache\.$|Too many Cluster redirections\.|No (?:sharded )?subscriber for )/;

const SOCKET_CALLS = new Set<unknown>(["connect", "getaddrinfo", "read", "write"]);
/** ENOENT is that of a Unix socket. */
const SOCKET_CODES = new Set<unknown>(
  "ECONNREFUSED ECONNRESET ENOENT EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN".split(" "),
);

/**
 * Whether this error says that Redis cannot serve now (away, loading, full, read-only), not that we
 * asked wrongly.
 */
export function isRedisUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "ReplyError") return REFUSALS.has(replyCode(answerOf(error)));
  return isOfClient(error) || isOfSocket(error);
}

/** Whether Redis answered that it will not do this, now or later. */
export function isRefused(error: unknown): boolean {
  return error instanceof Error && error.name === "ReplyError" && !isRedisUnavailable(error);
}

/**
 * What Redis answered. Of a transaction that it discarded (`EXECABORT`), what it said of the
 * command that was at fault: ioredis keeps that beside it.
 */
export function answerOf(error: Error): string {
  const before: unknown = "previousErrors" in error ? error.previousErrors : undefined;
  const [cause]: readonly unknown[] = Array.isArray(before) ? before : [];
  return cause instanceof Error ? cause.message : error.message;
}

/** Whether ioredis itself says that there is no connection. */
export function isOfClient(error: Error): boolean {
  return error.name === "MaxRetriesPerRequestError" || [OF_CLIENT, OF_CLUSTER].some((said) => said.test(error.message));
}

/**
 * The code in Redis' answer, such as `OOM` or `ERR`: its first word, or, of what a script met in
 * Redis 6.2, the one behind a dash. "" when there is none.
 */
export function replyCode(message: string): string {
  const codes = [...message.matchAll(/(?:^|\s-)([A-Z]{2,})\b/g)].map(([, code = ""]) => code);
  return codes.find((code) => code !== "ERR") ?? codes[0] ?? "";
}

function isOfSocket(error: Error): boolean {
  if (error instanceof AggregateError) return error.errors.some((each) => each instanceof Error && isOfSocket(each));
  return "syscall" in error && SOCKET_CALLS.has(error.syscall) && "code" in error && SOCKET_CODES.has(error.code);
}
