import { TraceFlags, type Link } from "@opentelemetry/api";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type Sampler,
} from "@opentelemetry/sdk-trace";

/** What OTEL_TRACES_SAMPLER may be, by the names of the OpenTelemetry specification. */
export type SamplerName =
  | "always_on"
  | "always_off"
  | "traceidratio"
  | "parentbased_always_on"
  | "parentbased_always_off"
  | "parentbased_traceidratio";

/**
 * Decides where a trace begins, for all that belongs to it. A trace that goes on with another one
 * is recorded as that one is. What a caller's `traceparent` says counts with a `parentbased_…`
 * sampler only.
 */
export function samplerOf(name: SamplerName, ratio: number): Sampler {
  const root = new LinkedSampler(rootOf(name, ratio));
  if (name.startsWith("parentbased_")) return new ParentBasedSampler({ root });
  return new ParentBasedSampler({ root, remoteParentSampled: root, remoteParentNotSampled: root });
}

function rootOf(name: SamplerName, ratio: number): Sampler {
  if (name.endsWith("traceidratio")) return new TraceIdRatioBasedSampler(ratio);
  return name.endsWith("always_off") ? new AlwaysOffSampler() : new AlwaysOnSampler();
}

class LinkedSampler implements Sampler {
  readonly #root: Sampler;

  constructor(root: Sampler) {
    this.#root = root;
  }

  shouldSample(...args: Parameters<Sampler["shouldSample"]>): ReturnType<Sampler["shouldSample"]> {
    const links: Link[] = args[5];
    const isLinked = links.some(({ context }) => (context.traceFlags & TraceFlags.SAMPLED) !== 0);
    return isLinked ? { decision: SamplingDecision.RECORD_AND_SAMPLED } : this.#root.shouldSample(...args);
  }

  toString(): string {
    return `Linked{${this.#root.toString()}}`;
  }
}
