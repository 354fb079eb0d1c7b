import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { PLAIN, type Cipher } from "../crypto/cipher.ts";
import { parseAs } from "../schema.ts";
import { toJson } from "./to-json.ts";
import { faultPoint } from "../fault-points.ts";
import type { ChainKeys } from "../redis/keys.ts";
import { historyEntry } from "./history.ts";
import { clearItemsScript, openMapScript, readItemScript, settleItemScript } from "./item-scripts.ts";
import { mapStateText, parseMapState, type MapState } from "./map-state.ts";
import { Failure } from "./record.ts";
import { writerKeys, type Indexed } from "./writer-keys.ts";

/** Fields that go to Redis, or come from there, in one command. */
const CHUNK = 500;
/** What was written for a map that is never opened goes by itself, in ms. */
const WRITTEN_MS = 600_000;
/** A map tells who watches some hundred times. */
const TOLD = 100;

/** An item as its worker finds it. */
export interface ItemRecord {
  readonly status: string;
  readonly pipeline: string;
  readonly layout: string;
  readonly createdAt: number;
  readonly priority: number | undefined;
  readonly trace: string | undefined;
  readonly map: MapState;
  /** Undefined when it is settled. */
  readonly input: unknown;
  /** Attempts that failed so far. */
  readonly attempts: number;
  readonly settled: boolean;
}

/** What an item came to. */
export type ItemOutcome = { readonly result: unknown } | { readonly failure: Failure };
/** What became of it: see settleItemScript. */
export type ItemSettled = number | "kept" | "lost" | "closed" | "unknown";

type OfJob = Indexed & { readonly createdAt: number };

/** What context an item's texts are sealed in. */
export function itemContext(id: string, step: string, item: number): string {
  return `${id}/${step}/${item}`;
}

/** The items of maps, in hashes beside the job records. */
export class Items {
  readonly #redis: Redis;
  readonly #keys: ChainKeys;
  readonly #cipher: Cipher;

  constructor(redis: Redis, keys: ChainKeys, cipher: Cipher = PLAIN) {
    this.#redis = redis;
    this.#keys = keys;
    this.#cipher = cipher;
  }

