import Type, { type Static, type TSchema } from "typebox";
import { PLAIN, UnreadableError, type Cipher } from "../crypto/cipher.ts";
import { DeliverySummary } from "../delivery.ts";
import type { Layout } from "../layout.ts";
import { parseAs, SchemaError } from "../schema.ts";
import { DamagedRecordError } from "./damaged.ts";
import { stepField } from "./fields.ts";
import { parseMapState, type MapState } from "./map-state.ts";
import { owedOf, type Owed } from "./owed.ts";

/**
 * Version of the record's layout. A reader that meets another one fails that job alone, visibly.
 */
export const RECORD_VERSION = 2;
const NEXT_VERSION = String(RECORD_VERSION + 1);
const FIRST_VERSION = "1";

export const JobStatus = Type.Enum(["pending", "running", "waiting", "suspended", "completed", "failed", "canceled"]);
export type JobStatus = Static<typeof JobStatus>;
/** Status of the mark that a purged job leaves in place of its record. */
export const PURGED = "purged";

/** A final failure of one step, as kept. */
export const Failure = Type.Object({
  code: Type.String(),
  message: Type.String(),
  /**
   * BullMQ's stall counter at that time: tells a retry that somebody asked for from a redelivery
   * after a crash.
   */
  stalls: Type.Integer({ minimum: 0 }),
});
export type Failure = Static<typeof Failure>;

/** What is known of one step of the job. Times are ms since the epoch. */
export interface StepRecord {
  readonly attempts: number;
  readonly begunAt?: number;
  readonly settledAt?: number;
  /** How long its first attempt waited in the queue, in ms. */
  readonly queueMs?: number;
  readonly result?: unknown;
  readonly failure?: Failure;
  readonly skipped: boolean;
  /**
   * What was counted when somebody opened the step again, `at` ms since the epoch: it does not
   * count against it any more.
   */
  readonly base: { readonly stalls: number; readonly attempts: number; readonly at?: number | undefined };
  /**
   * Paid calls of providers so far, those of failed attempts included, and what they are thought to
   * cost in US dollars.
   */
  readonly paid: { readonly calls: number; readonly costUsd: number };
  /** Of a wait or a timer that began and ends by itself: when. */
  readonly dueAt?: number;
  /** What an event said that is not the step's result yet. */
  readonly event?: unknown;
  /** What the stage told of its progress. */
  readonly progress?: Readonly<Record<string, unknown>>;
  /** Of a map that was begun; `done`: items that are settled. */
  readonly map?: MapState & { readonly done: number };
  /** W3C traceparent of the attempt that settled it, where that began a trace of its own. */
  readonly ownTrace?: string;
}

/** In place of a result that lies beside the record and was not read. */
export const OUTSIDE = Object.freeze({ outside: true });

/** The result of a map as the record keeps it: whole, or as long as it is beside the record. */
export const KeptResults = Type.Union([
  Type.Object({ inline: Type.Array(Type.Unknown()) }),
  Type.Object({ outside: Type.Integer({ minimum: 0 }) }),
]);

/** What was counted at a step until somebody opened it again: its retries begin from there. */
export type RetryBaseline = readonly [step: string, base: StepRecord["base"]];

/** What is known of a job. */
export interface JobRecord {
  readonly id: string;
  readonly pipeline: string;
  /** The one that the job began with. */
  readonly layout: Layout;
  readonly status: JobStatus;
  readonly input: Readonly<Record<string, unknown>>;
  readonly fingerprint: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly owes?: Owed;
  /** How far its answer has come on its way, as far as that is known. */
  readonly delivery?: DeliverySummary;
  /** W3C traceparent of what started it, where that is traced. */
  readonly trace?: string;
  /** Its place behind others in the queues: the higher, the later; none: first. */
  readonly priority?: number;
  /** When its media were removed for want of room, in ms since the epoch. */
  readonly mediaRemovedAt?: number;
  /** The step that failed the job. */
  readonly stopped?: string;
  /** Before this time, in ms since the epoch, nothing of it begins. */
  readonly startAt?: number;
  /** The step at which a waiting job waits; undefined: it waits for its start. */
  readonly waitsAt?: string;
  step(name: string): StepRecord;
}

