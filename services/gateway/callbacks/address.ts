import ipaddr from "ipaddr.js";
import { ProblemError } from "../http/problem.ts";

/** What a callback may do here. */
export interface CallbackRules {
  /** Signs the callbacks; undefined: there are none. */
  readonly secret: Uint8Array | undefined;
  /** Whether addresses of private networks and plain http are allowed. */
  readonly allowPrivate: boolean;
}

/**
 * Checks a callback URL as far as that is possible without looking its name up; the rest is checked when it is sent, since
 * a name may point elsewhere by then. Throws ProblemError 400.
 */
export function checkCallbackUrl(text: string, { secret, allowPrivate }: CallbackRules): void {
  if (secret === undefined) throw bad("Callbacks are off here: CALLBACK_SECRET is not set");
  const url = URL.parse(text);
  if (url === null) throw bad("must be a URL");
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:")) throw bad("must be an https URL");
  if (url.username !== "" || url.password !== "") throw bad("must hold no user or password");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(host) && !mayCall(host, allowPrivate)) throw bad("must not name an address of a private network");
}

/** All of IPv6 that the Internet routes: https://www.iana.org/assignments/ipv6-address-space */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether a callback may go to this IP address: with `allowPrivate` to any, otherwise only to what the Internet routes: no
 * loopback, private, link-local (cloud metadata), shared, reserved or multicast address, nor one of IPv4 wrapped in IPv6.
 */
export function mayCall(address: string, allowPrivate: boolean): boolean {
  if (allowPrivate) return true;
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6);
}

function bad(detail: string): ProblemError {
  const errors = [{ pointer: "/callbackUrl", detail }];
  return new ProblemError("invalid-request", `callbackUrl: ${detail}`, { errors });
}
