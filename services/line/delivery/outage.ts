import type { Redis } from "ioredis";
import { lineKeys } from "../keys.ts";
import type { LineAnswer } from "../api/call.ts";

/** When LINE is thought to be away: no request was answered for longer than this, in ms. */
const OUTAGE_MS = 60_000;
/** The longest that one request takes, in ms: others that began so long before it belong to it. */
const REQUEST_MS = 10_000;
const REMEMBER_SECONDS = 86_400;

/** From when to when every reply and push failed, in ms since the epoch. */
export interface Outage {
  readonly from: number;
  /** The last failure: what was asked for the first time after it may have been answered. */
  readonly until: number;
  readonly isOver: boolean;
}

/** Whether LINE answers a channel, as all processes see it together. */
export class LineState {
  readonly #redis: Pick<Redis, "get" | "getdel" | "set">;
  readonly #keys: Readonly<Record<"away" | "lastFailure" | "lastOutage", string>>;

  constructor(redis: Pick<Redis, "get" | "getdel" | "set">, channel = "") {
    const { away, lastFailure, lastOutage } = lineKeys;
    this.#redis = redis;
    this.#keys = { away: away(channel), lastFailure: lastFailure(channel), lastOutage: lastOutage(channel) };
  }

  /** Notes what came of a reply or push that began at `since` (ms since the epoch). */
  async note(answer: LineAnswer, since: number): Promise<void> {
    if (!isAnswered(answer)) {
      await this.#redis.set(this.#keys.away, since, "EX", REMEMBER_SECONDS, "NX");
      await this.#redis.set(this.#keys.lastFailure, Date.now(), "EX", REMEMBER_SECONDS);
      return;
    }
    const from = await this.#redis.getdel(this.#keys.away);
    const outage = from === null ? undefined : outageOf(from, await this.#redis.get(this.#keys.lastFailure));
    if (outage === undefined) return;
    await this.#redis.set(this.#keys.lastOutage, `${outage.from}-${outage.until}`, "EX", REMEMBER_SECONDS);
  }

  /** The outage that goes on, or the last one; undefined: none that was long enough. */
  async outage(): Promise<Outage | undefined> {
    const { away, lastFailure, lastOutage } = this.#keys;
    const [from, until, last] = await Promise.all(
      [away, lastFailure, lastOutage].map(async (key) => this.#redis.get(key)),
    );
    const outage = outageOf(from, until);
    if (outage !== undefined) return outage;
    const [begin, end] = (last ?? "").split("-").map(Number);
    return begin !== undefined && end !== undefined ? { from: begin, until: end, isOver: true } : undefined;
  }
}

/** From the first failure to the last one. That nobody asked since then says nothing. */
function outageOf(from: string | null | undefined, until: string | null | undefined): Outage | undefined {
  const isLong = Number(until ?? 0) - Number(from ?? Number.POSITIVE_INFINITY) > OUTAGE_MS;
  return isLong ? { from: Number(from), until: Number(until), isOver: false } : undefined;
}

/** Whether what was asked first at `since` failed in this outage, and so like all else. */
export function isWithin(since: number, outage: Outage | undefined): boolean {
  return outage !== undefined && since >= outage.from - REQUEST_MS && since <= outage.until;
}

/** LINE said something that tells, whatever it is. */
function isAnswered(answer: LineAnswer): boolean {
  return answer.kind === "answer" && answer.status !== 408 && answer.status < 500;
}
