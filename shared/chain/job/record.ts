import Type, { type Static } from "typebox";
import type { Gathered } from "../pipeline.ts";
import { PLAIN, UnreadableError, type Cipher } from "../crypto/cipher.ts";
import { parseAs, SchemaError } from "../schema.ts";

/**
 * Version of the record's layout. A reader that meets another one fails that job alone, visibly.
 */
export const RECORD_VERSION = 1;
const NEXT_VERSION = String(RECORD_VERSION + 1);

export const JobStatus = Type.Enum(["pending", "running", "suspended", "completed", "failed", "canceled"]);
export type JobStatus = Static<typeof JobStatus>;
/** Status of the mark that a purged job leaves in place of its record. */
export const PURGED = "purged";

/** A final failure of one place, as kept. */
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

/** What is known of one place of the job. Times are ms since the epoch. */
export interface PlaceRecord {
  readonly attempts: number;
  readonly begunAt?: number;
  readonly settledAt?: number;
  /** How long its first attempt waited in the queue, in ms. */
  readonly queueMs?: number;
  readonly result?: unknown;
  readonly failure?: Failure;
  readonly skipped: boolean;
  /**
   * What was counted when somebody opened the place again, `at` ms since the epoch: it does not
   * count against it any more.
   */
  readonly base: { readonly stalls: number; readonly attempts: number; readonly at?: number | undefined };
  /**
   * Paid calls of providers so far, those of failed attempts included, and what they are thought to
   * cost in US dollars.
   */
  readonly paid: { readonly calls: number; readonly costUsd: number };
}

/**
 * What was counted at a place until somebody opened it again: it does not count against it any
 * more.
 */
export type Basis = readonly [place: number, base: PlaceRecord["base"]];

/** A record that does not validate: damaged, or of a version that this process does not know. */
export class DamagedRecordError extends Error {
  override readonly name = "DamagedRecordError";
  /**
   * Whether the next version of Guchi wrote it, as amid an upgrade: then it is whole, and another
   * process can read it.
   */
  readonly isNewer: boolean;

  constructor(message: string, { isNewer = false, ...options }: ErrorOptions & { readonly isNewer?: boolean } = {}) {
    super(message, options);
    this.isNewer = isNewer;
  }
}

/** How long a job that does not open with this DATA_KEY may be another process's, in ms. */
const UNREADABLE_MS = 3_600_000;

/** Whether the record is whole, and to be read by the next version, or with another DATA_KEY. */
export function isForOthers({ isNewer, cause }: DamagedRecordError): boolean {
  return isNewer || (cause instanceof UnreadableError && cause.isOtherKeys);
}

/**
 * Whether another process may still be going to read what this one cannot: `isForOthers`, but not
 * for ever: an hour from `since`, when the job was made, and from this process's start, which may
 * have got the wrong key by mistake (both in ms since the epoch).
 */
export function mayOthersRead(error: DamagedRecordError, since = 0, processStartMs = performance.timeOrigin): boolean {
  const isTooLate = Date.now() - Math.max(since, processStartMs) > UNREADABLE_MS;
  return !isTooLate && isForOthers(error);
}

/** What is known of a job. */
export interface JobRecord {
  readonly id: string;
  readonly pipeline: string;
  readonly status: JobStatus;
  readonly input: Readonly<Record<string, unknown>>;
  readonly fingerprint: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Where to send the job when it is finished. */
  readonly callbackUrl?: string;
  /** Its place behind others in the queues: the higher, the later; none: first. */
  readonly priority?: number;
  /** When its media were removed for want of room, in ms since the epoch. */
  readonly mediaRemovedAt?: number;
  /** The place that failed the job. */
  readonly stopped?: number;
  place(index: number): PlaceRecord;
}

const Head = Type.Object({
  v: Type.Literal(String(RECORD_VERSION)),
  status: JobStatus,
  pipeline: Type.String({ minLength: 1 }),
  fingerprint: Type.String(),
});
const Input = Type.Record(Type.String(), Type.Unknown());

/** A hash as ioredis gives it. */
export type RedisFields = Readonly<Record<string, string | undefined>>;