const Head = Type.Object({
  v: Type.Literal(String(RECORD_VERSION)),
  status: JobStatus,
  pipeline: Type.String({ minLength: 1 }),
  layout: Type.String({ minLength: 1 }),
  fingerprint: Type.String(),
});
/** In the field `waits`: the job waits for its start. */
export const AT_START = ":";
export const Input = Type.Record(Type.String(), Type.Unknown());

/** A hash as ioredis gives it. */
export type RedisFields = Readonly<Record<string, string | undefined>>;

/** Costs are kept in millionths, so that adding them up stays exact. */
export const MICROS = 1_000_000;
export const NOTHING_PAID = { calls: 0, costUsd: 0 } as const;
export const NO_BASE = { stalls: 0, attempts: 0 } as const;
const Base = Type.Object({
  stalls: Type.Integer({ minimum: 0 }),
  attempts: Type.Integer({ minimum: 0 }),
  at: Type.Optional(Type.Integer({ minimum: 0 })),
});

/**
 * The record from Redis' fields. `layout` is the one that the field `layout` names; undefined when
 * it is not kept. Throws DamagedRecordError when the record is damaged or of another version.
 */
export function parseRecord(
  id: string,
  sealed: RedisFields,
  layout: Layout | undefined,
  cipher: Cipher = PLAIN,
): JobRecord {
  if (sealed["v"] === FIRST_VERSION) {
    throw new DamagedRecordError("The job's record has format 1, which this version cannot read");
  }
  return undamaged(() => parse(id, sealed, layout, cipher), sealed["v"] === NEXT_VERSION);
}

function undamaged<Value>(read: () => Value, isNewer = false): Value {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof SchemaError || cause instanceof UnreadableError)) throw cause;
    const message = `The record of this job is damaged or of another version: ${cause.message}`;
    throw new DamagedRecordError(message, { cause, isNewer });
  }
}

/**
 * What context a field is sealed in: a text of one job or step opens in no other. What an event
 * said becomes the step's result as it is.
 */
export function fieldContext(id: string, field: string): string {
  return field.startsWith("w:") ? `${id}/r:${field.slice(2)}` : `${id}/${field}`;
}

function parse(id: string, fields: RedisFields, layout: Layout | undefined, cipher: Cipher): JobRecord {
  const createdAt = integer(fields, "createdAt");
  /**
   * The value of a sealed field: the input and the results, which hold people's words, and the
   * callback's URL, which may hold a token.
   */
  const opened = (name: string) => {
    const value = fields[name];
    return value === undefined ? undefined : cipher.open(value, fieldContext(id, name), createdAt);
  };
  const sealedJson = (name: string) => {
    const value = opened(name);
    return value === undefined ? undefined : json(name, value);
  };
  const steps = new Map<string, StepRecord>(); // each is asked for several times on a job's way
  const head = parseAs(Head, fields);
  // A process of the version that made the job stores the layout again before long.
  if (layout === undefined) throw new DamagedRecordError("The layout of this job is not kept", { isNewer: true });
  const { stopped, trace, waits } = fields;
  const skipped = fields["skipped"]?.split(",") ?? [];
  const input = parseAs(Input, sealedJson("input"));
  const owed = opened("callback");
  const delivery = jsonAs(DeliverySummary, fields, "delivery");
  return {
    id,
    pipeline: head.pipeline,
    layout,
    status: head.status,
    fingerprint: head.fingerprint,
    input,
    createdAt,
    updatedAt: integer(fields, "updatedAt"),
    ...(stopped !== undefined && { stopped }),
    ...(owed !== undefined && { owes: owedOf(owed) }),
    ...(trace !== undefined && { trace }),
    ...(delivery !== undefined && { delivery }),
    ...(fields["priority"] !== undefined && { priority: integer(fields, "priority") }),
    ...(fields["startAt"] !== undefined && { startAt: integer(fields, "startAt") }),
    ...(waits !== undefined && waits !== AT_START && { waitsAt: waits }),
    ...(fields["mediaRemovedAt"] !== undefined && { mediaRemovedAt: integer(fields, "mediaRemovedAt") }),
    step: (name) => {
      const known = steps.get(name);
      if (known !== undefined) return known;
      const plain = undamaged(() => parseStep(fields, name, skipped.includes(name), sealedJson));
      const isMap = layout.steps.some((each) => each.name === name && each.kind === "map");
      const step = isMap ? undamaged(() => asMap(plain, fields, name)) : plain;
      steps.set(name, step);
      return step;
    },
  };
}

