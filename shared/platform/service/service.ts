import type { AnyMetric } from "@guchi/chain/telemetry/metric.ts";
import type { PLATFORM_SETTINGS } from "../config/platform-settings.ts";
import type { Declaration, Settings, Variables } from "../config/settings.ts";
import type { Gauge } from "./gauge.ts";
import type { Kept } from "./kept.ts";
import type { Running, Runtime } from "./runtime.ts";
import type { Asking } from "./warnings.ts";

/** A label and what stands beside it in the banner. */
export type BannerLine = readonly [label: string, text: string];

/**
 * A service: what `npm start`, a container and `services/all.ts` start. It is cheap to import,
 * since every process reads what all services declare: `start` imports the work.
 */
export interface Service<Own extends Variables = Variables> extends Declaration<Own> {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** True for the one that accepts requests, by LISTEN_SETTINGS: started last, stopped first. */
  readonly acceptsRequests?: boolean;
  /**
   * True for one so small that `npm start` spares it a process of its own: all those that say so
   * run in one. One that accepts requests does not.
   */
  readonly sharesProcess?: boolean;
  /** What it counts. */
  readonly metrics?: readonly AnyMetric[];
  /** What can be looked up at any moment, in what it keeps in Redis. */
  readonly gauges?: readonly Gauge[];
  /**
   * Moments at which a process that dies leaves a state of its own behind, each with that state.
   * docs/guarantees.md says what happens then.
   */
  readonly faultPoints?: Readonly<Record<string, string>>;
  /** What it keeps in Redis. */
  readonly keeps?: readonly Kept[];
  /** What the operator sees of it once all is ready; without it, where it is. */
  banner?(settings: Settings<Own>): readonly BannerLine[];
  /** What it found on this machine and does not use unasked, a line each: asked for the banner. */
  offers?(settings: Settings<Own>, asking: Asking): Promise<readonly string[]>;
  /** What the operator should be warned of, a line each: asked at a start and once a day. */
  warnings?(settings: Settings<Own>, asking: Asking): Promise<readonly string[]>;
  start(runtime: Runtime<Own>): Promise<Running>;
}

const defined = new WeakSet<object>();
const SERVICE_NAME = /^[a-z][a-z0-9-]{0,62}$/;

/** Checks a service's declaration and returns it. Throws TypeError for a bad name. */
export function defineService<const Own extends Variables = typeof PLATFORM_SETTINGS>(
  service: Service<Own>,
): Service<Own> {
  for (const name of [service.name, ...Object.keys(service.stages ?? {})]) {
    if (!SERVICE_NAME.test(name))
      throw new TypeError(`Service "${service.name}": the name "${name}" must match ${SERVICE_NAME}`);
  }
  defined.add(service);
  return service;
}

/** Whether a value from code that is not ours came from defineService, and so was checked. */
export function isService(value: unknown): value is Service {
  return typeof value === "object" && value !== null && defined.has(value);
}
