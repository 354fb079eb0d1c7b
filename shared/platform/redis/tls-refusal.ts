/** How OpenSSL and Node call a certificate that they do not take. */
const UNTRUSTED =
  /^(?:(?:DEPTH_ZERO_)?SELF_SIGNED_CERT(?:_IN_CHAIN)?|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/**
 * What it means that TLS with Redis failed for good, in one sentence; undefined: another try may
 * help, or it is something else.
 */
export function tlsRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const { code, message } = error;
  if (UNTRUSTED.test(code))
    return `the certificate of this Redis is not trusted (${message}); REDIS_CA_FILE names the authority that signed it`;
  if (/ALERT_(?:CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE)/.test(code))
    return "this Redis asks for a client certificate: set REDIS_CERT_FILE and REDIS_KEY_FILE";
  if (/ALERT_(?:BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_(?:EXPIRED|UNKNOWN|REVOKED))/.test(code))
    return `this Redis does not take the certificate of REDIS_CERT_FILE (${code})`;
  return undefined;
}
