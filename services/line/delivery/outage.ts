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
  readonly until: number;
  readonly isOver: boolean;
}

/** Whether LINE answers, as all processes see it together. */
export class LineState {
  readonly #redis: Pick<Redis, "get" | "getdel" | "set">;

  constructor(redis: Pick<Redis, "get" | "getdel" | "set">) {
    this.#redis = redis;
  }

  /** Notes what came of a reply or push that began at `since` (ms since the epoch). */
  async note(answer: LineAnswer, since: number): Promise<void> {
    if (!isAnswered(answer)) {
      await this.#redis.set(lineKeys.away, since, "EX", REMEMBER_SECONDS, "NX");
      return;
    }
    const from = await this.#redis.getdel(lineKeys.away);
    const now = Date.now();
    if (from === null || now - Number(from) <= OUTAGE_MS) return;
    await this.#redis.set(lineKeys.lastOutage, `${from}-${now}`, "EX", REMEMBER_SECONDS);
  }

  /** The outage that goes on, or the last one; undefined: none that was long enough. */
  async outage(): Promise<Outage | undefined> {
    const [from, last] = await Promise.all([this.#redis.get(lineKeys.away), this.#redis.get(lineKeys.lastOutage)]);
    const now = Date.now();
    if (from !== null && now - Number(from) > OUTAGE_MS) return { from: Number(from), until: now, isOver: false };
    const [begin, end] = (last ?? "").split("-").map(Number);
    return begin !== undefined && end !== undefined ? { from: begin, until: end, isOver: true } : undefined;
  }
}

/** Whether what was asked first at `since` failed in this outage, and so like all else. */
export function isWithin(since: number, outage: Outage | undefined): boolean {
  return outage !== undefined && since >= outage.from - REQUEST_MS && since <= outage.until;
}

/** LINE said something that tells, whatever it is. */
function isAnswered(answer: LineAnswer): boolean {
  return answer.kind === "answer" && answer.status !== 408 && answer.status < 500;
}