/** Costs are kept in millionths, so that adding them up stays exact. */
export const MICROS = 1_000_000;
const NOTHING_PAID = { calls: 0, costUsd: 0 } as const;
const NO_BASE = { stalls: 0, attempts: 0 } as const;
const Base = Type.Object({
  stalls: Type.Integer({ minimum: 0 }),
  attempts: Type.Integer({ minimum: 0 }),
  at: Type.Optional(Type.Integer({ minimum: 0 })),
});

/**
 * The record from Redis' fields. Throws DamagedRecordError when it is damaged or of another
 * version.
 */
export function parseRecord(id: string, sealed: RedisFields, cipher: Cipher = PLAIN): JobRecord {
  return undamaged(() => parse(id, sealed, cipher), sealed["v"] === NEXT_VERSION);
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

/** What context a field is sealed in: a text of one job or place opens in no other. */
export function fieldContext(id: string, field: string): string {
  return `${id}/${field}`;
}

function parse(id: string, fields: RedisFields, cipher: Cipher): JobRecord {
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
  const places = new Map<number, PlaceRecord>(); // each is asked for several times on a job's way
  const head = parseAs(Head, fields);
  const stopped = fields["stopped"] === undefined ? undefined : integer(fields, "stopped");
  const skipped = fields["skipped"]?.split(",") ?? [];
  const input = parseAs(Input, sealedJson("input"));
  const callbackUrl = opened("callback");
  return {
    id,
    pipeline: head.pipeline,
    status: head.status,
    fingerprint: head.fingerprint,
    input,
    createdAt,
    updatedAt: integer(fields, "updatedAt"),
    ...(stopped !== undefined && { stopped }),
    ...(callbackUrl !== undefined && { callbackUrl }),
    ...(fields["priority"] !== undefined && { priority: integer(fields, "priority") }),
    ...(fields["mediaRemovedAt"] !== undefined && { mediaRemovedAt: integer(fields, "mediaRemovedAt") }),
    place: (index) => {
      const known = places.get(index);
      if (known !== undefined) return known;
      const isSkipped = skipped.includes(String(index));
      const place = undamaged(() => parsePlace(fields, index, isSkipped, sealedJson(`r${index}`)));
      places.set(index, place);
      return place;
    },
  };
}

/**
 * The job's input and the results so far, for the stage inputs and the output. `places` is how many
 * the pipeline has.
 */
export function gather(record: JobRecord, places: number): Gathered {
  const results = new Map<number, unknown>();
  for (let index = 0; index < places; index += 1) {
    const { result } = record.place(index);
    if (result !== undefined) results.set(index, result);
  }
  return { input: record.input, results };
}

/** Whether nothing more will happen at this place. */
export function isSettled(place: PlaceRecord): boolean {
  return place.result !== undefined || place.failure !== undefined || place.skipped;
}

function parsePlace(fields: RedisFields, index: number, skipped: boolean, result: unknown): PlaceRecord {
  const milestones = fields[`m${index}`];
  const failed = fields[`e${index}`];
  const failure = failed === undefined ? undefined : parseAs(Failure, json(`e${index}`, failed));
  const paid = fields[`k${index}`] === undefined ? NOTHING_PAID : parsePaid(fields, index);
  const counted = fields[`n${index}`];
  const base = counted === undefined ? NO_BASE : parseAs(Base, json(`n${index}`, counted));
  if (milestones === undefined && result === undefined && failure === undefined) {
    return { attempts: 0, skipped, base, paid };
  }
  const [attempts = "0", begunAt = "", settledAt = "", queueMs = ""] = milestones?.split(",") ?? [];
  const settled = result !== undefined || failure !== undefined;
  return {
    attempts: wholeNumber(`m${index}`, attempts),
    skipped,
    base,
    paid,
    ...(begunAt !== "" && { begunAt: wholeNumber(`m${index}`, begunAt) }),
    ...(settled && settledAt !== "" && { settledAt: wholeNumber(`m${index}`, settledAt) }),
    ...(queueMs !== "" && { queueMs: wholeNumber(`m${index}`, queueMs) }),
    ...(result !== undefined && { result }),
    ...(failure !== undefined && { failure }),
  };
}

function parsePaid(fields: RedisFields, index: number): PlaceRecord["paid"] {
  return { calls: integer(fields, `k${index}`), costUsd: integer(fields, `u${index}`) / MICROS };
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