  /** Keeps the items and begins the map, in one step; does nothing when another process has. */
  async open(job: OfJob, step: string, state: MapState, inputs: readonly unknown[]): Promise<void> {
    const now = Date.now();
    const items = this.#keys.items(job.id, step);
    const written = `${items}:${randomUUID()}`;
    await this.#redis.hset(written, "t", job.createdAt);
    await this.#redis.pexpire(written, WRITTEN_MS);
    for (let from = 0; from < inputs.length; from += CHUNK) {
      const fields = inputs.slice(from, from + CHUNK).flatMap((input, at) => {
        const item = from + at;
        return [`i${item}`, this.#cipher.seal(toJson(input), itemContext(job.id, step, item))];
      });
      await this.#redis.hset(written, ...fields);
    }
    await faultPoint("map.written");
    await openMapScript(
      this.#redis,
      { ...writerKeys(this.#keys, job), items, written },
      {
        step,
        now,
        spec: mapStateText(state),
        entry: historyEntry(now, "began", { step, attempt: 1 }),
        channel: this.#keys.changes(job.id),
      },
    );
  }

  /** The item; undefined when its job or its map is gone. */
  async read(id: string, step: string, item: number): Promise<ItemRecord | undefined> {
    const keys = { record: this.#keys.job(id), items: this.#keys.items(id, step) };
    const reply = await readItemScript(this.#redis, keys, { step, item });
    const fields = Array.isArray(reply) ? reply.map((field) => (typeof field === "string" ? field : undefined)) : [];
    const [status, pipeline, layout, created, priority, spec, input, attempts, result, failure, trace] = fields;
    const map = spec === undefined ? undefined : parseMapState(spec);
    if (status === undefined || pipeline === undefined || layout === undefined || map === undefined) return undefined;
    const createdAt = Number(created);
    const settled = result !== undefined || failure !== undefined;
    const open = (text: string): unknown => this.#open(id, step, item, text, createdAt);
    return {
      status,
      pipeline,
      layout,
      createdAt,
      priority: priority === undefined ? undefined : Number(priority),
      trace,
      map,
      input: input === undefined || settled ? undefined : open(input),
      attempts: Number(attempts ?? 0),
      settled,
    };
  }

  /** Settles the item; resolves to how many of the map are settled now. */
  async settle(
    job: Indexed,
    step: string,
    item: number,
    outcome: ItemOutcome,
    { total }: MapState,
  ): Promise<ItemSettled> {
    const failed = "failure" in outcome;
    const text = toJson(failed ? outcome.failure : outcome.result);
    const keys = { ...writerKeys(this.#keys, job), items: this.#keys.items(job.id, step) };
    const reply = await settleItemScript(this.#redis, keys, {
      step,
      item,
      now: Date.now(),
      field: failed ? "e" : "r",
      value: failed ? text : this.#cipher.seal(text, itemContext(job.id, step, item)),
      every: Math.max(1, Math.floor(total / TOLD)),
      channel: this.#keys.changes(job.id),
    });
    return itemSettled(reply);
  }

  /** Counts an attempt that failed and will be made again. */
  async noteRetry(id: string, step: string, item: number): Promise<void> {
    await this.#redis.hincrby(this.#keys.items(id, step), `a${item}`, 1);
  }

  /** Lets the failed items of a failed job's map run again. Resolves to how many there were. */
  async clearFailed(id: string, step: string): Promise<number> {
    const keys = { record: this.#keys.job(id), items: this.#keys.items(id, step) };
    return clearItemsScript(this.#redis, keys, { step }).then(Number);
  }

  /** Which of the first `count` items are settled, and which failed. */
  async settled(id: string, step: string, count: number): Promise<readonly ("r" | "e" | undefined)[]> {
    const states: ("r" | "e" | undefined)[] = Array.from({ length: count });
    for (const field of await this.#redis.hkeys(this.#keys.items(id, step))) {
      const [, kind, digits] = /^([re])(\d+)$/.exec(field) ?? [];
      const item = Number(digits);
      if ((kind === "r" || kind === "e") && item < count) states[item] = kind;
    }
    return states;
  }

  /** What each item came to, in order; undefined for one that is not settled. */
  async outcomes({ id, createdAt }: OfJob, step: string, total: number): Promise<readonly (ItemOutcome | undefined)[]> {
    const key = this.#keys.items(id, step);
    const outcomes: (ItemOutcome | undefined)[] = [];
    for (let from = 0; from < total; from += CHUNK) {
      const count = Math.min(CHUNK, total - from);
      const names = Array.from({ length: count }, (_, at) => [`r${from + at}`, `e${from + at}`]).flat();
      const texts = await this.#redis.hmget(key, ...names);
      for (let at = 0; at < count; at += 1) {
        outcomes.push(this.#outcome(id, step, from + at, createdAt, texts[2 * at], texts[2 * at + 1]));
      }
    }
    return outcomes;
  }

  /** Removes the items of a map whose result is in the record. */
  async drop(id: string, step: string): Promise<void> {
    await this.#redis.unlink(this.#keys.items(id, step));
  }

  #outcome(
    id: string,
    step: string,
    item: number,
    createdAt: number,
    result: string | null | undefined,
    failure: string | null | undefined,
  ): ItemOutcome | undefined {
    if (typeof result === "string") return { result: this.#open(id, step, item, result, createdAt) };
    return typeof failure === "string" ? { failure: parseAs(Failure, JSON.parse(failure)) } : undefined;
  }

  #open(id: string, step: string, item: number, text: string, createdAt: number): unknown {
    return JSON.parse(this.#cipher.open(text, itemContext(id, step, item), createdAt));
  }
}

/** Throws TypeError when the script gave none of these. */
function itemSettled(reply: unknown): ItemSettled {
  if (typeof reply === "number" || reply === "kept" || reply === "lost") return reply;
  if (reply === "closed" || reply === "unknown") return reply;
  throw new TypeError("Redis gave an unknown reply to an item");
}