/** Whether nothing more will happen at this step. */
export function isSettled({ result, failure, skipped }: StepRecord): boolean {
  return result !== undefined || failure !== undefined || skipped;
}

function parseStep(
  fields: RedisFields,
  step: string,
  skipped: boolean,
  sealedJson: (field: string) => unknown,
): StepRecord {
  const result = sealedJson(stepField("r", step));
  const event = sealedJson(stepField("w", step));
  const told = sealedJson(stepField("p", step));
  const progress = told === undefined ? undefined : parseAs(Input, told);
  const dueAt = fields[stepField("d", step)] ?? "";
  const ownTrace = fields[stepField("t", step)];
  const milestonesField = stepField("m", step);
  const milestones = fields[milestonesField];
  const failure = jsonAs(Failure, fields, stepField("e", step));
  const base = jsonAs(Base, fields, stepField("n", step)) ?? NO_BASE;
  const paid = fields[stepField("k", step)] === undefined ? NOTHING_PAID : parsePaid(fields, step);
  if (milestones === undefined && result === undefined && failure === undefined) {
    return { attempts: 0, skipped, base, paid, ...(event !== undefined && { event }) };
  }
  const [attempts = "0", begunAt = "", settledAt = "", queueMs = ""] = milestones?.split(",") ?? [];
  const settled = result !== undefined || failure !== undefined;
  return {
    attempts: wholeNumber(milestonesField, attempts),
    skipped,
    base,
    paid,
    ...(begunAt !== "" && { begunAt: wholeNumber(milestonesField, begunAt) }),
    ...(settled && settledAt !== "" && { settledAt: wholeNumber(milestonesField, settledAt) }),
    ...(queueMs !== "" && { queueMs: wholeNumber(milestonesField, queueMs) }),
    ...(result !== undefined && { result }),
    ...(failure !== undefined && { failure }),
    ...(dueAt !== "" && { dueAt: wholeNumber(stepField("d", step), dueAt) }),
    ...(event !== undefined && { event }),
    ...(progress !== undefined && { progress }),
    ...(ownTrace !== undefined && { ownTrace }),
  };
}

function asMap(step: StepRecord, fields: RedisFields, name: string): StepRecord {
  const begun = parseMapState(fields[stepField("x", name)] ?? "");
  const map = begun && { ...begun, done: integer(fields, stepField("y", name)) };
  const kept = step.result === undefined ? undefined : parseAs(KeptResults, step.result);
  const result = kept && ("inline" in kept ? kept.inline : OUTSIDE);
  return { ...step, ...(map && { map }), ...(result !== undefined && { result }) };
}

function jsonAs<Schema extends TSchema>(schema: Schema, fields: RedisFields, name: string): Static<Schema> | undefined {
  const text = fields[name];
  return text === undefined ? undefined : parseAs(schema, json(name, text));
}

function parsePaid(fields: RedisFields, step: string): StepRecord["paid"] {
  return { calls: integer(fields, stepField("k", step)), costUsd: integer(fields, stepField("u", step)) / MICROS };
}

function json(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SchemaError([{ path: `/${name}`, message: "must be JSON" }]);
  }
}

function integer(fields: RedisFields, name: string): number {
  return wholeNumber(name, fields[name] ?? "");
}

function wholeNumber(name: string, text: string): number {
  const value = text === "" ? Number.NaN : Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new SchemaError([{ path: `/${name}`, message: "must be a whole number" }]);
  }
  return value;
}
