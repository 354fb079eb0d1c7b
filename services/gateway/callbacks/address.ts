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
 * Checks a callback URL as far as that is possible without looking its name up; the rest is checked
 * when it is sent, since a name may point elsewhere by then. Throws ProblemError 400.
 */
export function checkCallbackUrl(text: string, { secret, allowPrivate }: CallbackRules): void {
  if (secret === undefined) throw bad("is not allowed here, because CALLBACK_SECRET is not set");
  const url = URL.parse(text);
  if (url === null) throw bad("must be a URL");
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:")) throw bad("must be an https URL");
  if (url.username !== "" || url.password !== "") throw bad("must not contain a user or password");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(host) && !mayCall(host, allowPrivate)) throw bad("must not name an address of a private network");
  if (!mayCallName(host, allowPrivate)) throw bad("must not name a private host or a cloud metadata host");
}

/**
 * Where clouds tell a machine its secrets, or steer it. Nobody receives callbacks there, in a
 * private network either.
 */
const CLOUD_ADDRESSES = new Set([
  "169.254.169.254", // AWS, Azure, Google, Oracle and others
  "169.254.170.2", // AWS containers
  "168.63.129.16", // Azure's wire server, which is no private address
  "100.100.100.200", // Alibaba
  "192.0.0.192", // Oracle
  "fd00:ec2::254", // AWS
]);
const CLOUD_NAME =
  /^(metadata|instance-data|metadata\.goog|metadata\.tencentyun\.com|metadata\.packet\.net|(.*\.)?metadata\.google\.internal)$/;
/**
 * Names that no public DNS has: RFC 6761, RFC 6762, RFC 8375, and what ICANN keeps for private use.
 */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|home\.arpa)$/;

/** Whether a callback may go to a host of this name, as far as the name alone tells. */
export function mayCallName(host: string, allowPrivate: boolean): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return !CLOUD_NAME.test(name) && (allowPrivate || !PRIVATE_NAME.test(name));
}

/** All of IPv6 that the Internet routes: https://www.iana.org/assignments/ipv6-address-space */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether a callback may go to this IP address: with `allowPrivate` to any but those of a cloud's
 * metadata, otherwise only to what the Internet routes: no loopback, private, link-local (cloud
 * metadata), shared, reserved or multicast address, nor one of IPv4 wrapped in IPv6.
 */
export function mayCall(address: string, allowPrivate: boolean): boolean {
  if (!ipaddr.isValid(address)) return allowPrivate;
  const parsed = ipaddr.process(address);
  if (CLOUD_ADDRESSES.has(parsed.toString())) return false;
  if (allowPrivate) return true;
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6);
}

function bad(detail: string): ProblemError {
  const errors = [{ pointer: "/callbackUrl", detail }];
  return new ProblemError("invalid-request", `callbackUrl: ${detail}`, { errors });
}
