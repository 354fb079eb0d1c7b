import { timingSafeEqual } from "node:crypto";
import type { AdminRole } from "@guchi/contracts/admin.ts";
import type { Secret } from "@guchi/platform/redis/secret.ts";
import type { FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import { digest } from "../../http/access.ts";
import { localOnly } from "../../http/local.ts";
import { ProblemError } from "../../http/problem.ts";
import { Throttle } from "../../http/throttle.ts";
import { adminKeys } from "../keys.ts";
import { isBrowser } from "./browser.ts";
import { newSession, noCookie, sessionCookie, sessionKey, sessionOf, type Session, type SessionKey } from "./cookie.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** On a guarded route of /admin: what whoever asks may do. */
    adminRole: AdminRole | undefined;
    /** The session that let them in; undefined: a password with the request, or this machine. */
    adminSession: Session | undefined;
  }
}

export interface AdminRules {
  /** Without one, /admin is for this machine alone, which then may do everything. */
  readonly password: string | undefined;
  readonly readPassword: string | undefined;
  /** Signs the cookies. */
  readonly secret: Secret;
}

interface Deps extends AdminRules {
  readonly redis: Pick<Redis, "set" | "exists">;
  readonly basePath: string;
  readonly isHttps: boolean;
}

const LOCAL_ONLY = "Set ADMIN_PASSWORD to use /admin from another machine";
const SAFE = new Set(["GET", "HEAD"]);

/**
 * Who may use /admin: whoever signed in, by the cookie of a session; a program that sends a
 * password with each request (`Authorization: Basic`, user `admin`); without any password, this
 * machine.
 */
export class AdminAccess {
  readonly #deps: Deps;
  readonly #key: SessionKey;
  readonly #digests: readonly (readonly [AdminRole, Buffer])[];
  readonly #throttle = new Throttle();
  /** Sessions that were signed out of here, whether or not Redis could be told. */
  readonly #out = new Map<string, number>();

  constructor(deps: Deps) {
    this.#deps = deps;
    const { password: write, readPassword: read, secret } = deps;
    this.#digests = [
      ...(write === undefined ? [] : [["write", digest(write)] as const]),
      ...(read === undefined ? [] : [["read", digest(read)] as const]),
    ];
    this.#key = sessionKey(secret, { ...(write !== undefined && { write }), ...(read !== undefined && { read }) });
  }

  /**
   * Lets a request in, and notes who asks and what they may do; or resolves to the problem: 401,
   * 403 for what needs the other password, 429.
   */
  async admit(request: FastifyRequest): Promise<ProblemError | undefined> {
    const problem = await this.#identify(request);
    if (problem !== undefined) return problem;
    if (request.adminRole === "write" || SAFE.has(request.method)) return undefined;
    return new ProblemError("forbidden", "This password may only look; ADMIN_PASSWORD may act");
  }

  /** Signs in. Throws ProblemError 401 for a wrong password, 429 for whoever guesses. */
  signIn(request: FastifyRequest, password: string): { readonly session: Session; readonly cookie: string } {
    const role = this.#roleOf(request.ip, password);
    if (role instanceof ProblemError) throw role;
    const session = newSession(role);
    request.who = whoOf(session);
    const { basePath, isHttps } = this.#deps;
    const isSecure = isHttps || request.protocol === "https";
    return { session, cookie: sessionCookie(session, { key: this.#key, basePath, isSecure }) };
  }

  /**
   * Ends the session, for all gateways as far as Redis takes it. Resolves to the header that takes
   * the cookie back.
   */
  async signOut({ adminSession: session, protocol }: FastifyRequest): Promise<string> {
    const { redis, basePath, isHttps } = this.#deps;
    if (session !== undefined) {
      const now = Date.now();
      for (const [id, until] of this.#out) if (until <= now) this.#out.delete(id);
      this.#out.set(session.id, session.until);
      await redis.set(adminKeys.signedOut(session.id), 1, "PXAT", session.until).catch(() => undefined);
    }
    return noCookie({ basePath, isSecure: isHttps || protocol === "https" });
  }

  /** Whether the session is still good, as a stream has to ask. */
  async isGood(session: Session | undefined): Promise<boolean> {
    return session === undefined || (session.until > Date.now() && !(await this.#isOut(session)));
  }

  async #identify(request: FastifyRequest): Promise<ProblemError | undefined> {
    if (this.#digests.length === 0) {
      const problem = localOnly(request, LOCAL_ONLY);
      if (problem === undefined) enter(request, "write", "local");
      return problem;
    }
    const session = sessionOf(request.headers.cookie, this.#key);
    if (session !== undefined && !(await this.#isOut(session))) {
      request.adminSession = session;
      enter(request, session.role, whoOf(session));
      return undefined;
    }
    return this.#byPassword(request);
  }

  #byPassword(request: FastifyRequest): ProblemError | undefined {
    const given = basicPassword(request.headers.authorization);
    // A browser would ask for a password of its own accord; a page asks better.
    const headers = isBrowser(request) ? {} : { "www-authenticate": 'Basic realm="guchi"' };
    if (given === undefined) return new ProblemError("unauthorized", "Sign in at /admin", { headers });
    const role = given.user === "admin" ? this.#roleOf(request.ip, given.password) : this.#wrong(request.ip);
    if (role instanceof ProblemError) return role;
    enter(request, role, role === "write" ? "admin" : "admin, reading");
    return undefined;
  }

  /** A right password has to wait, too: it must not be told from a wrong one by whoever guesses. */
  #roleOf(address: string, password: string): AdminRole | ProblemError {
    const wait = this.#throttle.problem(address);
    if (wait !== undefined) return wait;
    const given = digest(password);
    // All are compared, so that the time tells nothing.
    const roles = this.#digests.filter(([, each]) => timingSafeEqual(each, given)).map(([role]) => role);
    return roles[0] ?? this.#wrong(address);
  }

  #wrong(address: string): ProblemError {
    const wait = this.#throttle.problem(address);
    if (wait !== undefined) return wait;
    this.#throttle.failed(address);
    return new ProblemError("unauthorized", "Wrong password");
  }

  /** While Redis is away, what this process knows has to do. */
  async #isOut({ id }: Session): Promise<boolean> {
    if (this.#out.has(id)) return true;
    const found = await this.#deps.redis.exists(adminKeys.signedOut(id)).catch(() => 0);
    return found === 1;
  }
}

function enter(request: FastifyRequest, role: AdminRole, who: string): void {
  request.adminRole = role;
  request.who = who;
}

/** Tells sessions of the same password apart in the log. */
function whoOf({ id, role }: Session): string {
  return `admin ${id.slice(0, 6)}${role === "write" ? "" : ", reading"}`;
}

/** https://www.rfc-editor.org/rfc/rfc7617#section-2 */
function basicPassword(header: string | undefined): { readonly user: string; readonly password: string } | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const [, user = "", password = ""] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, "base64").toString()) ?? [];
  return { user, password };
}
