import type { Redis } from "ioredis";
import Type from "typebox";
import { DeliverySummary } from "../delivery.ts";
import { jsonOrUndefined } from "../json.ts";
import type { LayoutStep } from "../layout.ts";
import type { ChainKeys } from "../redis/keys.ts";
import { defineScript } from "../redis/script.ts";
import { fits } from "../schema.ts";
import { isFinished } from "./actions.ts";
import { knownLayout, readLayout } from "./layouts.ts";
import { AT_START, Failure, JobStatus, MICROS, RECORD_VERSION } from "./record.ts";

/** What a list shows of a job: nothing that is sealed, and so nobody's words. */
export interface JobSummary {
  readonly id: string;
  readonly pipeline: string;
  readonly status: JobStatus;
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Where it failed, waits, or is. */
  readonly steps: readonly string[];
  readonly failure?: Omit<Failure, "stalls"> & { readonly step: string };
  /** When somebody last opened the step again that failed, in ms since the epoch. */
  readonly reopenedAt?: number | undefined;
  /** Of all its steps. */
  readonly attempts: number;
  readonly costUsd: number;
  /** Of a waiting job: at which step, none for its start; and until when, in ms since the epoch. */
  readonly waits?: { readonly step?: LayoutStep; readonly until?: number };
  readonly delivery?: DeliverySummary;
  /** Its place behind others in the queues; none: first. */
  readonly priority?: number;
}

const HEAD = ["v", "pipeline", "layout", "status", "createdAt", "updatedAt"] as const;
const REST = ["stopped", "skipped", "waits", "startAt", "delivery", "priority"] as const;
const Head = Type.Object({
  v: Type.Literal(String(RECORD_VERSION)),
  pipeline: Type.String({ minLength: 1 }),
  layout: Type.String({ minLength: 1 }),
  status: JobStatus,
  createdAt: Type.String({ pattern: "^\\d{1,15}$" }),
  updatedAt: Type.String({ pattern: "^\\d{1,15}$" }),
});
const Reopened = Type.Object({ at: Type.Optional(Type.Integer()) });
const Reply = Type.Array(Type.Union([Type.String(), Type.Null()]));

/** Of each step: milestones, failure, what was counted at its last opening, cost, due time. */
const STEP_PARTS = ["m", "e", "n", "u", "d"] as const;
type Part = (typeof STEP_PARTS)[number] | "isDone";

/** Reads what lists show, many jobs at a time: results and inputs stay where they are. */
export class JobSummaries {
  readonly #redis: Redis;
  readonly #keys: ChainKeys;

