import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Secret } from "@guchi/platform/redis/secret.ts";

const NAME = "guchi-guest";
const MAX_AGE_SECONDS = 365 * 86_400;
const COOKIE = new RegExp(`(?:^|;\\s*)${NAME}=([\\w-]{43})\\.([\\w-]{43})(?:;|$)`);

/** How a cookie is made: for which path, and whether it goes over https alone. */
interface CookieRules {
  readonly secret: Secret;
  /** Empty, or one such as `/guchi`. */
  readonly basePath: string;
  readonly isSecure: boolean;
}

/**
 * A new guest, as a `Set-Cookie` header. Lax: a link on another site opens the page as the same
 * guest, while what it sends by itself carries no cookie.
 */
export function newGuest({ secret, basePath, isSecure }: CookieRules): string {
  const id = randomBytes(32).toString("base64url");
  const value = `${id}.${signature(secret, id)}`;
  const path = basePath === "" ? "/" : basePath;
  const marks = `Path=${path}; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  return `${NAME}=${value}; ${marks}`;
}

/** The guest of a `Cookie` header, as the `user` of jobs; undefined without our signature. */
export function guestOf(header: string | undefined, secret: Secret): string | undefined {
  const [, id, given] = COOKIE.exec(header ?? "") ?? [];
  if (id === undefined || given === undefined) return undefined;
  const isGood = timingSafeEqual(Buffer.from(given), Buffer.from(signature(secret, id)));
  return isGood ? `guest-${id}` : undefined;
}

function signature({ value }: Secret, id: string): string {
  return createHmac("sha256", value).update(id).digest("base64url");
}
