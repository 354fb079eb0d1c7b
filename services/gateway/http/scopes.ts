import type { FastifyInstance, FastifyRequest } from "fastify";
import type { OwnedJobs } from "../jobs/owned.ts";
import { unknown } from "../jobs/lookup.ts";
import type { ApiKey, Scope } from "./api-keys.ts";
import { ProblemError } from "./problem.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The key that let it in on a guarded route; undefined: this machine, or a guest. */
    apiKey: ApiKey | undefined;
  }
}

const JOB = "/jobs/:id";
const SAFE = new Set(["GET", "HEAD"]);

/**
 * Keeps keys, on every route of `app`, to their scopes, and those that may not read all jobs to
 * jobs that they started. Throws ProblemError: 403 for what a key may not do, 404 for others' jobs.
 */
export function guardScopes(app: FastifyInstance, owned: Pick<OwnedJobs, "has">): void {
  app.addHook("preHandler", async ({ apiKey: key, method, routeOptions, params }) => {
    if (key === undefined || key.scopes.has("admin")) return;
    const { url: route = "" } = routeOptions;
    const needed = neededFor(method, route);
    if (needed.length > 0 && !needed.some((scope) => key.scopes.has(scope))) throw notInScope(needed);
    const owner = ownerOf(key);
    if (owner === undefined || !route.startsWith(JOB)) return;
    if (!(await owned.has(owner, idOf(params)))) throw unknown();
  });
}

/** Whose jobs alone the key may see: its name; undefined: all. */
export function ownerOf(key: ApiKey | undefined): string | undefined {
  return key === undefined || key.scopes.has("admin") || key.scopes.has("read-all") ? undefined : key.name;
}

/** Scopes of which one is needed; none: any key may. What is not known here is for `admin`. */
function neededFor(method: string, route: string): readonly Scope[] {
  if (route === "/stages") return [];
  if (SAFE.has(method)) {
    if (route === "/jobs" || route.startsWith(JOB)) return ["read-own", "read-all"];
    return route.startsWith("/schedules") || route === "/metrics" ? ["read-all"] : ["admin"];
  }
  if (route === "/jobs") return ["start"];
  return route.startsWith(JOB) ? ["steer"] : ["admin"];
}

function notInScope(needed: readonly Scope[]): ProblemError {
  return new ProblemError("forbidden", `This API key may not do that; it needs the scope ${needed.join(" or ")}`);
}

function idOf(params: FastifyRequest["params"]): string {
  return typeof params === "object" && params !== null && "id" in params && typeof params.id === "string"
    ? params.id
    : "";
}
