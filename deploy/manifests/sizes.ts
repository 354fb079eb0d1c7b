import type { IContainer } from "kubernetes-models/v1";
import type { ServiceFacts } from "./facts.ts";

/** What `npm run bench:sizes` measured of a service; docs/deploy.md has the whole table. */
interface Measured {
  /** Memory in MB: when idle, and the most under work. */
  readonly idleMb: number;
  readonly mostMb: number;
  /** CPU in ms for each job. */
  readonly cpuMs: number;
}

const MEASURED: Readonly<Record<string, Measured>> = {
  gateway: { idleMb: 143, mostMb: 156, cpuMs: 40 },
  sentiment: { idleMb: 303, mostMb: 430, cpuMs: 15 },
  persona: { idleMb: 70, mostMb: 78, cpuMs: 11 },
  imagegen: { idleMb: 98, mostMb: 262, cpuMs: 143 },
  tts: { idleMb: 72, mostMb: 136, cpuMs: 597 },
  reply: { idleMb: 64, mostMb: 68, cpuMs: 7 },
  movies: { idleMb: 94, mostMb: 162, cpuMs: 10 },
  line: { idleMb: 69, mostMb: 73, cpuMs: 5 },
};
/** Of a service that nobody measured: a small one, with room. */
const UNMEASURED: Measured = { idleMb: 120, mostMb: 250, cpuMs: 100 };

const MEBIBYTE = 1.048_576; // in MB
/** What is asked beyond the idle memory. */
const SPARE = 1.2;
const LEAST_LIMIT_MI = 512;
/** Of one that waits for many pictures or sounds of others at once, each in its memory. */
const LEAST_REMOTE_LIMIT_MI = 1_024;
const LEAST_CPU = 100;

/**
 * Requests: the idle memory and a fifth, and the CPU of one job a second. Limit: twice the most
 * memory that was seen. Of CPU there is none, since an event loop that is held up loses its locks.
 */
export function resourcesOf({ name, isRemote }: ServiceFacts): NonNullable<IContainer["resources"]> {
  const { idleMb, mostMb, cpuMs } = MEASURED[name] ?? UNMEASURED;
  const memory = upTo(32, (idleMb * SPARE) / MEBIBYTE);
  const limit = upTo(256, Math.max((mostMb * 2) / MEBIBYTE, isRemote ? LEAST_REMOTE_LIMIT_MI : LEAST_LIMIT_MI));
  return {
    requests: { cpu: `${upTo(50, Math.max(cpuMs, LEAST_CPU))}m`, memory: `${memory}Mi`, "ephemeral-storage": "64Mi" },
    limits: { memory: `${limit}Mi`, "ephemeral-storage": "2Gi" },
  };
}

function upTo(step: number, value: number): number {
  return Math.ceil(value / step) * step;
}

/** How many pods a service has, where an autoscaler says how many. */
interface Replicas {
  readonly least: number;
  readonly most: number;
}

/** Two of what people wait for, so that a node may fail. */
const AWAITED: Replicas = { least: 2, most: 8 };
/** One for films, which fewer ask for. With none, a stage counts as dead: an alert, and /admin. */
const REPLICAS: Readonly<Record<string, Replicas>> = { movies: { least: 1, most: 4 } };

export function replicasOf({ name }: ServiceFacts): Replicas {
  return REPLICAS[name] ?? AWAITED;
}