  constructor(redis: Redis, keys: ChainKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** In the order of the ids; undefined: there is no such job, or its record is damaged. */
  async read(ids: readonly string[]): Promise<readonly (JobSummary | undefined)[]> {
    return Promise.all(ids.map((id) => this.#one(id)));
  }

  async #one(id: string): Promise<JobSummary | undefined> {
    const key = this.#keys.job(id);
    const names = [...HEAD, ...REST];
    const values = await this.#redis.hmget(key, ...names);
    const fields = Object.fromEntries(names.flatMap((name, at) => (values[at] == null ? [] : [[name, values[at]]])));
    if (!fits(Head, fields)) return undefined;
    const layout = knownLayout(fields.layout) ?? (await readLayout(this.#redis, this.#keys, fields.layout));
    if (layout === undefined) return undefined;
    const steps = layout.steps.map(({ name }) => name);
    const reply = await stepsScript(this.#redis, { record: key }, { steps });
    return fits(Reply, reply) ? summaryOf(id, fields, layout.steps, reply) : undefined;
  }
}

function summaryOf(
  id: string,
  { pipeline, status, createdAt, updatedAt, ...rest }: Fields,
  steps: readonly LayoutStep[],
  reply: readonly (string | null)[],
): JobSummary {
  const part = partsOf(steps, reply);
  const failure = failureOf(rest["stopped"], part);
  const waits = status === "waiting" ? waitsOf(rest, steps, part) : undefined;
  const delivery = jsonOrUndefined(rest["delivery"] ?? "");
  const total = (of: (step: string) => number) => steps.reduce((sum, { name }) => sum + of(name), 0);
  return {
    id,
    pipeline,
    status,
    createdAt: Number(createdAt),
    updatedAt: Number(updatedAt),
    steps: failure === undefined ? placesOf({ status, ...rest }, steps, part) : [failure.step],
    ...(failure !== undefined && { failure, reopenedAt: reopenedAt(part(failure.step, "n")) }),
    attempts: total((step) => Number(part(step, "m")?.split(",")[0] ?? 0)),
    costUsd: total((step) => Number(part(step, "u") ?? 0)) / MICROS,
    ...(waits !== undefined && { waits }),
    ...(fits(DeliverySummary, delivery) && { delivery }),
    ...(rest["priority"] !== undefined && { priority: Number(rest["priority"]) }),
  };
}

type Fields = Readonly<Record<string, string>> & {
  readonly pipeline: string;
  readonly status: JobStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
};
type PartOf = (step: string, part: Part) => string | undefined;

function partsOf(steps: readonly LayoutStep[], reply: readonly (string | null)[]): PartOf {
  const parts: readonly Part[] = [...STEP_PARTS, "isDone"];
  const starts = new Map(steps.map(({ name }, at) => [name, at * parts.length]));
  return (step, part) => reply[(starts.get(step) ?? Number.NaN) + parts.indexOf(part)] ?? undefined;
}

function failureOf(stopped: string | undefined, part: PartOf): JobSummary["failure"] {
  const failure = stopped === undefined ? undefined : jsonOrUndefined(part(stopped, "e") ?? "");
  if (stopped === undefined || !fits(Failure, failure)) return undefined;
  return { step: stopped, code: failure.code, message: failure.message };
}

function reopenedAt(text: string | undefined): number | undefined {
  const counted = jsonOrUndefined(text ?? "");
  return fits(Reopened, counted) ? counted.at : undefined;
}

function waitsOf(rest: Readonly<Record<string, string>>, steps: readonly LayoutStep[], part: PartOf) {
  const at = rest["waits"];
  const until = at === undefined || at === AT_START ? rest["startAt"] : part(at, "d");
  const step = steps.find(({ name }) => name === at);
  return {
    ...(step !== undefined && { step }),
    ...(until !== undefined && until !== "" && { until: Number(until) }),
  };
}

/** The steps that an unfinished job is at: those that were begun, or else the next one. */
function placesOf(
  { status, skipped = "", waits }: Readonly<Record<string, string>> & { readonly status: JobStatus },
  steps: readonly LayoutStep[],
  part: PartOf,
): readonly string[] {
  if (isFinished(status)) return [];
  if (waits !== undefined && status === "waiting") return waits === AT_START ? [] : [waits];
  const passed = new Set(skipped.split(","));
  const open = steps.map(({ name }) => name).filter((name) => !passed.has(name) && !isSettled(name, part));
  const begun = open.filter((name) => part(name, "m") !== undefined);
  return begun.length > 0 ? begun : open.slice(0, 1);
}

function isSettled(step: string, part: PartOf): boolean {
  return part(step, "isDone") === "1" || part(step, "e") !== undefined;
}

/** Reply: of each step its parts, one after the other. */
const stepsScript = defineScript(
  "guchiSummary",
  { keys: ["record"], args: ["...steps"] },
  `local all = {}
for _, step in ipairs(steps) do
  local parts = redis.call('HMGET', record, ${STEP_PARTS.map((part) => `'${part}:' .. step`).join(", ")})
  for i = 1, ${STEP_PARTS.length} do all[#all + 1] = parts[i] end
  all[#all + 1] = tostring(redis.call('HEXISTS', record, 'r:' .. step))
end
return all`,
);
