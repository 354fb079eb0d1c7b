import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Secret } from "@guchi/platform/redis/secret.ts";
import { AdminRole } from "@guchi/contracts/admin.ts";
import { fits } from "@guchi/chain/schema.ts";

const NAME = "guchi-admin";
const COOKIE = new RegExp(`(?:^|;\\s*)${NAME}=(read|write)\\.(\\d{1,15})\\.([\\w-]{22})\\.([\\w-]{43})(?:;|$)`);
/** How long somebody stays signed in, in s: a shift. */
const SESSION_SECONDS = 12 * 3_600;

/** Somebody who is signed in. The cookie holds it all, so that it is good while Redis is away. */
export interface Session {
  /** Its own name, which tells nothing. */
  readonly id: string;
  readonly role: AdminRole;
  /** ms since the epoch. */
  readonly until: number;
}

/** What signs a session: with the password in it, a new password ends those of the old one. */
export type SessionKey = (role: AdminRole) => string;

export function sessionKey(secret: Secret, passwords: Readonly<Partial<Record<AdminRole, string>>>): SessionKey {
  return (role) =>
    createHmac("sha256", secret.value)
      .update(`admin:${passwords[role] ?? ""}`)
      .digest("base64url");
}

export function newSession(role: AdminRole, now = Date.now()): Session {
  return { id: randomBytes(16).toString("base64url"), role, until: now + SESSION_SECONDS * 1_000 };
}

interface CookieRules {
  readonly key: SessionKey;
  /** In front of each path: empty, or one such as `/guchi`. */
  readonly basePath: string;
  readonly isSecure: boolean;
}

/**
 * The session as a `Set-Cookie` header. Strict: what another site leads to or sends carries none.
 */
export function sessionCookie({ id, role, until }: Session, { key, ...rules }: CookieRules): string {
  const text = `${role}.${until}.${id}`;
  return cookie(`${text}.${signature(key(role), text)}`, SESSION_SECONDS, rules);
}

/** Takes the cookie back. */
export function noCookie(rules: Omit<CookieRules, "key">): string {
  return cookie("", 0, rules);
}

/** The session of a `Cookie` header; undefined without our signature, or when it has ended. */
export function sessionOf(header: string | undefined, key: SessionKey, now = Date.now()): Session | undefined {
  const [, role, until = "", id = "", given = ""] = COOKIE.exec(header ?? "") ?? [];
  if (!fits(AdminRole, role) || Number(until) <= now) return undefined;
  const expected = signature(key(role), `${role}.${until}.${id}`);
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected)) ? { id, role, until: Number(until) } : undefined;
}

function cookie(value: string, seconds: number, { basePath, isSecure }: Omit<CookieRules, "key">): string {
  const marks = `Path=${basePath}/admin; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? "; Secure" : ""}`;
  return `${NAME}=${value}; ${marks}`;
}

function signature(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}
