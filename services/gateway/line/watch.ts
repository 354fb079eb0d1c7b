import type { JobClient } from "@guchi/chain/client.ts";
import type { Language } from "@guchi/contracts/language.ts";
import { isFinished } from "@guchi/chain/job/actions.ts";
import type { Logger } from "pino";
import type { LineApi } from "./api.ts";
import type { KeptAnswers } from "./kept.ts";
import { ownerOf } from "./owner.ts";
import type { Parcel, Parcels } from "./parcel.ts";
import type { Owned } from "./trail.ts";

/**
 * How long one request shows the animation, in s: short, since one that comes just after the answer
 * stays that long.
 */
const SHOWN_SECONDS = 10;
/**
 * When a job that is not done by then leaves its reply token to answers that wait since the month's
 * messages are used up: it is the only way in which they reach the user, and soon it is over.
 */
const LEAVE_TOKEN_MS = 35_000;
/** Before the last one ends. */
const RENEW_MS = 8_000;
/** A job that stands for longer is not shown as being worked on. */
const LONGEST_MS = 300_000;
/** Jobs watched at a time. More than that, and there are more pressing things. */
const MOST = 1_000;

interface Deps {
  readonly api: Pick<LineApi, "showLoading">;
  readonly client: Pick<JobClient, "find">;
  readonly parcels: Pick<Parcels, "read" | "leaveToken">;
  readonly kept: Pick<KeptAnswers, "any">;
  /** Asks for a little patience by the talk's reply token, and with it hands over what waits. */
  readonly askToWait: (talk: Talk) => Promise<void>;
  readonly log: Pick<Logger, "debug">;
  /** For tests, in ms. */
  readonly renewMs?: number | undefined;
  readonly leaveTokenMs?: number | undefined;
}

/** A job that works on a user's message; `alone` in a one-to-one chat. */
export interface Talk extends Owned {
  readonly job: string;
  readonly alone: boolean;
  readonly language: Language;
}

/**
 * Keeps the user company while a job works on the answer: LINE's loading animation, in one-to-one
 * chats (https://developers.line.biz/en/docs/messaging-api/use-loading-indicator/), and early
 * hand-over of what waits. It lives in the process that took the webhook and is lost with it: no
 * answer depends on it, and no failure of it is anybody's problem.
 */
export class Watch {
  readonly #deps: Deps;
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Begins to watch, until the job's answer is under way. Does not wait and does not throw. */
  begin(talk: Talk): void {
    if (this.#timers.size < MOST) void this.#round(talk, Date.now());
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #round(talk: Talk, since: number): Promise<void> {
    const goOn = await this.#look(talk, since).catch((error: unknown) => {
      this.#deps.log.debug({ job: talk.job, err: error }, "could not look after a job");
      return true;
    });
    if (!goOn || this.#closed || Date.now() > since + LONGEST_MS) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#round(talk, since);
    }, this.#deps.renewMs ?? RENEW_MS);
    this.#timers.add(timer);
  }

  /**
   * Whether to go on. Looked up right before the request: after the answer the animation would show
   * for nothing.
   */
  async #look(talk: Talk, since: number): Promise<boolean> {
    const { job } = talk;
    const [record, parcel] = await Promise.all([this.#deps.client.find(job), this.#deps.parcels.read(job)]);
    if (record === undefined || isUnderWay(parcel)) return false;
    if (isFinished(record.status)) return false;
    if (parcel.tokenOver !== true) await this.#maybeLeaveToken(talk, since);
    if (talk.alone) await this.#show(job, talk.line.to);
    return true;
  }

  async #maybeLeaveToken(talk: Talk, since: number): Promise<void> {
    const { leaveTokenMs = LEAVE_TOKEN_MS } = this.#deps;
    if (talk.line.replyToken === undefined || Date.now() - since < leaveTokenMs) return;
    if (!(await this.#deps.kept.any(ownerOf(talk.line.to)))) return;
    if (await this.#deps.parcels.leaveToken(talk.job)) await this.#deps.askToWait(talk);
  }

  async #show(job: string, userId: string): Promise<void> {
    const answer = await this.#deps.api.showLoading(userId, SHOWN_SECONDS);
    if (answer.kind === "answer" && answer.status < 300) return;
    const status = answer.kind === "answer" ? answer.status : answer.kind;
    this.#deps.log.debug({ job, status }, "LINE shows no loading animation");
  }
}

function isUnderWay({ reply, push, done }: Parcel): boolean {
  return reply !== undefined || push !== undefined || done !== undefined;
}
