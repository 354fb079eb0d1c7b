import type { JobClient } from "@guchi/chain/client.ts";
import type { Language } from "@guchi/contracts/language.ts";
import { isFinished } from "@guchi/chain/job/actions.ts";
import type { Logger } from "pino";
import type { LineApi } from "../api/api.ts";
import type { KeptAnswers } from "../delivery/kept.ts";
import { ownerOf } from "../owner.ts";
import type { Parcel, Parcels } from "../delivery/parcel.ts";
import type { Owned } from "../address.ts";

/**
 * How long one request shows the animation, in s: short, since one that comes just after the answer
 * stays that long.
 */
const SHOWN_SECONDS = 10;
/**
 * After this time a slow job gives its reply token to answers kept over the monthly limit, in ms.
 * Only a reply token can bring them to the user, and it expires soon.
 */
const LEAVE_TOKEN_MS = 35_000;
/** Before the last one ends. */
const RENEW_MS = 8_000;
/**
 * A message in between is shown sooner, since an answer may have ended the animation: but not
 * before so long after the last look at its chat.
 */
const SOONEST_MS = 3_000;
/** A job that stands for longer is not shown as being worked on. */
const LONGEST_MS = 300_000;
/**
 * Chats watched at a time, and jobs of each. More than that, and there are more pressing things.
 */
const MOST_CHATS = 1_000;
const MOST_OF_CHAT = 50;

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
  /** When the webhook came, in ms since the epoch. */
  readonly receivedAt: number;
  readonly job: string;
  readonly alone: boolean;
  readonly language: Language;
}

interface Watched {
  readonly talk: Talk;
  /** ms since the epoch. */
  readonly since: number;
}

/** One chat, however many messages wait in it. */
interface Chat {
  /** Oldest first. */
  talks: readonly Watched[];
  lookedAt: number;
  isLooking: boolean;
  timer?: NodeJS.Timeout;
}

/**
 * Keeps the user company while a job works on the answer: LINE's loading animation, in one-to-one
 * chats (https://developers.line.biz/en/docs/messaging-api/use-loading-indicator/), and early
 * hand-over of what waits. One loop a chat. It lives in the process that took the webhook and is
 * lost with it: no answer depends on it, and no failure of it is anybody's problem.
 */
export class Watch {
  readonly #deps: Deps;
  readonly #chats = new Map<string, Chat>();
  #closed = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Begins to watch, until the job's answer is under way. Does not wait and does not throw. */
  begin(talk: Talk): void {
    const { to } = talk.line;
    const chat = this.#chats.get(to) ?? { talks: [], lookedAt: 0, isLooking: false };
    if (this.#closed || chat.talks.length >= MOST_OF_CHAT) return;
    if (!this.#chats.has(to) && this.#chats.size >= MOST_CHATS) return;
    chat.talks = [...chat.talks, { talk, since: Date.now() }];
    this.#chats.set(to, chat);
    if (!chat.isLooking && Date.now() >= chat.lookedAt + SOONEST_MS) void this.#round(to, chat);
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#chats.values()) clearTimeout(timer);
    this.#chats.clear();
  }

  async #round(to: string, chat: Chat): Promise<void> {
    clearTimeout(chat.timer);
    chat.isLooking = true;
    chat.lookedAt = Date.now();
    await this.#look(chat).catch((error: unknown) =>
      this.#deps.log.debug({ err: error }, "could not look after a chat"),
    );
    chat.isLooking = false;
    chat.talks = chat.talks.filter(({ since }) => Date.now() <= since + LONGEST_MS);
    if (this.#closed) return;
    if (chat.talks.length === 0) this.#chats.delete(to);
    else chat.timer = setTimeout(() => void this.#round(to, chat), this.#deps.renewMs ?? RENEW_MS);
  }

  /**
   * Shows that the oldest job that is not done is worked on. Looked up right before the request:
   * after the answer the animation would show for nothing.
   */
  async #look(chat: Chat): Promise<void> {
    let isShown = false;
    for (const watched of chat.talks) {
      const parcel = await this.#atWork(watched.talk);
      if (parcel === undefined) {
        chat.talks = chat.talks.filter((each) => each !== watched);
        continue;
      }
      const mayLeave = parcel.tokenOver !== true;
      if (mayLeave) await this.#maybeLeaveToken(watched);
      if (!isShown && watched.talk.alone) await this.#show(watched.talk);
      isShown = true;
      if (mayLeave) return; // those behind it are younger
    }
  }

  /** The parcel of a job that works on its answer; undefined: it is under way, or never will be. */
  async #atWork({ job }: Talk): Promise<Parcel | undefined> {
    const [record, parcel] = await Promise.all([this.#deps.client.find(job), this.#deps.parcels.read(job)]);
    return record === undefined || isFinished(record.status) || isUnderWay(parcel) ? undefined : parcel;
  }

  async #maybeLeaveToken({ talk, since }: Watched): Promise<void> {
    const { leaveTokenMs = LEAVE_TOKEN_MS } = this.#deps;
    if (talk.line.replyToken === undefined || Date.now() - since < leaveTokenMs) return;
    if (!(await this.#deps.kept.any(ownerOf(talk.line.to)))) return;
    if (await this.#deps.parcels.leaveToken(talk.job)) await this.#deps.askToWait(talk);
  }

  async #show({ job, line }: Talk): Promise<void> {
    const answer = await this.#deps.api.showLoading(line.to, SHOWN_SECONDS);
    if (answer.kind === "answer" && answer.status < 300) return;
    const status = answer.kind === "answer" ? answer.status : answer.kind;
    this.#deps.log.debug({ job, status }, "LINE shows no loading animation");
  }
}

function isUnderWay({ reply, push, done }: Parcel): boolean {
  return reply !== undefined || push !== undefined || done !== undefined;
}
