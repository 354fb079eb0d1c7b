/** Failures that come only before a connection stands, as Node, undici and ws call them. */
const BEFORE_CONNECTION = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+)$/;

/**
 * A certificate that does not hold: https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const CERTIFICATE =
  /^(?:(?:CERT|CRL|UNABLE_TO|ERROR_IN)_\w+|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT\w*|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/;

/**
 * What the system was asked when it failed. EHOSTUNREACH of a `read` may come after the request was
 * done.
 */
const BEFORE_SENDING = new Set<unknown>(["connect", "getaddrinfo"]);
/** The same where an SDK keeps Node's words alone, as Azure's (nodeHttpClient.js:120, 1.x). */
const IN_WORDS = /^(?:connect|getaddrinfo) E[A-Z_]+\b/;

const MAX_CAUSES = 5;

/**
 * Whether a failed request surely did not leave this machine: no byte of it was sent, so it was
 * neither done nor billed. Looks through the causes of what `fetch`, undici, ws and the vendors'
 * SDKs throw. False when in doubt, as after a reset or a time-out.
 */
export function isNeverSent(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth === MAX_CAUSES) return false;
  // Several addresses were tried. The code is that of the first.
  if (error instanceof AggregateError)
    return error.errors.length > 0 && error.errors.every((each) => isNeverSent(each));
  return isBeforeSending(error) || isNeverSent(error.cause, depth + 1);
}

function isBeforeSending(error: Error): boolean {
  if ("syscall" in error ? BEFORE_SENDING.has(error.syscall) : IN_WORDS.test(error.message)) return true;
  if (!("code" in error) || typeof error.code !== "string") return false;
  return BEFORE_CONNECTION.test(error.code) || CERTIFICATE.test(error.code);
}
