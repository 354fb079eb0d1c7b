import type { JobClient } from "@guchi/chain/client.ts";
import type { Language } from "@guchi/contracts/language.ts";
import { isFinished } from "@guchi/chain/job/actions.ts";
import type { Logger } from "pino";
import type { LineApi } from "../api/api.ts";
import { chatOf } from "../owner.ts";
import type { Deliveries, DeliveryStates } from "../delivery/store.ts";
import type { Owned } from "../address.ts";

/**
 * How long one request shows the animation, in s: short, since one that comes just after the answer
 * stays that long.
 */
const SHOWN_SECONDS = 10;
/**
 * After this time a slow job gives its reply token to answers that are held, in ms.
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
 * Chats looked after at a time, and jobs of each. More than that, and there are more pressing
 * things.
 */
const MOST_CHATS = 1_000;
const MOST_OF_CHAT = 50;

interface Deps {
  readonly api: Pick<LineApi, "showLoading">;
  readonly client: Pick<JobClient, "find">;
  readonly deliveries: Pick<Deliveries, "read" | "happen">;
  /** Asks for a little patience by the talk's reply token, and with it hands over what is held. */
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

interface Accompanied {
  readonly talk: Talk;
  /** ms since the epoch. */
  readonly since: number;
}

/** One chat, however many messages wait in it. */
interface Chat {
  /** Oldest first. */
  talks: readonly Accompanied[];
  lookedAt: number;
  isLooking: boolean;
  timer?: NodeJS.Timeout;
}

/**
 * Keeps the user company while a job works on the answer: LINE's loading animation, in one-to-one
 * chats (https://developers.line.biz/en/docs/messaging-api/use-loading-indicator/), and early
 * hand-over of what is held. One loop a chat. It lives in the process that took the event and is
 * lost with it: no answer depends on it, and no failure of it is anybody's problem.
 */
export class Company {
  readonly #deps: Deps;
  readonly #chats = new Map<string, Chat>();
  #closed = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Begins to keep it, until the job's answer is under way. Does not wait and does not throw. */
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
      this.#deps.log.debug({ code: "line.chat_not_looked_at", err: error }, "could not look after a chat"),
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
    for (const each of chat.talks) {
      const states = await this.#atWork(each.talk);
      if (states === undefined) {
        chat.talks = chat.talks.filter((other) => other !== each);
        continue;
      }
      const mayLeave = states.get(each.talk.job) === undefined;
      if (mayLeave) await this.#maybeLeaveToken(each, states);
      if (!isShown && each.talk.alone) await this.#show(each.talk);
      isShown = true;
      if (mayLeave) return; // those behind it are younger
    }
  }

  /** The chat's deliveries while a job makes its answer; undefined: that is on its way, or over. */
  async #atWork({ job, line }: Talk): Promise<DeliveryStates | undefined> {
    const [record, states] = await Promise.all([this.#deps.client.find(job), this.#deps.deliveries.read(chatOf(line))]);
    const isOver = record === undefined || isFinished(record.status);
    return isOver || (states.get(job)?.state ?? "composed") !== "composed" ? undefined : states;
  }

  async #maybeLeaveToken({ talk, since }: Accompanied, states: DeliveryStates): Promise<void> {
    const { leaveTokenMs = LEAVE_TOKEN_MS } = this.#deps;
    if (talk.line.replyToken === undefined || Date.now() - since < leaveTokenMs) return;
    if (![...states.values()].some(({ state }) => state === "held")) return;
    const left = await this.#deps.deliveries.happen(chatOf(talk.line), [talk.job, { is: "leave-token" }]);
    if (left !== undefined) await this.#deps.askToWait(talk);
  }

  async #show({ job, line }: Talk): Promise<void> {
    const answer = await this.#deps.api.showLoading(line.to, SHOWN_SECONDS);
    if (answer.kind === "answer" && answer.status < 300) return;
    const status = answer.kind === "answer" ? answer.status : answer.kind;
    this.#deps.log.debug({ code: "line.no_animation", job, status }, "LINE shows no loading animation");
  }
}
