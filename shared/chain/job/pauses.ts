import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import type { Due } from "../pause.ts";
import type { Repeat } from "../repeat.ts";
import { SHARDS, type ChainKeys } from "../redis/keys.ts";
import { milestones, type Attempt } from "./attempt.ts";
import { historyEntry } from "./history.ts";
import { SWEEP_AFTER_MS } from "./open-jobs.ts";
import { againScript, eventScript, pauseScript, startScript, undueScript } from "./pause-scripts.ts";
import { AT_START } from "./record.ts";
import { writerKeys, type Indexed } from "./writer-keys.ts";

/** Due jobs of a shard that one look takes up; the next one follows soon. */
const MOST_AT_ONCE = 500;

const ENTERED = ["waiting", "event", "closed"] as const;
const TAKEN = ["kept", "waiting", "repeated", "taken", "finished", "unknown"] as const;

const AGAIN = ["waiting", "late", "closed"] as const;

/** What became of a step that is to run again: see againScript. */
export type Again = (typeof AGAIN)[number];
/** What became of a job that is handed to a pause: see pauseScript. */
export type Entered = (typeof ENTERED)[number];
/** What became of an event: see eventScript. */
export type EventTaken = (typeof TAKEN)[number];

/** An event as it is kept. */
export interface KeptEvent {
  readonly step: string;
  /** What it says, sealed as the step's result. */
  readonly value: string;
  /** What makes a repetition known; undefined: nothing does. */
  readonly key: string | undefined;
}

/** The jobs that wait, and the index that says when each goes on by itself. */
export class Pauses {
  readonly #redis: Redis;
  readonly #keys: ChainKeys;

  constructor(redis: Redis, keys: ChainKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** Has the job wait at the step. */
  async enter(job: Indexed, step: string, due: Due | undefined): Promise<Entered> {
    const reply = await pauseScript(this.#redis, writerKeys(this.#keys, job), {
      id: job.id,
      step,
      now: Date.now(),
      inMs: due !== undefined && "inMs" in due ? due.inMs : "",
      at: due !== undefined && "at" in due ? due.at : "",
      channel: this.#keys.changes(job.id),
    });
    return oneOf(ENTERED, reply);
  }

  /** Keeps an event: the first one of a step counts. */
  async keepEvent(job: Indexed, { step, value, key }: KeptEvent): Promise<EventTaken> {
    const now = Date.now();
    const reply = await eventScript(this.#redis, writerKeys(this.#keys, job), {
      id: job.id,
      step,
      now,
      value,
      key: key === undefined ? "" : createHash("sha256").update(key).digest("base64url"),
      entry: historyEntry(now, "event", { step }),
      channel: this.#keys.changes(job.id),
    });
    return oneOf(TAKEN, reply);
  }

  /** Has a job wait until the step of the attempt is to run again. */
  async again(attempt: Attempt, { everyMs, withinMs }: Pick<Repeat, "everyMs" | "withinMs">): Promise<Again> {
    const { id, step, number } = attempt;
    const now = Date.now();
    const reply = await againScript(this.#redis, writerKeys(this.#keys, attempt), {
      id,
      step,
      now,
      inMs: everyMs,
      withinMs,
      milestones: milestones(attempt),
      base: JSON.stringify({ stalls: 0, attempts: number, at: now }),
      channel: this.#keys.changes(id),
    });
    return oneOf(AGAIN, reply);
  }

  /**
   * Lets a job go on that waited for its start, or for a step's next run; false when it does not
   * (any more).
   */
  async start(job: Indexed, waits: string = AT_START): Promise<boolean> {
    const now = Date.now();
    const started = await startScript(this.#redis, writerKeys(this.#keys, job), {
      id: job.id,
      now,
      waits,
      sweepAt: now + SWEEP_AFTER_MS,
      channel: this.#keys.changes(job.id),
    });
    return started === 1;
  }

  /** Redis' clock, by which pauses end, in ms since the epoch. */
  async now(): Promise<number> {
    const [seconds, micros] = await this.#redis.time();
    return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  }

  /** Jobs that were due at `now`, shard by shard, longest due first: some, and `more` of each. */
  async *due(now: number, more = 0): AsyncGenerator<readonly string[]> {
    const shards = Array.from({ length: SHARDS }, (_, shard) => this.#keys.due(shard));
    const counts = await Promise.all(shards.map((key) => this.#redis.zcount(key, "-inf", now)));
    for (const [shard, count] of counts.entries()) {
      if (count === 0) continue;
      // Not in chunks by rank: what is let go on leaves the set meanwhile.
      yield await this.#redis.zrange(shards[shard] ?? "", 0, String(Math.min(count, MOST_AT_ONCE + more) - 1));
    }
  }

  /** Takes a job out of the index that does not wait (any more). */
  async forget(id: string): Promise<void> {
    const { record, due } = writerKeys(this.#keys, { id, pipeline: "" });
    await undueScript(this.#redis, { record, due }, { id });
  }
}

/** Throws TypeError when a script gave none of these. */
function oneOf<const State extends string>(states: readonly State[], reply: unknown): State {
  const state = states.find((known) => known === reply);
  if (state === undefined) throw new TypeError("Redis gave an unknown reply to a pause");
  return state;
}
